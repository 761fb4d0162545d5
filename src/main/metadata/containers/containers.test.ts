import { describe, expect, it } from 'vitest'
import { applyPlan } from '../../../shared/model'
import {
  concat,
  fromLatin1,
  fromUint24,
  fromUint32,
  fromUint32le,
  fromUtf8,
  uint32,
  uint32le,
} from '../bytes'
import { accessBytes } from '../file-access'
import type { MetadataPatch } from '../metadata'
import { MetadataReader } from '../reader'
import { fixture, holds } from '../testing/fixture'
import { MetadataWriter } from '../writer'
import { findFrame, mpegLength } from './mpeg-frame'
import { pageChecksum, pageEnd, readPage } from './ogg-pages'

const reader = new MetadataReader()
const writer = new MetadataWriter()

async function read(bytes: Uint8Array) {
  const outcome = await reader.readFrom(accessBytes(bytes), 'file')
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return outcome.metadata
}

async function save(bytes: Uint8Array, patch: MetadataPatch): Promise<Uint8Array> {
  const outcome = await writer.plan(accessBytes(bytes), patch, 'file')
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return applyPlan(bytes, outcome.plan)
}

async function reasonAgainst(bytes: Uint8Array): Promise<unknown> {
  const outcome = await writer.plan(accessBytes(bytes), { values: { title: ['Neu'] } }, 'file')
  return outcome.ok ? undefined : (outcome.problem.params['reason'] ?? outcome.problem.code)
}

const title = (text: string): MetadataPatch => ({ values: { title: [text] } })

const apeItem = (key: string, value: string) =>
  concat([fromUint32le(fromUtf8(value).length), fromUint32le(0), fromLatin1(`${key}\0`), fromUtf8(value)])

function apeTag(items: readonly Uint8Array[], withHeader = true): Uint8Array {
  const content = concat(items)
  const block = (flags: number) =>
    concat([
      fromLatin1('APETAGEX'),
      fromUint32le(2000),
      fromUint32le(content.length + 32),
      fromUint32le(items.length),
      fromUint32le(flags),
      new Uint8Array(8),
    ])
  const header = withHeader ? [block(0xa0000000)] : []
  return concat([...header, content, block(withHeader ? 0x80000000 : 0)])
}

const lyrics3 = fromLatin1('LYRICSBEGININD0000200000021LYRICS200')

