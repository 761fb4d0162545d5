import { describe, expect, it } from 'vitest'
import type { HistoryFile, Reply, Request, UndoPreview } from '../../../shared/ipc'
import { OperationId, type OperationSummary, SavedFileId } from '../../../shared/model'
import type { Bridge } from '../bridge'
import { createPast, isUndoable, leftToUndo } from './past-store'
import { isTicked } from './ticks'

const operationId = (number: number) => OperationId.parse(String(number).padStart(32, '0'))
const operation = (number: number, more: Partial<OperationSummary> = {}): OperationSummary => ({
  id: operationId(number),
  number,
  timeMs: number,
  kind: 'edit',
  label: `Edit ${number}`,
  planned: 1,
  done: 1,
  failed: 0,
  unfinished: 0,
  undone: 0,
  ...more,
})
const file = (id: number, more: Partial<HistoryFile> = {}): HistoryFile => ({
  id: SavedFileId.parse(id),
  state: 'done',
  folder: '~/Music',
  fileName: `${id}.mp3`,
  undone: 'no',
  damaged: false,
  found: false,
  changes: { values: {} },
  ...more,
})
const down = { ok: false, problem: { code: 'history.unavailable', params: { reason: 'busy' } } } as const

/** A main that knows so many operations, newest first, with so many files each. */
function pastOf(count: number, filesEach = 300) {
  const asked: Request<'history.list'>[] = []
  const previews: Request<'history.preview'>[] = []
  const state: { operations: readonly OperationSummary[]; down: boolean; unreadable?: OperationId } = {
    operations: Array.from({ length: count }, (_, index) => operation(count - index)),
    down: false,
  }
  const preview: UndoPreview = {
    operation: operation(1),
    files: [],
    counts: { exact: 2, fields: 0, move: 0, none: 0, conflicts: 0 },
  }
  const history: Bridge['history'] = {
    list: async (request) => {
      asked.push(request)
      if (state.down) return down
      const { before = Number.POSITIVE_INFINITY, limit, search } = request
      const found = state.operations.filter(({ number, label }) => number < before && label.includes(search))
      return { ok: true, value: found.slice(0, limit).filter(({ id }) => id !== state.unreadable) }
    },
    details: async ({ operation: id, after = 0, limit }) => {
      const summary = state.operations.find((each) => each.id === id)
      if (summary === undefined) return { ok: true, value: null }
      const files = Array.from({ length: filesEach }, (_, index) => file(index + 1)).filter(
        (each) => each.id > after,
      )
      return {
        ok: true,
        value: { operation: summary, files: files.slice(0, limit) } satisfies Reply<'history.details'>,
      }
    },
    usage: async () => ({ ok: true, value: { bytes: 1 } }),
    preview: async (request, { onProgress } = {}) => {
      previews.push(request)
      onProgress?.({ done: 1, total: 2 })
      return { ok: true, value: preview }
    },
    undo: async () => ({ ok: true, value: { undone: 0, failed: 0, untouched: 0 } }),
  }
  return { store: createPast(history), state, asked, previews }
}

