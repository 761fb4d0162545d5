import { vi } from 'vitest'

// The window's bridge needs a window; these tests hand one in.
vi.mock('../bridge', () => ({ bridge: {} }))

import { beforeEach, describe, expect, it } from 'vitest'
import { createTranslate } from '../../../shared/i18n'
import type { Answer, CoversProgress, CoversRequest, FoundCover, ServiceFailure } from '../../../shared/ipc'
import { trackId } from '../../../shared/model'
import { currentOf, editor } from '../editor'
import { isOver, jobs, retryJob } from '../jobs'
import { editorWith, picture, track } from '../testing/track'
import { coverGaps } from './cover-gaps'
import {
  applyMissingCovers,
  cancelMissingCovers,
  findMissingCovers,
  keepOpenGaps,
  missingCovers,
  tickGap,
  tickGaps,
} from './missing-covers'

type Bridge = NonNullable<Parameters<typeof findMissingCovers>[2]>
type Reply = Answer<{ failures: ServiceFailure[] }>

const translate = createTranslate('en')
const album = (title: string, more = {}) => ({ album: [title], ...more })
const found = (hash: string, more: Partial<FoundCover> = {}): FoundCover => ({
  service: 'deezer',
  id: hash,
  certain: false,
  title: '',
  artist: '',
  look: picture(hash),
  width: 0,
  height: 0,
  ...more,
})

/** Answers each album by its title. */
function bridgeWith(
  answer: (title: string) => { readonly covers?: readonly FoundCover[]; readonly reply?: Reply },
) {
  const asked: string[] = []
  const lookup = {
    covers: async (
      { wanted, which }: CoversRequest,
      { onProgress }: { readonly onProgress: (progress: CoversProgress) => void },
    ): Promise<Reply> => {
      asked.push(`${wanted.title} ${which}`)
      const { covers = [], reply = { ok: true, value: { failures: [] } } } = answer(wanted.title)
      for (const cover of covers) onProgress({ kind: 'cover', cover })
      return reply
    },
  }
  return { bridge: { lookup } as unknown as Bridge, asked }
}
const find = (bridge: Bridge, leastPixels = 0) =>
  findMissingCovers({ leastPixels, trusted: ['deezer', 'itunes'] }, translate, bridge)
const outcomes = () =>
  missingCovers.getState().albums.map(({ wanted, state, isTicked }) => [wanted.title, state.kind, isTicked])

beforeEach(() => {
  editor.getState().clear()
  missingCovers.setState({ albums: [], isRunning: false })
  jobs.setState({ jobs: [] })
})

describe('the albums that miss a cover', () => {
  const state = editorWith(
    track('a', album('Whole'), { pictures: [picture('1')] }),
    track('b', album('Partly'), { pictures: [picture('2', { width: 300, height: 600 })] }),
    track('c', album('Partly')),
    track('d', album('None')),
    track('e', album('Locked'), { readOnly: { code: 'file.notWritable', params: {} } }),
    track('f', album('Unknown size'), { pictures: [picture('3', { width: 0, height: 0 })] }),
  ).getState()
  const gaps = (least: number) => coverGaps(state, least).map(({ ids, album: all }) => [ids, all.length])

  it('are those with a file without one that may be written', () => {
    expect(gaps(0)).toEqual([
      [['c'], 2],
      [['d'], 1],
    ])
  })

  it('are also those whose cover is too small, by its shorter side', () => {
    expect(gaps(301)).toEqual([
      [['b', 'c'], 2],
      [['d'], 1],
    ])
    expect(gaps(501).map(([ids]) => ids)).toContainEqual(['a'])
  })
})