describe('MPEG audio', () => {
  const sound = fixture('plain.mp3')
  const id3v1 = fixture('v23-v1.mp3').slice(-128)

  it('keeps an APEv2 tag in step, and its other items as they are', async () => {
    const cover = concat([
      fromUint32le(6),
      fromUint32le(2),
      fromLatin1('Cover Art (Front)\0'),
      fromLatin1('a\0data'),
    ])
    const ape = apeTag([apeItem('Title', 'Alt'), apeItem('ALBUM', 'Album'), cover])
    const original = concat([sound, ape, id3v1])
    expect((await read(original)).tagKinds).toEqual(['APEv2', 'ID3v1'])
    expect((await read(original)).values.album).toEqual(['Album'])
    const result = await save(original, title('Neu'))
    const metadata = await read(result)
    expect(metadata.tagKinds).toEqual(['ID3v2.4', 'APEv2', 'ID3v1'])
    expect(holds(result, apeItem('Title', 'Neu'))).toBe(true)
    expect(holds(result, cover)).toBe(true)
    const cleared = await save(result, { values: { title: [], album: [] } })
    expect((await read(cleared)).values.title).toBeUndefined()
  })

  it('finds tags behind the sound in any combination', async () => {
    for (const tail of [[apeTag([apeItem('Artist', 'A')], false)], [lyrics3], [lyrics3, id3v1], [id3v1]]) {
      const original = concat([sound, ...tail])
      const result = await save(original, title('Neu'))
      expect((await read(result)).values.title).toEqual(['Neu'])
      const outcome = await writer.plan(accessBytes(original), title('Neu'), 'file')
      expect(outcome.ok && outcome.plan.audio).toEqual([{ start: 0, end: sound.length }])
    }
  })

  it('refuses tags that it does not follow', async () => {
    const id3 = fixture('v24.mp3').slice(0, 300)
    const footer = concat([fromLatin1('3DI'), Uint8Array.of(4, 0, 0x10, 0, 0, 0, 0)])
    const atEnd = concat([fromLatin1('ID3'), Uint8Array.of(4, 0, 0x10, 0, 0, 0, 0), footer])
    expect(await reasonAgainst(concat([sound, atEnd]))).toBe('ID3v2 at the end')
    const two = concat([emptyId3(4), emptyId3(4), sound])
    expect(await reasonAgainst(two)).toBe('two ID3v2 tags')
    expect(await reasonAgainst(concat([emptyId3(2), sound]))).toBe('ID3v2.2')
    expect(await reasonAgainst(concat([emptyId3(7), sound]))).toBe('unknown ID3v2 version')
    expect(id3.length).toBe(300)
    const broken = apeTag([concat([fromUint32le(0xffff), fromUint32le(0), fromLatin1('Title\0x')])])
    expect(await reasonAgainst(concat([sound, broken]))).toBe('damaged APEv2')
  })

  const emptyId3 = (version: number) =>
    concat([fromLatin1('ID3'), Uint8Array.of(version, 0, 0, 0, 0, 0, 20), new Uint8Array(20)])

  it('takes the length from a Xing or VBRI header where there is one', () => {
    const access = accessBytes(fixture('v24.mp3'))
    const frame = findFrame(access, 0)
    if (frame === undefined) throw new Error('no frame')
    const { durationMs } = mpegLength(access, frame, access.size)
    expect(durationMs).toBeGreaterThan(500)
    expect(durationMs).toBeLessThan(620)
    const vbri = fixture('plain.mp3').slice()
    vbri.set(concat([fromLatin1('VBRI'), new Uint8Array(10), fromUint32(1000)]), 36)
    const first = findFrame(accessBytes(vbri), 0)
    if (first === undefined) throw new Error('no frame')
    expect(mpegLength(accessBytes(vbri), first, vbri.length).durationMs).toBeCloseTo((1000 * 1152) / 44.1, 0)
  })

  it('finds the sound behind rubbish', () => {
    const rubbish = new Uint8Array(500).fill(0xff, 100, 120)
    expect(findFrame(accessBytes(concat([rubbish, sound])), 0)?.at).toBe(500)
    expect(findFrame(accessBytes(rubbish), 0)).toBeUndefined()
  })
})

describe('FLAC', () => {
  const flac = fixture('tagged.flac')
  const block = (type: number, body: Uint8Array) =>
    concat([Uint8Array.of(type), fromUint24(body.length), body])
  /** The fixture with more blocks behind STREAMINFO. */
  const withBlocks = (...blocks: readonly Uint8Array[]) =>
    concat([flac.subarray(0, 42), ...blocks, flac.subarray(42)])

  it('keeps blocks that it does not know, and padding anywhere', async () => {
    const application = block(2, fromLatin1('testdata'))
    const seekTable = block(3, new Uint8Array(18).fill(9))
    const original = withBlocks(
      block(1, new Uint8Array(50)),
      application,
      seekTable,
      block(100, new Uint8Array(3)),
    )
    const result = Buffer.from(await save(original, title('x'.repeat(20_000))))
    for (const kept of [application, seekTable, block(100, new Uint8Array(3))]) {
      expect(holds(result, kept)).toBe(true)
    }
  })

  it('uses padding before it moves anything', async () => {
    const original = withBlocks(block(1, new Uint8Array(500)))
    expect(await save(original, title('x'.repeat(300)))).toHaveLength(original.length)
  })

  it('keeps an ID3v2 tag in front, and one at the end, in step', async () => {
    const id3 = fixture('v23-v1.mp3')
    const front = id3.subarray(0, 10 + uint32(concat([new Uint8Array(1), id3.subarray(7, 10)]), 0))
    expect(front.length).toBeGreaterThan(100)
    const sizeBytes = 10 + (((id3[7] ?? 0) << 14) | ((id3[8] ?? 0) << 7) | (id3[9] ?? 0))
    const original = concat([id3.subarray(0, sizeBytes), flac, id3.slice(-128)])
    const result = await save(original, title('Anders'))
    expect((await read(result)).format).toBe('flac')
    expect((await read(result)).values.title).toEqual(['Anders'])
    const text = Buffer.from(result).toString('latin1')
    expect(text.split('Anders')).toHaveLength(4)
    expect(text).not.toContain('Ein Titel')
  })

  it('refuses what is damaged or ambiguous', async () => {
    const comment = block(4, concat([fromUint32le(0), fromUint32le(0)]))
    expect(await reasonAgainst(withBlocks(comment))).toBe('two VORBIS_COMMENT blocks')
    const lying = concat([
      flac.subarray(0, 42),
      block(4, concat([fromUint32le(0), fromUint32le(0xffffffff)])),
    ])
    expect(await reasonAgainst(concat([lying, flac.subarray(42)]))).toBe('two VORBIS_COMMENT blocks')
    const onlyLying = concat([
      flac.subarray(0, 42),
      Uint8Array.of(0x84, 0, 0, 8),
      fromUint32le(0),
      fromUint32le(0xffffffff),
      Uint8Array.of(0xff, 0xf8, 0, 0),
    ])
    expect(await reasonAgainst(onlyLying)).toBe('damaged VORBIS_COMMENT')
    const wrongSize = flac.slice()
    wrongSize[45] = (wrongSize[45] ?? 0) + 1
    expect(await reasonAgainst(wrongSize)).toBeDefined()
  })
})

