import type {
  AudioProperties,
  ByteRange,
  FieldName,
  FieldValue,
  FieldValues,
  Splice,
  TrackFormat,
} from '../../../shared/model'
import { sameBytes } from '../bytes'
import type { FileAccess } from '../file-access'
import type { PictureWithBytes } from '../metadata'

/** One tag of a file, read. */
export interface TagView {
  readonly kind: string
  readonly values: FieldValues
  /** Known without the bytes of any picture. */
  readonly pictureCount: number
  /** Fetched when asked for, and kept: the first pass over a library does without. */
  readonly pictures: readonly PictureWithBytes[]
}

/** A view whose pictures are read on first use. */
export function tagView(
  kind: string,
  values: FieldValues,
  pictureCount: number,
  readPictures: () => readonly PictureWithBytes[],
): TagView {
  let pictures: readonly PictureWithBytes[] | undefined
  return {
    kind,
    values,
    pictureCount,
    get pictures() {
      pictures ??= pictureCount === 0 ? [] : readPictures()
      return pictures
    },
  }
}

/** A piece of the file that a save may not change without being asked to: a frame, field, atom, block or chunk. */
export interface InventoryItem {
  /** `ID3v2 TXXX:Serato`, `FLAC block 2`: names the piece in a refusal. */
  readonly name: string
  readonly bytes: Uint8Array
  /** Comes with a tag where there was none: no loss when the original lacks it. */
  readonly mayAppear?: boolean
}

/** What a save is to change: values by field (an empty list removes), and all pictures when they change. */
export interface LayoutPatch {
  readonly values: { readonly [Name in FieldName]?: FieldValue }
  readonly pictures: readonly PictureWithBytes[] | undefined
}

/** Why a file that can be read is not written. */
export interface NotWritable {
  readonly code: 'metadata.truncated' | 'metadata.structureNotWritable' | 'metadata.formatNotWritable'
  readonly reason: string
}

/**
 * Where everything lies in one file. Each container module makes it by its `open`, and knows how to change it;
 * nothing is written here: `plan` answers splices.
 */
export interface Layout {
  readonly format: TrackFormat
  readonly container: string
  /** Best first: a field that is absent in the first may come from the next. */
  readonly tags: readonly TagView[]
  /** Ranges that hold the sound, or nothing where other proof is given by `soundOf`. */
  readonly audio: readonly ByteRange[]
  readonly notWritable: NotWritable | undefined
  /** What the container itself says about the sound; the reader library fills in the rest. */
  readonly properties: Partial<AudioProperties>
  /** Two tags of one kind, of which other readers choose otherwise than we do: then they have no vote. */
  readonly readersDiffer?: boolean
  plan(patch: LayoutPatch): readonly Splice[]
  /** Everything but padding, sound, and what a change of these fields touches, in file order. */
  inventory(except: { readonly fields: readonly FieldName[]; readonly pictures: boolean }): InventoryItem[]
  /** How a value comes back from a tag that keeps it as a number: `03` as `3`. */
  storedValue?(field: FieldName, value: FieldValue): FieldValue
  /** How a picture comes back from a tag that cannot hold all its labels. */
  storedPicture?(picture: PictureWithBytes): PictureWithBytes
  /** Proof that the sound is the same where its place in the file, or its wrapping, may change. */
  sameSound?(after: Layout, plan: readonly Splice[]): boolean
}

/** Bytes would have to move, and not every position that points to them can be put right. */
export class NotMovableError extends Error {
  override readonly name = 'NotMovableError'
}

/** A change of one region as a splice without the bytes that stay; none when nothing changes. */
export function spliceOf(
  access: FileAccess,
  at: number,
  remove: number,
  insert: Uint8Array,
): readonly Splice[] {
  const old = access.read(at, remove)
  if (sameBytes(old, insert)) return []
  const shorter = Math.min(old.length, insert.length)
  let head = 0
  while (head < shorter && old[head] === insert[head]) head++
  let tail = 0
  while (tail < shorter - head && old[old.length - 1 - tail] === insert[insert.length - 1 - tail]) tail++
  return [
    {
      at: at + head,
      remove: old.length - tail - head,
      insert: insert.subarray(head, insert.length - tail),
    },
  ]
}

export const bySplicePosition = (a: Splice, b: Splice): number => a.at - b.at

/** Where a byte of the original lies after the splices. */
export function movedBy(splices: readonly Splice[], position: number): number {
  let moved = position
  for (const splice of splices) {
    if (splice.at + splice.remove > position) break
    moved += splice.insert.length - splice.remove
  }
  return moved
}

export const changedFields = (patch: LayoutPatch): readonly FieldName[] =>
  Object.keys(patch.values) as FieldName[]

/** A patch that only removes needs no new tag to do so. */
export const onlyRemoves = (patch: LayoutPatch): boolean =>
  Object.values(patch.values).every((value) => value === undefined || value.length === 0) &&
  (patch.pictures === undefined || patch.pictures.length === 0)
