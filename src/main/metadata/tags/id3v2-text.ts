import { concat, fitsLatin1, fromLatin1, fromUtf8, latin1, utf8OrLatin1, utf16le } from '../bytes'
import type { Id3v2Version } from './id3v2-frames'

/** Text encodings of ID3v2.4 §4: ISO-8859-1, UTF-16 with BOM, UTF-16BE, UTF-8. */
export type Encoding = 0 | 1 | 2 | 3

export const isEncoding = (value: number | undefined): value is Encoding =>
  value === 0 || value === 1 || value === 2 || value === 3

const isWide = (encoding: Encoding): boolean => encoding === 1 || encoding === 2

/** Where a text ends: at its NUL, which has two bytes in UTF-16. `next` is behind the NUL. */
export function textEnd(bytes: Uint8Array, from: number, encoding: Encoding): { end: number; next: number } {
  const end = endOfText(bytes, from, encoding)
  return { end, next: Math.min(bytes.length, end + nulBytes(encoding)) }
}

const nulBytes = (encoding: Encoding): number => (isWide(encoding) ? 2 : 1)

function endOfText(bytes: Uint8Array, from: number, encoding: Encoding): number {
  if (!isWide(encoding)) {
    const end = bytes.indexOf(0, from)
    return end < 0 ? bytes.length : end
  }
  for (let at = from; at + 1 < bytes.length; at += 2) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) return at
  }
  return bytes.length
}

function utf16be(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.subarray(from, to - ((to - from) & 1)))
    .swap16()
    .toString('utf16le')
}

/** One text, or that part of the bytes which holds it. */
export function decodeOne(
  bytes: Uint8Array,
  encoding: Encoding,
  bigEndian: boolean,
  from = 0,
  to = bytes.length,
): string {
  switch (encoding) {
    case 0:
      return latin1(bytes, from, to)
    case 3:
      return utf8OrLatin1(bytes, from, to)
    case 2:
      return utf16be(bytes, from, to)
    case 1:
      if (to - from > 1 && bytes[from] === 0xff && bytes[from + 1] === 0xfe)
        return utf16le(bytes, from + 2, to)
      if (to - from > 1 && isBigEndian(bytes, from)) return utf16be(bytes, from + 2, to)
      // Writers that put one byte order mark for all values of a frame: the others follow the first.
      return bigEndian ? utf16be(bytes, from, to) : utf16le(bytes, from, to)
  }
}

const isBigEndian = (bytes: Uint8Array, at: number): boolean => bytes[at] === 0xfe && bytes[at + 1] === 0xff

/** All NUL-separated texts from `from` on, or the first `most`; trailing empty ones, mere terminators, are left out. */
export function decodeAll(
  bytes: Uint8Array,
  encoding: Encoding,
  from = 0,
  most = Number.POSITIVE_INFINITY,
): string[] {
  if (from >= bytes.length) return []
  const bigEndian = isBigEndian(bytes, from)
  const whole = decodeOne(bytes, encoding, bigEndian, from)
  if (!whole.includes('\0')) return whole === '' ? [] : [whole]
  const texts: string[] = []
  for (let at = from; at < bytes.length && texts.length < most; ) {
    const end = endOfText(bytes, at, encoding)
    texts.push(decodeOne(bytes, encoding, bigEndian, at, end))
    at = end + nulBytes(encoding)
  }
  while (texts.length > 0 && texts[texts.length - 1] === '') texts.pop()
  return texts
}

/** A text frame (§4.2): encoding and texts. Undefined when the encoding is none. */
export function decodeTexts(body: Uint8Array, most?: number): string[] | undefined {
  const encoding = body[0]
  return isEncoding(encoding) ? decodeAll(body, encoding, 1, most) : undefined
}

/** TXXX (§4.2.6): encoding, description, texts. */
export function decodeUserText(
  body: Uint8Array,
  most?: number,
): { description: string; texts: string[] } | undefined {
  const encoding = body[0]
  if (!isEncoding(encoding)) return undefined
  const end = endOfText(body, 1, encoding)
  return {
    description: decodeOne(body, encoding, false, 1, end),
    texts: decodeAll(body, encoding, end + nulBytes(encoding), most),
  }
}

export interface Comment {
  /** ISO 639-2, three letters. */
  readonly language: string
  readonly description: string
  readonly text: string
}

/** COMM and USLT (§4.8, §4.10): encoding, language, description, one text. */
export function decodeComment(body: Uint8Array, most?: number): Comment | undefined {
  const encoding = body[0]
  if (!isEncoding(encoding) || body.length < 5) return undefined
  const end = endOfText(body, 4, encoding)
  return {
    language: latin1(body, 1, 4),
    description: decodeOne(body, encoding, false, 4, end),
    text: decodeAll(body, encoding, end + nulBytes(encoding), most).join('\n'),
  }
}

export interface AttachedPicture {
  readonly mime: string
  readonly type: number
  readonly description: string
  readonly bytes: Uint8Array
}

