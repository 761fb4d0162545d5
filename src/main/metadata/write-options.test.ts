import { describe, expect, it } from 'vitest'
import { applyPlan, defaultWriteOptions, type SavePlan, type WriteOptions } from '../../shared/model'
import { concat, fromLatin1, fromUint32, fromUint32le } from './bytes'
import { accessBytes } from './file-access'
import type { MetadataPatch } from './metadata'
import { describePicture } from './pictures'
import { emptyApe, parseApe, patchApe, renderApe, valuesOfApe } from './tags/apev2'
import { emptyId3v1, patchId3v1, valuesOfId3v1 } from './tags/id3v1'
import { patchAppendedId3v2, readId3v2 } from './tags/id3v2'
import {
  frame22,
  frame23,
  frame24,
  framesIn,
  tagBytes,
  tagIn,
  text,
  utf16,
  valuesIn,
} from './tags/id3v2-testing'
import { fixture, holds } from './testing/fixture'
import { layoutOf } from './testing/layouts'
import { read, title, writerWithoutVotes } from './testing/round-trip'
import { MetadataWriter } from './writer'

/** Checked by the libraries too. */
const strictWriter = new MetadataWriter()

type Some = Partial<WriteOptions>

async function outcomeOf(bytes: Uint8Array, patch: MetadataPatch, options: Some, by = writerWithoutVotes) {
  return by.plan(accessBytes(bytes), patch, 'file', { ...defaultWriteOptions, ...options })
}

async function planOf(
  bytes: Uint8Array,
  patch: MetadataPatch,
  options: Some,
  by = writerWithoutVotes,
): Promise<SavePlan> {
  const outcome = await outcomeOf(bytes, patch, options, by)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return outcome.plan
}

const save = async (bytes: Uint8Array, patch: MetadataPatch, options: Some = {}, by = writerWithoutVotes) =>
  applyPlan(bytes, await planOf(bytes, patch, options, by))

const kindsIn = (bytes: Uint8Array): readonly string[] => layoutOf(bytes).tags.map(({ kind }) => kind)

const sound = fixture('plain.mp3')
const cover = describePicture(fixture('cover.png'), { type: 3, mime: 'image/png', description: '' })
const id3v1 = (values: Parameters<typeof patchId3v1>[1]) => patchId3v1(emptyId3v1(), values)
const ape = (values: Parameters<typeof patchApe>[1], pictures?: Parameters<typeof patchApe>[2]) =>
  renderApe(patchApe(emptyApe, values, pictures))
const v23 = (...frames: readonly Uint8Array[]) => tagBytes(3, [...frames, new Uint8Array(100)])
const v24 = (...frames: readonly Uint8Array[]) => tagBytes(4, [...frames, new Uint8Array(100)])
/** The short tag that ends the file. */
const id3v1In = (bytes: Uint8Array) => valuesOfId3v1(bytes.subarray(-128))

const songs = {
  'ID3v2.3 and ID3v1': fixture('v23-v1.mp3'),
  'ID3v2.4': fixture('v24.mp3'),
  'ID3v2.2': concat([tagBytes(2, [frame22('TT2', text('Titel'))]), sound]),
  'several values in ID3v2.3': concat([v23(frame23('TPE1', utf16('A\0B'))), sound]),
  'no tag': sound,
  'all kinds': concat([
    v24(frame24('TIT2', text('Titel')), frame24('TPE1', text('A\0B'))),
    sound,
    ape({ title: ['Titel'], 'custom:MOOD X': ['x'] }, [cover]),
    id3v1({ title: ['Titel'] }),
  ]),
  AAC: concat([v23(frame23('TIT2', text('Titel'))), fixture('stream.aac'), id3v1({ title: ['Titel'] })]),
  'True Audio': fixture('ape-tagged.tta'),
  WavPack: concat([fixture('tagged.wv'), id3v1({ title: ['Titel'] })]),
  FLAC: fixture('tagged.flac'),
  MP4: fixture('tagged.m4a'),
  Ogg: fixture('tagged.ogg'),
  WAV: fixture('info.wav'),
  AIFF: fixture('id3.aiff'),
} as const

