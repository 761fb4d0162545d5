import type { FieldChangesMessage, Grant } from '../../../shared/ipc'
import type { TrackId } from '../../../shared/model'
import type { Library } from '../../library'
import type { CallHandlers } from '../handler-types'

/** Where edits that are not saved yet are kept. */
export interface KeptEdits {
  /** Files that had unsaved edits when an earlier run ended without a word, until somebody decides about them. */
  readonly left: readonly string[]
  /** These files have their edits back; what is kept of others waits until somebody decides about it. */
  restored(files: ReadonlySet<string>): void
  /** What these files’ unsaved edits are now; `undefined` where there are none any more. */
  keep(edits: readonly { readonly id: TrackId; readonly changes: FieldChangesMessage | undefined }[]): void
  /** These edits are in their files now: what is kept of them and no more than them is settled at once. */
  saved(edits: readonly { readonly id: TrackId; readonly changes: FieldChangesMessage }[]): void
  /** Files have other paths now; their unsaved edits go along. */
  moved(moves: readonly { readonly from: string; readonly to: string }[]): void
  /** What is kept of one file; undefined where there is nothing. */
  of(path: string): FieldChangesMessage | undefined
  /** All that is kept, by path. */
  all(): readonly (readonly [path: string, changes: FieldChangesMessage])[]
  /** The person has decided about all of them. */
  forget(): void
}

interface Parts {
  readonly library: Pick<Library, 'idAt'>
  readonly grant: (paths: readonly string[]) => Grant[]
  readonly edits: KeptEdits
}

type Handlers = Pick<CallHandlers, 'edits.keep' | 'edits.resume' | 'edits.restore' | 'edits.discard'>

export const editHandlers = ({ library, grant, edits }: Parts): Handlers => ({
  'edits.keep': (kept) => {
    edits.keep(kept.map(({ id, changes }) => ({ id, changes })))
  },
  'edits.resume': () => grant(edits.left),
  'edits.restore': () => {
    const found = edits.all().flatMap(([path, changes]) => {
      const id = library.idAt(path)
      return id === undefined ? [] : [{ id, path, changes }]
    })
    edits.restored(new Set(found.map(({ path }) => path)))
    return found.map(({ id, changes }) => ({ id, changes }))
  },
  'edits.discard': () => {
    edits.forget()
  },
})
