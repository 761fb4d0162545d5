import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint32le } from './bytes'
import { accessBytes } from './file-access'
import { MetadataReader } from './reader'
import { sniff } from './sniff'
import { fixture, seededRandom } from './testing/fixture'
import { MetadataWriter } from './writer'

/** Three frames of MPEG-1 layer III, 128 kbit/s at 44.1 kHz: what a search for music believes. */
const frames = (): Uint8Array => {
  const frame = new Uint8Array(417)
  frame.set([0xff, 0xfb, 0x90, 0x00])
  return concat([frame, frame, frame, frame])
}

const riff = (form: string): string => `RIFF\x40\x20\0\0${form}`

const beginnings: readonly (readonly [string, string])[] = [
  ['GIF', 'GIF89a\x10\0\x10\0'],
  ['PNG', '\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR'],
  ['JPEG', '\xff\xd8\xff\xe0\0\x10JFIF\0'],
  ['WebP', riff('WEBPVP8 ')],
  ['BMP', 'BM\x40\x20\0\0\0\0\0\0\x36\0\0\0'],
  ['TIFF', 'II*\0\x08\0\0\0'],
  ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
  ['AVIF', '\0\0\0\x18ftypavif\0\0\0\0mif1avif'],
  ['JPEG XL', '\0\0\0\x0cJXL \r\n\x87\n'],
  ['PDF', '%PDF-1.7\n'],
  ['ZIP', 'PK\x03\x04\x14\0'],
  ['gzip', '\x1f\x8b\x08\0'],
  ['RAR', 'Rar!\x1a\x07\x01\0'],
  ['7z', '7z\xbc\xaf\x27\x1c\0\x04'],
  ['AVI', riff('AVI LIST')],
  ['MIDI', 'MThd\0\0\0\x06'],
  ['HTML', '<!DOCTYPE html>'],
  ['XML', '<?xml version="1.0"?>'],
]

describe('what is known to be no music', () => {
  it.each(beginnings)('is none and gets no tag, though frames seem to be in it: %s', async (_, beginning) => {
    const file = accessBytes(concat([fromLatin1(beginning), new Uint8Array(64), frames()]))
    const read = await new MetadataReader().readFrom(file, 'cover.mp3')
    expect(read).toMatchObject({ ok: false, problem: { code: 'metadata.notAudio' } })
    const planned = await new MetadataWriter().plan(file, { values: { title: ['x'] } }, 'cover.mp3')
    expect(planned).toMatchObject({ ok: false, problem: { code: 'metadata.notAudio' } })
  })

  it('is none behind an ID3v2 tag either', () => {
    const tag = fromLatin1('ID3\x04\0\0\0\0\0\x0a\0\0\0\0\0\0\0\0\0\0')
    expect(sniff(accessBytes(concat([tag, fromLatin1('GIF89a'), frames()])))).toBeUndefined()
  })

  it('is none when a text of UTF-16 begins like a frame of layer I', () => {
    const log = Uint8Array.of(0xff, 0xfe, ...Buffer.from('A log of a ripped disc, track 1 …', 'utf16le'))
    expect(sniff(accessBytes(log))).toBeUndefined()
  })

  it('is none when the bytes are those of chance', () => {
    const random = seededRandom(4)
    const chance = () => Uint8Array.from({ length: 4000 }, () => Math.floor(random() * 256))
    const found = Array.from({ length: 300 }, () => sniff(accessBytes(chance())))
    expect(found.filter((sniffed) => sniffed !== undefined)).toEqual([])
  })
})

describe('what is music still', () => {
  it('is an MP3 in RIFF', () => {
    const file = concat([fromLatin1('RIFF'), fromUint32le(1680), fromLatin1('RMP3data'), frames()])
    expect(sniff(accessBytes(file))?.kind).toBe('mpeg')
  })

  it('is an MP3 with rubbish in front', () => {
    expect(sniff(accessBytes(concat([new Uint8Array(300).fill(65), fixture('plain.mp3')])))?.kind).toBe(
      'mpeg',
    )
  })

  it('is an MP4 of any other brand', () => {
    expect(sniff(accessBytes(fixture('tagged.m4a')))?.kind).toBe('mp4')
  })
})