/** Every combination of what can be chosen. */
const everyOption: readonly WriteOptions[] = (['keep', '2.3', '2.4'] as const).flatMap((id3v2Version) =>
  (['keep', 'update', 'remove', 'add'] as const).flatMap((id3v1Mode) =>
    (['keep', 'update', 'remove', 'add'] as const).flatMap((apeOnMp3) =>
      ['', '; '].flatMap((separator) =>
        (['keep', 0, 4096] as const).map((padding) => ({
          id3v2Version,
          id3v1: id3v1Mode,
          apeOnMp3,
          separator,
          padding,
        })),
      ),
    ),
  ),
)

describe('options alone', () => {
  it.each(Object.entries(songs))('change nothing in a file with %s', async (_, bytes) => {
    const { values, pictures } = await read(bytes)
    for (const options of everyOption) {
      for (const patch of [
        { values: {} },
        { values },
        { values, pictures },
        { values, removeKinds: ['X'] },
      ]) {
        expect((await planOf(bytes, patch, options)).splices, JSON.stringify(options)).toEqual([])
      }
    }
  })

  it('are all the change there is when a patch asks for them', async () => {
    const patch = { values: {}, applyOptions: true }
    expect((await planOf(songs['all kinds'], patch, {})).splices).toEqual([])
    expect((await planOf(songs['ID3v2.3 and ID3v1'], patch, { id3v2Version: '2.3' })).splices).toEqual([])
    const result = await save(songs['all kinds'], patch, {
      id3v2Version: '2.3',
      id3v1: 'remove',
      apeOnMp3: 'remove',
    })
    expect(kindsIn(result)).toEqual(['ID3v2.3'])
    expect((await read(result)).values).toEqual((await read(songs['all kinds'])).values)
  })

  it.each(Object.entries(songs))('never stand in the way of a save: %s', async (_, bytes) => {
    const before = (await read(bytes)).values
    for (const options of everyOption.filter((__, index) => index % 13 === 0)) {
      const result = await save(bytes, { values: { title: ['Neü 曲'], composer: ['C'] } }, options)
      const after = (await read(result)).values
      expect(after).toMatchObject({ title: ['Neü 曲'], composer: ['C'] })
      expect(after.artist?.join('; '), JSON.stringify(options)).toBe(before.artist?.join('; '))
    }
  })
})

