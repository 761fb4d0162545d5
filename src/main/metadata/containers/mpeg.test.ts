import { describe, expect, it } from 'vitest'
import { applyPlan, type FieldName } from '../../../shared/model'
import { concat, fromLatin1, fromUint32le, fromUtf8 } from '../bytes'
import { accessBytes, type FileAccess } from '../file-access'
import type { MetadataPatch } from '../metadata'
import { describePicture } from '../pictures'
import { MetadataReader } from '../reader'
import { frame22, frame23, frame24, tagBytes, text } from '../tags/id3v2-testing'
import { fixture, holds } from '../testing/fixture'
import { MetadataWriter } from '../writer'
import { openMpeg } from './mpeg'

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

const title = (value: string): MetadataPatch => ({ values: { title: [value] } })

const kindsIn = (bytes: Uint8Array) => openMpeg(accessBytes(bytes)).tags.map(({ kind }) => kind)

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

/** An ID3v2.4 tag for the end of a file (§3.4). */
function appended(...frames: readonly Uint8Array[]): Uint8Array {
  const tag = tagBytes(4, frames, 0x10)
  const footer = tag.slice(0, 10)
  footer.set(fromLatin1('3DI'))
  return concat([tag, footer])
}

const lyrics3 = (lyrics: string) => {
  const content = `LYRICSBEGININD0000210LYR${String(lyrics.length).padStart(5, '0')}${lyrics}EAL00003Alb`
  return fromLatin1(`${content}${String(content.length).padStart(6, '0')}LYRICS200`)
}

const sound = fixture('plain.mp3')
const id3v1 = fixture('v23-v1.mp3').slice(-128)