/** What stands before the picture's bytes in APIC (§4.14), and PIC of ID3v2.2, which has three letters for the type. */
export function decodePictureLabel(
  head: Uint8Array,
  version: Id3v2Version,
): { label: Omit<AttachedPicture, 'bytes'>; next: number } | undefined {
  const encoding = head[0]
  if (!isEncoding(encoding)) return undefined
  const mimeEnd = version === 2 ? 4 : head.indexOf(0, 1)
  if (mimeEnd < 0 || mimeEnd + 1 >= head.length) return undefined
  const mime = latin1(head.subarray(1, mimeEnd))
  // The picture is elsewhere, and only its address is here.
  if (mime === '-->') return undefined
  const typeAt = version === 2 ? mimeEnd : mimeEnd + 1
  const { end, next } = textEnd(head, typeAt + 1, encoding)
  const description = decodeOne(head.subarray(typeAt + 1, end), encoding, false)
  return {
    label: { mime: version === 2 ? longMime(mime) : mime, type: head[typeAt] ?? 0, description },
    next,
  }
}

const longMime = (letters: string): string =>
  letters.toUpperCase() === 'JPG' ? 'image/jpeg' : `image/${letters.toLowerCase().trim()}`

export function decodePicture(body: Uint8Array, version: Id3v2Version): AttachedPicture | undefined {
  const found = decodePictureLabel(body, version)
  return found === undefined ? undefined : { ...found.label, bytes: body.subarray(found.next) }
}

/** UFID (§4.1): owner and up to 64 bytes, in practice always text. */
export function decodeIdentifier(body: Uint8Array): { owner: string; id: string } | undefined {
  const end = body.indexOf(0)
  return end < 0 ? undefined : { owner: latin1(body, 0, end), id: latin1(body, end + 1).replace(/\0+$/, '') }
}

/**
 * The encoding for a text. What the frame had stays where the text fits it. ID3v2.4 has UTF-8 for the rest; before,
 * plain ASCII goes out as ISO-8859-1, which every player reads, the rest as UTF-16, since ISO-8859-1 is so often
 * read as the system's code page.
 */
export function encodingFor(text: string, version: Id3v2Version, had: Encoding | undefined): Encoding {
  if (had === 0 && fitsLatin1(text)) return 0
  if (version === 4) return had === undefined || had === 0 ? 3 : had
  return had !== 1 && /^[\0-\x7f]*$/.test(text) ? 0 : 1
}

export function encodeOne(text: string, encoding: Encoding): Uint8Array {
  switch (encoding) {
    case 0:
      return fromLatin1(text)
    case 1:
      return concat([Uint8Array.of(0xff, 0xfe), Buffer.from(text, 'utf16le')])
    case 2:
      return new Uint8Array(Buffer.from(text, 'utf16le').swap16())
    case 3:
      return fromUtf8(text)
  }
}

export const terminator = (encoding: Encoding): Uint8Array => new Uint8Array(isWide(encoding) ? 2 : 1)

/** Texts with NULs between them: what ID3v2.4 asks for, and what readers of ID3v2.3 understand at least half. */
export function encodeAll(texts: readonly string[], encoding: Encoding): Uint8Array {
  return concat(
    texts.flatMap((text, index) =>
      index === 0 ? [encodeOne(text, encoding)] : [terminator(encoding), encodeOne(text, encoding)],
    ),
  )
}

const encodeTerminated = (text: string, encoding: Encoding): Uint8Array =>
  concat([encodeOne(text, encoding), terminator(encoding)])

export const encodeTexts = (texts: readonly string[], encoding: Encoding): Uint8Array =>
  concat([Uint8Array.of(encoding), encodeAll(texts, encoding)])

/** Role and name in turn, each with its NUL (ID3v2.4 §4.2.2 TIPL; IPLS of ID3v2.3 §4.4). */
export const encodePairs = (texts: readonly string[], encoding: Encoding): Uint8Array =>
  concat([Uint8Array.of(encoding), ...texts.map((text) => encodeTerminated(text, encoding))])

export const encodeUserText = (
  description: string,
  texts: readonly string[],
  encoding: Encoding,
): Uint8Array =>
  concat([Uint8Array.of(encoding), encodeTerminated(description, encoding), encodeAll(texts, encoding)])

export const encodeComment = ({ language, description, text }: Comment, encoding: Encoding): Uint8Array =>
  concat([
    Uint8Array.of(encoding),
    fromLatin1(language),
    encodeTerminated(description, encoding),
    encodeOne(text, encoding),
  ])

export function encodePicture(
  picture: AttachedPicture,
  version: Id3v2Version,
  encoding: Encoding,
): Uint8Array {
  const mime = fitsLatin1(picture.mime) ? picture.mime : ''
  return concat([
    Uint8Array.of(encoding),
    version === 2 ? fromLatin1(shortMime(mime)) : fromLatin1(`${mime}\0`),
    Uint8Array.of(picture.type),
    encodeTerminated(picture.description, encoding),
    picture.bytes,
  ])
}

const shortMime = (mime: string): string => {
  const letters = mime.replace('image/', '').toUpperCase()
  return letters === 'JPEG' ? 'JPG' : `${letters}   `.slice(0, 3)
}

export const encodeIdentifier = (owner: string, id: string): Uint8Array =>
  concat([fromLatin1(owner), Uint8Array.of(0), fromLatin1(id)])