describe('the version of ID3v2', () => {
  const original = concat([
    v24(
      frame24('TIT2', concat([Uint8Array.of(3), new Uint8Array(Buffer.from('Größe 曲'))])),
      frame24('TDRC', text('2001-02-03')),
      frame24('TDOR', text('1999-05')),
      frame24('TMOO', text('ruhig')),
      frame24('TCON', text('17\0Eigenes')),
      frame24('TIPL', text('engineer\0E\0producer\0P\0')),
      frame24('TMCL', text('drums\0D\0')),
      frame24('PRIV', fromLatin1('owner\0\x01\x02')),
      frame24(
        'GEOB',
        concat([Uint8Array.of(3), fromLatin1('a/b\0'), new Uint8Array(Buffer.from('ü\0d\0曲'))]),
      ),
      frame24('ZZZZ', fromLatin1('nobody knows')),
      frame24('RVA2', fromLatin1('track\0\x01\x00\x80\x00')),
    ),
    sound,
  ])

  it('is the file’s own when it is kept', async () => {
    expect(kindsIn(await save(original, title('Neu')))).toEqual(['ID3v2.4'])
    expect(kindsIn(await save(songs['ID3v2.3 and ID3v1'], title('Neu')))).toEqual(['ID3v2.3', 'ID3v1'])
  })

  it('becomes 2.3 frame by frame, with the frames that nobody knows', async () => {
    const result = await save(original, title('Neu'), { id3v2Version: '2.3' }, strictWriter)
    expect(kindsIn(result)).toEqual(['ID3v2.3'])
    const before = (await read(original)).values
    expect((await read(result)).values).toEqual({ ...before, title: ['Neu'] })
    const frames = framesIn(tagIn(result))
    expect(frames).toEqual(expect.arrayContaining(['TYER 2001', 'TDAT 0302', 'TXXX:MOOD ruhig', 'IPLS']))
    expect(holds(result, frame23('PRIV', fromLatin1('owner\0\x01\x02')))).toBe(true)
    expect(holds(result, frame23('ZZZZ', fromLatin1('nobody knows')))).toBe(true)
  })

  it('comes back from 2.3 to 2.4 with everything that it said', async () => {
    const there = await save(original, title('Neu'), { id3v2Version: '2.3' })
    const back = await save(there, title('Größe 曲'), { id3v2Version: '2.4' })
    expect(kindsIn(back)).toEqual(['ID3v2.4'])
    expect((await read(back)).values).toEqual((await read(original)).values)
    expect(holds(back, frame24('ZZZZ', fromLatin1('nobody knows')))).toBe(true)
  })

  it('is that of new tags too', async () => {
    expect(kindsIn(await save(sound, title('Neu'), { id3v2Version: '2.3' }))).toEqual(['ID3v2.3'])
    expect(kindsIn(await save(sound, title('Neu')))).toEqual(['ID3v2.4'])
  })

  it('goes from 2.2 to either', async () => {
    expect(kindsIn(await save(songs['ID3v2.2'], title('Neu'), { id3v2Version: '2.4' }))).toEqual(['ID3v2.4'])
    expect(kindsIn(await save(songs['ID3v2.2'], title('Neu'), { id3v2Version: '2.3' }))).toEqual(['ID3v2.3'])
  })

  it('is not changed where a frame would be lost, and the refusal names it', async () => {
    const linked = concat([
      tagBytes(2, [frame22('TT2', text('x')), frame22('CRM', fromLatin1('a\0b\0c'))]),
      sound,
    ])
    const outcome = await outcomeOf(linked, title('Neu'), { id3v2Version: '2.4' })
    expect(outcome).toMatchObject({
      ok: false,
      problem: { code: 'metadata.wouldLose', params: { reason: 'ID3v2 CRM' } },
    })
    expect(kindsIn(await save(linked, title('Neu')))).toEqual(['ID3v2.2'])
  })

  it('keeps pictures and chapters, whose frames are inside another', async () => {
    const times = concat([0, 1000, 0xffffffff, 0xffffffff].map(fromUint32))
    const chapter = concat([fromLatin1('ch1\0'), times, frame24('TIT2', text('Kapitel'))])
    const bytes = concat([v24(frame24('TIT2', text('x')), frame24('CHAP', chapter)), sound])
    const pictured = await save(bytes, { values: {}, pictures: [cover] })
    const result = await save(pictured, title('Neu'), { id3v2Version: '2.3' })
    expect((await read(result)).pictures).toEqual([cover])
    expect(holds(result, concat([times, frame23('TIT2', text('Kapitel'))]))).toBe(true)
  })

  it('concerns the tag at the end as well, but for 2.3, which has no footer', async () => {
    const end = patchAppendedId3v2(tagIn(tagBytes(4, [])), { title: ['Alt'] }, undefined)
    const bytes = concat([v23(frame23('TIT2', text('Alt'))), sound, end])
    expect(kindsIn(await save(bytes, title('Neu'), { id3v2Version: '2.4' }))).toEqual(['ID3v2.4', 'ID3v2.4'])
    expect(kindsIn(await save(bytes, title('Neu'), { id3v2Version: '2.3' }))).toEqual(['ID3v2.3', 'ID3v2.4'])
  })

  it('is changed where ID3v2 stands in front of an APEv2 file', async () => {
    const bytes = concat([v23(frame23('TIT2', text('Alt'))), fixture('tagged.wv')])
    const result = await save(bytes, title('Neu'), { id3v2Version: '2.4' })
    expect(kindsIn(result)).toContain('ID3v2.4')
    expect(valuesIn(result).title).toEqual(['Neu'])
  })
})