describe('MPEG audio', () => {
  it('says what made the sound and how it is coded', async () => {
    expect((await read(fixture('v24.mp3'))).audio).toMatchObject({
      codec: 'MP3',
      sampleRate: 44_100,
      channels: 2,
      lossless: false,
    })
    expect((await read(fixture('layer2.mp2'))).audio.codec).toBe('MP2')
    expect((await read(fixture('layer2.mp2'))).container).toBe('MPEG audio, layer 2')
  })

  it('keeps an APEv2 tag in step, and its other items as they are', async () => {
    const cover = concat([
      fromUint32le(6),
      fromUint32le(2),
      fromLatin1('Cover Art (Front)\0'),
      fromLatin1('a\0data'),
    ])
    const ape = apeTag([apeItem('Title', 'Alt'), apeItem('ALBUM', 'Album'), cover])
    const original = concat([sound, ape, id3v1])
    expect(kindsIn(original)).toEqual(['APEv2', 'ID3v1'])
    expect((await read(original)).values.album).toEqual(['Album'])
    const result = await save(original, title('Neu'))
    expect(kindsIn(result)).toEqual(['ID3v2.4', 'APEv2', 'ID3v1'])
    expect(holds(result, apeItem('Title', 'Neu'))).toBe(true)
    expect(holds(result, cover)).toBe(true)
    const cleared = await save(original, { values: { title: [], album: [] } })
    expect((await read(cleared)).values.title).toBeUndefined()
    // A save that only removes makes no new tag.
    expect(kindsIn(cleared)).toEqual(['APEv2', 'ID3v1'])
  })

  it('keeps the pictures of an APEv2 tag in step where it holds some', async () => {
    const picture = (name: string, description: string) =>
      describePicture(fixture(name), { type: 3, mime: 'image/png', description })
    const cover = concat([
      fromUint32le(fixture('cover.jpg').length + 2),
      fromUint32le(2),
      fromLatin1('Cover Art (Front)\0a\0'),
      fixture('cover.jpg'),
    ])
    const original = concat([sound, apeTag([apeItem('Title', 'Alt'), cover])])
    const result = await save(original, { values: {}, pictures: [picture('cover.png', '')] })
    expect((await read(result)).pictures).toMatchObject([{ mime: 'image/png' }])
    expect(holds(result, fixture('cover.jpg'))).toBe(false)
    expect((await read(await save(result, { values: {}, pictures: [] }))).pictures).toEqual([])
  })

  it('carries over into a new ID3v2 tag what the other tags say', async () => {
    const original = concat([sound, apeTag([apeItem('Album', 'Aus APE'), apeItem('X-Y', 'own')]), id3v1])
    const before = (await read(original)).values
    const result = await save(original, title('Neu'))
    const [id3v2] = openMpeg(accessBytes(result)).tags
    expect(id3v2?.kind).toBe('ID3v2.4')
    expect(id3v2?.values).toEqual({ ...before, title: ['Neu'] })
  })

  it('keeps ID3v1 in step and never adds one (B3)', async () => {
    expect(kindsIn(await save(sound, title('Neu')))).toEqual(['ID3v2.4'])
    const result = await save(concat([sound, id3v1]), title('Neü 曲'))
    expect(holds(result, fromLatin1('TAGNeü ?\0'))).toBe(true)
  })

  it('takes an APEv2 tag of 131 bytes for what it is, though TAG stands 128 bytes before the end', async () => {
    const ape = apeTag([apeItem('Title', 'x'.repeat(53))])
    expect(ape).toHaveLength(131)
    expect((await read(concat([sound, ape]))).tagKinds).toEqual(['APEv2'])
  })

  it('finds tags behind the sound in any combination', async () => {
    const ape = apeTag([apeItem('Artist', 'A')], false)
    for (const tail of [
      [ape],
      [lyrics3('la')],
      [lyrics3('la'), id3v1],
      [id3v1],
      [ape, lyrics3('la'), id3v1],
    ]) {
      const original = concat([sound, ...tail])
      const result = await save(original, title('Neu'))
      expect((await read(result)).values.title).toEqual(['Neu'])
      const outcome = await writer.plan(accessBytes(original), title('Neu'), 'file')
      expect(outcome.ok && outcome.plan.audio).toEqual([{ start: 0, end: sound.length }])
    }
  })

  it('reads the lyrics of Lyrics3 and keeps them in step', async () => {
    const original = concat([sound, lyrics3('one\r\ntwo'), id3v1])
    expect((await read(original)).values.lyrics).toEqual(['one\ntwo'])
    const result = await save(original, { values: { lyrics: ['neu\nzwei'] } })
    expect(holds(result, lyrics3('neu\r\nzwei'))).toBe(true)
    expect((await read(await save(original, { values: { lyrics: [] } }))).values.lyrics).toBeUndefined()
    const first = concat([sound, fromLatin1('LYRICSBEGINla laLYRICSEND'), id3v1])
    expect((await read(first)).values.lyrics).toEqual(['la la'])
    expect(holds(await save(first, { values: { lyrics: ['neu'] } }), fromLatin1('BEGINneuLYRICSEND'))).toBe(
      true,
    )
  })

  it('reads an ID3v2 tag at the end, and writes it in step with the one in front', async () => {
    const original = concat([
      sound,
      appended(frame24('TIT2', text('Alt')), frame24('TALB', text('Album'))),
      id3v1,
    ])
    expect(kindsIn(original)).toEqual(['ID3v2.4', 'ID3v1'])
    const result = await save(original, title('Neu'))
    expect((await read(result)).values).toMatchObject({ title: ['Neu'], album: ['Album'] })
    const tags = openMpeg(accessBytes(result)).tags
    expect(tags.map(({ kind, values }) => [kind, values.title, values.album])).toEqual([
      ['ID3v2.4', ['Neu'], ['Album']],
      ['ID3v2.4', ['Neu'], ['Album']],
      ['ID3v1', ['Neu'], ['GrÃ¶Ã\x9fe']],
    ])
  })

  it('takes the first of several ID3v2 tags, as mutagen does, and keeps the others (C2)', async () => {
    const second = tagBytes(3, [frame23('TIT2', text('Zwei')), frame23('TALB', text('Album'))])
    const original = concat([tagBytes(4, [frame24('TIT2', text('Eins'))]), second, sound])
    expect((await read(original)).values).toEqual({ title: ['Eins'] })
    const result = await save(original, title('Neu'))
    expect((await read(result)).values).toEqual({ title: ['Neu'] })
    expect(holds(result, second)).toBe(true)
  })

  it('writes ID3v2.2 as 2.3, without losing a frame (B1a)', async () => {
    const frames = ['TT2', 'TP1', 'TCP', 'TS2', 'ULT', 'RVA'].map((id) => frame22(id, text('eng\0x')))
    const result = await save(concat([tagBytes(2, frames), sound]), { values: { album: ['A'] } })
    expect(kindsIn(result)).toEqual(['ID3v2.3'])
    for (const id of ['TIT2', 'TPE1', 'TCMP', 'TSO2', 'USLT', 'RVAD']) {
      expect(holds(result, frame23(id, text('eng\0x'))), id).toBe(true)
    }
  })

  it('writes tags with unreadable data, and keeps it', async () => {
    const junk = fromLatin1('\x01rubbish in the padding')
    const original = concat([tagBytes(3, [frame23('TIT2', text('x')), junk, new Uint8Array(60)]), sound])
    const result = await save(original, title('Neu'))
    expect(holds(result, junk)).toBe(true)
    expect(result).toHaveLength(original.length)
  })

  it('leaves a damaged APEv2 tag as it is', async () => {
    const broken = apeTag([concat([fromUint32le(0xffff), fromUint32le(0), fromLatin1('Title\0x')])])
    const result = await save(concat([sound, broken]), title('Neu'))
    expect(holds(result, broken)).toBe(true)
    expect((await read(result)).values.title).toEqual(['Neu'])
  })

  it('goes on in an enhanced ID3v1 tag where the title is longer', async () => {
    const enhanced = new Uint8Array(227)
    enhanced.set(fromLatin1('TAG+'))
    const plain = new Uint8Array(128)
    plain.set(fromLatin1(`TAG${'a'.repeat(30)}`))
    enhanced.set(fromLatin1('and on'), 4)
    const original = concat([sound, enhanced, plain])
    expect((await read(original)).values.title).toEqual([`${'a'.repeat(30)}and on`])
    const result = await save(original, title('b'.repeat(40)))
    expect(holds(result, fromLatin1(`TAG+${'b'.repeat(10)}\0`))).toBe(true)
    expect(holds(result, fromLatin1(`TAG${'b'.repeat(30)}`))).toBe(true)
  })

  it('reads what is there of a file that was cut inside its tag, and does not write it (C11)', async () => {
    const whole = concat([tagBytes(4, [frame24('TIT2', text('Titel')), new Uint8Array(500)]), sound])
    const { values, readOnly } = await read(whole.subarray(0, 200))
    expect(values.title).toEqual(['Titel'])
    expect(readOnly?.code).toBe('metadata.truncated')
  })

  it('refuses a version of ID3v2 that nobody knows', async () => {
    expect(await reasonAgainst(concat([tagBytes(7, [new Uint8Array(20)]), sound]))).toBe(
      'unknown ID3v2 version',
    )
  })

  it('gives every field back that it was given, in every version', async () => {
    const values: { [Name in FieldName]?: readonly string[] } = {
      artist: ['AC/DC', 'Björk'],
      date: ['2019-09-13'],
      originalDate: ['1990-02'],
      discSubtitle: ['Teil'],
      engineer: ['A', 'B'],
      performer: ['C (drums)'],
      rating: ['55'],
      syncedLyrics: ['[00:01.00]eins\n[00:02.50]zwei 曲'],
      mood: ['ruhig'],
      'custom:Mein Größtes': ['x', 'y'],
    }
    for (const version of [2, 3, 4]) {
      const result = await save(concat([tagBytes(version, []), sound]), { values })
      expect((await read(result)).values, `ID3v2.${version}`).toEqual(values)
    }
  })

  it('reads few bytes of a file with a large picture', () => {
    const picture = concat([text('image/png\0\x03\0'), new Uint8Array(500_000)])
    const tag = tagBytes(4, [frame24('TIT2', text('x')), frame24('APIC', picture), new Uint8Array(2000)])
    const bytes = concat([tag, fixture('xing.mp3')])
    let count = 0
    const access: FileAccess = {
      size: bytes.length,
      read: (at, length) => {
        const answer = bytes.slice(at, at + length)
        count += answer.length
        return answer
      },
    }
    const [view] = openMpeg(access).tags
    expect([view?.values.title, view?.pictureCount]).toEqual([['x'], 1])
    expect(count).toBeLessThan(32_000)
  })
})
