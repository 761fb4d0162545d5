import {
  type AudioProperties,
  type ByteRange,
  defaultWriteOptions,
  type FieldName,
  type FieldValues,
  type Splice,
  type TrackFormat,
} from '../../../shared/model'
import type { FileAccess } from '../file-access'
import {
  formOf,
  type Id3v2Tag,
  newTagVersion,
  pictureCountOfId3v2,
  picturesOfId3v2,
  storedInForm,
  valuesOfId3v2,
} from '../tags/id3v2'
import {
  bodyOf,
  type Chunk,
  type ChunkEdit,
  type ChunkFormat,
  type Chunks,
  growthOf,
  growthOfEdit,
  maxBodyBytes,
  planChunkEdits,
} from './chunks'
import { cutTag, editId3Chunk, type Id3Chunk, readId3Chunk } from './chunks-id3'
import { inventoryOfTag } from './id3v2-inventory'
import { adaptId3v2 } from './id3v2-options'
import {
  bySplicePosition,
  type InventoryExcept,
  type InventoryItem,
  type Layout,
  type LayoutPatch,
  type NotWritable,
  onlyRemoves,
  type TagView,
  tagView,
} from './layout'
import { structure } from './tag-parts'

/** A tag that a format has of its own beside ID3v2, kept in step where a file has it. */
export interface NativeTag {
  readonly view: TagView
  /** The chunks it lies in: not in the inventory as chunks. */
  readonly chunks: readonly Chunk[]
  /** A reader may lose its way in it: other tags are better off in front. */
  readonly isDamaged?: boolean
  /** More than its texts lies in its chunks: it cannot be taken out as a whole. */
  readonly holdsMore?: boolean
  edits(patch: LayoutPatch): readonly ChunkEdit[]
  inventory(fields: readonly FieldName[]): InventoryItem[]
}

export interface ChunkedFile {
  readonly format: TrackFormat
  readonly container: string
  readonly chunkFormat: ChunkFormat
  /** Where the form starts: behind ID3v2 tags that someone put in front. */
  readonly start: number
  readonly form: Chunks
  /** Where the form ends by its own size, where that can be believed. */
  readonly formEnd: number
  readonly id3Chunks: readonly Chunk[]
  /** Undefined: nobody would look for an ID3v2 tag in this format. */
  readonly newId3: string | undefined
  /** What a new one goes in front of; absent: it goes to the end. */
  readonly newBefore?: Chunk | undefined
  readonly native: NativeTag | undefined
  readonly sound: readonly Chunk[]
  readonly properties: Partial<AudioProperties>
  readonly trouble: NotWritable | undefined
  /** The bytes of a chunk that a save keeps, where those are not the whole body. */
  keptOf?(chunk: Chunk): Uint8Array
  /** All size fields, given how many bytes the form grows. */
  sizes(growth: number): readonly Splice[]
}

/** More tags than anyone has seen in a file; others are kept like any chunk. */
const maxId3Chunks = 64