describe('several values in ID3v2.3', () => {
  const artists: MetadataPatch = { values: { artist: ['A', 'B'], 'custom:Label No': ['x', 'y'] } }
  const old = concat([v23(frame23('TIT2', text('x'))), sound])

  it('are kept apart without a separator', async () => {
    expect((await read(await save(old, artists))).values.artist).toEqual(['A', 'B'])
  })

  it('become one text with one, in all text frames', async () => {
    const result = await save(old, artists, { separator: '; ' }, strictWriter)
    expect((await read(result)).values).toMatchObject({ artist: ['A; B'], 'custom:Label No': ['x; y'] })
    expect(holds(result, frame23('TPE1', text('A; B')))).toBe(true)
  })

  it('stay apart in ID3v2.4, and where the format has a way to', async () => {
    const later = concat([v24(frame24('TIT2', text('x'))), sound])
    expect((await read(await save(later, artists, { separator: '/' }))).values.artist).toEqual(['A', 'B'])
    expect((await read(await save(songs.FLAC, artists, { separator: '/' }))).values.artist).toEqual([
      'A',
      'B',
    ])
    const credits = { values: { engineer: ['E', 'F'], performer: ['P (drums)', 'Q (bass)'] } }
    expect((await read(await save(old, credits, { separator: '/' }))).values).toMatchObject(credits.values)
  })

  it('are joined in the frames that nobody edited when the tag becomes 2.3', async () => {
    const result = await save(songs['all kinds'], title('Neu'), { id3v2Version: '2.3', separator: ' / ' })
    expect((await read(result)).values.artist).toEqual(['A / B'])
  })

  it('leave the frames alone that nobody edited in a tag that was 2.3 before', async () => {
    const result = await save(songs['several values in ID3v2.3'], title('Neu'), { separator: '; ' })
    expect(holds(result, frame23('TPE1', utf16('A\0B')))).toBe(true)
  })

  it('are joined in a new tag that takes over what another says', async () => {
    const result = await save(concat([sound, ape({ artist: ['A', 'B'] })]), title('Neu'), {
      id3v2Version: '2.3',
      separator: '; ',
    })
    expect(valuesIn(result).artist).toEqual(['A; B'])
  })
})

describe('ID3v1', () => {
  const bytes = concat([
    v23(frame23('TIT2', text('Alt')), frame23('TPE1', text('A'))),
    sound,
    id3v1({ title: ['Alt'], artist: ['A'], album: ['Nur hier'] }),
  ])

  it('follows what is saved', async () => {
    const result = await save(bytes, title('Neu'), { id3v1: 'update' })
    expect(id3v1In(result)).toMatchObject({ title: ['Neu'], album: ['Nur hier'] })
    expect(kindsIn(await save(sound, title('Neu'), { id3v1: 'update' }))).toEqual(['ID3v2.4'])
  })

  it('stays byte for byte when it is kept', async () => {
    const result = await save(bytes, title('Neu'), { id3v1: 'keep' }, strictWriter)
    expect(result.subarray(-128)).toEqual(bytes.subarray(-128))
    expect((await read(result)).values.title).toEqual(['Neu'])
  })

  it('does not bring back what was removed, even when it is kept', async () => {
    const result = await save(bytes, { values: { album: [], title: ['Neu'] } }, { id3v1: 'keep' })
    expect((await read(result)).values.album).toBeUndefined()
    expect(id3v1In(result)).toEqual({ title: ['Alt'], artist: ['A'] })
  })

  it('goes, and what only it said moves to ID3v2', async () => {
    const result = await save(bytes, title('Neu'), { id3v1: 'remove' }, strictWriter)
    expect(kindsIn(result)).toEqual(['ID3v2.3'])
    expect((await read(result)).values).toEqual({ title: ['Neu'], artist: ['A'], album: ['Nur hier'] })
    const only = await save(concat([sound, id3v1({ artist: ['A'] })]), title('Neu'), { id3v1: 'remove' })
    expect(kindsIn(only)).toEqual(['ID3v2.4'])
    expect((await read(only)).values).toEqual({ artist: ['A'], title: ['Neu'] })
  })

  it('moves to ID3v2 even when the save only removes', async () => {
    const only = concat([sound, id3v1({ artist: ['A'], title: ['T'] })])
    const result = await save(only, { values: { title: [] } }, { id3v1: 'remove' })
    expect([kindsIn(result), (await read(result)).values]).toEqual([['ID3v2.4'], { artist: ['A'] }])
    const none = await save(result, { values: { artist: [] } }, { id3v1: 'add', apeOnMp3: 'add' })
    expect(kindsIn(none)).toEqual(['ID3v2.4'])
  })

  it('goes together with the enhanced tag before it, unless that says more', async () => {
    const enhanced = new Uint8Array(227)
    enhanced.set(fromLatin1('TAG+'))
    const long = 'x'.repeat(40)
    enhanced.set(fromLatin1(long.slice(30)), 4)
    const file = concat([sound, enhanced, id3v1({ title: [long] })])
    const result = await save(file, { values: { album: ['A'] } }, { id3v1: 'remove' })
    expect((await read(result)).values).toEqual({ title: [long], album: ['A'] })
    expect(holds(result, fromLatin1('TAG'))).toBe(false)
    enhanced[184] = 2
    const outcome = await outcomeOf(
      concat([sound, enhanced, id3v1({ title: [long] })]),
      { values: { album: ['A'] } },
      { id3v1: 'remove' },
    )
    expect(outcome).toMatchObject({ problem: { params: { reason: 'ID3v1 extended' } } })
  })

  it('comes with all that it can hold, to MP3 alone', async () => {
    const plain = concat([v23(frame23('TPE1', text('A')), frame23('TRCK', text('7/9'))), sound])
    const result = await save(plain, title('Neü'), { id3v1: 'add' }, strictWriter)
    expect(kindsIn(result)).toEqual(['ID3v2.3', 'ID3v1'])
    expect(id3v1In(result)).toEqual({ title: ['Neü'], artist: ['A'], track: ['7'] })
    expect((await read(result)).values.track).toEqual(['7'])
    const again = await save(result, title('Anders'), { id3v1: 'add' })
    expect([id3v1In(again).title, again.length]).toEqual([['Anders'], result.length])
    for (const name of ['stream.aac', 'plain.tta', 'tagged.wv', 'plain.flac']) {
      const other = await save(fixture(name), title('Neu'), { id3v1: 'add', apeOnMp3: 'add' })
      expect(kindsIn(other)).not.toContain('ID3v1')
    }
  })
})

