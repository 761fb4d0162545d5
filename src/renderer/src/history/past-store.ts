import { createStore } from 'zustand/vanilla'
import type { Answer, HistoryFile, UndoPreview } from '../../../shared/ipc'
import type { OperationId, OperationSummary, Problem, SavedFileId } from '../../../shared/model'
import type { Bridge } from '../bridge'
import { allTicked, noneTicked, type Ticks, undoRequest, withTick } from './ticks'

/** Operations that are fetched at once; the second is what the contract allows. */
const operationsPerPage = 100
const mostOperations = 200
/** Files of an operation that are fetched at once; the second is what the contract allows. */
const filesPerPage = 200
const mostFiles = 500

export type Loading = { readonly kind: 'loading' } | { readonly kind: 'ready' } | Failed
interface Failed {
  readonly kind: 'failed'
  readonly problem: Problem
}

/** What undo would do, asked for and not yet decided. */
export type Preview =
  | { readonly kind: 'looking'; readonly done: number; readonly total: number }
  | { readonly kind: 'ready'; readonly preview: UndoPreview }
  | Failed

export interface PastState {
  readonly search: string
  /** How the last question for operations ended. Those that are known stay when it failed. */
  readonly loading: Loading
  readonly operations: readonly OperationSummary[]
  /** Whether there may be older ones. */
  readonly more: boolean
  readonly chosen: OperationId | undefined
  readonly files: readonly HistoryFile[]
  readonly filesLoading: Loading
  readonly moreFiles: boolean
  /** Which files undo shall take along. */
  readonly ticks: Ticks
  readonly preview: Preview | undefined
}

export interface PastActions {
  /** Asks anew for as much as is shown, keeping what is chosen and ticked. */
  refresh(): Promise<void>
  setSearch(search: string): void
  loadMore(): Promise<void>
  choose(operation: OperationId | undefined): Promise<void>
  loadMoreFiles(): Promise<void>
  tick(file: SavedFileId, ticked: boolean): void
  tickAll(ticked: boolean): void
  /** Asks what undo would do to the ticked files. */
  lookAhead(): Promise<void>
  /** Ends asking, or goes back from what it answered. */
  leavePreview(): void
}

export type Past = PastState & PastActions

/** Whether a file of an operation can be taken back as far as the history knows. */
export const isUndoable = ({ state, undone, damaged }: HistoryFile): boolean =>
  (state === 'done' || state === 'unclear') && undone !== 'whole' && !damaged

/** How many files of an operation are still in force, or may be. */
export const leftToUndo = ({ done, undone, unfinished }: OperationSummary): number =>
  Math.max(0, done - undone) + unfinished

const loading: Loading = { kind: 'loading' }
const ready: Loading = { kind: 'ready' }

const nothingChosen = {
  chosen: undefined,
  files: [],
  filesLoading: ready,
  moreFiles: false,
  ticks: allTicked,
  preview: undefined,
} satisfies Partial<PastState>

interface Pages<Item> {
  readonly items: readonly Item[]
  /** Whether another page may follow. A short page proves nothing: unreadable entries are left out of it. */
  readonly more: boolean
}

/** Asks for `wanted` items, in as many pages of at most `most` as that takes. */
async function inPages<Item>(
  { wanted, most }: { readonly wanted: number; readonly most: number },
  ask: (limit: number, last: Item | undefined) => Promise<Answer<readonly Item[]>>,
): Promise<Answer<Pages<Item>>> {
  const items: Item[] = []
  while (items.length < wanted) {
    const answer = await ask(Math.min(most, wanted - items.length), items.at(-1))
    if (!answer.ok) return answer
    if (answer.value.length === 0) return { ok: true, value: { items, more: false } }
    items.push(...answer.value)
  }
  return { ok: true, value: { items, more: true } }
}

