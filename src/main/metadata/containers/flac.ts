import type { AudioProperties, Splice } from '../../../shared/model'
import { concat, fromUint24, sameBytes, startsWith, uint8, uint16, uint24, uint32 } from '../bytes'
import type { FileAccess } from '../file-access'
import type { PictureWithBytes } from '../metadata'
import { parseFlacPicture } from '../pictures'
import { patchId3v1, touchesId3v1 } from '../tags/id3v1'
import { type Id3v2Tag, patchId3v2, readId3v2, touchedInId3v2 } from '../tags/id3v2'
import { entryKey } from '../tags/native-names'
import {
  emptyVorbisComment,
  encodeFlacPicture,
  parseVorbisComment,
  patchVorbisComment,
  picturesOfVorbisComment,
  renderVorbisComment,
  touchedInVorbisComment,
  type VorbisComment,
  valuesOfVorbisComment,
} from '../tags/vorbis-comment'
import {
  bySplicePosition,
  changedFields,
  type InventoryItem,
  type Layout,
  type LayoutPatch,
  type NotWritable,
  onlyRemoves,
  spliceOf,
} from './layout'
import { id3v2Obstacle, inventoryOfId3v2, leadingParts, trailingParts } from './mpeg'

/** A metadata block (FLAC format, METADATA_BLOCK). */
interface Block {
  readonly type: number
  readonly body: Uint8Array
}

const streamInfo = 0
const padding = 1
const vorbisComment = 4
const picture = 6
const blockHeaderBytes = 4
const maxBlockBytes = 2 ** 24 - 1
/** Room left when the metadata must grow, so that the next save fits. */
const newPaddingBytes = 8192
/** Empty blocks cost four bytes: a file of millions of them must not hold up the others. */
const maxBlocks = 10_000

export function openFlac(access: FileAccess, start: number): Layout {
  const { blocks, end, intact } = readBlocks(access, start)
  const comments = blocks.filter(({ type }) => type === vorbisComment)
  const comment = readComment(comments[0])
  const pictures = blocks.flatMap((block) => {
    const parsed = block.type === picture ? parseFlacPicture(block.body) : undefined
    return parsed === undefined ? [] : [{ block, parsed }]
  })
  const commentPictures = comment === undefined ? [] : picturesOfVorbisComment(comment)
  const damaged = comments.length > 0 && comment === undefined
  const strays = readStrays(access, end)

  const obstacle = (): NotWritable | undefined => {
    if (!intact) return { code: 'metadata.truncated', reason: 'FLAC' }
    const structure = (reason: string): NotWritable => ({ code: 'metadata.structureNotWritable', reason })
    if (blocks[0]?.type !== streamInfo) return structure('FLAC without STREAMINFO')
    if (!isFrameAt(access, end)) return structure('FLAC with wrong block sizes')
    if (comments.length > 1) return structure('two VORBIS_COMMENT blocks')
    if (damaged) return structure('damaged VORBIS_COMMENT')
    if (commentPictures.length > 0) return structure('pictures in comments')
    return strays.id3v2 === undefined ? undefined : id3v2Obstacle(strays.id3v2)
  }

  return {
    format: 'flac',
    container: 'FLAC',
    tags: [
      ...(comment === undefined
        ? []
        : [{ kind: 'Vorbis comment', values: valuesOfVorbisComment(comment), pictures: commentPictures }]),
      ...(pictures.length === 0
        ? []
        : [{ kind: 'FLAC picture', values: {}, pictures: pictures.map(({ parsed }) => parsed) }]),
    ],
    audio: end < strays.soundEnd ? [{ start: end, end: strays.soundEnd }] : [],
    notWritable: obstacle(),
    properties: propertiesOf(blocks[0], strays.soundEnd - end),
    plan: (patch) =>
      [
        ...planStrays(access, strays, patch),
        ...planBlocks(access, start, end, blocks, comment, pictures, patch),
      ].sort(bySplicePosition),
    inventory: ({ fields, pictures: picturesToo }) => [
      ...(strays.id3v2 === undefined ? [] : inventoryOfId3v2(strays.id3v2, touchedInId3v2(fields, false))),
      ...blocks.flatMap((block) => inventoryOfBlock(block, comment, fields, picturesToo)),
      ...strays.trailing
        .filter(({ what }) => what !== 'ID3v1' || !touchesId3v1(fields))
        .map((part) => ({ name: part.what, bytes: access.read(part.at, part.size) })),
    ],
  }
}

