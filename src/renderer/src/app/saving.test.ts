import { vi } from 'vitest'

// Main, as far as a save needs it: each test says which files it can write.
const main = vi.hoisted(() => ({ save: vi.fn(), reload: vi.fn() }))
vi.mock('../bridge', () => ({ bridge: { tracks: main, app: { showInFolder: () => {} } } }))
vi.mock('./settle-fields', () => ({ settleFields: () => {} }))

import { beforeEach, describe, expect, it } from 'vitest'
import { type Reply, toColumns } from '../../../shared/ipc'
import { type Problem, trackId } from '../../../shared/model'
import { changesToSave, conflictOf, editor } from '../editor'
import { cancelJob, jobs, retryJob } from '../jobs'
import { track } from '../testing/track'
import { notices } from '../ui'
import { keepMine, takeTheirs } from './deciding'
import { takeTruth } from './outside'
import { heldBackQuestion } from './questions'
import { save, saveChanges } from './saving'

const [a, b, c] = ['a', 'b', 'c'].map(trackId) as [never, never, never]
const readOnly: Problem = { code: 'file.notWritable', params: { file: 'b.flac' } }
const change = (from: string, to: string) => ({ from: [from], to: [to] })

interface Sent {
  kind: string
  label: string
  withoutUndo: boolean
  holdsBack: boolean
  tracks: { id: string; changes: { values: Record<string, { to: string[] }> } }[]
}
type Options = { signal: AbortSignal; onProgress: (progress: unknown) => void }

/** Main writes every file but these, one by one, as long as it is not cancelled. */
function writingAllBut(
  failing: ReadonlyMap<string, Problem>,
  { cancelAfter = 99, ...told }: { cancelAfter?: number } & Partial<Reply<'tracks.save'>> = {},
) {
  main.save.mockImplementation(async ({ tracks: sent }: Sent, { signal, onProgress }: Options) => {
    const counts = { saved: 0, failed: 0, untouched: 0, heldBack: [], unkept: [] }
    for (const [index, { id, changes }] of sent.entries()) {
      if (index === cancelAfter) cancelJob(jobs.getState().jobs[0]?.id ?? 0)
      if (signal.aborted) {
        counts.untouched++
        continue
      }
      const problem = failing.get(id)
      const to = Object.entries(changes.values).map(([field, { to }]) => [field, to])
      const before = editor.getState().tracks.get(trackId(id))?.values
      const saved = track(id, { ...before, ...Object.fromEntries(to) })
      if (problem === undefined) counts.saved++
      else counts.failed++
      onProgress({
        done: index + 1,
        total: sent.length,
        tracks: toColumns(problem === undefined ? [saved] : []),
        failed: problem === undefined ? [] : [{ id, problem }],
      })
    }
    return { ok: true, value: { ...counts, ...told } }
  })
}

const sentIds = () => main.save.mock.calls.map(([sent]) => (sent as Sent).tracks.map(({ id }) => id))
const newest = () => jobs.getState().jobs[0]
const lastNotice = () => notices.getState().shown.at(-1)?.text

beforeEach(() => {
  main.save.mockReset()
  main.reload.mockReset()
  main.reload.mockResolvedValue({ ok: true, value: { done: 0 } })
  jobs.setState({ jobs: [] })
  notices.setState({ shown: [] })
  const { clear, addTracks, perform } = editor.getState()
  clear()
  addTracks(['a', 'b', 'c'].map((id) => track(id, { title: ['Old'], genre: ['Jazz'] })))
  const title = change('Old', 'New')
  const changes = { a: { title, genre: change('Jazz', 'Folk') }, b: { title }, c: { title } }
  perform({ label: 'x', changes }, { source: 'panel' })
})

