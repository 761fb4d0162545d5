// What goes wrong elsewhere (formats.md, section 2), and must not here. Most traps are caught beside the module that
// they lie in; those that no other spec would catch are here. docs/metadata.md lists which test catches which.
import { describe, expect, it } from 'vitest'
import { applyPlan, type FieldName, type FieldValues } from '../../shared/model'
import { concat, fromLatin1, fromUint32, fromUint32le, uint32 } from './bytes'
import { riffChunks } from './containers/chunks'
import { accessBytes } from './file-access'
import type { MetadataPatch } from './metadata'
import { describePicture } from './pictures'
import { musicMetadataOpinion } from './second-opinion'
import { frame23, frame24, tagBytes, text, utf16 } from './tags/id3v2-testing'
import { chunk, form } from './testing/chunk-files'
import { fixture, holds } from './testing/fixture'
import { monkeysAudio } from './testing/rare-formats'
import { read } from './testing/round-trip'
import { MetadataWriter } from './writer'

const writer = new MetadataWriter()

async function save(
  bytes: Uint8Array,
  values: FieldValues,
  pictures?: MetadataPatch['pictures'],
): Promise<Uint8Array> {
  const patch = pictures === undefined ? { values } : { values, pictures }
  const outcome = await writer.plan(accessBytes(bytes), patch, 'file')
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return applyPlan(bytes, outcome.plan)
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const sound = fixture('plain.mp3')
const mp3 = (version: 3 | 4, ...frames: readonly Uint8Array[]) => concat([tagBytes(version, frames), sound])

describe('a save that fails half-way (A5)', () => {
  it('is not caused by frames that nobody edited, empty ones included: they stay', async () => {
    const odd = [
      frame23('TXXX', new Uint8Array(0)),
      frame23('COMM', Uint8Array.of(0)),
      frame23('APIC', Uint8Array.of(0, 0x69)),
      frame23('USLT', Uint8Array.of(9, 9, 9, 9)),
      frame23('WXXX', Uint8Array.of(1)),
    ]
    const result = await save(mp3(3, ...odd, frame23('TIT2', text('Alt'))), { title: ['Neu'] })
    for (const frame of odd) expect(holds(result, frame)).toBe(true)
    expect((await read(result)).values.title).toEqual(['Neu'])
  })
})

describe('Ogg (A6)', () => {
  it('grows by one splice, however far everything behind must move', async () => {
    const original = fixture('tagged.ogg')
    for (const length of [1, 19, 6000]) {
      const outcome = await writer.plan(
        accessBytes(original),
        { values: { comment: ['x'.repeat(length)] } },
        'file',
      )
      expect(outcome).toMatchObject({ ok: true })
      if (outcome.ok) expect(outcome.plan.splices.length).toBeLessThan(40)
    }
  })

  it('gets no framing byte behind the comments of Opus', async () => {
    const result = latin1(await save(fixture('tagged.opus'), { title: ['Neu'], comment: [] }))
    const at = result.indexOf('OpusTags')
    const bytes = Buffer.from(result, 'latin1')
    let end = at + 8 + 4 + bytes.readUInt32LE(at + 8)
    const count = bytes.readUInt32LE(end)
    end += 4
    for (let index = 0; index < count; index++) end += 4 + bytes.readUInt32LE(end)
    // Room of zeros, or the next page: never the 1 of Vorbis.
    expect([0, 0x4f]).toContain(bytes[end])
  })
})

describe('errors of music-metadata (A8)', () => {
  it('of any type are an answer, not a crash', async () => {
    for (const name of ['v24.mp3', 'tagged.flac', 'tagged.m4a', 'tagged.wma', 'flat.mka', 'tagged.wv']) {
      const whole = fixture(name)
      for (const part of [0.02, 0.1, 0.3, 0.6]) {
        const access = accessBytes(whole.subarray(0, Math.floor(whole.length * part)))
        for (const kind of ['mpeg', 'flac', 'mp4', 'asf', 'matroska', 'wavpack'] as const) {
          const opinion = await musicMetadataOpinion.read(access, kind, name)
          expect(opinion === undefined || typeof opinion === 'object').toBe(true)
        }
      }
    }
  })
})

describe('ID3v2 frames that others drop (B2, B15)', () => {
  const kept = [
    frame23('TSOP', text('Sort')),
    frame23('TSOA', text('Sort')),
    frame23('RVAD', new Uint8Array(10).fill(3)),
    frame23('IPLS', text('engineer\0Somebody')),
    frame23('PRIV', fromLatin1('owner\0data')),
    frame23('GEOB', fromLatin1('\0application/x\0name\0Serato\0data')),
    frame23('UFID', fromLatin1('http://example.org\0id')),
    frame23('PCNT', fromUint32(7)),
    frame23('MCDI', new Uint8Array(20).fill(1)),
    frame23('ETCO', Uint8Array.of(2, 3, 0, 0, 0, 9)),
    frame23('AENC', fromLatin1('owner\0\0\0\0\0')),
    frame23('OWNE', fromLatin1('\0EUR1\x0020200101seller')),
    frame23('CHAP', fromLatin1('c1\0................')),
    frame23('CTOC', fromLatin1('toc\0\x03\x01c1\0')),
    frame23('XYZW', fromLatin1('nobody knows')),
    frame23('TXXX', utf16('Größe\0日本')),
  ]
  const kept4 = [
    frame24('TMCL', text('guitar\0Somebody')),
    frame24('RVA2', fromLatin1('track\0\x01\xff\x00\x10\x00\x00')),
    frame24('ASPI', new Uint8Array(12).fill(2)),
    frame24('SEEK', fromUint32(100)),
    frame24('SIGN', Uint8Array.of(1, 2, 3)),
  ]

  it.each([[3, kept, frame23] as const, [4, kept4, frame24] as const])(
    'stay byte for byte in ID3v2.%i',
    async (version, frames, frame) => {
      const original = mp3(version, ...frames, frame('TIT2', text('Alt')))
      const result = await save(original, { title: ['x'.repeat(3000)], genre: ['a'], comment: ['b'] })
      for (const each of frames) expect(holds(result, each), latin1(each.subarray(0, 4))).toBe(true)
    },
  )
})

describe('text of ID3v2.3 that nobody edited (B4)', () => {
  it('keeps genres, several artists and slashes as they are', async () => {
    const frames = [
      frame23('TCON', text('Rock/Foo')),
      frame23('TPE1', text('AC/DC')),
      frame23('TCOM', text('A\0B')),
    ]
    const result = await save(mp3(3, ...frames, frame23('TIT2', text('Alt'))), { title: ['Neu'] })
    for (const frame of frames) expect(holds(result, frame)).toBe(true)
    expect((await read(await save(result, { artist: ['AC/DC', 'B; C'] }))).values.artist).toEqual([
      'AC/DC',
      'B; C',
    ])
    expect(latin1(await save(result, { genre: ['Rock'] }))).not.toContain('(17)')
  })
})

describe('WAV (B6)', () => {
  const part = (id: string, value: string) => chunk(riffChunks, id, `${value}\0`)
  const format = concat([
    Uint8Array.of(1, 0, 1, 0),
    fromUint32le(8000),
    fromUint32le(16000),
    Uint8Array.of(2, 0, 16, 0),
  ])
  const info = chunk(
    riffChunks,
    'LIST',
    concat([fromLatin1('INFO'), part('INAM', 'full'), part('IART', 'artist')]),
  )
  const wav = form(
    { format: riffChunks, magic: 'RIFF', type: 'WAVE' },
    chunk(riffChunks, 'fmt ', format),
    info,
    chunk(riffChunks, 'data', new Uint8Array(400).fill(5)),
  )

  it('has no chunks of DivX put into it, and no second title', async () => {
    const result = latin1(await save(wav, { title: ['Neu'], artist: ['B'] }))
    for (const id of ['IDVX', 'LISTMID ', 'MID ', 'TITL']) expect(result).not.toContain(id)
    expect(result.split('INAM')).toHaveLength(2)
    expect(result).toContain(`INAM${latin1(fromUint32le(4))}Neu\0`)
  })

  it('says the artist as artist, without the zero at its end', async () => {
    const { values } = await read(wav)
    expect(values).toEqual({ title: ['full'], artist: ['artist'] })
  })
})

describe('clearing a field (B8)', () => {
  const all: FieldValues = {
    title: ['a'],
    date: ['1999-04-03'],
    comment: ['c'],
    lyrics: ['d'],
    artistId: ['e'],
    recordingId: ['0b1b2c3d-aaaa'],
    track: ['1'],
    compilation: ['1'],
  }

  it.each(['v23-v1.mp3', 'v24.mp3', 'tagged.flac', 'tagged.m4a', 'plain.wma', 'plain.wv', 'flat.mka'])(
    'leaves nothing of it in %s: no empty text, no 0, no value behind the first',
    async (name) => {
      const full = await save(fixture(name), { ...all, artist: ['x', 'y', 'z'] })
      const none = Object.fromEntries(Object.keys((await read(full)).values).map((field) => [field, []]))
      const { values, tags } = await read(await save(full, none))
      expect(values).toEqual({})
      for (const tag of tags) expect(tag.values).toEqual({})
    },
  )

  it('takes one comment away and keeps those of iTunes and of other languages', async () => {
    const comment = (language: string, description: string, value: string) =>
      frame23('COMM', fromLatin1(`\0${language}${description}\0${value}`))
    const others = [
      comment('eng', 'iTunNORM', ' 0000'),
      comment('eng', 'iTunSMPB', ' 0001'),
      comment('deu', 'Notiz', 'ja'),
    ]
    const result = await save(mp3(3, comment('eng', '', 'mine'), ...others), { comment: [] })
    for (const other of others) expect(holds(result, other)).toBe(true)
    expect((await read(result)).values.comment).toBeUndefined()
  })
})

describe('names that peers read (B9)', () => {
  const values: FieldValues = {
    label: ['L1'],
    bpm: ['120'],
    key: ['Am'],
    remixer: ['R1'],
    isrc: ['DEA010000001'],
    albumArtistId: ['0b1b2c3d-bbbb'],
    compilation: ['1'],
    replayGainTrackGain: ['-6.50 dB'],
  }
  const utf16le = (value: string) => latin1(new Uint8Array(Buffer.from(value, 'utf16le')))

  it.each<readonly [string, () => Uint8Array, readonly string[], readonly string[]]>([
    [
      'FLAC',
      () => fixture('plain.flac'),
      ['LABEL=L1', 'BPM=120', 'KEY=Am', 'REMIXER=R1'],
      ['ORGANIZATION', 'TEMPO', 'INITIALKEY', 'REMIXEDBY'],
    ],
    [
      'MP4',
      () => fixture('mp4-untagged.m4a'),
      ['LABEL', 'tmpo', 'initialkey', 'REMIXER', 'ISRC', 'cpil', 'MusicBrainz Album Artist Id'],
      ['publisher', 'REMIXEDBY'],
    ],
    [
      'Monkey’s Audio',
      monkeysAudio,
      ['Label\0L1', 'BPM\x00120', 'KEY\0Am', 'MixArtist\0R1', 'ISRC\0', 'Compilation\x001'],
      ['Publisher'],
    ],
    [
      'WMA',
      () => fixture('plain.wma'),
      [
        'WM/Publisher',
        'WM/BeatsPerMinute',
        'WM/InitialKey',
        'WM/ModifiedBy',
        'WM/ISRC',
        'WM/IsCompilation',
        'MusicBrainz/Album Artist Id',
        'REPLAYGAIN_TRACK_GAIN',
      ].map(utf16le),
      ['WM/Text', 'ReplayGain/Track'].map(utf16le),
    ],
  ])('are written into %s', async (_, original, names, notThese) => {
    const result = latin1(await save(original(), values))
    for (const name of names) expect(result).toContain(name)
    for (const name of notThese) expect(result).not.toContain(name)
  })
})

describe('dates (B11)', () => {
  it('of ID3v2.3 change in all three frames: no old day behind a new year', async () => {
    const dated = mp3(
      3,
      frame23('TYER', text('2001')),
      frame23('TDAT', text('0304')),
      frame23('TIME', text('1530')),
    )
    expect((await read(dated)).values.date).toEqual(['2001-04-03T15:30'])
    const result = await save(dated, { date: ['1999'] })
    expect((await read(result)).values.date).toEqual(['1999'])
    expect(latin1(result)).not.toMatch(/TDAT|TIME/)
  })

  it.each(['v24.mp3', 'v23-v1.mp3', 'tagged.flac', 'tagged.m4a', 'plain.wma', 'plain.wv', 'flat.mka'])(
    'keep day and month in %s',
    async (name) => {
      expect((await read(await save(fixture(name), { date: ['1998-04-12'] }))).values.date).toEqual([
        '1998-04-12',
      ])
    },
  )
})

describe('lyrics that are LRC in a field of plain text (C5)', () => {
  it.each<readonly [string, FieldName]>([
    ['tagged.flac', 'lyrics'],
    ['tagged.m4a', 'lyrics'],
    ['plain.wv', 'lyrics'],
    ['v24.mp3', 'lyrics'],
  ])('keep their time stamps in %s', async (name, field) => {
    const lyrics = '[00:01.00]Eins\n[00:02.50]Zwei'
    const { values } = await read(await save(fixture(name), { [field]: [lyrics] }))
    expect(values[field] ?? values.syncedLyrics).toEqual([lyrics])
  })
})

describe('MP4 that music-metadata refuses or misreads (C7)', () => {
  const behind = fixture('tagged.m4a')
  const cover = describePicture(fixture('cover.png'), { type: 3, mime: '', description: '' })
  const back = describePicture(fixture('cover.jpg'), { type: 3, mime: '', description: '' })

  it('with an oversized box at its end is read and written', async () => {
    const oversized = concat([behind, fromUint32(0x7fffffff), fromLatin1('free'), new Uint8Array(8)])
    expect((await read(oversized)).values.title).toEqual(['Ein Titel'])
    const outcome = await writer.plan(accessBytes(oversized), { values: { title: ['Neu'] } }, 'file')
    expect(outcome.ok).toBe(true)
  })

  it('with a cover in each of two covr atoms shows both', async () => {
    const both = await save(behind, {}, [cover, back])
    expect((await read(both)).pictures.map(({ hash }) => hash)).toEqual([cover.hash, back.hash])
    // Taken apart by hand: the second `data` gets a `covr` of its own, out of the room behind the list.
    const at = Buffer.from(both).indexOf('covr') - 4
    const first = uint32(both, at + 8)
    const second = uint32(both, at + 8 + first)
    const apart = concat([
      fromUint32(8 + first),
      both.subarray(at + 4, at + 8 + first),
      fromUint32(8 + second),
      fromLatin1('covr'),
      both.subarray(at + 8 + first, at + 8 + first + second),
    ])
    const free = Buffer.from(both).indexOf('free', at) - 4
    const result = concat([
      both.subarray(0, at),
      apart,
      both.subarray(at + 8 + first + second, free),
      fromUint32(uint32(both, free) - 8),
      fromLatin1('free'),
      both.subarray(free + 16),
    ])
    for (const path of ['ilst', 'meta', 'udta', 'moov'] as const) {
      const box = Buffer.from(result).indexOf(path) - 4
      const holdsFree = box + uint32(both, box) > free
      if (!holdsFree) result.set(fromUint32(uint32(both, box) + 8), box)
    }
    expect((await read(result)).pictures.map(({ hash }) => hash)).toEqual([cover.hash, back.hash])
  })

  it('with a gain that does not say dB shows what is there', async () => {
    const { values } = await read(await save(behind, { replayGainTrackGain: ['-6.50'] }))
    expect(values.replayGainTrackGain).toEqual(['-6.50'])
  })
})