describe('APEv2 on MP3', () => {
  const bytes = concat([
    v24(frame24('TIT2', text('Alt'))),
    sound,
    ape({ title: ['Alt'], album: ['Nur hier'], 'custom:MP3GAIN_MINMAX': ['1,2'] }, [cover]),
    id3v1({ title: ['Alt'] }),
  ])
  const apeIn = (file: Uint8Array) => layoutOf(file).tags.find(({ kind }) => kind === 'APEv2')

  it('follows what is saved', async () => {
    expect(apeIn(await save(bytes, title('Neu')))?.values.title).toEqual(['Neu'])
  })

  it('stays byte for byte when it is kept, but for what was removed', async () => {
    const result = await save(bytes, title('Neu'), { apeOnMp3: 'keep' }, strictWriter)
    expect(apeIn(result)?.values.title).toEqual(['Alt'])
    expect((await read(result)).values.title).toEqual(['Neu'])
    const removed = await save(bytes, { values: { album: [] }, pictures: [] }, { apeOnMp3: 'keep' })
    expect((await read(removed)).values.album).toBeUndefined()
    expect((await read(removed)).pictures).toEqual([])
  })

  it('goes, and what only it said moves to ID3v2: values, pictures, names of one’s own', async () => {
    const result = await save(bytes, title('Neu'), { apeOnMp3: 'remove' }, strictWriter)
    expect(kindsIn(result)).toEqual(['ID3v2.4', 'ID3v1'])
    const { values, pictures } = await read(result)
    expect(values).toEqual({ title: ['Neu'], album: ['Nur hier'], 'custom:MP3GAIN_MINMAX': ['1,2'] })
    expect(pictures.map(({ hash }) => hash)).toEqual([cover.hash])
  })

  it('does not go with something in it that has no place elsewhere', async () => {
    const binary = concat([fromUint32le(3), fromUint32le(2), fromLatin1('Secret\0abc')])
    const block = (flags: number) =>
      concat([
        fromLatin1('APETAGEX'),
        ...[2000, binary.length + 32, 1, flags].map(fromUint32le),
        new Uint8Array(8),
      ])
    const file = concat([sound, block(0xa0000000), binary, block(0x80000000)])
    expect(await outcomeOf(file, title('Neu'), { apeOnMp3: 'remove' })).toMatchObject({
      ok: false,
      problem: { code: 'metadata.wouldLose', params: { reason: 'APEv2 Secret' } },
    })
  })

  it('comes before ID3v1, with all values', async () => {
    const result = await save(songs['ID3v2.3 and ID3v1'], title('Neu'), { apeOnMp3: 'add' }, strictWriter)
    expect(kindsIn(result)).toEqual(['ID3v2.3', 'APEv2', 'ID3v1'])
    const { values } = await read(result)
    expect(apeIn(result)?.values).toMatchObject({
      title: ['Neu'],
      artist: values.artist,
      album: values.album,
    })
  })

  it('comes together with ID3v1', async () => {
    const result = await save(sound, title('Neu'), { apeOnMp3: 'add', id3v1: 'add' })
    expect(kindsIn(result)).toEqual(['ID3v2.4', 'APEv2', 'ID3v1'])
  })

  it('is never taken from a format whose own tag it is', async () => {
    const result = await save(songs.WavPack, title('Neu'), { apeOnMp3: 'remove', id3v1: 'remove' })
    expect(kindsIn(result)).toEqual(['APEv2'])
    expect(parseApe(result.subarray(-32)) ?? valuesOfApe(emptyApe)).toBeDefined()
  })
})

