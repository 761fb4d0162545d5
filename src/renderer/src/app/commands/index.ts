import { editor, place, view } from '../../editor'
import { type KeyPress, matches } from '../../ui'
import type { Command, CommandState } from './command'
import { editCommands } from './edit-commands'
import { fileCommands } from './file-commands'
import { viewCommands } from './view-commands'

export type { Command } from './command'

/** Everything a person can do, once: the palette, the keys, the menu and the toolbar all run these. */
export const commands: readonly Command[] = [...fileCommands, ...editCommands, ...viewCommands]

const stateNow = (): CommandState => ({
  editor: editor.getState(),
  view: view.getState(),
  place: place.getState().shown,
})

export const applies = (command: Command, state = stateNow()): boolean => command.applies?.(state) ?? true

/** The commands that can be run now, for the palette. */
export function applicable(): Command[] {
  const state = stateNow()
  return commands.filter((command) => !command.hidden && applies(command, state))
}

/** Runs a command by its id, where it applies. Main's menu sends ids that may be newer than this window. */
export function runCommand(id: string): boolean {
  const command = commands.find((each) => each.id === id)
  if (command === undefined || !applies(command)) return false
  command.run()
  return true
}

/** The command that a key press means, where it applies. */
export function commandFor(press: KeyPress, { inField }: { inField: boolean }) {
  const state = stateNow()
  return commands.find(
    (command) =>
      !(inField && command.notInFields) &&
      command.keys.some((key) => matches(key, press)) &&
      applies(command, state),
  )
}