describe('a save', () => {
  it('says how many files it wrote, and that nothing is left', async () => {
    writingAllBut(new Map())
    expect(await save()).toBe(true)
    expect(lastNotice()).toBe('Saved 3 files.')
    expect(newest()?.state).toEqual({ kind: 'done', result: { text: 'Saved 3 files.', failures: [] } })
    expect(editor.getState().edited.size).toBe(0)
  })

  it('lists what failed, and Retry saves exactly that again', async () => {
    writingAllBut(new Map([['b', readOnly]]))
    expect(await save()).toBe(false)
    const first = newest()
    expect(first?.state).toMatchObject({
      kind: 'done',
      result: { text: 'Saved 2 files. 1 could not be saved.', failures: [{ problem: readOnly }] },
    })
    // Changed after the save: not what Retry is about.
    editor
      .getState()
      .perform({ label: 'x', changes: { [c]: { title: change('New', 'Newer') } } }, { source: 'cell' })
    writingAllBut(new Map())
    retryJob(first?.id ?? 0)
    await vi.waitFor(() => expect(lastNotice()).toBe('Saved 1 file.'))
    expect(sentIds()).toEqual([['a', 'b', 'c'], ['b']])
    expect(changesToSave(editor.getState()).map(({ id }) => id)).toEqual(['c'])
  })

  it('is called in the history what the gesture was called', async () => {
    writingAllBut(new Map())
    await save()
    expect(main.save.mock.calls[0]?.[0]).toMatchObject({ kind: 'edit', label: 'x', withoutUndo: false })
  })

  it('that cannot be recorded is done without undo when the person says so, for just those files', async () => {
    const remedy = 'save-without-undo' as const
    const problem: Problem = {
      code: 'history.notRecorded',
      params: { file: 'b', reason: 'diskFull' },
      remedy,
    }
    writingAllBut(new Map([['b', problem]]))
    await save()
    expect(lastNotice()).toMatch(
      /^Saved 2 files\. 1 could not be saved\. Couldn’t save “b” so that it can be undone/,
    )
    writingAllBut(new Map())
    notices.getState().shown.at(-1)?.action?.run()
    await vi.waitFor(() => expect(lastNotice()).toBe('Saved 1 file.'))
    expect(main.save.mock.calls.map(([sent]) => (sent as Sent).withoutUndo)).toEqual([false, true])
    expect(sentIds()).toEqual([['a', 'b', 'c'], ['b']])
  })

  it('that fails everywhere does not speak of what was saved', async () => {
    writingAllBut(new Map(['a', 'b', 'c'].map((id) => [id, readOnly])))
    await save()
    expect(lastNotice()).toBe('3 files could not be saved.')
  })

  it('says once what the saved files have not got any more', async () => {
    writingAllBut(new Map(), { unkept: [{ what: 'attributes', files: 2 }] })
    await save()
    expect(lastNotice()).toBe('Saved 3 files. The extended attributes of 2 files could not be kept.')
  })

  it('asks before it goes on with a kind of file of which one did not check out', async () => {
    const problem: Problem = { code: 'metadata.notVerified', params: { file: 'a.flac', reason: 'title' } }
    /** Main begins neither of the two others. */
    const holding = async (_order: Sent, { onProgress }: Options) => {
      onProgress({ done: 1, total: 3, tracks: toColumns([]), failed: [{ id: a, problem }] })
      const heldBack = [{ problem, ids: [b, c] }]
      return { ok: true, value: { saved: 0, failed: 1, untouched: 0, heldBack, unkept: [] } }
    }
    const asked = () => heldBackQuestion.getState().asked
    main.save.mockImplementation(holding)
    const stopped = save()
    await vi.waitFor(() => expect(asked()?.question).toEqual({ problem, format: 'FLAC', count: 2 }))
    expect(lastNotice()).toBe('Saved nothing. 1 could not be saved. 2 were held back.')
    asked()?.answer(false)
    expect(await stopped).toBe(false)
    expect(main.save).toHaveBeenCalledTimes(1)
    expect(editor.getState().edited.size).toBe(3)

    const goingOn = save()
    await vi.waitFor(() => expect(asked()).toBeDefined())
    writingAllBut(new Map())
    asked()?.answer(true)
    await goingOn
    expect(sentIds().at(-1)).toEqual(['b', 'c'])
    expect(main.save.mock.calls.map(([sent]) => (sent as Sent).holdsBack)).toEqual([true, true, false])
    expect([...editor.getState().edited.keys()]).toEqual(['a'])
  })

  it('that is cancelled says how far it came; the rest stays changed', async () => {
    writingAllBut(new Map(), { cancelAfter: 1 })
    expect(await save()).toBe(false)
    expect(newest()?.state).toEqual({
      kind: 'cancelled',
      result: { text: 'Cancelled. 1 of 3 files were saved.', failures: [] },
    })
    expect([...editor.getState().edited.keys()]).toEqual(['b', 'c'])
    expect(editor.getState().trackStates.size).toBe(0)
  })

  it('of a part leaves the rest an edit, and its Retry is of that part', async () => {
    const part = [{ id: a, changes: { title: change('Old', 'New') } }]
    writingAllBut(new Map([['a', readOnly]]))
    await saveChanges(part)
    writingAllBut(new Map())
    retryJob(newest()?.id ?? 0)
    await vi.waitFor(() => expect(lastNotice()).toBe('Saved 1 file.'))
    expect(changesToSave(editor.getState(), new Set([a]))).toEqual([
      { id: a, changes: { genre: change('Jazz', 'Folk') } },
    ])
    expect(editor.getState().undoable).toHaveLength(1)
  })

  it('has nothing to try again once what failed was taken back', async () => {
    writingAllBut(new Map([['b', readOnly]]))
    await save([b])
    editor.getState().revert([b], 'Revert')
    retryJob(newest()?.id ?? 0)
    expect(lastNotice()).toBe('Saved nothing.')
    expect(sentIds()).toEqual([['b']])
  })

  it('passes over files that are being saved already', async () => {
    editor.getState().markSaving(changesToSave(editor.getState(), new Set([a, b])))
    writingAllBut(new Map())
    await save()
    expect(sentIds()).toEqual([['c']])
    expect(await save([b])).toBe(false)
  })

  it('says what went wrong when it could not even begin', async () => {
    main.save.mockResolvedValue({ ok: false, problem: { code: 'bridge.notAllowed', params: {} } })
    expect(await save([c])).toBe(false)
    expect(lastNotice()).toBe('That was not allowed.')
    expect(editor.getState().trackStates.size).toBe(0)
  })
})