/** ID3 tags around a FLAC stream. They do not belong there; some players read them, so they are kept in step. */
interface Strays {
  readonly id3v2: Id3v2Tag | undefined
  readonly trailing: ReturnType<typeof trailingParts>
  readonly soundEnd: number
}

function readStrays(access: FileAccess, end: number): Strays {
  const [first] = leadingParts(access)
  const trailing = end < access.size ? trailingParts(access, end) : []
  return {
    id3v2: first === undefined ? undefined : readId3v2(access.read(first.at, first.size)),
    trailing,
    soundEnd: trailing[0]?.at ?? access.size,
  }
}

function planStrays(access: FileAccess, { id3v2, trailing }: Strays, patch: LayoutPatch): readonly Splice[] {
  const id3v1 = trailing.find(({ what }) => what === 'ID3v1')
  if (changedFields(patch).length === 0) return []
  return [
    ...(id3v2 === undefined
      ? []
      : spliceOf(access, 0, id3v2.sizeBytes, patchId3v2(id3v2, patch.values, undefined))),
    ...(id3v1 === undefined
      ? []
      : spliceOf(access, id3v1.at, id3v1.size, patchId3v1(access.read(id3v1.at, id3v1.size), patch.values))),
  ]
}

function readBlocks(access: FileAccess, start: number): { blocks: Block[]; end: number; intact: boolean } {
  const blocks: Block[] = []
  let at = start + 4
  if (!startsWith(access.read(start, 4), 'fLaC')) return { blocks, end: start, intact: false }
  while (blocks.length < maxBlocks) {
    const header = access.read(at, blockHeaderBytes)
    if (header.length < blockHeaderBytes) return { blocks, end: access.size, intact: false }
    const size = uint24(header, 1)
    const type = uint8(header, 0) & 0x7f
    if (at + blockHeaderBytes + size > access.size) return { blocks, end: access.size, intact: false }
    // Padding is never looked at, so its bytes are not fetched.
    const body = type === padding ? new Uint8Array() : access.read(at + blockHeaderBytes, size)
    blocks.push({ type, body })
    at += blockHeaderBytes + size
    if ((uint8(header, 0) & 0x80) !== 0) return { blocks, end: at, intact: true }
  }
  return { blocks, end: at, intact: false }
}

/** A frame starts with 14 set bits, a zero, and the blocking strategy (FLAC format, FRAME_HEADER). */
function isFrameAt(access: FileAccess, at: number): boolean {
  const head = access.read(at, 2)
  return head.length === 2 && uint16(head, 0) >>> 1 === 0x7ffc
}

function readComment(block: Block | undefined): VorbisComment | undefined {
  if (block === undefined) return undefined
  try {
    return parseVorbisComment(block.body)
  } catch {
    // Lengths that do not fit: the file is listed without tags and not written (obstacle above).
    return undefined
  }
}

/** STREAMINFO: 20 bits of rate, 3 of channels − 1, 5 of bits − 1, 36 of samples. */
function propertiesOf(block: Block | undefined, audioBytes: number): Partial<AudioProperties> {
  if (block?.type !== streamInfo || block.body.length < 18) return {}
  const packed = uint32(block.body, 10)
  const sampleRate = packed >>> 12
  if (sampleRate === 0) return {}
  const samples = (uint8(block.body, 13) & 15) * 2 ** 32 + uint32(block.body, 14)
  const durationMs = (samples * 1000) / sampleRate
  return {
    sampleRate,
    channels: ((packed >>> 9) & 7) + 1,
    bitsPerSample: ((packed >>> 4) & 31) + 1,
    durationMs,
    bitrate: durationMs === 0 ? 0 : (audioBytes * 8000) / durationMs,
    lossless: true,
  }
}

