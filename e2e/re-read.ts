import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseFile } from 'music-metadata'

/** What a file holds, read outside the app and by none of its code. */
export interface ReRead {
  readonly title: string | undefined
  readonly artist: string | undefined
  readonly album: string | undefined
  readonly albumArtist: string | undefined
  readonly track: number | null
  readonly date: string | undefined
  readonly genre: readonly string[]
  readonly pictures: number
  /** SHA-256 of the encoded sound alone: what no edit may change. */
  readonly audio: string
}

export async function reRead(path: string): Promise<ReRead> {
  const { common } = await parseFile(path, { duration: false })
  return {
    title: common.title,
    artist: common.artist,
    album: common.album,
    albumArtist: common.albumartist,
    track: common.track.no,
    date: common.date ?? common.year?.toString(),
    genre: common.genre ?? [],
    pictures: common.picture?.length ?? 0,
    audio: audioHash(readFileSync(path)),
  }
}

/** Hash of the encoded sound in the six formats that the app writes. */
export function audioHash(file: Buffer): string {
  const hash = createHash('sha256')
  for (const part of audioParts(file)) hash.update(part)
  return hash.digest('hex')
}

function audioParts(file: Buffer): Buffer[] {
  const magic = file.toString('latin1', 0, 4)
  if (magic === 'fLaC') return [file.subarray(endOfFlacBlocks(file))]
  if (magic === 'OggS') return oggAudioPackets(file)
  if (magic === 'RIFF') return riffData(file)
  if (file.toString('latin1', 4, 8) === 'ftyp') return mp4Data(file)
  return [file.subarray(endOfId3v2(file), startOfId3v1(file))]
}

function endOfId3v2(file: Buffer): number {
  if (file.toString('latin1', 0, 3) !== 'ID3') return 0
  const [a = 0, b = 0, c = 0, d = 0] = file.subarray(6, 10)
  return 10 + (a << 21) + (b << 14) + (c << 7) + d
}

const startOfId3v1 = (file: Buffer): number =>
  file.toString('latin1', file.length - 128, file.length - 125) === 'TAG' ? file.length - 128 : file.length

function endOfFlacBlocks(file: Buffer): number {
  let at = 4
  for (;;) {
    const header = file.readUInt32BE(at)
    at += 4 + (header & 0xffffff)
    if (header >>> 31 === 1) return at
  }
}

function riffData(file: Buffer): Buffer[] {
  for (let at = 12; at + 8 <= file.length; ) {
    const size = file.readUInt32LE(at + 4)
    if (file.toString('latin1', at, at + 4) === 'data') return [file.subarray(at + 8, at + 8 + size)]
    at += 8 + size + (size % 2)
  }
  return []
}

function mp4Data(file: Buffer): Buffer[] {
  const parts: Buffer[] = []
  for (let at = 0; at + 8 <= file.length; ) {
    const size = file.readUInt32BE(at)
    if (file.toString('latin1', at + 4, at + 8) === 'mdat') parts.push(file.subarray(at + 8, at + size))
    at += Math.max(8, size)
  }
  return parts
}

/** Packets behind the header packets, whatever pages they lie on: two for Opus, three for Vorbis. */
function oggAudioPackets(file: Buffer): Buffer[] {
  const packets: Buffer[] = []
  let pending: Buffer[] = []
  for (let at = 0; at + 27 <= file.length; ) {
    const segments = file[at + 26] ?? 0
    let body = at + 27 + segments
    for (let segment = 0; segment < segments; segment++) {
      const size = file[at + 27 + segment] ?? 0
      pending.push(file.subarray(body, body + size))
      body += size
      if (size < 255) {
        packets.push(Buffer.concat(pending))
        pending = []
      }
    }
    at = body
  }
  const headers = packets[0]?.toString('latin1', 0, 8) === 'OpusHead' ? 2 : 3
  return packets.slice(headers)
}
