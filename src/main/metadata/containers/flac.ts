import {
  type AudioProperties,
  askedPadding,
  defaultWriteOptions,
  type FieldName,
  type Splice,
} from '../../../shared/model'
import { concat, sameBytes } from '../bytes'
import type { FileAccess } from '../file-access'
import type { PictureWithBytes } from '../metadata'
import { encodeFlacPicture, isFlacPicture, parseFlacPicture } from '../pictures'
import { tooLarge } from '../tags/not-storable'
import {
  emptyVorbisComment,
  encoderOf,
  parseVorbisComment,
  patchVorbisComment,
  renderVorbisComment,
  untouchedComments,
  type VorbisComment,
  valuesOfVorbisComment,
} from '../tags/vorbis-comment'
import { patchPictureComments, pictureCountOf, picturesOfVorbisComment } from '../tags/vorbis-pictures'
import {
  type Block,
  blockHeaderBytes,
  blockType,
  bytesOf,
  maxBlockBytes,
  newBlock,
  readBlocks,
  renderBlock,
} from './flac-blocks'
import { parseStreamInfo, samplesByLastFrame } from './flac-frame'
import { readStrays } from './flac-strays'
import {
  bySplicePosition,
  changedFields,
  type InventoryItem,
  type Layout,
  type LayoutPatch,
  type NotWritable,
  onlyRemoves,
  spliceOf,
  type TagView,
  tagView,
} from './layout'

/** Room left when the metadata must grow, so that the next save fits. */
const newPaddingBytes = 8192
/** A save that frees more than this gives it back to the disk; less is worth keeping as room. */
const freedRoomBytes = 64 * 1024
/** As much of a picture as its labels need, as a rule. */
const pictureHeadBytes = 1024

/** FLAC's metadata (RFC 9639 §8): all blocks, and the one comment among them that counts. */
interface FlacMetadata {
  readonly blocks: readonly Block[]
  /** The first of its kind: what mutagen and the reference decoder read. Others are kept. */
  readonly commentBlock: Block | undefined
  readonly comment: VorbisComment | undefined
  readonly pictureBlocks: readonly Block[]
}

export function openFlac(access: FileAccess, start: number): Layout {
  const { blocks, end, isWhole, isCertain } = readBlocks(access, start)
  const commentBlock = blocks.find(({ type }) => type === blockType.vorbisComment)
  const comment = commentBlock === undefined ? undefined : readComment(commentBlock)
  const pictureBlocks = blocks.filter(isPictureBlock)
  const metadata: FlacMetadata = { blocks, commentBlock, comment, pictureBlocks }
  const strays = readStrays(access, start, end)

  const obstacle = (): NotWritable | undefined => {
    const structure = (reason: string): NotWritable => ({ code: 'metadata.structureNotWritable', reason })
    if (!isWhole) return { code: 'metadata.truncated', reason: 'FLAC' }
    if (blocks[0]?.type !== blockType.streamInfo) return structure('FLAC without STREAMINFO')
    if (!isCertain) return structure('FLAC with wrong block sizes')
    return commentBlock !== undefined && comment === undefined
      ? structure('damaged VORBIS_COMMENT')
      : undefined
  }

  return {
    format: 'flac',
    container: 'FLAC',
    tags: [...ownTags(metadata), ...strays.tags],
    audio: end < strays.soundEnd ? [{ start: end, end: strays.soundEnd }] : [],
    notWritable: obstacle(),
    removableKinds: strays.tags.map(({ kind }) => kind),
    readersDiffer: blocks.filter(({ type }) => type === blockType.vorbisComment).length > 1,
    properties: propertiesOf(access, metadata, end, strays.soundEnd),
    plan: (patch, options = defaultWriteOptions) =>
      [
        ...planBlocks(access, { start, end }, metadata, patch, askedPadding(options)),
        ...strays.plan(patch),
      ].sort(bySplicePosition),
    inventory: (except) => [
      ...blocks.flatMap((block) => inventoryOfBlock(block, metadata, except)),
      ...strays.inventory(except),
    ],
  }
}

function readComment(block: Block): VorbisComment | undefined {
  try {
    return parseVorbisComment(block.body)
  } catch {
    // More comments than anybody has: listed without tags, and not written (obstacle above).
    return undefined
  }
}

const isPictureBlock = ({ type, body }: Block): boolean =>
  type === blockType.picture && isFlacPicture(body.read(0, pictureHeadBytes), body.size)

const pictureOf = (block: Block): PictureWithBytes | undefined => parseFlacPicture(bytesOf(block))

/** Pictures are the blocks', and those that somebody put into comments as Ogg does; together, in one view. */
function ownTags({ comment, pictureBlocks }: FlacMetadata): TagView[] {
  const count = pictureBlocks.length + (comment === undefined ? 0 : pictureCountOf(comment))
  const pictures = () => [
    ...pictureBlocks.flatMap((block) => pictureOf(block) ?? []),
    ...(comment === undefined ? [] : picturesOfVorbisComment(comment)),
  ]
  return [
    ...(comment === undefined
      ? []
      : [tagView('Vorbis comment', valuesOfVorbisComment(comment), 0, () => [])]),
    ...(count === 0 ? [] : [tagView('FLAC picture', {}, count, pictures)]),
  ]
}