describe('the operations', () => {
  it('come a page at a time, and the newest is looked at', async () => {
    const { store, asked } = pastOf(150)
    await store.getState().refresh()
    expect(store.getState()).toMatchObject({
      more: true,
      chosen: operationId(150),
      loading: { kind: 'ready' },
    })
    expect(store.getState().operations).toHaveLength(100)
    await store.getState().loadMore()
    expect(asked.map(({ before }) => before)).toContain(51)
    expect(store.getState().operations).toHaveLength(150)
    expect(store.getState().more).toBe(false)
  })

  it('are all still there, and the one that is looked at, when something new is saved far above', async () => {
    const { store, state } = pastOf(450)
    await store.getState().refresh()
    for (let page = 1; page < 5; page++) await store.getState().loadMore()
    await store.getState().choose(operationId(3))
    state.operations = [operation(451), ...state.operations]
    await store.getState().refresh()
    expect(store.getState().operations).toHaveLength(450)
    expect(store.getState()).toMatchObject({ chosen: operationId(3), more: true })
  })

  it('go on below entries that cannot be read and were left out', async () => {
    const { store, state } = pastOf(150)
    state.operations = state.operations.filter(({ number }) => number !== 100)
    state.unreadable = operationId(90)
    await store.getState().refresh()
    await store.getState().loadMore()
    expect(store.getState().operations).toHaveLength(148)
  })

  it('keep what is looked at and unticked when something new is saved', async () => {
    const { store, state } = pastOf(3)
    await store.getState().refresh()
    await store.getState().choose(operationId(2))
    store.getState().tick(SavedFileId.parse(7), false)
    state.operations = [operation(4), ...state.operations]
    await store.getState().refresh()
    expect(store.getState().operations.map(({ number }) => number)).toEqual([4, 3, 2, 1])
    expect(store.getState()).toMatchObject({ chosen: operationId(2) })
    expect(isTicked(store.getState().ticks, SavedFileId.parse(7))).toBe(false)
  })

  it('show their trouble, and are there again afterwards', async () => {
    const { store, state } = pastOf(1)
    state.down = true
    await store.getState().refresh()
    expect(store.getState().loading).toEqual({ kind: 'failed', problem: down.problem })
    state.down = false
    await store.getState().refresh()
    expect(store.getState()).toMatchObject({ loading: { kind: 'ready' }, chosen: operationId(1) })
  })

  it('that are known stay when no more can be had', async () => {
    const { store, state } = pastOf(150)
    await store.getState().refresh()
    state.down = true
    await store.getState().loadMore()
    expect(store.getState().operations).toHaveLength(100)
    expect(store.getState().loading).toEqual({ kind: 'failed', problem: down.problem })
    // Not those of other words, though.
    store.getState().setSearch('Edit 1')
    await store.getState().refresh()
    expect(store.getState()).toMatchObject({ operations: [], chosen: undefined })
  })

  it('come once when their end is reached twice', async () => {
    const { store } = pastOf(150)
    await store.getState().refresh()
    await Promise.all([store.getState().loadMore(), store.getState().loadMore()])
    expect(store.getState().operations.map(({ number }) => number)).toEqual(
      Array.from({ length: 150 }, (_, index) => 150 - index),
    )
  })

  it('that are not found leave nothing to look at', async () => {
    const { store } = pastOf(2)
    await store.getState().refresh()
    store.getState().setSearch('nowhere')
    await store.getState().refresh()
    expect(store.getState()).toMatchObject({ operations: [], chosen: undefined, files: [] })
  })
})

describe('the files of an operation', () => {
  it('come a page at a time, and as many as were shown come again', async () => {
    const { store } = pastOf(1)
    await store.getState().refresh()
    expect(store.getState().files).toHaveLength(200)
    expect(store.getState().moreFiles).toBe(true)
    await store.getState().loadMoreFiles()
    expect(store.getState().files).toHaveLength(300)
    expect(store.getState().moreFiles).toBe(false)
    await store.getState().refresh()
    expect(store.getState().files).toHaveLength(300)
  })

  it('stay a page apart from those that were not fetched, however many are shown', async () => {
    const { store } = pastOf(1, 1200)
    await store.getState().refresh()
    for (let page = 1; page < 4; page++) await store.getState().loadMoreFiles()
    await store.getState().refresh()
    expect(store.getState().files).toHaveLength(800)
    expect(store.getState().moreFiles).toBe(true)
  })

  it('can be taken back while they are in force', () => {
    expect(isUndoable(file(1))).toBe(true)
    expect(isUndoable(file(1, { undone: 'partly' }))).toBe(true)
    expect(isUndoable(file(1, { state: 'unclear' }))).toBe(true)
    for (const more of [{ undone: 'whole' }, { state: 'failed' }, { damaged: true }] as const) {
      expect(isUndoable(file(1, more))).toBe(false)
    }
    expect(leftToUndo(operation(1, { done: 5, undone: 2 }))).toBe(3)
    expect(leftToUndo(operation(1, { done: 0, unfinished: 1 }))).toBe(1)
  })
})

describe('a look ahead', () => {
  it('asks what undo would do, and is left for another operation', async () => {
    const { store, previews } = pastOf(2)
    await store.getState().refresh()
    const seen: unknown[] = []
    store.subscribe(({ preview }) => seen.push(preview?.kind))
    await store.getState().lookAhead()
    expect(previews).toEqual([{ operation: operationId(2) }])
    expect(seen).toContain('looking')
    expect(store.getState().preview).toMatchObject({ kind: 'ready', preview: { counts: { exact: 2 } } })
    await store.getState().choose(operationId(1))
    expect(store.getState().preview).toBeUndefined()
  })

  it('is at the ticked files alone', async () => {
    const { store, previews } = pastOf(1)
    await store.getState().refresh()
    store.getState().tickAll(false)
    store.getState().tick(SavedFileId.parse(7), true)
    await store.getState().lookAhead()
    expect(previews).toEqual([{ operation: operationId(1), files: [7] }])
  })

  it('that is given up answers nobody', async () => {
    const { store } = pastOf(1)
    await store.getState().refresh()
    const looking = store.getState().lookAhead()
    store.getState().leavePreview()
    await looking
    expect(store.getState().preview).toBeUndefined()
  })
})
