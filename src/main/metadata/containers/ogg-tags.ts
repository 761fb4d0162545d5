import type { FieldName } from '../../../shared/model'
import { concat, fromLatin1, startsWith, uint8, uint24 } from '../bytes'
import type { FileAccess } from '../file-access'
import type { PictureWithBytes } from '../metadata'
import { isFlacPicture, parseFlacPicture } from '../pictures'
import { tooLarge } from '../tags/not-storable'
import {
  parseVorbisComment,
  patchVorbisComment,
  renderVorbisComment,
  untouchedComments,
  type VorbisComment,
} from '../tags/vorbis-comment'
import { patchPictureComments, pictureCountOf, picturesOfVorbisComment } from '../tags/vorbis-pictures'
import { type Block, blockType, bytesOf, maxBlockBytes, newBlock, partOf, renderBlock } from './flac-blocks'
import type { InventoryItem, LayoutPatch } from './layout'
import type { OggCodec } from './ogg-codecs'
import type { CommentPlace, OggStream } from './ogg-streams'

/** The comments of one stream, and how its packets look after a change. */
export interface OggTag {
  readonly comment: VorbisComment
  readonly pictureCount: number
  readonly pictures: () => readonly PictureWithBytes[]
  readonly inventory: (except: {
    readonly fields: readonly FieldName[]
    readonly pictures: boolean
  }) => readonly InventoryItem[]
  /** `padding`: bytes to leave empty where that is asked for. */
  readonly packets: (patch: LayoutPatch, padding: number | undefined) => readonly Uint8Array[]
}

/** Room left behind the comments when they must grow. */
const newPaddingBytes = 1024
/** A save that frees more than this gives it back to the disk; less is worth keeping as room. */
const freedRoomBytes = 64 * 1024

/** How many bytes the comments take with their padding: as many as before, where they fit and would not be lost in it. */
function roomFor(
  contentBytes: number,
  oldContentBytes: number,
  oldRoomBytes: number,
  padding: number | undefined,
): number {
  const fits = contentBytes <= oldRoomBytes
  const isMuchSmaller = oldContentBytes - contentBytes > freedRoomBytes
  const isTooRoomy = padding === undefined ? isMuchSmaller : oldRoomBytes - contentBytes > padding
  if (fits && !isTooRoomy) return oldRoomBytes
  return contentBytes + (padding ?? newPaddingBytes)
}

const patched = (comment: VorbisComment, patch: LayoutPatch): VorbisComment => {
  const edited = patchVorbisComment(comment, patch.values)
  return patch.pictures === undefined ? edited : patchPictureComments(edited, patch.pictures)
}

function inventoryOfComment(
  comment: VorbisComment,
  keptRest: OggCodec['keptRest'],
  except: { readonly fields: readonly FieldName[]; readonly pictures: boolean },
): InventoryItem[] {
  return [
    { name: 'vendor', bytes: comment.vendor, mayAppear: true },
    ...untouchedComments(comment, except.fields, except.pictures).map(({ name, raw }) => ({
      name: `comment ${name}`,
      bytes: raw,
    })),
    { name: 'rest of the comment', bytes: keptRest(comment.rest) },
  ]
}

/** The stream's tag; undefined when its comment packet cannot be made out. */
export function readOggTag({ codec, place }: OggStream): OggTag | undefined {
  if (place === undefined) return undefined
  return codec.name === 'FLAC' ? blocksTag(codec, place) : packetTag(codec, place)
}

function parsed(bytes: FileAccess): VorbisComment | undefined {
  try {
    return parseVorbisComment(bytes)
  } catch {
    // More comments than anybody has: listed without tags, and not written.
    return undefined
  }
}

