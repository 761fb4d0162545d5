import { concat, fromLatin1, latin1 } from '../bytes'
import {
  decodeAll,
  decodeOne,
  type Encoding,
  encodeAll,
  encodeOne,
  encodingFor,
  isEncoding,
  terminator,
  textEnd,
} from './id3v2-text'

/**
 * How frames with a text encoding are laid out behind it: a digit is so many bytes, `l` ISO-8859-1 up to its NUL,
 * `s` a text up to its NUL, `t` texts to the end, `y` timed texts to the end, `r` the rest as it is.
 */
const layouts: Readonly<Record<string, string>> = {
  APIC: 'l1sr',
  COMM: '3st',
  COMR: 'l8l1sslr',
  GEOB: 'lssr',
  GRP1: 't',
  IPLS: 't',
  MVIN: 't',
  MVNM: 't',
  OWNE: 'l8t',
  SYLT: '311sy',
  TXXX: 'st',
  USER: '3t',
  USLT: '3st',
  WXXX: 'sr',
  XSOA: 't',
  XSOP: 't',
  XSOT: 't',
}

const layoutOf = (name: string): string | undefined =>
  Object.hasOwn(layouts, name) ? layouts[name] : name.startsWith('T') ? 't' : undefined

/** The content of a frame in an encoding that ID3v2.3 and 2.2 know; all else in it byte for byte. */
export function withEarlyEncoding(name: string, content: Uint8Array): Uint8Array {
  const from = content[0]
  const layout = layoutOf(name)
  if (layout === undefined || !isEncoding(from) || from < 2) return content
  const to = encodingFor(textsIn(content, layout, from).join(''), 3, undefined)
  return concat([
    Uint8Array.of(to),
    ...pieces(content, layout, from).map((piece) => recoded(piece, from, to)),
  ])
}

/** The content as it would be in UTF-8, so that frames which say the same in different encodings are the same. */
export function inOneEncoding(name: string, content: Uint8Array): Uint8Array {
  const from = content[0]
  const layout = layoutOf(name)
  if (layout === undefined || !isEncoding(from)) return content
  return concat([Uint8Array.of(3), ...pieces(content, layout, from).map((piece) => recoded(piece, from, 3))])
}

interface Piece {
  readonly kind: 'bytes' | 'text' | 'texts'
  readonly bytes: Uint8Array
}

function textsIn(content: Uint8Array, layout: string, encoding: Encoding): string[] {
  return pieces(content, layout, encoding)
    .filter(({ kind }) => kind !== 'bytes')
    .flatMap(({ bytes }) => decodeAll(bytes, encoding))
}

function pieces(content: Uint8Array, layout: string, encoding: Encoding): Piece[] {
  const found: Piece[] = []
  let at = 1
  const take = (kind: Piece['kind'], end: number) => {
    found.push({ kind, bytes: content.subarray(at, end) })
    at = end
  }
  const takeText = () => {
    const { end, next } = textEnd(content, at, encoding)
    take('text', end)
    at = next
  }
  for (const part of layout) {
    if (part === 'l') take('bytes', content.indexOf(0, at) < 0 ? content.length : content.indexOf(0, at) + 1)
    else if (part === 's') takeText()
    else if (part === 't') take('texts', content.length)
    else if (part === 'r') take('bytes', content.length)
    else if (part === 'y') {
      while (at < content.length) {
        takeText()
        take('bytes', Math.min(at + 4, content.length))
      }
    } else take('bytes', Math.min(at + Number(part), content.length))
  }
  return found
}

function recoded({ kind, bytes }: Piece, from: Encoding, to: Encoding): Uint8Array {
  if (kind === 'bytes') return bytes
  if (kind === 'texts') {
    const texts = decodeAll(bytes, from)
    // An empty text that is there stays there: some readers take a frame that ends too early for damaged.
    return texts.length === 0 && bytes.length > 0 ? terminator(to) : encodeAll(texts, to)
  }
  return concat([encodeOne(decodeOne(bytes, from, false), to), terminator(to)])
}

/** PIC's three letters as a MIME type and back; the rest of the frame is the same in APIC. */
export function longPicture(content: Uint8Array): Uint8Array {
  const letters = latin1(content.subarray(1, 4))
  const mime =
    letters === '-->'
      ? letters
      : letters.toUpperCase() === 'JPG'
        ? 'image/jpeg'
        : `image/${letters.trim().toLowerCase()}`
  return concat([content.subarray(0, 1), fromLatin1(`${mime}\0`), content.subarray(4)])
}

/** Undefined when the MIME type has no three letters that mean the same. */
export function shortPicture(content: Uint8Array): Uint8Array | undefined {
  const end = content.indexOf(0, 1)
  const mime = latin1(content.subarray(1, Math.max(1, end))).toLowerCase()
  const letters = mime === '-->' ? mime : (shortMimes[mime] ?? undefined)
  if (end < 0 || letters === undefined) return undefined
  return concat([content.subarray(0, 1), fromLatin1(letters), content.subarray(end + 1)])
}

const shortMimes: Readonly<Record<string, string>> = {
  'image/jpeg': 'JPG',
  'image/jpg': 'JPG',
  'image/png': 'PNG',
  'image/gif': 'GIF',
  'image/bmp': 'BMP',
}
