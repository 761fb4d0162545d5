import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { FileStat, FileSystem } from './file-system'
import { flushFolder } from './flush-folder'
import { parseJson, sha256 } from './journal-format'
import { ProcessMark } from './process-mark'
import { readAll, writeAll } from './transfer'

/**
 * What tells a file from others under the names of a set. Neither device nor inode: both may be other numbers after
 * the power comes back.
 */
const Looks = z.strictObject({ sizeBytes: z.number(), modifiedNs: z.string().regex(/^-?\d+$/) })
type Looks = z.infer<typeof Looks>

/** A file that gets another name on its volume, and how it looks under both. */
const Step = Looks.extend({ from: z.string(), to: z.string() })
export type MoveStep = z.infer<typeof Step>

/**
 * A set of moves in the order in which it is carried out: folders are made (outer ones first), files that change
 * volume are copied under hidden names, everything gets its name step by step. Only then do the originals go.
 */
const MovePlan = z.strictObject({
  folders: z.array(z.string()),
  copies: z.array(z.strictObject({ from: z.string(), temporary: z.string() })),
  steps: z.array(Step),
  /** Originals of copies: `path` is the hidden name that they go by at the end, `copy` where the copy lies then. */
  leaving: z.array(Looks.extend({ from: z.string(), path: z.string(), copy: z.string() })),
})
export type MovePlan = z.infer<typeof MovePlan>

const Journal = MovePlan.extend({
  process: ProcessMark,
})
export type MoveJournal = z.infer<typeof Journal>

/** FAT keeps times to two seconds. */
const timesDifferNs = 2_000_000_000n

export function looksLike({ sizeBytes, modifiedNs }: Looks, stat: FileStat): boolean {
  const apartNs = stat.mtimeNs - BigInt(modifiedNs)
  return (
    Number(stat.size) === sizeBytes && (apartNs < 0n ? -apartNs : apartNs) <= timesDifferNs && stat.isFile()
  )
}

/** In force, unless everything has its name. */
const suffix = '.moves'
/** Nothing was moved by it yet. */
const unfinishedSuffix = '.moves-new'
/** Everything has its name: only the originals of copies are still to go. */
const completeSuffix = '.moves-done'
const digestLength = 64
/** A set of a hundred thousand files with long paths. */
const maxBytes = 256 * 1024 * 1024

export const isMoveJournalName = (name: string): boolean => name.endsWith(suffix) || isCompleteName(name)
export const isCompleteName = (name: string): boolean => name.endsWith(completeSuffix)
export const isUnfinishedMoveJournalName = (name: string): boolean => name.endsWith(unfinishedSuffix)

/**
 * Writes down what is about to be moved, checksum first. Once this returns it survives a power cut.
 * @returns its path
 */
export function writeMoveJournal(folder: string, plan: MovePlan, files: FileSystem): string {
  const name = randomBytes(8).toString('hex')
  const unfinished = join(folder, `${name}${unfinishedSuffix}`)
  const ready = join(folder, `${name}${suffix}`)
  const journal: MoveJournal = { process: files.thisProcess(), ...plan }
  const text = Buffer.from(JSON.stringify(journal))
  let at = unfinished
  try {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
    const fd = files.open(unfinished, flags, 0o600)
    try {
      writeAll({ fd, path: unfinished }, Buffer.concat([Buffer.from(sha256(text)), text]), 0, files)
      files.flush(fd)
    } finally {
      files.close(fd)
    }
    files.rename(unfinished, ready)
    at = ready
    flushFolder(folder, files)
    return ready
  } catch (error) {
    try {
      files.remove(at)
    } catch {
      // Nothing was moved yet: a journal in force undoes nothing, and an unfinished one is swept.
    }
    throw error
  }
}

/**
 * Once this is flushed, a set that is cut short is brought to its end, not taken back.
 * @returns the journal's path now
 */
export function markComplete(path: string, files: FileSystem): string {
  const complete = path.slice(0, -suffix.length) + completeSuffix
  files.rename(path, complete)
  return complete
}

/** Undefined when it is not whole: then nothing was moved, since it is flushed before the first step. */
export function readMoveJournal(path: string, files: FileSystem): MoveJournal | undefined {
  const fd = files.open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  try {
    const size = Number(files.statOpen(fd).size)
    if (size < digestLength || size > maxBytes) return undefined
    const bytes = readAll({ fd, path }, 0, size, files)
    const text = bytes.subarray(digestLength)
    const digest = Buffer.from(bytes.subarray(0, digestLength)).toString('latin1')
    return digest === sha256(text) ? parseJson(Journal, text) : undefined
  } finally {
    files.close(fd)
  }
}