describe('Ogg', () => {
  const ogg = fixture('tagged.ogg')

  function pagesOf(bytes: Uint8Array) {
    const access = accessBytes(bytes)
    const pages = []
    for (let page = readPage(access, 0); page !== undefined; page = readPage(access, pageEnd(page)))
      pages.push(page)
    return pages
  }

  it('numbers the pages anew when there are more of them, each with its checksum', async () => {
    const result = await save(ogg, { values: { lyrics: ['x'.repeat(200_000)] } })
    const pages = pagesOf(result)
    expect(pages.length).toBeGreaterThan(pagesOf(ogg).length + 2)
    pages.forEach((page, index) => {
      expect(page.sequence).toBe(index)
      const bytes = result.subarray(page.at, pageEnd(page))
      expect(uint32le(bytes, 22)).toBe(pageChecksum(bytes))
    })
    expect(pageEnd(pages[pages.length - 1] ?? ({ at: 0, headerBytes: 0, bodyBytes: 0 } as never))).toBe(
      result.length,
    )
    const shrunk = await save(result, { values: { lyrics: [] } })
    expect(shrunk.length).toBe(result.length)
  })

  it('keeps granule positions and bodies of all pages of sound', async () => {
    const soundOf = (bytes: Uint8Array) =>
      pagesOf(bytes)
        .filter(({ granule }) => granule > 0n)
        .map((page) => [
          page.granule,
          Buffer.from(bytes.subarray(page.at + page.headerBytes, pageEnd(page))).toString('base64'),
        ])
    const result = await save(ogg, { values: { lyrics: ['x'.repeat(200_000)] } })
    expect(soundOf(result)).toEqual(soundOf(ogg))
  })

  it('keeps what Opus asks to keep behind the comments', async () => {
    const opus = fixture('tagged.opus')
    const result = await save(opus, title('Neu'))
    expect((await read(result)).format).toBe('opus')
  })

  it('refuses several streams in one file', async () => {
    const first = pagesOf(ogg)[0]
    if (first === undefined) throw new Error('no page')
    const other = ogg.slice(0, pageEnd(first))
    other.set([1, 2, 3, 4], 14)
    const multiplexed = concat([ogg.subarray(0, pageEnd(first)), other, ogg.subarray(pageEnd(first))])
    expect(await reasonAgainst(multiplexed)).toBe('several streams in one Ogg')
  })
})

