import type { Reply } from '../../../shared/ipc'
import { ProblemError, type TrackId } from '../../../shared/model'
import type { CallHandlers } from '../handler-types'

/** What the page may do to its own window. */
export interface WindowControl {
  /** Everything the page needs for its first frame. What was asked to be opened is handed over once. */
  start(): Reply<'app.start'>
  setUnsaved(files: number): void
  /** The page has asked the person: the window closes now. */
  close(): void
  showInFolder(path: string): void
  copyDiagnostics(): void
}

type Handlers = Pick<
  CallHandlers,
  'app.start' | 'app.setUnsaved' | 'app.close' | 'app.showInFolder' | 'app.copyDiagnostics'
>

export function appHandlers(parts: {
  readonly window: WindowControl
  readonly library: { pathOf(id: TrackId): string | undefined }
}): Handlers {
  return {
    'app.start': () => parts.window.start(),
    'app.setUnsaved': (files) => {
      parts.window.setUnsaved(files)
    },
    'app.close': () => {
      parts.window.close()
    },
    'app.copyDiagnostics': () => {
      parts.window.copyDiagnostics()
    },
    'app.showInFolder': (id) => {
      const path = parts.library.pathOf(id)
      if (path === undefined) throw new ProblemError({ code: 'file.notFound', params: {}, trackId: id })
      parts.window.showInFolder(path)
    },
  }
}
