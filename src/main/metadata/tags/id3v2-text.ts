import { concat, fitsLatin1, fromLatin1, fromUtf8, latin1, utf8 } from '../bytes'

/** Text encodings of ID3v2.4 §4: ISO-8859-1, UTF-16 with BOM, UTF-16BE, UTF-8. */
type Encoding = 0 | 1 | 2 | 3

const isEncoding = (value: number | undefined): value is Encoding =>
  value === 0 || value === 1 || value === 2 || value === 3

const isWide = (encoding: Encoding): boolean => encoding === 1 || encoding === 2

/** Where a text ends: at its NUL, which has two bytes in UTF-16. `next` is behind the NUL. */
function textEnd(bytes: Uint8Array, from: number, encoding: Encoding): { end: number; next: number } {
  if (!isWide(encoding)) {
    const end = bytes.indexOf(0, from)
    return end < 0 ? { end: bytes.length, next: bytes.length } : { end, next: end + 1 }
  }
  for (let at = from; at + 1 < bytes.length; at += 2) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) return { end: at, next: at + 2 }
  }
  return { end: bytes.length, next: bytes.length }
}

const utf16le = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength & ~1).toString('utf16le')

function utf16be(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le')
}

function decodeOne(bytes: Uint8Array, encoding: Encoding, bigEndian: boolean): string {
  switch (encoding) {
    case 0:
      return latin1(bytes)
    case 3:
      return utf8(bytes)
    case 2:
      return utf16be(bytes)
    case 1:
      if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16le(bytes.subarray(2))
      if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16be(bytes.subarray(2))
      // Writers that put one byte order mark for all values of a frame: the others follow the first.
      return bigEndian ? utf16be(bytes) : utf16le(bytes)
  }
}

/** All NUL-separated texts of `bytes`; trailing empty ones, mere terminators, are left out. */
function decodeAll(bytes: Uint8Array, encoding: Encoding): string[] {
  const texts: string[] = []
  const bigEndian = bytes[0] === 0xfe && bytes[1] === 0xff
  for (let at = 0; at < bytes.length; ) {
    const { end, next } = textEnd(bytes, at, encoding)
    texts.push(decodeOne(bytes.subarray(at, end), encoding, bigEndian))
    at = next
  }
  while (texts.length > 0 && texts[texts.length - 1] === '') texts.pop()
  return texts
}

/** A text frame (§4.2): encoding and texts. Undefined when the encoding is none. */
export function decodeTexts(body: Uint8Array): string[] | undefined {
  const encoding = body[0]
  return isEncoding(encoding) ? decodeAll(body.subarray(1), encoding) : undefined
}

/** TXXX (§4.2.6): encoding, description, texts. */
export function decodeUserText(body: Uint8Array): { description: string; texts: string[] } | undefined {
  const encoding = body[0]
  if (!isEncoding(encoding)) return undefined
  const { end, next } = textEnd(body, 1, encoding)
  return {
    description: decodeOne(body.subarray(1, end), encoding, false),
    texts: decodeAll(body.subarray(next), encoding),
  }
}

/** COMM and USLT (§4.8, §4.10): encoding, language, description, one text. */
export function decodeComment(
  body: Uint8Array,
): { language: string; description: string; text: string } | undefined {
  const encoding = body[0]
  if (!isEncoding(encoding) || body.length < 5) return undefined
  const { end, next } = textEnd(body, 4, encoding)
  return {
    language: latin1(body.subarray(1, 4)),
    description: decodeOne(body.subarray(4, end), encoding, false),
    text: decodeAll(body.subarray(next), encoding).join('\n'),
  }
}

export interface AttachedPicture {
  readonly mime: string
  readonly type: number
  readonly description: string
  readonly bytes: Uint8Array
}

