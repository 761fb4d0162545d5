import { useEditor, usePlace, useView } from '../editor'
import { applies, type Command, commands } from './commands'

export interface CommandUse {
  readonly command: Command | undefined
  readonly enabled: boolean
}

/** A command for a button, and whether it applies right now. */
export function useCommand(id: string): CommandUse {
  const command = commands.find((each) => each.id === id)
  const place = usePlace()
  const view = useView((state) => state)
  const enabled = useEditor((editor) => command !== undefined && applies(command, { editor, view, place }))
  return { command, enabled }
}