/** The layout that all formats of chunks share: one ID3v2 chunk, perhaps a tag of the format's own, sound. */
export function layoutOfChunks(access: FileAccess, file: ChunkedFile): Layout {
  const { form, start, formEnd, native, id3Chunks } = file
  const readable = id3Chunks.slice(0, maxId3Chunks).map((chunk) => readId3Chunk(access, chunk))
  const id3 =
    readable.find((found) => found?.tag !== undefined) ?? readable.find((found) => found !== undefined)
  const copies = readable
    .filter((found) => found !== undefined)
    .filter((found) => found !== id3 && found.tag !== undefined)
  const tagged = id3 === undefined ? [] : [id3, ...copies]
  // A chunk that only claims to be a tag, or a damaged one, would hide a tag behind it.
  const before = id3Chunks[0] ?? (native?.isDamaged === true ? native.chunks[0] : file.newBefore)

  return {
    format: file.format,
    container: file.container,
    tags: [...viewOf(id3), ...(native === undefined || native.chunks.length === 0 ? [] : [native.view])],
    audio: file.sound.map(rangeOf).filter(({ start: from, end }) => from < end),
    notWritable: file.trouble ?? (id3 === undefined ? undefined : cutTag(id3, access.size)),
    properties: file.properties,
    readersDiffer: id3Chunks.length > 1,
    plan: (patch, options = defaultWriteOptions) => {
      const removes = (kind: string | undefined) =>
        kind !== undefined && patch.removes?.includes(kind) === true
      const stays = removes(id3?.tag?.kind) ? undefined : id3
      const staysNative = removes(native?.view.kind) ? undefined : native
      const gone = [
        ...(stays === id3 ? [] : tagged.filter(({ tag }) => removes(tag?.kind)).map(({ chunk }) => chunk)),
        ...(staysNative === native ? [] : (native?.chunks ?? [])),
      ]
      const nativeEdits = staysNative?.edits(patch) ?? []
      const edits: ChunkEdit[] = gone.map((chunk) => ({ chunk, body: undefined }))
      const { newId3 } = file
      if (newId3 !== undefined && (stays?.tag !== undefined || !onlyRemoves(patch))) {
        const beside = staysNative?.view.values ?? {}
        const first = before ?? behindNative(form, staysNative)
        const place = first !== undefined && gone.includes(first) ? undefined : first
        const given = stays === undefined ? 0 : growthBeside(file, stays.chunk, nativeEdits)
        edits.push(editId3Chunk(newId3, stays, place, beside, patch, access.size, formOf(options), given))
        // Of two tags the other would show again what is to be gone; for the rest it is nobody's business.
        const removals = onlyRemovalsOf(patch)
        if (removals !== undefined) {
          for (const copy of copies) {
            if (!gone.includes(copy.chunk)) edits.push(editId3Chunk(newId3, copy, undefined, {}, removals, 0))
          }
        }
      }
      edits.push(...nativeEdits)
      const splices = planChunkEdits(access, file.chunkFormat, form, edits)
      if (splices.length === 0) return []
      return [...file.sizes(growthOf(splices)), ...splices].sort(bySplicePosition)
    },
    ...(file.newId3 === undefined ? {} : id3Options(id3?.tag, native?.view.values ?? {})),
    removableKinds: [
      ...viewOf(id3).map(({ kind }) => kind),
      ...(native === undefined || native.holdsMore === true || file.newId3 === undefined
        ? []
        : [native.view.kind]),
    ],
    inventory: (except) => {
      const { fields, kinds = [] } = except
      const elsewhere = new Set([
        ...file.sound,
        ...(native?.chunks ?? []),
        ...tagged.map(({ chunk }) => chunk),
      ])
      return [
        ...bytesAt(access, 'bytes before the form', 0, start),
        ...form.chunks
          .filter((chunk) => !elsewhere.has(chunk))
          .map((chunk) => ({
            name: `chunk ${chunk.id}`,
            bytes: file.keptOf?.(chunk) ?? bodyOf(access, chunk),
          })),
        ...tagged.flatMap((found) =>
          inventoryOf(found, found === id3 ? except : { ...except, byMeaning: false }),
        ),
        ...(native === undefined || kinds.includes(native.view.kind) ? [] : native.inventory(fields)),
        ...bytesAt(access, 'bytes behind the chunks', form.end, formEnd),
        ...bytesAt(access, 'bytes behind the form', formEnd, access.size),
      ]
    },
  }
}

/** A new ID3v2 chunk stands behind the format's own tag: its padding is room for both, and one write changes both. */
function behindNative({ chunks }: Chunks, native: NativeTag | undefined): Chunk | undefined {
  const last = native?.chunks.at(-1)
  return last === undefined ? undefined : chunks[chunks.indexOf(last) + 1]
}

