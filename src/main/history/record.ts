import { z } from 'zod'
import { FieldChangesSchema } from '../../shared/ipc/schemas'
import type { SavedChanges } from '../../shared/model'
import type { Stamp } from '../files'
import { sha256 } from './blobs'

/** A place in a file: 0 to 2⁵³. */
const Position = z.int().min(0)
const Positions = z.array(Position)
const Hash = z.string().regex(/^[0-9a-f]{64}$/)

/**
 * All that matters of one saved file, as it is stored: JSON, under a checksum. SQLite itself does not notice a
 * flipped bit in a value; here it costs one file its undo, and never writes a wrong byte into music.
 */
const SavedRecord = z.strictObject({
  path: z.string(),
  movedTo: z.string().optional(),
  changes: FieldChangesSchema,
  /** The inverse plan by columns: an Ogg save can have a splice for every page. */
  inverse: z
    .strictObject({
      size: Position,
      at: Positions,
      /** Bytes that each splice takes out of the saved file, and puts back. */
      remove: Positions,
      insert: Positions,
      /** The blob of all that is put back, one splice after the other. */
      removed: Hash,
      inserted: Hash,
      /** Start, end, start, end … */
      audio: Positions,
    })
    .optional(),
  /** SHA-256 of the whole file before and after, where the save read all of it anyway. */
  sha256: z.strictObject({ before: Hash.optional(), after: Hash.optional() }).optional(),
})
export type SavedRecord = z.infer<typeof SavedRecord>
export type StoredInverse = NonNullable<SavedRecord['inverse']>

export function writeRecord(record: SavedRecord): { record: string; checksum: string } {
  // Lone surrogates and NUL, which the database would change or cut, are escaped by JSON.
  const text = JSON.stringify(record)
  return { record: text, checksum: sha256(text) }
}

/** The record, or undefined when it is not what was written. */
export function readRecord(text: string, checksum: string): SavedRecord | undefined {
  if (sha256(text) !== checksum) return undefined
  try {
    const parsed = SavedRecord.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** Text as the database keeps it: NUL would end it, and half a surrogate pair would become something else. */
export const storable = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, '\ufffd')

/** A stamp as one text, so that two can be compared by the database. */
export const stampText = ({ device, inode, sizeBytes, modifiedNs }: Stamp): string =>
  `${device}:${inode}:${sizeBytes}:${modifiedNs}`

/** How much of a text is shown and searched: characters. */
const shownText = 1000

const cut = (text: string): string => (text.length > shownText ? `${text.slice(0, shownText)}…` : text)

/** The changes for display: long texts cut. */
export function shownChanges({ values, ...others }: SavedRecord['changes']): SavedChanges {
  const shown = Object.entries(values).map(([field, change]) => [
    field,
    change === undefined ? change : { from: change.from.map(cut), to: change.to.map(cut) },
  ])
  return { values: Object.fromEntries(shown), ...others }
}

/** Every text that a file can be found by. */
export function searchedTexts({ path, movedTo, changes }: SavedRecord): string[] {
  const values = Object.values(changes.values).flatMap((change) => [
    ...(change?.from ?? []),
    ...(change?.to ?? []),
  ])
  const { removedKinds: kinds } = changes
  return [
    path,
    ...(movedTo === undefined ? [] : [movedTo]),
    ...values.map(cut),
    ...(kinds === undefined ? [] : [...kinds.from, ...kinds.to]),
  ]
}
