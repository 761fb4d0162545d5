import { vi } from 'vitest'

// The window's bridge needs a window; these tests hand one in.
vi.mock('../../bridge', () => ({ bridge: {} }))

import { beforeEach, describe, expect, it } from 'vitest'
import { createTranslate } from '../../../../shared/i18n'
import type { Payload, RunProposal, RunState, ServicePace } from '../../../../shared/ipc'
import { trackId } from '../../../../shared/model'
import { editor, fieldValue } from '../../editor'
import { jobs } from '../../jobs'
import { candidate, proposal } from '../../testing/release'
import { editorWith, track } from '../../testing/track'
import { applySure, sureChanges } from './apply-sure'
import { aboutText, planText } from './estimate-text'
import { libraryRun, takeRun, watchRun } from './run-store'

const translate = createTranslate('en')
const a = trackId('a')
const b = trackId('b')
const pace = (calls: number, windowMs: number): ServicePace => ({
  service: 'musicbrainz',
  limit: { calls, windowMs },
})

describe('what a run will take', () => {
  it.each([
    [412, [pace(1, 1000)], 540, '412 albums, 1 request a second, about 9 minutes'],
    [1, [pace(50, 5000)], 3, '1 album, 10 requests a second, less than a minute'],
    [9000, [pace(25, 60_000)], 18_000, '9,000 albums, 25 requests a minute, about 5 hours'],
    [7, [{ service: 'catalogue' as const }], 60, '7 albums, about a minute'],
  ])('is said in one line for %i albums', (albums, services, seconds, words) => {
    expect(planText(translate, albums, { services, seconds })).toBe(words)
  })

  it('is said in German too', () => {
    expect(aboutText(createTranslate('de'), 540)).toBe('etwa 9 Minuten')
  })
})

const offered = (album: number, title: string, open: RunProposal['proposal']['candidate']['open'] = []) => ({
  album,
  proposal: proposal(
    [
      {
        id: album === 0 ? a : b,
        values: { title: [title], barcode: ['4006381333931'], releaseId: ['cd'], trackId: ['t'] },
      },
    ],
    { candidate: candidate({ open, sure: true }) },
  ),
})

describe('what a sure release changes', () => {
  const state = editorWith(track('a', { title: ['old'] })).getState()

  it('is all that it says', () => {
    expect(Object.keys(sureChanges(state, offered(0, 'Ebb'))[a] ?? {}).sort()).toEqual([
      'barcode',
      'releaseId',
      'title',
      'trackId',
    ])
  })

  it('is nothing that tells editions apart where the edition is open', () => {
    expect(Object.keys(sureChanges(state, offered(0, 'Ebb', ['barcode']))[a] ?? {})).toEqual(['title'])
  })
})

describe('applying all that is sure', () => {
  beforeEach(() => {
    editor.getState().clear()
    editor.getState().addTracks([track('a', { title: ['one'] }), track('b', { title: ['two'] })])
  })

  function applying(signal = new AbortController().signal) {
    const marks: unknown[] = []
    const asked: unknown[] = []
    const bridge = {
      run: {
        proposals: async (
          request: unknown,
          { onProgress }: { onProgress: (proposal: RunProposal) => void },
        ) => {
          asked.push(request)
          for (const each of [offered(0, 'Ebb'), offered(4, 'Flow')]) onProgress(each)
          return signal.aborted
            ? { ok: false, problem: { code: 'job.cancelled', params: {} } }
            : { ok: true, value: { failed: [] } }
        },
        mark: async (marking: unknown) => {
          marks.push(marking)
          return { ok: true, value: undefined }
        },
      },
    } as unknown as Parameters<typeof applySure>[0]
    const done: unknown[] = []
    const answer = applySure(bridge, {
      except: [2],
      total: 2,
      signal,
      report: (progress) => done.push(progress),
      label: (count) => `Look up ${count} albums`,
    })
    return { answer, marks, asked, done }
  }

  it('is one edit, and one undo gives the albums back', async () => {
    const { answer, marks, asked, done } = applying()
    expect(await answer).toMatchObject({ ok: true, value: { albums: [0, 4], conflicts: [] } })
    expect(asked).toEqual([{ except: [2] }])
    expect(done.at(-1)).toEqual({ done: 2, total: 2 })
    expect(editor.getState().undoable.map(({ label, source }) => [label, source])).toEqual([
      ['Look up 2 albums', 'lookup'],
    ])
    expect([a, b].map((id) => fieldValue(editor.getState(), id, 'title'))).toEqual([['Ebb'], ['Flow']])

    editor.getState().undo()
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['one'])
    editor.getState().redo()
    expect(marks).toEqual([
      { albums: [0, 4], mark: 'applied' },
      { albums: [0, 4], mark: 'open' },
      { albums: [0, 4], mark: 'applied' },
    ])
  })

  it('changes nothing when it is cancelled', async () => {
    const stop = new AbortController()
    stop.abort()
    const { answer, marks } = applying(stop.signal)
    expect(await answer).toMatchObject({ ok: false })
    expect(editor.getState().undoable).toEqual([])
    expect(marks).toEqual([])
  })
})

const state = (more: Partial<RunState> = {}): RunState => ({
  kind: 'running',
  startedAt: 1,
  albums: 10,
  waiting: 10,
  sure: 0,
  unsure: 0,
  nothing: 0,
  parked: 0,
  applicable: 0,
  retrying: 0,
  unlisted: 0,
  requests: 0,
  secondsLeft: 20,
  services: [pace(1, 1000)],
  revision: 0,
  ...more,
})

describe('a run among the jobs', () => {
  function watching() {
    let tell: (state: Payload<'run.changed'>) => void = () => {}
    const asked: string[] = []
    const bridge = {
      run: {
        state: async () => ({ ok: true, value: null }),
        pause: async () => void asked.push('pause'),
      },
      events: {
        on: (_name: string, listener: typeof tell) => {
          tell = listener
          return () => {}
        },
      },
    } as unknown as Parameters<typeof watchRun>[0]['bridge']
    watchRun({ bridge, translate: () => translate })
    return { tell: (next: Payload<'run.changed'>) => tell(next), asked }
  }
  const job = () => jobs.getState().jobs[0]

  it('says how far it is and how long it takes, and what came of it', async () => {
    jobs.setState({ jobs: [] })
    takeRun(null)
    const { tell } = watching()
    tell(state({ waiting: 7, sure: 3, secondsLeft: 240 }))
    expect(job()).toMatchObject({ label: 'Look up all', done: 3, total: 10, note: 'about 4 minutes left' })
    tell(state({ kind: 'finished', waiting: 0, sure: 8, nothing: 2 }))
    await vi.waitFor(() =>
      expect(job()?.state).toMatchObject({
        kind: 'done',
        result: { text: '8 sure, 0 to review, 2 nothing found, 0 failed.' },
      }),
    )
    expect(jobs.getState().jobs).toHaveLength(1)
  })

  it('begins with all ticks and the first list, another run as well', () => {
    takeRun(state())
    libraryRun.setState({ list: 'parked', unticked: new Set([3]) })
    takeRun(state({ waiting: 5 }))
    expect(libraryRun.getState()).toMatchObject({ list: 'parked', unticked: new Set([3]) })
    takeRun(state({ startedAt: 2 }))
    expect(libraryRun.getState()).toMatchObject({ list: 'sure', unticked: new Set() })
  })
})
