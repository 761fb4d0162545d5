import { basename } from 'node:path'
import { defaultSettings, Settings, type SettingsChange } from '../../shared/ipc'
import type { Problem } from '../../shared/model'
import type { Log, SettingsStore } from '../ipc'
import { createJsonWriter, notWritten, readJson, setAside } from './json-file'

/** What a person chose, in memory and as JSON under the app's data folder. */
export interface KeptSettings extends SettingsStore {
  readonly current: Settings
  /** What is to be said about the file that was found at start. */
  readonly notices: readonly Problem[]
  onChange(listener: (settings: Settings) => void): void
  settled(): Promise<void>
}

/**
 * Reads the file at once. One that cannot be read is set aside and the defaults hold; of one that can, each part
 * that does not fit falls back alone. Parts of a newer version are kept as they are.
 */
export function createSettings({ path, log }: { readonly path: string; readonly log: Log }): KeptSettings {
  const { settings, foreign, notices } = load(path, log)
  const writer = createJsonWriter(path)
  const listeners: ((settings: Settings) => void)[] = []
  let current = settings

  return {
    get current() {
      return current
    },
    notices,
    async change(change: SettingsChange) {
      current = { ...current, ...withoutUndefined(change) }
      for (const listener of listeners) listener(current)
      const changed = current
      try {
        await writer.write({ ...foreign, ...current })
      } catch (error) {
        throw notWritten(path, error)
      }
      return changed
    },
    onChange(listener) {
      listeners.push(listener)
    },
    settled: () => writer.settled(),
  }
}

function load(path: string, log: Log) {
  const read = readJson(path)
  if (read.kind === 'missing') return { settings: defaultSettings, foreign: {}, notices: [] }
  if (read.kind === 'read' && isObject(read.value)) {
    const { settings, foreign, damaged } = fitting(read.value)
    if (damaged.length === 0) return { settings, foreign, notices: [] }
    log.warn(`settings: ${damaged.join(', ')} did not fit`)
    return { settings, foreign, notices: aside(path, log) }
  }
  log.warn('settings could not be read', read.kind === 'damaged' ? read.error : 'not an object')
  return { settings: defaultSettings, foreign: {}, notices: aside(path, log) }
}

function fitting(found: Record<string, unknown>) {
  const kept: Record<string, unknown> = {}
  const foreign: Record<string, unknown> = {}
  const damaged: string[] = []
  for (const [key, value] of Object.entries(found)) {
    const schema = Object.hasOwn(Settings.shape, key)
      ? Settings.shape[key as keyof typeof Settings.shape]
      : undefined
    if (schema === undefined) {
      if (key !== '__proto__') foreign[key] = value
    } else if (schema.safeParse(value).success) kept[key] = value
    else damaged.push(key)
  }
  return { settings: Settings.parse(kept), foreign, damaged }
}

function aside(path: string, log: Log): Problem[] {
  try {
    return [{ code: 'settings.damaged', params: { file: setAside(path) } }]
  } catch (error) {
    // The folder is not writable, say. The old file is still where it was.
    log.warn('the damaged settings could not be set aside', error)
    return [{ code: 'settings.damaged', params: { file: basename(path) } }]
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function withoutUndefined(change: SettingsChange): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}