describe('the room in ID3v2', () => {
  const roomOf = (bytes: Uint8Array) => {
    const tag = tagIn(bytes)
    const used = tag.frames.reduce((sum, { size }) => sum + 10 + size, 10)
    return tag.sizeBytes - used
  }
  const bytes = concat([v24(frame24('TIT2', text('Titel'))), sound])

  it('is what it was while the tag fits', async () => {
    expect(await save(bytes, title('Anderer Titel'))).toHaveLength(bytes.length)
  })

  it('is nothing, or what is asked for, when a tag is laid out anew', async () => {
    expect(roomOf(await save(bytes, title('Neu'), { padding: 0 }))).toBe(0)
    expect(roomOf(await save(bytes, title('x'.repeat(500)), { padding: 5000 }))).toBe(5000)
    expect(roomOf(await save(sound, title('Neu'), { padding: 300 }))).toBe(300)
  })

  it('is used before it is given back', async () => {
    const result = await save(bytes, title('Anderer Titel'), { padding: 200 })
    expect(result).toHaveLength(bytes.length)
  })
})

describe('a kind of tag that is taken out', () => {
  const bytes = songs['all kinds']

  it('takes with it what only it said', async () => {
    const result = await save(bytes, { values: {}, removeKinds: ['APEv2'] }, {}, strictWriter)
    expect(kindsIn(result)).toEqual(['ID3v2.4', 'ID3v1'])
    const { values, pictures } = await read(result)
    expect(values['custom:MOOD X']).toBeUndefined()
    expect(pictures).toEqual([])
    expect(result.subarray(0, 100)).toEqual(bytes.subarray(0, 100))
  })

  it('can be the main one: then the next shows', async () => {
    const result = await save(bytes, { values: {}, removeKinds: ['ID3v2.4'] })
    expect(kindsIn(result)).toEqual(['APEv2', 'ID3v1'])
    expect((await read(result)).values).toMatchObject({ title: ['Titel'], 'custom:MOOD X': ['x'] })
  })

  it('can be each of them, and all at once', async () => {
    const result = await save(bytes, { values: {}, removeKinds: ['ID3v2.4', 'APEv2', 'ID3v1'] })
    expect(result).toEqual(sound)
  })

  it('is not added again because files are to have it', async () => {
    const result = await save(
      bytes,
      { ...title('Neu'), removeKinds: ['ID3v1', 'APEv2'] },
      {
        id3v1: 'add',
        apeOnMp3: 'add',
      },
    )
    expect(kindsIn(result)).toEqual(['ID3v2.4'])
  })

  it('leaves the rest of the patch to those that stay', async () => {
    const result = await save(
      bytes,
      { ...title('Neu'), removeKinds: ['ID3v2.4', 'ID3v1'] },
      { id3v2Version: '2.3' },
    )
    expect(kindsIn(result)).toEqual(['ID3v2.3', 'APEv2'])
    expect((await read(result)).values).toEqual({ title: ['Neu'], 'custom:MOOD X': ['x'] })
  })

  it('may stand around AAC, True Audio and WavPack', async () => {
    const aac = await save(songs.AAC, { values: {}, removeKinds: ['ID3v2.3', 'ID3v1'] })
    expect(aac).toEqual(fixture('stream.aac'))
    const wavPack = await save(songs.WavPack, { values: {}, removeKinds: ['ID3v1'] })
    expect(wavPack).toEqual(fixture('tagged.wv'))
    expect(kindsIn(await save(songs.WavPack, { values: {}, removeKinds: ['APEv2'] }))).toEqual(['ID3v1'])
  })

  it('may stand around FLAC, whose own stays byte for byte', async () => {
    const around = concat([
      v23(frame23('TIT2', text('Alt')), frame23('TCOM', text('Nur hier'))),
      songs.FLAC,
      ape({ title: ['Alt'] }),
      id3v1({ title: ['Alt'] }),
    ])
    const kinds = ['ID3v2.3', 'APEv2', 'ID3v1']
    expect(await save(around, { values: {}, removeKinds: kinds }, {}, strictWriter)).toEqual(songs.FLAC)
    const edited = await save(around, { ...title('Neu'), removeKinds: ['ID3v2.3'] }, {}, strictWriter)
    expect(kindsIn(edited)).toEqual(['Vorbis comment', 'APEv2', 'ID3v1'])
    expect((await read(edited)).values.title).toEqual(['Neu'])
    expect(id3v1In(edited)).toEqual({ title: ['Neu'] })
  })

  it.each([
    ['WAV', 'info.wav', 'RIFF INFO'],
    ['RF64', 'wide.rf64.wav', 'RIFF INFO'],
    ['AIFF', 'tagged.aiff', 'AIFF text'],
    ['AIFC', 'alaw.aifc', 'AIFF text'],
  ])('may be either of the two in %s', async (_, name, native) => {
    const both = await save(fixture(name), { values: { conductor: ['C'] } }, {}, strictWriter)
    expect(kindsIn(both)).toEqual(['ID3v2.4', native])
    const withoutNative = await save(both, { values: {}, removeKinds: [native] }, {}, strictWriter)
    expect(kindsIn(withoutNative)).toEqual(['ID3v2.4'])
    expect((await read(withoutNative)).values).toEqual((await read(both)).values)
    const withoutId3 = await save(both, { values: {}, removeKinds: ['ID3v2.4'] }, {}, strictWriter)
    expect(kindsIn(withoutId3)).toEqual([native])
    expect((await read(withoutId3)).values).toEqual((await read(fixture(name))).values)
    const neither = await save(both, { values: {}, removeKinds: ['ID3v2.4', native] }, {}, strictWriter)
    expect((await read(neither)).values).toEqual({})
  })

  it('makes way in a file of chunks for a new one with what is saved', async () => {
    const old = await save(fixture('plain.wav'), { values: { composer: ['C'] } })
    const [kind = ''] = kindsIn(old)
    const result = await save(old, { ...title('Neu'), removeKinds: [kind] }, {}, strictWriter)
    expect((await read(result)).values).toEqual({ title: ['Neu'] })
  })

  it.each([
    ['tagged.flac', 'Vorbis comment'],
    ['tagged.ogg', 'Vorbis comment'],
    ['tagged.m4a', 'iTunes'],
    ['tagged.wma', 'ASF'],
    ['wide.w64', 'Wave64 summary'],
    ['flat.mka', 'Matroska'],
  ])('is refused where it is part of the format: %s', async (name, kind) => {
    const bytes = await save(fixture(name), title('Neu'))
    expect(kindsIn(bytes)).toContain(kind)
    const outcome = await outcomeOf(bytes, { values: {}, removeKinds: [kind] }, {})
    expect(outcome).toMatchObject({
      ok: false,
      problem: { code: 'metadata.kindStays', params: { file: 'file', reason: kind } },
    })
  })

  it('is nothing where the file has none', async () => {
    expect((await planOf(songs.FLAC, { values: {}, removeKinds: ['ID3v1'] }, {})).splices).toEqual([])
    expect(readId3v2(songs.FLAC)).toBeUndefined()
  })
})

