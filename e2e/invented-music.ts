import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InventedAlbum } from './musicbrainz/invented'

/** Enough for silence. */
const samplesPerSecond = 1000

/** Writes an album as a folder of silent WAV files below `parent`, tagged as it is. Answers the folder. */
export function writeAlbum(
  parent: string,
  { title, artist, tracks }: Omit<InventedAlbum, 'release'>,
): string {
  const folder = join(parent, `${artist} - ${title}`.replaceAll('/', '-'))
  mkdirSync(folder, { recursive: true })
  for (const [index, track] of tracks.entries()) {
    const number = String(index + 1)
    const tags = { INAM: track.title, IART: artist, IPRD: title, ITRK: number }
    writeFileSync(
      join(folder, `${number.padStart(2, '0')} ${track.title || 'Track'}.wav`),
      silence(track.lengthMs, tags),
    )
  }
  return folder
}

/** Eight-bit mono, with what is not empty of these tags as RIFF INFO. */
function silence(lengthMs: number, tags: Readonly<Record<string, string>>): Buffer {
  const format = Buffer.alloc(16)
  format.writeUInt16LE(1, 0)
  format.writeUInt16LE(1, 2)
  format.writeUInt32LE(samplesPerSecond, 4)
  format.writeUInt32LE(samplesPerSecond, 8)
  format.writeUInt16LE(1, 12)
  format.writeUInt16LE(8, 14)
  const samples = Buffer.alloc(Math.round((lengthMs * samplesPerSecond) / 1000), 0x80)
  const info = Object.entries(tags)
    .filter(([, text]) => text !== '')
    .map(([id, text]) => chunk(id, Buffer.from(`${text}\0`)))
  const parts = [
    chunk('fmt ', format),
    ...(info.length === 0 ? [] : [chunk('LIST', Buffer.concat([Buffer.from('INFO'), ...info]))]),
    chunk('data', samples),
  ]
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...parts]))
}

function chunk(id: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(id, 'latin1')
  head.writeUInt32LE(body.byteLength, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.byteLength % 2)])
}
