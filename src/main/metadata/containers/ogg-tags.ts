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
import { flacPackets, type OggCodec } from './ogg-codecs'
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
export function readOggTag(stream: OggStream): OggTag | undefined {
  const { codec, place } = stream
  if (place === undefined) return undefined
  return codec.name === 'FLAC'
    ? blocksTag(codec, place, mayAddPacket(stream, place))
    : packetTag(codec, place)
}

/** The number of packets stands in the first one, which must have its page to itself to be written alone. */
const mayAddPacket = ({ firstPage, firstPacket }: OggStream, { pages }: CommentPlace): boolean =>
  pages[0]?.at !== firstPage.at && flacPackets(firstPacket) < 0xffff

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
 * FLAC in Ogg: each metadata block is a packet, the comments first (RFC 9639 §10.1). None is taken away: a picture
 * block that goes becomes padding. One is added: padding behind the comments, where there is none. Pictures are put
 * into comments as in all of Ogg.
 */
function blocksTag(codec: OggCodec, { packets }: CommentPlace, mayAdd: boolean): OggTag | undefined {
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
      const comments = newBlock(blockType.vorbisComment, content)
      const added = mayAdd ? addedPadding(others, first.body.size, content.length, padding) : undefined
      if (added === undefined) {
        const all = [comments, ...filled(others, first.body.size, content.length, padding)]
        return all.map((block, index) => renderBlock(block, isLastOf(packets, index)))
      }
      const isAlone = others.length === 0
      return [
        renderBlock(comments, !isAlone && isLastOf(packets, 0)),
        renderBlock(added, isAlone && isLastOf(packets, 0)),
        ...others.map((block, index) => renderBlock(block, isLastOf(packets, index + 1))),
      ]
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

const blockHeaderBytes = 4

/** Room for the next change, where no block is any and the comments change their size. */
function addedPadding(
  others: readonly Block[],
  oldBytes: number,
  newBytes: number,
  padding: number | undefined,
): Block | undefined {
  if (padding === 0 || newBytes === oldBytes || others.some(({ type }) => type === blockType.padding)) {
    return undefined
  }
  return newBlock(blockType.padding, new Uint8Array(spareBytes(newBytes, oldBytes, undefined, padding)))
}

/** What a packet takes on its pages: with its segment sizes, which stand in front of them. */
const bytesOnPages = (packetBytes: number): number => packetBytes + Math.floor(packetBytes / 255) + 1

/**
 * How long the padding block is to be. Where the comments fit, the pages stay as long as they were: two packets of the
 * same total have one segment more or less, by where they are divided.
 */
function spareBytes(
  newBytes: number,
  oldBytes: number,
  old: Block | undefined,
  padding: number | undefined,
): number {
  const oldRoom = oldBytes + (old === undefined ? 0 : blockHeaderBytes + old.body.size)
  const taken = newBytes + blockHeaderBytes
  const spare = roomFor(taken, oldBytes, oldRoom, padding) - taken
  if (taken + spare !== oldRoom) return spare
  const onPages = (...blocks: readonly number[]) =>
    blocks.reduce((sum, bytes) => sum + bytesOnPages(blockHeaderBytes + bytes), 0)
  const before = old === undefined ? onPages(oldBytes) : onPages(oldBytes, old.body.size)
  const exact = [spare, spare - 1, spare + 1].find(
    (bytes) => bytes >= 0 && onPages(newBytes, bytes) === before,
  )
  return exact ?? spare
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
  const room = newBlock(blockType.padding, new Uint8Array(spareBytes(newBytes, oldBytes, old, padding)))
  return blocks.map((block) => (block === old ? room : block))
}