/** One packet: how it starts, the comments, and zero bytes as room. */
function packetTag(codec: OggCodec, { packets }: CommentPlace): OggTag | undefined {
  const [packet] = packets
  const lead = codec.commentMagic.length
  if (packet === undefined || !startsWith(packet.read(0, lead), codec.commentMagic)) return undefined
  const comment = parsed(partOf(packet, lead, packet.size - lead))
  if (comment === undefined) return undefined
  const contentOf = (some: VorbisComment) =>
    concat([
      fromLatin1(codec.commentMagic),
      renderVorbisComment({ ...some, rest: codec.keptRest(comment.rest) }),
    ])
  return {
    comment,
    pictureCount: pictureCountOf(comment),
    pictures: () => picturesOfVorbisComment(comment),
    inventory: (except) => inventoryOfComment(comment, codec.keptRest, except),
    packets: (patch, padding) => {
      const content = contentOf(patched(comment, patch))
      const kept = codec.keptRest(comment.rest)
      // Data that Opus asks to keep runs to the end of the packet: zeros behind it would be taken for its own.
      const mayPad = codec.name !== 'Opus' || ((kept[0] ?? 0) & 1) === 0
      const oldContent = lead + comment.contentBytes + kept.length
      const room = mayPad ? roomFor(content.length, oldContent, packet.size, padding) : content.length
      return [concat([content, new Uint8Array(room - content.length)])]
    },
  }
}

const pictureHeadBytes = 1024

/**
 * FLAC in Ogg: each metadata block is a packet, the comments first (RFC 9639 §10.1). Their number stands in the
 * first packet, so none is added or taken away: a picture block that goes becomes padding, and pictures are put
 * into comments as in all of Ogg.
 */
function blocksTag(codec: OggCodec, { packets }: CommentPlace): OggTag | undefined {
  const blocks = packets.map(blockOf)
  const [first] = blocks
  if (first?.type !== blockType.vorbisComment) return undefined
  const comment = parsed(first.body)
  if (comment === undefined) return undefined
  const isPicture = ({ type, body }: Block) =>
    type === blockType.picture && isFlacPicture(body.read(0, pictureHeadBytes), body.size)
  const pictureBlocks = blocks.filter(isPicture)
  const pictures = () => [
    ...pictureBlocks.flatMap((block) => parseFlacPicture(bytesOf(block)) ?? []),
    ...picturesOfVorbisComment(comment),
  ]
  return {
    comment,
    pictureCount: pictureBlocks.length + pictureCountOf(comment),
    pictures,
    inventory: (except) => [
      ...inventoryOfComment(comment, codec.keptRest, except),
      ...blocks
        .slice(1)
        .filter((block) => block.type !== blockType.padding && !(except.pictures && isPicture(block)))
        .map((block) => ({ name: `FLAC block of type ${block.type}`, bytes: bytesOf(block) })),
    ],
    packets: (patch, padding) => {
      const content = renderVorbisComment({ ...patched(comment, patch), rest: comment.rest })
      if (content.length > maxBlockBytes) throw tooLarge(patch.values, 'a FLAC block')
      const dropped = new Set(patch.pictures === undefined ? [] : pictureBlocks)
      const others = blocks
        .slice(1)
        .map((block) => (dropped.has(block) ? newBlock(blockType.padding, new Uint8Array()) : block))
      const all = [
        newBlock(blockType.vorbisComment, content),
        ...filled(others, first.body.size, content.length, padding),
      ]
      return all.map((block, index) => renderBlock(block, isLastOf(packets, index)))
    },
  }
}

/** The flag stays where it was: some writers never set it. */
const isLastOf = (packets: readonly FileAccess[], index: number): boolean =>
  (uint8(packets[index]?.read(0, 1) ?? new Uint8Array(1), 0) & 0x80) !== 0

function blockOf(packet: FileAccess): Block {
  const header = packet.read(0, 4)
  if (header.length < 4) return { type: 127, body: partOf(packet, 0, 0), declaredBytes: 0 }
  return {
    type: uint8(header, 0) & 0x7f,
    body: partOf(packet, 4, packet.size - 4),
    declaredBytes: uint24(header, 1),
  }
}

/** The first padding block takes up what the comments leave, or gives what they need. */
function filled(
  blocks: readonly Block[],
  oldBytes: number,
  newBytes: number,
  padding: number | undefined,
): readonly Block[] {
  const old = blocks.find(({ type }) => type === blockType.padding)
  if (old === undefined) return blocks
  const spare = roomFor(newBytes, oldBytes, oldBytes + old.body.size, padding) - newBytes
  const room = newBlock(blockType.padding, new Uint8Array(spare))
  return blocks.map((block) => (block === old ? room : block))
}
