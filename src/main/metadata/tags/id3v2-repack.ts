import { concat, fromSyncsafe, fromUint32, syncsafe, uint32 } from '../bytes'
import { type FrameParts, inflate, partsOf } from './id3v2-content'
import { frameOf, type RawFrame } from './id3v2-frames'

/** Flags about editing lie one bit lower in ID3v2.4 (ID3v2.3 §3.3.1, ID3v2.4 §4.1.1). */
const statusFlags = (flags: number, from: 3 | 4, to: 3 | 4): number =>
  from === to
    ? flags & 0xff00
    : from === 3
      ? ((flags & 0xe000) >> 1) & 0x7000
      : ((flags & 0x7000) << 1) & 0xe000

const flag = {
  3: { group: 0x20, compressed: 0x80, encrypted: 0x40, length: 0 },
  4: { group: 0x40, compressed: 0x08, encrypted: 0x04, length: 0x01 },
} as const

/**
 * The frame for a tag of the other version, its content changed by `convert`. What is encrypted or does not unpack
 * goes over as it is, in the other version's wrapping. Undefined when the frame contradicts its own flags.
 */
export function repack(
  frame: RawFrame,
  from: 3 | 4,
  to: 3 | 4,
  convert: (content: Uint8Array) => Uint8Array,
): RawFrame | undefined {
  const parts = partsOf(frame, from)
  if (parts === undefined) return undefined
  const status = statusFlags(frame.flags, from, to)
  const plain = parts.method !== undefined ? undefined : parts.compressed ? inflate(parts.data) : parts.data
  if (plain === undefined) return rewrap(frame.id, parts, from, to, status)
  const content = convert(plain)
  if (parts.group === undefined) return frameOf(frame.id, status, content)
  return frameOf(frame.id, status | flag[to].group, concat([Uint8Array.of(parts.group), content]))
}

function rewrap(id: string, parts: FrameParts, from: 3 | 4, to: 3 | 4, status: number): RawFrame {
  const { group, method, compressed, length, data } = parts
  const bytes = length === undefined ? 0 : from === 3 ? uint32(length, 0) : syncsafe(length, 0)
  const needsLength = compressed || (to === 4 && length !== undefined)
  const size = needsLength ? [to === 3 ? fromUint32(bytes) : fromSyncsafe(bytes)] : []
  const methodByte = method === undefined ? [] : [Uint8Array.of(method)]
  const groupByte = group === undefined ? [] : [Uint8Array.of(group)]
  const front = to === 3 ? [...size, ...methodByte, ...groupByte] : [...groupByte, ...methodByte, ...size]
  const flags =
    status |
    (group === undefined ? 0 : flag[to].group) |
    (compressed ? flag[to].compressed : 0) |
    (method === undefined ? 0 : flag[to].encrypted) |
    (needsLength ? flag[to].length : 0)
  return frameOf(id, flags, concat([...front, data]))
}