describe('the ID3v2 tag of a file of chunks', () => {
  const files = {
    AIFF: fixture('id3.aiff'),
    WAV: fixture('bext.wav'),
    'WAV with INFO alone': fixture('info.wav'),
    RF64: fixture('wide.rf64.wav'),
  } as const

  it.each(Object.entries(files))('gets the version that is asked for when %s is saved', async (_, bytes) => {
    const first = await save(bytes, { values: { title: ['Neu'], artist: ['A', 'B'] } }, {}, strictWriter)
    for (const version of ['2.3', '2.4'] as const) {
      const saved = await save(first, title('Nochmal'), { id3v2Version: version }, strictWriter)
      expect(kindsIn(saved)).toContain(`ID3v${version}`)
      const { values } = await read(saved)
      expect(values).toMatchObject({ title: ['Nochmal'], artist: ['A', 'B'] })
      // And back, without another change.
      const asked = { values: {}, applyOptions: true }
      const other = version === '2.3' ? '2.4' : '2.3'
      const back = await save(saved, asked, { id3v2Version: other }, strictWriter)
      expect(kindsIn(back)).toContain(`ID3v${other}`)
      expect((await read(back)).values).toEqual(values)
    }
  })

  it.each(Object.entries(files))(
    'joins several values in ID3v2.3 of %s by the separator',
    async (_, bytes) => {
      const patch = { values: { artist: ['A', 'B'] } }
      const saved = await save(bytes, patch, { id3v2Version: '2.3', separator: '; ' }, strictWriter)
      expect((await read(saved)).values.artist).toEqual(['A; B'])
    },
  )

  it.each(Object.entries(files))('leaves as much room as is asked for in %s', async (_, bytes) => {
    // Too long for the room that there is.
    const long = 'Neu '.repeat(5000)
    const small = await save(bytes, title(long), { padding: 0 })
    const large = await save(bytes, title(long), { padding: 65_536 })
    expect(large.length - small.length).toBeGreaterThan(60_000)
    expect((await read(large)).values.title).toEqual([long])
  })
})

