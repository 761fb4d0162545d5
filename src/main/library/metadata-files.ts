// The tags of files on disk, for whoever wants no more than that: `metadata` computes what changes, `files` puts it
// on disk, and here they meet. Two classes that answer with the problem, two functions that do without it.
import type { Outcome, SavePlan } from '../../shared/model'
import { readStamp, type Stamp, save, saveProblem } from '../files'
import {
  type Metadata,
  type MetadataPatch,
  type OpenForReading,
  openForReading,
  MetadataWriter as PlanWriter,
  readProblem,
  MetadataReader as TagReader,
} from '../metadata'

export type { Metadata, MetadataPatch } from '../metadata'

/** Everything that reading and writing do to files. Each part throws as Node does; tests put others in its place. */
export interface FileAccess {
  readonly open: OpenForReading
  /** Tells one version of a file from another, so that a plan is never carried out over a file it was not made for. */
  readonly stamp: (path: string) => Stamp
  /** Carries a plan out: the whole new version of the file, or the old one as it was and an error. */
  readonly save: (path: string, plan: SavePlan, expected: Stamp) => void
}

export const realFileAccess: FileAccess = { open: openForReading, stamp: readStamp, save }

/** Reads what a file says about itself. Never throws for a bad file: the answer says what is wrong with it. */
export class MetadataReader {
  readonly #reader: TagReader

  constructor(fileAccess: Pick<FileAccess, 'open'> = realFileAccess) {
    this.#reader = new TagReader({ open: fileAccess.open })
  }

  /** Tags of all kinds as one view and apart, sound, pictures with their bytes; see `Metadata`. */
  read(path: string): Promise<Outcome<{ metadata: Metadata }>> {
    return this.#reader.read(path)
  }
}

/**
 * Changes what a file says about itself. Never throws for a bad file, and never leaves a half-written one: what cannot
 * be changed without damage is refused with its reason, and the file is as it was.
 */
export class MetadataWriter {
  readonly #files: FileAccess
  readonly #writer: PlanWriter

  constructor(fileAccess: FileAccess = realFileAccess) {
    this.#files = fileAccess
    this.#writer = new PlanWriter({ open: fileAccess.open })
  }

  /**
   * Writes the fields that `metadata` names and leaves all others as they are; an empty list removes a field.
   * Pictures are all that the file is to hold, and stay when they are left out. What `MetadataReader` read may be
   * given back, changed or not; a file that says all of it already is not touched.
   */
  async write(path: string, metadata: MetadataPatch): Promise<Outcome<object>> {
    let stamp: Stamp
    try {
      stamp = this.#files.stamp(path)
    } catch (error) {
      return { ok: false, problem: readProblem(error, path) }
    }
    const planned = await this.#writer.planFile(path, metadata)
    if (!planned.ok) return planned
    try {
      this.#files.save(path, planned.plan, stamp)
      return { ok: true }
    } catch (error) {
      return { ok: false, problem: saveProblem(error, path) }
    }
  }
}

/** What a file says about itself, or null where `MetadataReader` says why not. */
export async function readMetadata(path: string): Promise<Metadata | null> {
  const outcome = await new MetadataReader().read(path)
  return outcome.ok ? outcome.metadata : null
}

/** Whether the file now says what `metadata` says; false where `MetadataWriter` says why not. */
export async function writeMetadata(path: string, metadata: MetadataPatch): Promise<boolean> {
  return (await new MetadataWriter().write(path, metadata)).ok
}