const renderBlock = ({ type, body }: Block, last: boolean): Uint8Array => {
  if (body.length > maxBlockBytes) throw new RangeError('a FLAC block holds at most 16 MB')
  return concat([Uint8Array.of(type | (last ? 0x80 : 0)), fromUint24(body.length), body])
}

/** All blocks but the padding, which goes to the end as one block and takes up what the others leave. */
function planBlocks(
  access: FileAccess,
  start: number,
  end: number,
  blocks: readonly Block[],
  comment: VorbisComment | undefined,
  pictures: readonly { block: Block; parsed: PictureWithBytes }[],
  patch: LayoutPatch,
): readonly Splice[] {
  if (comment === undefined && pictures.length === 0 && onlyRemoves(patch)) return []
  const patched = patchBlocks(blocks, comment, pictures, patch).filter(({ type }) => type !== padding)
  const room = end - start - 4
  const used = patched.reduce((sum, { body }) => sum + blockHeaderBytes + body.length, 0)
  const spare = room - used
  // What is left must be nothing at all, or enough for the header of a padding block.
  const paddingBytes =
    spare === 0 ? -1 : spare >= blockHeaderBytes ? spare - blockHeaderBytes : newPaddingBytes
  const paddings = paddingBytes < 0 ? [] : splitPadding(paddingBytes)
  const all = [...patched, ...paddings]
  const rendered = concat(all.map((block, index) => renderBlock(block, index === all.length - 1)))
  return spliceOf(access, start + 4, room, rendered)
}

/** A block holds 16 MB: after a huge picture went, more than one padding block fills its room. */
function splitPadding(bytes: number): Block[] {
  if (bytes <= maxBlockBytes) return [{ type: padding, body: new Uint8Array(bytes) }]
  const first = Math.min(maxBlockBytes, bytes - blockHeaderBytes)
  return [{ type: padding, body: new Uint8Array(first) }, ...splitPadding(bytes - first - blockHeaderBytes)]
}

function patchBlocks(
  blocks: readonly Block[],
  comment: VorbisComment | undefined,
  pictures: readonly { block: Block; parsed: PictureWithBytes }[],
  patch: LayoutPatch,
): readonly Block[] {
  const result: Block[] = []
  const hasValues = changedFields(patch).length > 0
  const newComment = (): Block => ({
    type: vorbisComment,
    body: renderVorbisComment(patchVorbisComment(comment ?? emptyVorbisComment, patch.values)),
  })
  for (const block of blocks) {
    if (block.type === vorbisComment && hasValues) result.push(newComment())
    else if (patch.pictures === undefined || !pictures.some((old) => old.block === block)) result.push(block)
  }
  // Pictures mean little to readers without a comment block, so both come together.
  if (comment === undefined) result.splice(1, 0, newComment())
  if (patch.pictures === undefined) return result
  const made = patch.pictures.map((wanted): Block => {
    const same = pictures.find(
      ({ parsed }) =>
        parsed.type === wanted.type &&
        parsed.description === wanted.description &&
        sameBytes(parsed.bytes, wanted.bytes),
    )
    return same?.block ?? { type: picture, body: encodeFlacPicture(wanted) }
  })
  const behindComment = result.findIndex(({ type }) => type === vorbisComment) + 1
  result.splice(behindComment, 0, ...made)
  return result
}

function inventoryOfBlock(
  block: Block,
  comment: VorbisComment | undefined,
  fields: Parameters<typeof touchedInVorbisComment>[0],
  picturesToo: boolean,
): InventoryItem[] {
  if (block.type === padding || (block.type === picture && picturesToo)) return []
  if (block.type !== vorbisComment || comment === undefined) {
    return [{ name: `FLAC block of type ${block.type}`, bytes: block.body }]
  }
  const touched = touchedInVorbisComment(fields, false)
  return [
    { name: 'vendor', bytes: comment.vendor, mayAppear: true },
    ...comment.entries
      .filter(({ name }) => !touched.has(entryKey(name)))
      .map(({ name, raw }) => ({ name: `comment ${name}`, bytes: raw })),
    ...(comment.rest.length === 0 ? [] : [{ name: 'rest of the comment', bytes: comment.rest }]),
  ]
}
