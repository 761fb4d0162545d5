import { concat, fromLatin1, fromUint32le, fromUtf8 } from '../bytes'

/** One item as the APEv2 specification has it; a text, or the bytes of a value with its flags. */
export function apeItem(key: string, value: string | Uint8Array, flags = 0): Uint8Array {
  const bytes = typeof value === 'string' ? fromUtf8(value) : value
  return concat([fromUint32le(bytes.length), fromUint32le(flags), fromLatin1(`${key}\0`), bytes])
}

export const binary = 2
export const external = 4

interface ApeTagShape {
  /** 2000, or 1000 for APEv1, which has no header. */
  readonly version?: number
  readonly hasHeader?: boolean
  /** What the footer claims, where it does not tell the truth. */
  readonly count?: number
  readonly size?: number
  /** Bytes between the last item and the footer. */
  readonly rest?: Uint8Array
}

export function apeTag(
  items: readonly Uint8Array[],
  {
    version = 2000,
    hasHeader = version !== 1000,
    count = items.length,
    size,
    rest = new Uint8Array(),
  }: ApeTagShape = {},
): Uint8Array {
  const content = concat([...items, rest])
  const block = (flags: number) =>
    concat([
      fromLatin1('APETAGEX'),
      fromUint32le(version),
      fromUint32le(size ?? content.length + 32),
      fromUint32le(count),
      fromUint32le(flags),
      new Uint8Array(8),
    ])
  const header = hasHeader ? [block(0xa0000000)] : []
  return concat([...header, content, block(hasHeader ? 0x80000000 : 0)])
}

/** ID3v1.1: title and track number, the rest empty. */
export function id3v1(title: string, track: number): Uint8Array {
  const tag = new Uint8Array(128)
  tag.set(fromLatin1(`TAG${title}`))
  tag[126] = track
  tag[127] = 255
  return tag
}

/** Picture bytes of any size that begin like a JPEG. */
export function jpegOf(sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes).fill(7)
  bytes.set([0xff, 0xd8, 0xff, 0xd9])
  return bytes
}
