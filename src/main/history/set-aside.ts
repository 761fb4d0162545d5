import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { HistoryError, type HistoryNotice } from './errors'

/** Which file a path names now; undefined when there is none. */
export function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return undefined
  }
}

/** Lies beside a database that is to be put aside before it is opened again. */
const markOf = (path: string): string => `${path}.set-aside`

/**
 * Renames a database that cannot be read, with its log, to a name beside it that says when. The log goes first: left
 * behind, it would be played into the new database. Windows moves no file that is open, and libsql keeps its handle
 * until the garbage is collected: then a mark is left, and `setAsideAsMarked` does it at the next start.
 * @throws HistoryError when the disk refuses
 */
export function setAside(
  path: string,
  trouble: HistoryNotice['trouble'],
  rename: (from: string, to: string) => void = renameSync,
): HistoryNotice {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-')
  const wanted = `${path}.${trouble}-${time}`
  let target = wanted
  for (let number = 2; existsSync(target); number++) target = `${wanted}-${number}`
  try {
    for (const suffix of ['-wal', '-shm', '-journal', '']) {
      if (existsSync(path + suffix)) rename(path + suffix, target + suffix)
    }
  } catch (cause) {
    mark(path)
    throw new HistoryError('ioError', `${path} cannot be put aside now`, { cause })
  }
  return { trouble, setAside: target }
}

function mark(path: string): void {
  try {
    writeFileSync(markOf(path), '')
  } catch {
    // The damage will show itself again.
  }
}

/** Does what could not be done the last time. To be called while nothing of ours has the database open. */
export function setAsideAsMarked(path: string): HistoryNotice | undefined {
  if (!existsSync(markOf(path))) return undefined
  const notice = existsSync(path) ? setAside(path, 'damaged') : undefined
  rmSync(markOf(path), { force: true })
  return notice
}