describe('the room behind tags that are no ID3v2', () => {
  const files = {
    FLAC: fixture('tagged.flac'),
    'Ogg Vorbis': fixture('tagged.ogg'),
    Opus: fixture('tagged.opus'),
    Speex: fixture('tagged.spx'),
    MP4: fixture('tagged.m4a'),
    'MP4, tags in front': fixture('tags-first.m4a'),
    'MP4 without tags': fixture('mp4-untagged.m4a'),
  } as const
  /** Too long for the room that there is. */
  const long = 'Neu '.repeat(10_000)

  it.each(Object.entries(files))('is as large as it is asked to be in %s', async (_, bytes) => {
    const none = await save(bytes, title(long), { padding: 0 }, strictWriter)
    const some = await save(bytes, title(long), { padding: 20_000 }, strictWriter)
    // Its header, and the lengths of the pages that it fills.
    expect(some.length - none.length).toBeGreaterThanOrEqual(20_000)
    expect(some.length - none.length).toBeLessThan(20_300)
    expect((await read(some)).values.title).toEqual([long])
  })

  it.each(Object.entries(files))('is used up in place before %s grows', async (_, bytes) => {
    const roomy = await save(bytes, title(long), { padding: 20_000 })
    const plan = await planOf(roomy, title(`${long}${'x'.repeat(15_000)}`), { padding: 20_000 })
    expect(plan.splices).toHaveLength(1)
    expect(plan.splices.map(({ remove, insert }) => insert.length - remove)).toEqual([0])
  })

  it.each(Object.entries(files))('is given back where less is asked for in %s', async (_, bytes) => {
    const roomy = await save(bytes, title(long), { padding: 20_000 })
    const small = await save(roomy, title('kurz'), { padding: 100 }, strictWriter)
    expect(roomy.length - small.length).toBeGreaterThan(59_000)
    expect((await read(small)).values).toEqual({ ...(await read(roomy)).values, title: ['kurz'] })
  })
})
