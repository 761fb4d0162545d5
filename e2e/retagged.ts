/** Tags as `TITLE: Ebb`: names of Vorbis comments. */
export type Tags = Readonly<Record<string, string>>

/** A FLAC file with these tags and no others, and without pictures. Written by none of the app's code. */
export function flacTagged(file: Buffer, tags: Tags): Buffer {
  const kept: Buffer[] = []
  let at = 4
  for (let last = false; !last; ) {
    const header = file.readUInt32BE(at)
    const end = at + 4 + (header & 0xff_ffff)
    last = header >>> 31 === 1
    // Stream info and seek table: what the sound needs.
    if ([0, 3].includes((header >>> 24) & 0x7f)) kept.push(file.subarray(at, end))
    at = end
  }
  const body = vorbisComment(tags)
  const blocks = [...kept, Buffer.concat([blockHeader(4, body.length), body])].map((block) =>
    Buffer.from(block),
  )
  blocks.forEach((block, index) => {
    block[0] = ((block[0] ?? 0) & 0x7f) | (index === blocks.length - 1 ? 0x80 : 0)
  })
  return Buffer.concat([file.subarray(0, 4), ...blocks, file.subarray(at)])
}

function blockHeader(type: number, length: number): Buffer {
  const header = Buffer.alloc(4)
  header.writeUInt32BE((type << 24) | length)
  return header
}

function vorbisComment(tags: Tags): Buffer {
  const sized = (text: string) => {
    const bytes = Buffer.from(text)
    const size = Buffer.alloc(4)
    size.writeUInt32LE(bytes.length)
    return Buffer.concat([size, bytes])
  }
  const comments = Object.entries(tags).map(([name, value]) => sized(`${name}=${value}`))
  const count = Buffer.alloc(4)
  count.writeUInt32LE(comments.length)
  return Buffer.concat([sized('by hand'), count, ...comments])
}

const frames: Readonly<Record<string, string>> = {
  TITLE: 'TIT2',
  ARTIST: 'TPE1',
  ALBUM: 'TALB',
  TRACKNUMBER: 'TRCK',
}

/** An MP3 file with an ID3v2.4 tag in UTF-8 of these and no other tag; with none at all for none. */
export function mp3Tagged(file: Buffer, tags: Tags): Buffer {
  const sound = file.subarray(endOfId3v2(file))
  const body = Buffer.concat(
    Object.entries(tags).map(([name, value]) => {
      const text = Buffer.concat([Buffer.from([3]), Buffer.from(value)])
      return Buffer.concat([
        Buffer.from(frames[name] ?? 'TXXX'),
        synchsafe(text.length),
        Buffer.alloc(2),
        text,
      ])
    }),
  )
  if (body.length === 0) return sound
  return Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), synchsafe(body.length), body, sound])
}

function endOfId3v2(file: Buffer): number {
  if (file.toString('latin1', 0, 3) !== 'ID3') return 0
  const [a = 0, b = 0, c = 0, d = 0] = file.subarray(6, 10)
  return 10 + (a << 21) + (b << 14) + (c << 7) + d
}

const synchsafe = (size: number): Buffer =>
  Buffer.from([(size >> 21) & 0x7f, (size >> 14) & 0x7f, (size >> 7) & 0x7f, size & 0x7f])
