import type { Settings, SettingsChange } from '../../../shared/ipc'
import type { CallHandlers } from '../handler-types'

export interface SettingsStore {
  /** Replaces what `change` names and keeps it. @throws ProblemError when it could not be kept */
  change(change: SettingsChange): Promise<Settings>
}

export function settingsHandlers(parts: {
  readonly settings: SettingsStore
}): Pick<CallHandlers, 'settings.change'> {
  return { 'settings.change': (change) => parts.settings.change(change) }
}