describe('a file that could not be saved', () => {
  it('is offered to be read again where that is what helps', async () => {
    const changed: Problem = { code: 'file.changed', params: { file: 'a.flac' }, remedy: 'reload' }
    writingAllBut(
      new Map([
        ['a', changed],
        ['b', readOnly],
      ]),
    )
    await save()
    const state = newest()?.state
    const failures = state?.kind === 'done' ? (state.result?.failures ?? []) : []
    expect(failures.map(({ actions }) => actions.map(({ label }) => label))).toEqual([
      ['Reload', 'Show file'],
      ['Show file'],
    ])
  })

  it('shows what another program wrote into it, to be decided about before it is saved again', async () => {
    writingAllBut(new Map([['a', { code: 'file.changed', params: { file: 'a.flac' }, remedy: 'reload' }]]))
    main.reload.mockImplementation(async (ids: string[], { onProgress }: Options) => {
      const tracks = toColumns(ids.map((id) => track(id, { title: ['Theirs'], genre: ['Jazz'] })))
      onProgress({ done: 1, total: 1, tracks, failed: [] })
      return { ok: true, value: { done: 1 } }
    })
    expect(await save()).toBe(false)
    expect(conflictOf(editor.getState(), a)).toEqual({ title: { from: ['Old'], to: ['Theirs'] } })
    main.save.mockClear()
    expect(await save()).toBe(false)
    expect(sentIds()).toEqual([])

    keepMine([a])
    writingAllBut(new Map())
    expect(await save()).toBe(true)
    expect(sentIds()).toEqual([['a']])
  })

  it('gives their values where they are taken, and leaves the other edits of the file', async () => {
    const theirs = track('a', { title: ['Theirs'], genre: ['Jazz'] })
    await takeTruth([theirs])
    takeTheirs([a])
    expect(changesToSave(editor.getState(), new Set([a]))).toEqual([
      { id: a, changes: { genre: change('Jazz', 'Folk') } },
    ])
    editor.getState().undo()
    expect(changesToSave(editor.getState(), new Set([a]))[0]?.changes.title).toEqual(change('Theirs', 'New'))
  })
})
