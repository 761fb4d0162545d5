import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fingerprint } from './fingerprint'
import { flacPiece, withoutFlacTags } from './flac-sound'
import { pathInRepository, saidByFpcalc } from './testing/said-by-fpcalc'
import { sourceOf } from './testing/source-of'

const tracks = Object.keys(saidByFpcalc.fingerprints).filter((path) => path.endsWith('.flac'))
const flac = new Uint8Array(readFileSync(pathInRepository(tracks[0] ?? '')))
const afterStreamInfo = 42

/** The track with a picture of so many bytes before its other tags. */
function withPicture(length: number): Uint8Array {
  const head = Buffer.alloc(4)
  head.writeUInt32BE((6 << 24) | length)
  const parts = [
    flac.subarray(0, afterStreamInfo),
    head,
    Buffer.alloc(length, 7),
    flac.subarray(afterStreamInfo),
  ]
  return new Uint8Array(Buffer.concat(parts))
}

/** All bytes of a source, read in pieces. */
function read({ bytes, start }: ReturnType<typeof sourceOf>, atOnce: number): Uint8Array {
  const pieces: Uint8Array[] = []
  for (let at = start; at < bytes.size; at += atOnce) pieces.push(bytes.read(at, atOnce))
  return new Uint8Array(Buffer.concat(pieces))
}

describe('a FLAC without its tags', () => {
  it('is its first block and its sound, whatever else was in it', () => {
    const bare = read(withoutFlacTags(sourceOf(flac, 'flac')), 4096)
    expect(bare.length).toBeLessThan(flac.length)
    expect(bare[4]).toBe(0x80)
    expect(bare.subarray(5, afterStreamInfo)).toEqual(flac.subarray(5, afterStreamInfo))
    const sound = bare.subarray(afterStreamInfo)
    expect(sound).toEqual(flac.subarray(flac.length - sound.length))
    for (const atOnce of [10, 50, 4096]) {
      expect(read(withoutFlacTags(sourceOf(withPicture(100_000), 'flac')), atOnce)).toEqual(bare)
    }
  })

  it('sounds the same, also behind a tag in front', async () => {
    const plain = await fingerprint(sourceOf(flac, 'flac'))
    const behind = new Uint8Array(Buffer.concat([Buffer.alloc(3000), withPicture(2_000_000)]))
    expect(await fingerprint(sourceOf(behind, 'flac', 3000))).toEqual(plain)
  })

  it.each([
    ['nothing behind its blocks', flac.subarray(0, 60)],
    ['another block in front', Uint8Array.from(flac, (byte, at) => (at === 4 ? 4 : byte))],
    ['only its name', flac.subarray(0, 4)],
  ])('is left as it is with %s', (_, bytes) => {
    const source = sourceOf(bytes, 'flac')
    expect(withoutFlacTags(source)).toBe(source)
  })
})

describe('a piece of FLAC', () => {
  // STREAMINFO: 20 bits of sample rate, 36 bits of samples.
  const lengthMs = (bytes: Uint8Array): number => {
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    return Math.round((view.getUint32(22) / (view.getUint32(18) >>> 12)) * 1000)
  }

  it.each(tracks)('never ends so that the end of the sound is lost: %s', async (path) => {
    const bytes = new Uint8Array(readFileSync(pathInRepository(path)))
    expect((await fingerprint(sourceOf(bytes, 'flac'))).heardMs).toBe(lengthMs(bytes))
  })

  it('ends before a header that it would end in', () => {
    const bytes = new Uint8Array(100)
    bytes.set([0xff, 0xf8], 60)
    expect(flacPiece(sourceOf(bytes, 'flac').bytes, 0, 61)).toEqual(bytes.subarray(0, 60))
    expect(flacPiece(sourceOf(bytes, 'flac').bytes, 0, 70)).toEqual(bytes.subarray(0, 60))
    expect(flacPiece(sourceOf(bytes, 'flac').bytes, 0, 90)).toEqual(bytes.subarray(0, 90))
    expect(flacPiece(sourceOf(bytes, 'flac').bytes, 50, 61)).toEqual(bytes.subarray(50))
  })
})
