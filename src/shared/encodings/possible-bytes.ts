import type { Encoding } from './read-again'

const within = (byte: number | undefined, from: number, to: number): boolean =>
  byte !== undefined && byte >= from && byte <= to

/** How many bytes the character at `at` has; 0 when no character of the encoding begins with these bytes. */
type Length = (bytes: Uint8Array, at: number) => number

const twoBytes =
  (isLead: (byte: number) => boolean, isTrail: (byte: number) => boolean): Length =>
  (bytes, at) => {
    const trail = bytes[at + 1]
    return isLead(bytes[at] ?? 0) && trail !== undefined && isTrail(trail) ? 2 : 0
  }

const asianLead = (byte: number) => within(byte, 0x81, 0xfe)

const shiftJis = twoBytes(
  (byte) => within(byte, 0x81, 0x9f) || within(byte, 0xe0, 0xfc),
  (byte) => within(byte, 0x40, 0x7e) || within(byte, 0x80, 0xfc),
)

const lengths: { readonly [Name in Encoding]?: Length } = {
  'utf-8': (bytes, at) => {
    const lead = bytes[at] ?? 0
    const length = within(lead, 0xc2, 0xdf)
      ? 2
      : within(lead, 0xe0, 0xef)
        ? 3
        : within(lead, 0xf0, 0xf4)
          ? 4
          : 0
    for (let next = 1; next < length; next++) if (!within(bytes[at + next], 0x80, 0xbf)) return 0
    return length
  },
  gbk: twoBytes(asianLead, (byte) => within(byte, 0x40, 0x7e) || within(byte, 0x80, 0xfe)),
  big5: twoBytes(asianLead, (byte) => within(byte, 0x40, 0x7e) || within(byte, 0xa1, 0xfe)),
  'euc-kr': twoBytes(asianLead, (byte) => within(byte, 0x41, 0xfe)),
  shift_jis: (bytes, at) => (within(bytes[at], 0xa1, 0xdf) ? 1 : shiftJis(bytes, at)),
}

/**
 * Whether these bytes have the shape of text in this encoding: a glance that spares most texts of a library a
 * decoder that throws.
 */
export function isPossible(bytes: Uint8Array, encoding: Encoding): boolean {
  const lengthAt = lengths[encoding]
  if (lengthAt === undefined) return true
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at] ?? 0) < 0x80 ? 1 : lengthAt(bytes, at)
    if (length === 0) return false
    at += length
  }
  return true
}
