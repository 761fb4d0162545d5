import type { MessageKey } from '../../../../shared/i18n'
import type { Editor, Place, View } from '../../editor'

/** What a command looks at to say whether it applies. */
export interface CommandState {
  readonly editor: Editor
  readonly view: View
  readonly place: Place
}

/** Something a person can do, by whatever way: a key, the menu, the palette, a button. */
export interface Command {
  /** Also the id that main's menu sends. */
  readonly id: string
  readonly title: MessageKey
  /** `Mod+Shift+S`: Mod is Ctrl, on macOS Cmd. The first is the one that is shown. */
  readonly keys: readonly string[]
  /** Its keys are letters for a text field. */
  readonly notInFields?: boolean
  /** It has no line of its own in the palette. */
  readonly hidden?: boolean
  readonly applies?: (state: CommandState) => boolean
  readonly run: () => void
}
