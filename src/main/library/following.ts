import { realpath, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Problem, Track } from '../../shared/model'
import { liesBelow } from './lies-below'
import { lookOutside, type OutsideChanges, rootsInUse } from './outside'
import type { Pool } from './pool'
import type { Session } from './session'
import { createWatch, type Happening } from './watch'

/** Keeps the list true to what other programs do to the folders and files that are open. */
export interface Following {
  /** The person opened this folder or file. */
  opened(path: string): void
  /** These were listed: links may have led to where nobody looks yet. */
  listed(tracks: readonly Track[]): Promise<void>
  /** Rows left the list: what nothing is listed of is followed no longer. */
  left(): Promise<void>
  /** The person comes back to the window: what cannot be watched is looked at. */
  lookAround(): void
  close(): Promise<void>
}

export interface FollowingParts {
  readonly session: Session
  readonly pool: Pool
  /** Resolves when nothing of ours is being written: what we do is no news. */
  readonly idle: () => Promise<void>
  readonly onOutside: (changes: OutsideChanges) => void
  readonly onNotice: (notice: Problem) => void
  readonly onError: (error: unknown, path: string | undefined) => void
}

export function createFollowing(parts: FollowingParts): Following {
  const { session, pool, idle, onOutside, onNotice, onError } = parts
  /** Folders that are open with all that is in them, by their real paths, as their files are listed. */
  const roots = new Set<string>()
  /** Folders that the system tells nothing of. */
  const blind = new Set<string>()
  let saidBlind = false
  /** A large folder takes seconds, and people come and go. */
  let lookingAround = false
  /** What was opened is being looked up. */
  let opening: Promise<void> = Promise.resolve()
  let looking: Promise<void> = Promise.resolve()

  /** One look at a time. */
  const look = (happenings: readonly Happening[]): Promise<void> => {
    looking = looking.then(async () => {
      try {
        await idle()
        await lookOutside(happenings, roots, { session, pool, tell: onOutside })
      } catch (error) {
        onError(error, undefined)
      }
    })
    return looking
  }
  const watch = createWatch({
    onHappenings: (happenings) => void look(happenings),
    onBlind: (error, folder) => {
      onError(error, folder)
      blind.add(folder)
      if (saidBlind) return
      saidBlind = true
      onNotice({ code: 'library.notWatched', params: { file: basename(folder) || folder } })
    },
  })

  return {
    opened(path) {
      opening = opening.then(async () => {
        try {
          const real = await realpath(path)
          if (!(await stat(real)).isDirectory()) return
          roots.add(real)
          void watch.follow(real)
        } catch (error) {
          onError(error, path)
        }
      })
    },
    async listed(tracks) {
      await opening
      for (const folder of new Set(tracks.map((track) => track.folder))) {
        if (!roots.has(folder) && !liesBelow(folder, roots)) watch.followFiles(folder)
      }
    },
    async left() {
      // Of a folder that is being read nothing may be listed yet.
      await idle()
      await opening
      const folders = session.folders()
      const used = rootsInUse(roots, folders)
      for (const root of roots) if (!used.has(root)) roots.delete(root)
      for (const folder of blind) if (!roots.has(folder) && !folders.has(folder)) blind.delete(folder)
      watch.leaveUnless((folder) => roots.has(folder) || folders.has(folder))
      // A folder that was watched as part of one that is left now.
      for (const root of roots) void watch.follow(root)
    },
    lookAround() {
      if (blind.size === 0 || lookingAround) return
      lookingAround = true
      void look([...blind].map((path) => ({ path, kind: 'unsure' }))).finally(() => {
        lookingAround = false
      })
    },
    async close() {
      await watch.close()
      await looking
    },
  }
}