describe('the job', () => {
  it('ticks what is certain, and leaves to the person what only has the name', async () => {
    editor
      .getState()
      .addTracks([track('a', album('Sure')), track('b', album('Named')), track('c', album('Nothing'))])
    const { bridge, asked } = bridgeWith((title) => ({
      covers:
        title === 'Sure'
          ? [found('1'), found('2', { certain: true })]
          : title === 'Named'
            ? [found('3')]
            : [],
    }))
    await find(bridge)
    expect(asked.sort()).toEqual(['Named best', 'Nothing best', 'Sure best'])
    expect(outcomes()).toEqual([
      ['Sure', 'found', true],
      ['Named', 'found', false],
      ['Nothing', 'none', false],
    ])
    expect(jobs.getState().jobs[0]).toMatchObject({
      done: 3,
      total: 3,
      state: { kind: 'done', result: { text: '2 of 3 covers were found.' } },
    })
  })

  it('gives ticked albums their covers as one edit, which Undo takes back', async () => {
    editor
      .getState()
      .addTracks([
        track('a', album('Sure')),
        track('b', album('Sure'), { pictures: [picture('5', { type: 4 })] }),
        track('c', album('Named')),
      ])
    const { bridge } = bridgeWith((title) => ({ covers: [found('2', { certain: title === 'Sure' })] }))
    await find(bridge)
    expect(applyMissingCovers('Find missing covers')).toEqual([])
    const pictures = (id: string) =>
      currentOf(editor.getState(), trackId(id)).pictures.map(({ type }) => type)
    expect(pictures('a')).toEqual([3])
    expect(pictures('c')).toEqual([])
    expect(outcomes()).toEqual([['Named', 'found', false]])
    editor.getState().undo()
    expect(editor.getState().edited.size).toBe(0)
    keepOpenGaps(0)
    expect(outcomes()).toEqual([['Named', 'found', false]])
  })

  it('offers no cover that is no larger than the one there is', async () => {
    const small = picture('1', { width: 400, height: 400 })
    editor
      .getState()
      .addTracks([
        track('a', album('Better'), { pictures: [small] }),
        track('b', album('Worse'), { pictures: [small] }),
      ])
    const { bridge } = bridgeWith((title) => ({
      covers: [found('2', { look: picture('2', title === 'Worse' ? { width: 400, height: 400 } : {}) })],
    }))
    await find(bridge, 600)
    expect(outcomes()).toEqual([
      ['Better', 'found', false],
      ['Worse', 'none', false],
    ])
  })

  it('lets one album fail without the others, and tries that one again', async () => {
    editor.getState().addTracks([track('a', album('Fails')), track('b', album('Named'))])
    let broken = true
    const problem = { code: 'lookup.busy', params: { service: 'Deezer' } } as const
    const { bridge, asked } = bridgeWith((title) =>
      title === 'Fails' && broken
        ? { reply: { ok: true, value: { failures: [{ service: 'deezer', problem }] } } }
        : { covers: [found('2')] },
    )
    await find(bridge)
    expect(outcomes()).toEqual([
      ['Fails', 'failed', false],
      ['Named', 'found', false],
    ])
    const [job] = jobs.getState().jobs
    expect(job?.state).toMatchObject({ kind: 'done', result: { failures: [{ problem }] } })
    broken = false
    asked.length = 0
    retryJob(job?.id ?? 0)
    await expect.poll(outcomes).toEqual([
      ['Fails', 'found', false],
      ['Named', 'found', false],
    ])
    expect(asked).toEqual(['Fails best'])
  })

  it('is cancelled, and keeps what was found by then', async () => {
    editor
      .getState()
      .addTracks(Array.from({ length: 9 }, (_, index) => track(`t${index}`, album(`Album ${index}`))))
    const { bridge, asked } = bridgeWith((title) => {
      if (title === 'Album 4') cancelMissingCovers()
      return { covers: [found('2')] }
    })
    await find(bridge)
    expect(asked.length).toBeLessThan(9)
    expect(missingCovers.getState().isRunning).toBe(false)
    expect(outcomes().filter(([, kind]) => kind === 'searching')).toEqual([])
    expect(outcomes().filter(([, kind]) => kind === 'found').length).toBeGreaterThan(0)
    expect(jobs.getState().jobs.map((job) => [isOver(job), job.state.kind])).toEqual([[true, 'cancelled']])
  })

  it('ticks what was found and nothing else', async () => {
    editor.getState().addTracks([track('a', album('Named')), track('b', album('Nothing'))])
    const { bridge } = bridgeWith((title) => ({ covers: title === 'Named' ? [found('1')] : [] }))
    await find(bridge)
    tickGaps(true)
    expect(outcomes().map(([, , isTicked]) => isTicked)).toEqual([true, false])
    const [named] = missingCovers.getState().albums
    tickGap(named?.key ?? '', false)
    expect(outcomes().map(([, , isTicked]) => isTicked)).toEqual([false, false])
  })
})
