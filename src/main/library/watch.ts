import { type FSWatcher, watch as watchFolder } from 'node:fs'
import { join } from 'node:path'
import { subscribe } from '@parcel/watcher'
import { liesBelow } from './lies-below'

/** Something happened at this path. */
export interface Happening {
  readonly path: string
  /**
   * `deleted` may be a folder with all that was in it. `unsure`: so much happened in this folder, or so little is told
   * of it, that all of it has to be looked at.
   */
  readonly kind: 'there' | 'deleted' | 'unsure'
}

/** Watches what is open, and says where something happened: gathered, since one save is many events. */
export interface Watch {
  /** A folder with all that is in it. What is watched already is not watched twice. */
  follow(folder: string): Promise<void>
  /** Only the files of this folder: what else lies below it was not opened. */
  followFiles(folder: string): void
  /** Stops watching the other folders. */
  leaveUnless(isWanted: (folder: string) => boolean): void
  close(): Promise<void>
}

export interface WatchParts {
  readonly onHappenings: (happenings: readonly Happening[]) => void
  /** A folder that cannot be watched: too many for the system, or a volume that tells nothing. */
  readonly onBlind: (error: unknown, folder: string) => void
}

/** How long it must be quiet before what was gathered is told: milliseconds. */
const quietMs = 300
/** However busy a folder is, something is told after so many milliseconds. */
const mostMs = 2000
/** The system keeps a limited number of events and drops the others without a word (Linux: 16,384). */
const mostAtOnce = 4000

type End = () => Promise<void> | void

export function createWatch({ onHappenings, onBlind }: WatchParts): Watch {
  const whole = new Map<string, End>()
  const flat = new Map<string, End>()
  const gathered = new Map<string, Happening['kind']>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let since = 0
  let isClosed = false

  const tell = () => {
    timer = undefined
    const happenings = [...gathered].map(([path, kind]) => ({ path, kind }))
    gathered.clear()
    onHappenings(happenings)
  }
  const gather = (path: string, kind: Happening['kind']) => {
    if (isClosed) return
    if (gathered.size === 0) since = Date.now()
    if (gathered.get(path) !== 'unsure') gathered.set(path, kind)
    clearTimeout(timer)
    timer = setTimeout(tell, Math.max(0, Math.min(quietMs, since + mostMs - Date.now())))
  }
  const isWatched = (folder: string): boolean => whole.has(folder) || liesBelow(folder, new Set(whole.keys()))

  return {
    async follow(folder) {
      if (isClosed || isWatched(folder)) return
      whole.set(folder, () => {})
      try {
        const subscription = await subscribe(folder, (error, events) => {
          if (error) {
            onBlind(error, folder)
            gather(folder, 'unsure')
          } else if (events.length >= mostAtOnce) gather(folder, 'unsure')
          else for (const { path, type } of events) gather(path, type === 'delete' ? 'deleted' : 'there')
        })
        // It was left again meanwhile.
        if (isClosed || !whole.has(folder)) await subscription.unsubscribe()
        else whole.set(folder, () => subscription.unsubscribe())
      } catch (error) {
        whole.delete(folder)
        onBlind(error, folder)
      }
    },
    followFiles(folder) {
      if (isClosed || flat.has(folder) || isWatched(folder)) return
      try {
        const watcher: FSWatcher = watchFolder(folder, (_event, name) => {
          if (name === null) gather(folder, 'unsure')
          else gather(join(folder, name), 'there')
        })
        watcher.on('error', (error) => onBlind(error, folder))
        flat.set(folder, () => watcher.close())
      } catch (error) {
        onBlind(error, folder)
      }
    },
    leaveUnless(isWanted) {
      for (const watched of [whole, flat]) {
        for (const [folder, end] of watched) {
          if (isWanted(folder)) continue
          watched.delete(folder)
          void end()
        }
      }
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      await Promise.allSettled([...whole.values(), ...flat.values()].map((end) => end()))
      whole.clear()
      flat.clear()
    },
  }
}