describe('MP4', () => {
  const chunkOffsets = (bytes: Uint8Array) => {
    const at = Buffer.from(bytes).indexOf('stco') + 8
    return Array.from({ length: uint32(bytes, at) }, (_, index) => uint32(bytes, at + 4 + index * 4))
  }

  it('moves the positions of samples along when tags lie before them', async () => {
    const original = fixture('tags-first.m4a')
    const result = await save(original, title('x'.repeat(9000)))
    const moved = result.length - original.length
    expect(moved).toBeGreaterThan(9000)
    expect(chunkOffsets(result)).toEqual(chunkOffsets(original).map((offset) => offset + moved))
  })

  it('leaves the positions alone when tags lie behind the samples', async () => {
    const original = fixture('tagged.m4a')
    const result = await save(original, title('x'.repeat(9000)))
    expect(chunkOffsets(result)).toEqual(chunkOffsets(original))
  })

  it('follows sizes of 64 bits', async () => {
    const original = fixture('tagged.m4a')
    const mdat = Buffer.from(original).indexOf('mdat') - 4
    const size = uint32(original, mdat)
    const long = concat([
      original.subarray(0, mdat),
      fromUint32(1),
      fromLatin1('mdat'),
      fromUint32(0),
      fromUint32(size + 8),
      original.subarray(mdat + 8),
    ])
    expect((await read(await save(long, title('Neu')))).values.title).toEqual(['Neu'])
  })

  it('refuses structures whose positions it does not follow', async () => {
    const original = fixture('tagged.m4a')
    const box = (type: string) => concat([fromUint32(8), fromLatin1(type)])
    expect(await reasonAgainst(concat([original, box('sidx')]))).toBe('fragmented MP4')
    const moov = Buffer.from(original).indexOf('moov') - 4
    const secondMoov = original.subarray(moov, moov + uint32(original, moov))
    expect(await reasonAgainst(concat([original, secondMoov]))).toBe('two moov boxes')
  })

  it('says when the end is missing', async () => {
    const original = fixture('tags-first.m4a')
    const metadata = await read(original.subarray(0, original.length - 100))
    expect(metadata.readOnly?.code).toBe('metadata.truncated')
    expect(metadata.values.title).toEqual(['Ein Titel'])
  })
})

describe('WAV', () => {
  const wav = fixture('plain.wav')
  const chunk = (id: string, body: Uint8Array) =>
    concat([fromLatin1(id), fromUint32le(body.length), body, new Uint8Array(body.length % 2)])
  const withChunks = (...chunks: readonly Uint8Array[]) => {
    const result = concat([wav, ...chunks])
    result.set(fromUint32le(result.length - 8), 4)
    return result
  }

  it('keeps other chunks, also after one of odd length', async () => {
    const odd = chunk('odd ', new Uint8Array(7).fill(5))
    const bext = chunk('bext', new Uint8Array(602).fill(7))
    const result = Buffer.from(await save(withChunks(odd, bext), title('x'.repeat(5000))))
    expect(holds(result, odd)).toBe(true)
    expect(holds(result, bext)).toBe(true)
    expect(result.readUInt32LE(4)).toBe(result.length - 8)
  })

  it('adds the padding byte that a writer forgot at the end', async () => {
    const original = withChunks(chunk('odd ', new Uint8Array(7)).subarray(0, 15))
    const result = await save(original, title('Neu'))
    expect((await read(result)).values.title).toEqual(['Neu'])
  })

  it('keeps bytes behind the form', async () => {
    const rest = fromLatin1('something else')
    const result = await save(concat([wav, rest]), title('Neu'))
    expect(Buffer.from(result).subarray(-rest.length).toString()).toBe('something else')
  })

  it('refuses what is damaged or ambiguous', async () => {
    const info = chunk('LIST', fromLatin1('INFO'))
    expect(await reasonAgainst(withChunks(info, info))).toBe('the same tag twice')
    expect(await reasonAgainst(withChunks(chunk('id3 ', fromLatin1('rubbish'))))).toBe(
      'unreadable ID3v2 chunk',
    )
    const broken = chunk('LIST', concat([fromLatin1('INFOINAM'), fromUint32le(99)]))
    expect(await reasonAgainst(withChunks(broken))).toBe('damaged INFO chunk')
    expect(await reasonAgainst(withChunks(chunk('data', new Uint8Array(4))))).toBe('several data chunks')
    expect((await read(wav.subarray(0, wav.length - 50))).readOnly?.code).toBe('metadata.truncated')
  })
})