function propertiesOf(
  access: FileAccess,
  { blocks: [first], comment }: FlacMetadata,
  end: number,
  soundEnd: number,
): Partial<AudioProperties> {
  const info = first?.type === blockType.streamInfo ? parseStreamInfo(first.body.read(0, 34)) : undefined
  if (info === undefined || info.sampleRate === 0) return {}
  const samples = info.samples || samplesByLastFrame(access, end, soundEnd, info.maxBlockSize)
  const durationMs = (samples * 1000) / info.sampleRate
  return {
    sampleRate: info.sampleRate,
    channels: info.channels,
    bitsPerSample: info.bitsPerSample,
    durationMs,
    bitrate: durationMs === 0 ? 0 : ((soundEnd - end) * 8000) / durationMs,
    lossless: true,
    codec: 'FLAC',
    encoder: encoderOf(comment),
  }
}

/** All blocks but the padding, which goes to the end as one block and takes up what the others leave. */
function planBlocks(
  access: FileAccess,
  { start, end }: { readonly start: number; readonly end: number },
  metadata: FlacMetadata,
  patch: LayoutPatch,
  padding: number | undefined,
): readonly Splice[] {
  const { blocks, comment, pictureBlocks } = metadata
  if (comment === undefined && pictureBlocks.length === 0 && onlyRemoves(patch)) return []
  const isPadding = ({ type }: Block) => type === blockType.padding
  const sizeOf = (some: readonly Block[]) =>
    some.reduce((sum, { body }) => sum + blockHeaderBytes + body.size, 0)
  const patched = patchBlocks(metadata, patch).filter((block) => !isPadding(block))
  const room = end - start - 4
  const paddings = paddingFor(room - sizeOf(patched), sizeOf(blocks.filter(isPadding)), padding)
  const all = [...patched, ...paddings]
  const rendered = concat(all.map((block, index) => renderBlock(block, index === all.length - 1)))
  return spliceOf(access, start + 4, room, rendered)
}

/**
 * Fills the room exactly where there is enough for nothing at all or for a padding block; leaves new room, as much as
 * is `asked` for, where there is not, and where so much is free that the file should be smaller.
 */
function paddingFor(spare: number, before: number, asked: number | undefined): readonly Block[] {
  if (spare === 0) return []
  const empty = spare - blockHeaderBytes
  const isTooRoomy = asked === undefined ? spare - before > freedRoomBytes : empty > asked
  if (empty >= 0 && !isTooRoomy) return splitPadding(empty)
  if (asked === 0) return []
  return splitPadding(asked ?? Math.max(before - blockHeaderBytes, newPaddingBytes))
}

/** A block holds 16 MB: a file may have come with more room than that. */
function splitPadding(bytes: number): Block[] {
  if (bytes <= maxBlockBytes) return [newBlock(blockType.padding, new Uint8Array(bytes))]
  const first = Math.min(maxBlockBytes, bytes - blockHeaderBytes)
  return [
    newBlock(blockType.padding, new Uint8Array(first)),
    ...splitPadding(bytes - first - blockHeaderBytes),
  ]
}

function patchBlocks(metadata: FlacMetadata, patch: LayoutPatch): readonly Block[] {
  const { blocks, commentBlock, pictureBlocks } = metadata
  const dropped = new Set(patch.pictures === undefined ? [] : pictureBlocks)
  const result = blocks.filter((block) => !dropped.has(block))
  const comment = patchedComment(metadata, patch)
  const commentAt = commentBlock === undefined ? 1 : result.indexOf(commentBlock)
  if (comment !== undefined) {
    // Pictures mean little to readers without a comment block, so a file without one gets both.
    result.splice(commentAt, commentBlock === undefined ? 0 : 1, newBlock(blockType.vorbisComment, comment))
  }
  if (patch.pictures === undefined) return result
  const old = pictureBlocks.map((block) => ({ block, picture: pictureOf(block) }))
  const made = patch.pictures.map((wanted) => {
    const same = old.find(
      ({ picture }) =>
        picture?.type === wanted.type &&
        picture.description === wanted.description &&
        sameBytes(picture.bytes, wanted.bytes),
    )
    return same?.block ?? newBlock(blockType.picture, encodeFlacPicture(wanted))
  })
  result.splice(commentAt + 1, 0, ...made)
  return result
}

/** The comment block's new body; undefined when it stays as it is. Its pictures become blocks. */
function patchedComment({ comment }: FlacMetadata, patch: LayoutPatch): Uint8Array | undefined {
  const old = comment ?? emptyVorbisComment
  const holdsPictures =
    patch.pictures !== undefined && old.entries.some(({ picture }) => picture !== undefined)
  if (comment !== undefined && !holdsPictures && changedFields(patch).length === 0) return undefined
  const edited = patchVorbisComment(old, patch.values)
  const body = renderVorbisComment(holdsPictures ? patchPictureComments(edited, []) : edited)
  if (body.length > maxBlockBytes) throw tooLarge(patch.values, 'a FLAC block')
  return body
}

function inventoryOfBlock(
  block: Block,
  { commentBlock, comment }: FlacMetadata,
  { fields, pictures }: { readonly fields: readonly FieldName[]; readonly pictures: boolean },
): InventoryItem[] {
  if (block.type === blockType.padding || (pictures && isPictureBlock(block))) return []
  if (block !== commentBlock || comment === undefined) {
    return [{ name: `FLAC block of type ${block.type}`, bytes: bytesOf(block) }]
  }
  return [
    { name: 'vendor', bytes: comment.vendor, mayAppear: true },
    ...untouchedComments(comment, fields, pictures).map(({ name, raw }) => ({
      name: `comment ${name}`,
      bytes: raw,
    })),
    ...(comment.rest.length === 0 ? [] : [{ name: 'rest of the comment', bytes: comment.rest }]),
  ]
}
