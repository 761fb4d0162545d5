import type {
  AudioProperties,
  ByteRange,
  FieldName,
  FieldValue,
  FieldValues,
  Splice,
  TrackFormat,
  WriteOptions,
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
export const tagView = (
  kind: string,
  values: FieldValues,
  pictureCount: number,
  readPictures: () => readonly PictureWithBytes[],
): TagView => new LazyTagView(kind, values, pictureCount, readPictures)

/** A class, since V8 makes an object with a getter of its own slowly, and one of a kind. */
class LazyTagView implements TagView {
  readonly kind: string
  readonly values: FieldValues
  readonly pictureCount: number
  readonly #readPictures: () => readonly PictureWithBytes[]
  #pictures: readonly PictureWithBytes[] | undefined

  constructor(
    kind: string,
    values: FieldValues,
    pictureCount: number,
    readPictures: () => readonly PictureWithBytes[],
  ) {
    this.kind = kind
    this.values = values
    this.pictureCount = pictureCount
    this.#readPictures = readPictures
  }

  get pictures(): readonly PictureWithBytes[] {
    this.#pictures ??= this.pictureCount === 0 ? [] : this.#readPictures()
    return this.#pictures
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
  /** Kinds of tag that go; the rest of the patch is for those that stay. */
  readonly removes?: readonly string[]
  /** Kinds of tag that come, beside the main one. */
  readonly adds?: readonly string[]
}

/** What a save does to a file's tags beyond its patch, because the options ask for it. */
export interface Adaptation {
  /** Values of tags that go, for the one that stays; and values that take another form. */
  readonly values: LayoutPatch['values']
  readonly pictures: LayoutPatch['pictures']
  readonly removes: readonly string[]
  readonly adds: readonly string[]
  /** An ID3v2 tag gets another version: its frames change, and not what they mean. */
  readonly converts: boolean
  /** A tag that is left alone says something else from now on, and some programs believe it more than the main one. */
  readonly contradicts: boolean
  /** Names what would go with a tag and has no place in another. */
  readonly lost: readonly string[]
}

export const noAdaptation: Adaptation = {
  values: {},
  pictures: undefined,
  removes: [],
  adds: [],
  converts: false,
  contradicts: false,
  lost: [],
}

/** What the inventory leaves out: all that a save is meant to change. */
export interface InventoryExcept {
  readonly fields: readonly FieldName[]
  readonly pictures: boolean
  /** Kinds of tag that go or come as a whole. */
  readonly kinds?: readonly string[]
  /** Frames of ID3v2 by what they mean, so that tags of different versions can be compared. */
  readonly byMeaning?: boolean
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
  /** Containers whose tags have only one form pass over the options. */
  plan(patch: LayoutPatch, options?: WriteOptions): readonly Splice[]
  /** What the options ask for when this patch is saved. Absent: nothing, whatever they are. */
  adapt?(patch: LayoutPatch, options: WriteOptions): Adaptation
  /** The kinds of tag that are pieces of their own, which the file can do without. */
  readonly removableKinds?: readonly string[]
  /** Everything but padding, sound, and what a change of these fields touches, in file order. */
  inventory(except: InventoryExcept): InventoryItem[]
  /** How a value comes back from a tag that keeps it as a number: `03` as `3`. */
  storedValue?(field: FieldName, value: FieldValue, options?: WriteOptions): FieldValue
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

/** What is inserted at a place stands in front of what is removed there. */
export const bySplicePosition = (a: Splice, b: Splice): number => a.at - b.at || a.remove - b.remove

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
