import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import { concat, isZero } from '../bytes'
import type { FileAccess } from '../file-access'
import {
  emptyId3v2,
  type Id3v2Form,
  type Id3v2Tag,
  ownForm,
  patchId3v2,
  readId3v2,
  readId3v2From,
  valuesOfId3v2,
} from '../tags/id3v2'
import { bodyOf, type Chunk, type ChunkEdit, maxBodyBytes } from './chunks'
import type { LayoutPatch, NotWritable } from './layout'

/** The chunk whose ID3v2 tag readers show. */
export interface Id3Chunk {
  readonly chunk: Chunk
  /** Undefined: an empty chunk, which is room for a tag. */
  readonly tag: Id3v2Tag | undefined
  /** Bytes in the chunk behind the tag that are no padding; they stay there. */
  readonly rest: () => Uint8Array
}

const noBytes = new Uint8Array(0)

/** The tag in a chunk, or undefined when it holds something else. Large frames stay in the file. */
export function readId3Chunk(access: FileAccess, chunk: Chunk): Id3Chunk | undefined {
  const end = chunk.bodyAt + chunk.size
  // A tag that claims more than its chunk has must not find its frames in the next one.
  const inChunk: FileAccess = {
    size: end,
    read: (at, length) => access.read(at, Math.max(0, Math.min(length, end - at))),
  }
  const tag = readId3v2From(inChunk, chunk.bodyAt)
  if (tag === undefined) {
    return isZero(bodyOf(access, chunk)) ? { chunk, tag: undefined, rest: () => noBytes } : undefined
  }
  const rest = () => {
    const at = chunk.bodyAt + tag.sizeBytes
    const bytes = at < end ? access.read(at, Math.min(end - at, maxBodyBytes)) : noBytes
    return isZero(bytes) ? noBytes : bytes
  }
  return { chunk, tag, rest }
}

/** Some writers count the header or a footer that is not there. */
const miscountBytes = 10

/**
 * Whether the tag goes on where its place ends. That may be a size that was counted wrongly; but where the file
 * ends as well, or within the head of a frame, something is missing that cannot be written again.
 */
export function cutTag({ chunk, tag }: Id3Chunk, fileBytes: number): NotWritable | undefined {
  if (tag === undefined || tag.sizeBytes <= chunk.size) return undefined
  const endsWithFile = chunk.bodyAt + chunk.size >= fileBytes
  const isCut = tag.junk().bytes.length > 0 || (endsWithFile && tag.sizeBytes > chunk.size + miscountBytes)
  return isCut ? { code: 'metadata.truncated', reason: tag.kind } : undefined
}

/**
 * What a save does to the ID3v2 chunk. A tag keeps its chunk, and all of the chunk is its room, less what the chunks
 * next to it take of it (`given`: bytes). A new tag also takes over what the file's other tag says, since many programs
 * read only the first that they know.
 */
export function editId3Chunk(
  id: string,
  found: Id3Chunk | undefined,
  before: Chunk | undefined,
  others: FieldValues,
  patch: LayoutPatch,
  fileBytes: number,
  form: Id3v2Form = ownForm,
  given = 0,
): ChunkEdit {
  if (found?.tag !== undefined) {
    const rest = found.rest()
    const room = rest.length === 0 ? found.chunk.size : found.tag.sizeBytes
    const tag = evenId3v2({ ...found.tag, sizeBytes: Math.max(0, room - given) }, patch, fileBytes, form)
    return { chunk: found.chunk, body: rest.length === 0 ? tag : concat([tag, rest]) }
  }
  const room = { ...emptyId3v2, sizeBytes: found?.chunk.size ?? 0 }
  const values = { ...carriedOver(others, patch), ...patch.values }
  const body = evenId3v2(room, { ...patch, values }, fileBytes, form)
  return found === undefined ? { id, body, before } : { chunk: found.chunk, body }
}

/** A tag of an even number of bytes: some readers forget the padding behind an odd chunk. */
function evenId3v2(
  tag: Id3v2Tag,
  { values, pictures }: LayoutPatch,
  fileBytes: number,
  form: Id3v2Form,
): Uint8Array {
  const bytes = patchId3v2(tag, values, pictures, fileBytes, form)
  return bytes.length % 2 === 0
    ? bytes
    : patchId3v2({ ...tag, sizeBytes: bytes.length + 1 }, values, pictures, fileBytes, {
        ...form,
        padding: undefined,
      })
}

/** The values of the other tag that an ID3v2 tag gives back as they are. */
function carriedOver(others: FieldValues, patch: LayoutPatch): FieldValues {
  const carried: { [Name in FieldName]?: FieldValue } = {}
  for (const [field, value] of Object.entries(others) as [FieldName, FieldValue][]) {
    if (patch.values[field] === undefined && comesBack(field, value)) carried[field] = value
  }
  return carried
}

function comesBack(field: FieldName, value: FieldValue): boolean {
  try {
    const tag = readId3v2(patchId3v2(emptyId3v2, { [field]: value }, undefined))
    const back = tag === undefined ? undefined : valuesOfId3v2(tag)[field]
    return back?.join('\0') === value.join('\0')
  } catch {
    // Not storable there: it stays where it is.
    return false
  }
}
