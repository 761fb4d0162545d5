import { createHash } from 'node:crypto'
import {
  concat,
  fourCc,
  fromUint32,
  fromUtf8,
  latin1,
  startsWith,
  uint16,
  uint16le,
  uint24,
  uint32,
  uint32le,
  utf8,
} from './bytes'
import type { PictureWithBytes } from './metadata'

/** What the first bytes of a picture say. Never decodes anything; 0 where the header is too damaged to say. */
export interface PictureHeader {
  /** `''` when the bytes are none of the picture types that we show. SVG and HTML never are. */
  readonly mime: string
  readonly width: number
  readonly height: number
}

const unknown: PictureHeader = { mime: '', width: 0, height: 0 }

/** Type by magic bytes and size in pixels of a JPEG, PNG, GIF, WebP or BMP. Never throws. */
export function readPictureHeader(bytes: Uint8Array): PictureHeader {
  const mime = mimeOf(bytes)
  try {
    return { mime, ...sizeOf(mime, bytes) }
  } catch {
    // Too short or damaged: the picture is kept and listed all the same, only its size is not known.
    return { ...unknown, mime }
  }
}

function mimeOf(bytes: Uint8Array): string {
  if (startsWith(bytes, '\xff\xd8\xff')) return 'image/jpeg'
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'image/png'
  if (startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a')) return 'image/gif'
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return 'image/webp'
  if (startsWith(bytes, 'BM') && bytes.length >= 26) return 'image/bmp'
  return ''
}

type Size = Pick<PictureHeader, 'width' | 'height'>

function sizeOf(mime: string, bytes: Uint8Array): Size {
  switch (mime) {
    case 'image/jpeg':
      return jpegSize(bytes)
    case 'image/png':
      return { width: uint32(bytes, 16), height: uint32(bytes, 20) }
    case 'image/gif':
      return { width: uint16le(bytes, 6), height: uint16le(bytes, 8) }
    case 'image/webp':
      return webpSize(bytes)
    case 'image/bmp':
      return { width: uint32le(bytes, 18), height: Math.abs(uint32le(bytes, 22) | 0) }
    default:
      return { width: 0, height: 0 }
  }
}

/** Walks the segments up to the frame header (ITU T.81 §B.1.1). */
function jpegSize(bytes: Uint8Array): Size {
  let at = 2
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return { width: 0, height: 0 }
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at++
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { width: uint16(bytes, at + 7), height: uint16(bytes, at + 5) }
    at += 2 + Math.max(2, uint16(bytes, at + 2))
  }
  return { width: 0, height: 0 }
}

const littleEndian24 = (bytes: Uint8Array, at: number): number => {
  const value = uint24(bytes, at)
  return ((value & 255) << 16) | (value & 0xff00) | (value >>> 16)
}

function webpSize(bytes: Uint8Array): Size {
  switch (fourCc(bytes, 12)) {
    case 'VP8X':
      return { width: littleEndian24(bytes, 24) + 1, height: littleEndian24(bytes, 27) + 1 }
    case 'VP8L': {
      const bits = uint32le(bytes, 21)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8 ':
      return { width: uint16le(bytes, 26) & 0x3fff, height: uint16le(bytes, 28) & 0x3fff }
    default:
      return { width: 0, height: 0 }
  }
}

/** What a tag says about a picture besides its bytes. */
export interface PictureLabel {
  readonly type: number
  readonly mime: string
  readonly description: string
}

/** Bytes that are nobody else's: they go to other threads, and a part of a buffer would take all of it along. */
const ownBytes = (bytes: Uint8Array): Uint8Array =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes)

/** The picture as the model knows it. What the bytes are counts for more than what the tag calls them. */
export function describePicture(bytes: Uint8Array, label: PictureLabel): PictureWithBytes {
  const header = readPictureHeader(bytes)
  return {
    hash: createHash('sha256').update(bytes).digest('hex'),
    type: label.type,
    mime: header.mime || label.mime,
    description: label.description,
    sizeBytes: bytes.length,
    width: header.width,
    height: header.height,
    bytes: ownBytes(bytes),
  }
}

/** Where the parts of a FLAC PICTURE block lie in it (FLAC format, METADATA_BLOCK_PICTURE). */
interface FlacPictureParts {
  readonly mime: readonly [at: number, length: number]
  readonly description: readonly [at: number, length: number]
  /** Undefined when `head` ends before its length. */
  readonly data: readonly [at: number, length: number] | undefined
}

/** Type, labels, four numbers and the data, each text with its length before it; undefined when they do not fit. */
function flacPictureParts(head: Uint8Array, sizeBytes: number): FlacPictureParts | undefined {
  if (head.length < 8) return undefined
  const mimeLength = uint32(head, 4)
  const descriptionAt = 8 + mimeLength
  if (descriptionAt + 24 > sizeBytes) return undefined
  const mime = [8, mimeLength] as const
  if (descriptionAt + 4 > head.length) {
    return { mime, description: [descriptionAt + 4, 0], data: undefined }
  }
  const descriptionLength = uint32(head, descriptionAt)
  const description = [descriptionAt + 4, descriptionLength] as const
  const dataAt = descriptionAt + 4 + descriptionLength + 20
  if (dataAt > sizeBytes) return undefined
  if (dataAt > head.length) return { mime, description, data: undefined }
  const dataLength = uint32(head, dataAt - 4)
  return dataLength > sizeBytes - dataAt ? undefined : { mime, description, data: [dataAt, dataLength] }
}

/** Whether a block starts like a picture whose lengths fit: told by its first bytes, before the rest is fetched. */
export const isFlacPicture = (head: Uint8Array, sizeBytes: number): boolean =>
  flacPictureParts(head, sizeBytes) !== undefined

/** How long the picture is by its own lengths, whatever its block says; undefined when `head` is too short to say. */
export function flacPictureBytes(head: Uint8Array): number | undefined {
  const data = flacPictureParts(head, Number.POSITIVE_INFINITY)?.data
  return data === undefined ? undefined : data[0] + data[1]
}

/**
 * The body of a FLAC PICTURE block, also used base64-coded in Vorbis comments (FLAC format, METADATA_BLOCK_PICTURE).
 * Undefined when the lengths in it do not fit.
 */
export function parseFlacPicture(body: Uint8Array): PictureWithBytes | undefined {
  const parts = flacPictureParts(body, body.length)
  if (parts?.data === undefined) return undefined
  const part = ([at, length]: readonly [number, number]) => body.subarray(at, at + length)
  return describePicture(part(parts.data).slice(), {
    type: uint32(body, 0),
    mime: latin1(part(parts.mime)),
    description: utf8(part(parts.description)),
  })
}

/** The body of a FLAC PICTURE block. Colour depth is left open, as most writers do. */
export function encodeFlacPicture(picture: PictureWithBytes): Uint8Array {
  const mime = fromUtf8(picture.mime)
  const description = fromUtf8(picture.description)
  return concat([
    fromUint32(picture.type),
    fromUint32(mime.length),
    mime,
    fromUint32(description.length),
    description,
    fromUint32(picture.width),
    fromUint32(picture.height),
    fromUint32(0),
    fromUint32(0),
    fromUint32(picture.bytes.length),
    picture.bytes,
  ])
}
