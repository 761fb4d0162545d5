import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { FileSystem } from './file-system'
import { flushFolder } from './flush-folder'
import { parseJson, sha256 } from './journal-format'
import { ProcessMark } from './process-mark'
import { readAll, writeAll } from './transfer'

/** One step of a planned set: which file, by device and inode, from where to where. */
const Step = z.strictObject({ key: z.string().regex(/^\d+-\d+$/), from: z.string(), to: z.string() })
export type MoveStep = z.infer<typeof Step>

const Journal = z.strictObject({
  process: ProcessMark,
  steps: z.array(Step),
})
export type MoveJournal = z.infer<typeof Journal>

const suffix = '.moves'
/** Nothing was moved by it yet. */
const unfinishedSuffix = '.moves-new'
const digestLength = 64
/** A set of a hundred thousand files with long paths. */
const maxBytes = 256 * 1024 * 1024

export const isMoveJournalName = (name: string): boolean => name.endsWith(suffix)
export const isUnfinishedMoveJournalName = (name: string): boolean => name.endsWith(unfinishedSuffix)

/**
 * Writes down what is about to be moved, checksum first. Once this returns it survives a power cut.
 * @returns its path
 */
export function writeMoveJournal(folder: string, steps: readonly MoveStep[], files: FileSystem): string {
  const name = randomBytes(8).toString('hex')
  const unfinished = join(folder, `${name}${unfinishedSuffix}`)
  const ready = join(folder, `${name}${suffix}`)
  const journal: MoveJournal = { process: files.thisProcess(), steps: [...steps] }
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
