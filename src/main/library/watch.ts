import { type FSWatcher, watch as watchFolder } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { subscribe } from '@parcel/watcher'

/** Something happened at this path; `deleted` may be a folder with all that was in it. */
export interface Happening {
  readonly path: string
  readonly deleted: boolean
}

/** Watches what is open, and says where something happened: gathered, since one save is many events. */
export interface Watch {
  /** A folder with all that is in it, or a single file. What is watched already is not watched twice. */
  follow(path: string): Promise<void>
  close(): Promise<void>
}

export interface WatchParts {
  readonly onHappenings: (happenings: readonly Happening[]) => void
  /** A folder that cannot be watched: too many for the system, or a volume that tells nothing. */
  readonly onError: (error: unknown, path: string) => void
  /** How long it must be quiet before what was gathered is told: milliseconds. */
  readonly quietMs?: number
}

/** However busy a folder is, something is told after so many milliseconds. */
const mostMs = 2000

export function createWatch({ onHappenings, onError, quietMs = 300 }: WatchParts): Watch {
  const ends = new Map<string, () => Promise<void> | void>()
  const gathered = new Map<string, boolean>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let since = 0
  let isClosed = false

  const tell = () => {
    timer = undefined
    const happenings = [...gathered].map(([path, deleted]) => ({ path, deleted }))
    gathered.clear()
    onHappenings(happenings)
  }
  const gather = (path: string, deleted: boolean) => {
    if (isClosed) return
    if (gathered.size === 0) since = Date.now()
    gathered.set(path, deleted)
    clearTimeout(timer)
    timer = setTimeout(tell, Math.max(0, Math.min(quietMs, since + mostMs - Date.now())))
  }
  const isWatched = (path: string): boolean =>
    [...ends.keys()].some((root) => path === root || path.startsWith(root + sep))

  const followFolder = async (folder: string): Promise<void> => {
    if (isWatched(folder)) return
    ends.set(folder, () => {})
    try {
      const subscription = await subscribe(folder, (error, events) => {
        if (error) onError(error, folder)
        for (const { path, type } of events ?? []) gather(path, type === 'delete')
      })
      if (isClosed) await subscription.unsubscribe()
      else ends.set(folder, () => subscription.unsubscribe())
    } catch (error) {
      ends.delete(folder)
      onError(error, folder)
    }
  }
  /** Only the folder of a single file: what else lies below it was not opened. */
  const followFile = (path: string): void => {
    const folder = dirname(path)
    if (isWatched(folder) || ends.has(`${folder}${sep}.`)) return
    try {
      const watcher: FSWatcher = watchFolder(folder, (_event, name) => {
        if (name !== null) gather(join(folder, name), false)
      })
      watcher.on('error', (error) => onError(error, folder))
      ends.set(`${folder}${sep}.`, () => watcher.close())
    } catch (error) {
      onError(error, folder)
    }
  }

  return {
    async follow(path) {
      try {
        if ((await stat(path)).isDirectory()) await followFolder(path)
        else followFile(path)
      } catch (error) {
        onError(error, path)
      }
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      await Promise.allSettled([...ends.values()].map((end) => end()))
      ends.clear()
    },
  }
}