/** APIC (§4.14), and PIC of ID3v2.2 (§4.15), which has three letters for the type of picture. */
export function decodePicture(body: Uint8Array, version: 2 | 3 | 4): AttachedPicture | undefined {
  const encoding = body[0]
  if (!isEncoding(encoding)) return undefined
  const mimeEnd = version === 2 ? 4 : body.indexOf(0, 1)
  if (mimeEnd < 0 || mimeEnd + 1 >= body.length) return undefined
  const mime = latin1(body.subarray(1, mimeEnd))
  // The picture is elsewhere, and only its address is here.
  if (mime === '-->') return undefined
  const typeAt = version === 2 ? mimeEnd : mimeEnd + 1
  const { end, next } = textEnd(body, typeAt + 1, encoding)
  return {
    mime: version === 2 ? `image/${mime.toLowerCase()}` : mime,
    type: body[typeAt] ?? 0,
    description: decodeOne(body.subarray(typeAt + 1, end), encoding, false),
    bytes: body.subarray(next),
  }
}

/** UFID (§4.1): owner and up to 64 bytes, in practice always text. */
export function decodeIdentifier(body: Uint8Array): { owner: string; id: string } | undefined {
  const end = body.indexOf(0)
  return end < 0
    ? undefined
    : { owner: latin1(body.subarray(0, end)), id: latin1(body.subarray(end + 1)).replace(/\0+$/, '') }
}

/**
 * The encoding for new text. ID3v2.4 has UTF-8. ID3v2.3 does not: plain ASCII goes out as ISO-8859-1, which every
 * player reads, the rest as UTF-16, since ISO-8859-1 is so often read as the system's code page.
 */
const encodingFor = (text: string, version: 3 | 4): 0 | 1 | 3 =>
  version === 4 ? 3 : /^[\0-\x7f]*$/.test(text) ? 0 : 1

function encodeOne(text: string, encoding: 0 | 1 | 3): Uint8Array {
  if (encoding === 3) return fromUtf8(text)
  if (encoding === 0) return fromLatin1(text)
  return concat([Uint8Array.of(0xff, 0xfe), Buffer.from(text, 'utf16le')])
}

const terminator = (encoding: 0 | 1 | 3): Uint8Array => new Uint8Array(encoding === 1 ? 2 : 1)

/** Texts with NULs between them: what ID3v2.4 asks for, and what readers of ID3v2.3 understand at least half. */
function encodeAll(texts: readonly string[], encoding: 0 | 1 | 3): Uint8Array {
  return concat(
    texts.flatMap((text, index) =>
      index === 0 ? [encodeOne(text, encoding)] : [terminator(encoding), encodeOne(text, encoding)],
    ),
  )
}

export function encodeTexts(texts: readonly string[], version: 3 | 4): Uint8Array {
  const encoding = encodingFor(texts.join(''), version)
  return concat([Uint8Array.of(encoding), encodeAll(texts, encoding)])
}

export function encodeUserText(description: string, texts: readonly string[], version: 3 | 4): Uint8Array {
  const encoding = encodingFor(description + texts.join(''), version)
  return concat([
    Uint8Array.of(encoding),
    encodeOne(description, encoding),
    terminator(encoding),
    encodeAll(texts, encoding),
  ])
}

export function encodeComment(language: string, text: string, version: 3 | 4): Uint8Array {
  const encoding = encodingFor(text, version)
  return concat([
    Uint8Array.of(encoding),
    fromLatin1(language),
    encodeOne('', encoding),
    terminator(encoding),
    encodeOne(text, encoding),
  ])
}

export function encodePicture(picture: AttachedPicture, version: 3 | 4): Uint8Array {
  const encoding = encodingFor(picture.description, version)
  return concat([
    Uint8Array.of(encoding),
    fromLatin1(fitsLatin1(picture.mime) ? picture.mime : ''),
    Uint8Array.of(0, picture.type),
    encodeOne(picture.description, encoding),
    terminator(encoding),
    picture.bytes,
  ])
}

export const encodeIdentifier = (owner: string, id: string): Uint8Array =>
  concat([fromLatin1(owner), Uint8Array.of(0), fromLatin1(id)])