/** How many bytes these edits add next to the ID3v2 chunk; 0 where sound lies between, which would be two places. */
function growthBeside({ chunkFormat, sound }: ChunkedFile, id3: Chunk, edits: readonly ChunkEdit[]): number {
  const chunks = edits.flatMap((edit) => ('chunk' in edit ? [edit.chunk] : []))
  const from = Math.min(id3.at, ...chunks.map(({ at }) => at))
  const to = Math.max(id3.at, ...chunks.map(({ at }) => at))
  if (sound.some(({ at }) => at > from && at < to)) return 0
  return edits.reduce((sum, edit) => sum + growthOfEdit(chunkFormat, edit), 0)
}

/** What the options do to the ID3v2 tag of a file of chunks. */
export const id3Options = (
  tag: Id3v2Tag | undefined,
  others: FieldValues,
): Pick<Layout, 'adapt' | 'storedValue'> => ({
  adapt: (patch, options) => {
    const stays = tag !== undefined && patch.removes?.includes(tag.kind) === true ? undefined : tag
    const said = { ...others, ...(stays === undefined ? {} : valuesOfId3v2(stays)) }
    const isMadeAnew = stays !== tag && !onlyRemoves(patch)
    const { version = newTagVersion } = formOf(options)
    return {
      ...adaptId3v2(stays, said, patch, options),
      adds: isMadeAnew ? [`ID3v2.${version}`] : [],
    }
  },
  storedValue: (field, value, options = defaultWriteOptions) =>
    storedInForm(field, value, tag, formOf(options)),
})

const rangeOf = ({ bodyAt, size }: Chunk): ByteRange => ({ start: bodyAt, end: bodyAt + size })

export function viewOf(id3: Id3Chunk | undefined): TagView[] {
  const tag = id3?.tag
  if (tag === undefined) return []
  return [tagView(tag.kind, valuesOfId3v2(tag), pictureCountOfId3v2(tag), () => picturesOfId3v2(tag))]
}

/** What is in a chunk with an ID3v2 tag besides what a change touches. */
export function inventoryOf({ tag, rest }: Id3Chunk, except: InventoryExcept): InventoryItem[] {
  const behind = rest()
  const isListed = tag !== undefined && except.kinds?.includes(tag.kind) !== true
  return [
    ...(isListed ? inventoryOfTag(tag, except) : []),
    ...(behind.length === 0 ? [] : [{ name: 'bytes behind the ID3v2 tag', bytes: behind }]),
  ]
}

/** The part of a patch that removes, or undefined when it removes nothing. */
export function onlyRemovalsOf({ values, pictures }: LayoutPatch): LayoutPatch | undefined {
  const removed = Object.entries(values).filter(([, value]) => value?.length === 0)
  const removesPictures = pictures?.length === 0
  return removed.length === 0 && !removesPictures
    ? undefined
    : { values: Object.fromEntries(removed), pictures: removesPictures ? pictures : undefined }
}

function bytesAt(access: FileAccess, name: string, from: number, to: number): InventoryItem[] {
  return from >= to ? [] : [{ name, bytes: access.read(from, Math.min(to - from, maxBodyBytes)) }]
}

/** Where a form ends that says it is `declared` bytes behind its header; where its chunks end if that cannot be. */
export function formEndOf(access: FileAccess, form: Chunks, declaredEnd: number): number {
  return declaredEnd > form.end && declaredEnd <= access.size ? declaredEnd : form.end
}

/**
 * What a cut file is worth: without all of its sound or tag it is not written, any other piece at the end that is
 * no whole chunk is only kept.
 */
export function withoutCutEnd(
  form: Chunks,
  matters: (chunk: Chunk) => boolean,
): { form: Chunks; trouble: NotWritable | undefined } {
  const last = form.chunks[form.chunks.length - 1]
  if (last === undefined || !last.isCut) return { form, trouble: undefined }
  // A GUID starts with a name that can be read.
  const reason = last.id.slice(0, 4)
  if (matters(last)) return { form, trouble: { code: 'metadata.truncated', reason } }
  return { form: { chunks: form.chunks.slice(0, -1), end: last.at }, trouble: undefined }
}

export const noSound: NotWritable = structure('no sound found')
