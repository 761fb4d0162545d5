import type { Hash } from 'node:crypto'

/**
 * Feeds the packets of every stream of an Ogg file to a hash, but for those that hold tags: page headers change when
 * a comment grows over more pages, packets of sound never (RFC 3533 §6). Written for this judge alone, so that it
 * shares no fault with what it judges.
 */
export function hashOggSound(bytes: Uint8Array, hash: Hash): void {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const streams = new Map<number, { count: number; isFlac: boolean; open: Buffer[] }>()
  let at = 0
  while (at + 27 <= view.length && view.toString('latin1', at, at + 4) === 'OggS') {
    const serial = view.readUInt32LE(at + 14)
    const segments = view[at + 26] ?? 0
    const table = view.subarray(at + 27, at + 27 + segments)
    const stream = streams.get(serial) ?? { count: 0, isFlac: false, open: [] }
    streams.set(serial, stream)
    at += 27 + segments
    let from = at
    for (const size of table) {
      at += size
      if (size === 255) continue
      endPacket(stream, Buffer.concat([...stream.open, view.subarray(from, at)]), serial, hash)
      stream.open = []
      from = at
    }
    if (from < at) stream.open.push(view.subarray(from, at))
  }
}

function endPacket(
  stream: { count: number; isFlac: boolean },
  packet: Buffer,
  serial: number,
  hash: Hash,
): void {
  const index = stream.count++
  if (index === 0) stream.isFlac = packet.toString('latin1', 0, 5) === '\x7fFLAC'
  // The first packet of Ogg FLAC counts the header packets behind it, which padding may come to.
  const isTag = stream.isFlac ? packet[0] !== 0xff : index === 1
  if (!isTag) hash.update(`${serial} ${packet.length} `).update(packet)
}
