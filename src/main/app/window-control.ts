import type { Grant, GrantId, Reply } from '../../shared/ipc'
import type { Problem } from '../../shared/model'
import type { KeptEdits, WindowControl } from '../ipc'
import type { OpenRequests } from './open-requests'
import type { KeptSettings } from './settings'

/** What the page has opened and what is to be said to it, across the pages that come and go. */
export interface PageMemory {
  readonly control: WindowControl
  /** The page opened these. */
  opened(grants: readonly GrantId[]): void
  /** Main gave these out: names for the ids that the page opens. */
  granted(grants: readonly Grant[]): void
  /** Says something that nobody asked for: at once, or to the next page that begins. */
  say(problem: Problem): void
  /** The page is gone. */
  left(): void
  /** The page failed: the next one gets its list again, and its edits, and is told so. */
  failed(unsaved: number): void
}

const platformOf = (platform: NodeJS.Platform): Reply<'app.start'>['platform'] =>
  platform === 'darwin' || platform === 'win32' ? platform : 'linux'

/** What Electron knows and the page wants to. */
export interface AppFacts {
  readonly platform: NodeJS.Platform
  readonly locale: () => string
  readonly version: string
}

export function createWindowControl(parts: {
  readonly facts: AppFacts
  readonly window: () => Pick<WindowControl, 'setUnsaved' | 'close'>
  readonly tell: (problem: Problem) => void
  readonly showInFolder: (path: string) => void
  readonly copyDiagnostics: () => void
  readonly settings: Pick<KeptSettings, 'current' | 'notices'>
  /** What was put right when the app started. */
  readonly recovered: readonly Problem[]
  readonly requests: Pick<OpenRequests, 'take' | 'again'>
  readonly edits: Pick<KeptEdits, 'left' | 'all'>
}): PageMemory {
  const names = new Map<GrantId, Grant>()
  const open = new Map<GrantId, Grant>()
  /** The page before died, and its edits come back by themselves. */
  let pageDied = false
  /** A page has begun, and listens. */
  let isListening = false
  let notices: Problem[] = [...parts.settings.notices, ...parts.recovered]

  return {
    control: {
      start() {
        const asked = parts.requests.take()
        const said = notices
        notices = []
        isListening = true
        const unsaved = pageDied
          ? { files: parts.edits.all().length, since: 'page' as const }
          : { files: parts.edits.left.length, since: 'app' as const }
        pageDied = false
        return {
          settings: parts.settings.current,
          platform: platformOf(parts.facts.platform),
          locale: parts.facts.locale(),
          version: parts.facts.version,
          notices: said,
          ...(asked === undefined ? {} : { open: asked }),
          ...(unsaved.files === 0 ? {} : { unsaved }),
        }
      },
      setUnsaved: (files) => parts.window().setUnsaved(files),
      close: () => parts.window().close(),
      showInFolder: parts.showInFolder,
      copyDiagnostics: parts.copyDiagnostics,
    },
    granted(grants) {
      for (const grant of grants) names.set(grant.id, grant)
    },
    opened(grants) {
      for (const id of grants) {
        const grant = names.get(id)
        if (grant !== undefined) open.set(id, grant)
      }
    },
    say(problem) {
      if (isListening) parts.tell(problem)
      else notices.push(problem)
    },
    left() {
      isListening = false
    },
    failed(unsaved) {
      parts.requests.again([...open.values()])
      open.clear()
      pageDied = true
      if (unsaved > 0) notices.push({ code: 'window.restarted', params: {} })
    },
  }
}
