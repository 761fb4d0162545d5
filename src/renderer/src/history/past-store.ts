import { createStore } from 'zustand/vanilla'
import type { HistoryFile, Request, UndoPreview } from '../../../shared/ipc'
import type { OperationId, OperationSummary, Problem, SavedFileId } from '../../../shared/model'
import type { Bridge } from '../bridge'

/** Operations that are fetched at once. */
const operationsPerPage = 100
/** Files of an operation that are fetched at once. */
const filesPerPage = 200

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
  readonly loading: Loading
  readonly operations: readonly OperationSummary[]
  /** Whether there are older ones. */
  readonly more: boolean
  readonly chosen: OperationId | undefined
  readonly files: readonly HistoryFile[]
  readonly filesLoading: Loading
  readonly moreFiles: boolean
  /** Files that are to stay as they are. */
  readonly unticked: ReadonlySet<SavedFileId>
  readonly preview: Preview | undefined
}

export interface PastActions {
  /** Fetches the first page again, keeping what is chosen, unticked and shown. */
  refresh(): Promise<void>
  setSearch(search: string): void
  loadMore(): Promise<void>
  choose(operation: OperationId | undefined): Promise<void>
  loadMoreFiles(): Promise<void>
  tick(file: SavedFileId, ticked: boolean): void
  /** Asks what undo would do to the ticked files. */
  lookAhead(): Promise<void>
  /** Ends asking, or goes back from what it answered. */
  leavePreview(): void
}

export type Past = PastState & PastActions

/** Whether a file of an operation can be taken back as far as the history knows. */
export const isUndoable = ({ state, undone, damaged }: HistoryFile): boolean =>
  state === 'done' && undone !== 'whole' && !damaged

/** How many files of an operation are still in force. */
export const leftToUndo = ({ done, undone }: OperationSummary): number => Math.max(0, done - undone)

const loading: Loading = { kind: 'loading' }
const ready: Loading = { kind: 'ready' }

const nothingChosen = {
  chosen: undefined,
  files: [],
  filesLoading: ready,
  moreFiles: false,
  unticked: new Set<SavedFileId>(),
  preview: undefined,
} satisfies Partial<PastState>

/** What is to be taken back: all files of the operation but those that were unticked. */
export const undoRequest = (
  { unticked }: Pick<PastState, 'unticked'>,
  operation: OperationId,
): Request<'history.undo'> => ({
  operation,
  ...(unticked.size > 0 && { except: [...unticked] }),
})

/** The operations and what of them is looked at. Knows no React. */
export function createPast(history: Bridge['history']) {
  // An answer that comes after another question is dropped.
  let listed = 0
  let looked: AbortController | undefined
  return createStore<Past>()((set, get) => {
    async function showFiles(operation: OperationId, limit: number): Promise<void> {
      const answer = await history.details({ operation, limit: Math.min(500, limit) })
      if (get().chosen !== operation) return
      if (!answer.ok) set({ filesLoading: { kind: 'failed', problem: answer.problem } })
      else {
        const files = answer.value?.files ?? []
        set({ files, filesLoading: ready, moreFiles: files.length >= limit })
      }
    }

    return {
      search: '',
      loading,
      operations: [],
      more: false,
      ...nothingChosen,

      async refresh() {
        const question = ++listed
        const { search, operations } = get()
        const limit = Math.min(200, Math.max(operationsPerPage, operations.length))
        const answer = await history.list({ search, limit })
        if (question !== listed) return
        if (!answer.ok) {
          set({ loading: { kind: 'failed', problem: answer.problem } })
          return
        }
        set({ loading: ready, operations: answer.value, more: answer.value.length === limit })
        const { chosen } = get()
        const stays = answer.value.some(({ id }) => id === chosen)
        if (chosen === undefined || !stays) await get().choose(answer.value[0]?.id)
        else await showFiles(chosen, Math.max(filesPerPage, get().files.length))
      },

      setSearch(search) {
        set({ search })
      },

      async loadMore() {
        const question = ++listed
        const { search, operations } = get()
        const before = operations.at(-1)?.number
        if (before === undefined) return
        const answer = await history.list({ search, limit: operationsPerPage, before })
        if (question !== listed) return
        if (!answer.ok) set({ loading: { kind: 'failed', problem: answer.problem } })
        else {
          set((state) => ({
            operations: [...state.operations, ...answer.value],
            more: answer.value.length === operationsPerPage,
          }))
        }
      },

      async choose(operation) {
        looked?.abort()
        set({ ...nothingChosen, chosen: operation, filesLoading: operation === undefined ? ready : loading })
        if (operation !== undefined) await showFiles(operation, filesPerPage)
      },

      async loadMoreFiles() {
        const { chosen, files } = get()
        const after = files.at(-1)?.id
        if (chosen === undefined || after === undefined) return
        const answer = await history.details({ operation: chosen, limit: filesPerPage, after })
        if (get().chosen !== chosen) return
        if (!answer.ok) set({ filesLoading: { kind: 'failed', problem: answer.problem } })
        else {
          const next = answer.value?.files ?? []
          set({ files: [...files, ...next], moreFiles: next.length === filesPerPage })
        }
      },

      tick(file, ticked) {
        set(({ unticked }) => {
          const next = new Set(unticked)
          if (ticked) next.delete(file)
          else next.add(file)
          return { unticked: next }
        })
      },

      async lookAhead() {
        const { chosen, preview } = get()
        if (chosen === undefined || preview?.kind === 'looking') return
        const controller = new AbortController()
        looked = controller
        set({ preview: { kind: 'looking', done: 0, total: 0 } })
        const answer = await history.preview(undoRequest(get(), chosen), {
          signal: controller.signal,
          onProgress: ({ done, total }) => {
            if (!controller.signal.aborted) set({ preview: { kind: 'looking', done, total } })
          },
        })
        if (controller.signal.aborted || get().chosen !== chosen) return
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