/** The operations and what of them is looked at. Knows no React. */
export function createPast(history: Bridge['history']) {
  // An answer that comes after another question is dropped.
  let listed = 0
  let listedSearch = ''
  let looked: AbortController | undefined

  const askOperations = (search: string, wanted: number, older?: OperationSummary) =>
    inPages<OperationSummary>({ wanted, most: mostOperations }, (limit, last = older) =>
      history.list({ search, limit, ...(last && { before: last.number }) }),
    )
  const askFiles = (operation: OperationId, wanted: number, earlier?: HistoryFile) =>
    inPages<HistoryFile>({ wanted, most: mostFiles }, async (limit, last = earlier) => {
      const answer = await history.details({
        operation,
        limit,
        ...(last && { after: last.id }),
        ...(listedSearch !== '' && { search: listedSearch }),
      })
      return answer.ok ? { ok: true, value: answer.value?.files ?? [] } : answer
    })

  return createStore<Past>()((set, get) => {
    async function showFiles(operation: OperationId, wanted: number): Promise<void> {
      const answer = await askFiles(operation, wanted)
      if (get().chosen !== operation) return
      if (!answer.ok) set({ filesLoading: { kind: 'failed', problem: answer.problem } })
      else set({ files: answer.value.items, filesLoading: ready, moreFiles: answer.value.more })
    }

    return {
      search: '',
      loading,
      operations: [],
      more: false,
      ...nothingChosen,

      async refresh() {
        const question = ++listed
        const { search } = get()
        const shown = search === listedSearch ? get().operations.length : 0
        const answer = await askOperations(search, Math.max(operationsPerPage, shown))
        if (question !== listed) return
        if (!answer.ok) {
          set({
            loading: { kind: 'failed', problem: answer.problem },
            ...(shown === 0 && { operations: [], more: false, ...nothingChosen }),
          })
          return
        }
        listedSearch = search
        const { items: operations, more } = answer.value
        set({ loading: ready, operations, more })
        const { chosen, files } = get()
        const stays = operations.some(({ id }) => id === chosen)
        if (chosen === undefined || !stays) await get().choose(operations[0]?.id)
        else await showFiles(chosen, Math.max(filesPerPage, files.length))
      },

      setSearch(search) {
        set({ search })
      },

      async loadMore() {
        const { search, operations, more } = get()
        if (!more || search !== listedSearch) return
        const answer = await askOperations(search, operationsPerPage, operations.at(-1))
        // They were listed anew in the meantime: the end of that list asks for itself.
        if (get().operations !== operations) return
        if (!answer.ok) set({ loading: { kind: 'failed', problem: answer.problem } })
        else set({ operations: [...operations, ...answer.value.items], more: answer.value.more })
      },

      async choose(operation) {
        looked?.abort()
        set({ ...nothingChosen, chosen: operation, filesLoading: operation === undefined ? ready : loading })
        if (operation !== undefined) await showFiles(operation, filesPerPage)
      },

      async loadMoreFiles() {
        const { chosen, files, moreFiles } = get()
        if (!moreFiles || chosen === undefined) return
        const answer = await askFiles(chosen, filesPerPage, files.at(-1))
        if (get().files !== files) return
        if (!answer.ok) set({ filesLoading: { kind: 'failed', problem: answer.problem } })
        else set({ files: [...files, ...answer.value.items], moreFiles: answer.value.more })
      },

      tick(file, ticked) {
        set(({ ticks }) => ({ ticks: withTick(ticks, file, ticked) }))
      },

      tickAll(ticked) {
        set({ ticks: ticked ? allTicked : noneTicked })
      },

      async lookAhead() {
        const { chosen, preview, ticks } = get()
        if (chosen === undefined || preview?.kind === 'looking') return
        const controller = new AbortController()
        looked = controller
        set({ preview: { kind: 'looking', done: 0, total: 0 } })
        const answer = await history.preview(undoRequest(ticks, chosen), {
          signal: controller.signal,
          onProgress: ({ done, total }) => {
            if (!controller.signal.aborted) set({ preview: { kind: 'looking', done, total } })
          },
        })
        if (controller.signal.aborted) return
        if (!answer.ok) set({ preview: { kind: 'failed', problem: answer.problem } })
        else if (answer.value === null) set({ preview: undefined })
        else set({ preview: { kind: 'ready', preview: answer.value } })
      },

      leavePreview() {
        looked?.abort()
        set({ preview: undefined })
      },
    }
  })
}
