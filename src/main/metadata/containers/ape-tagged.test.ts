import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromSyncsafe, fromUint32, fromUtf8 } from '../bytes'
import { describePicture } from '../pictures'
import { apeItem, apeTag, binary, external, id3v1, jpegOf } from '../testing/ape-tags'
import { fixture, holds } from '../testing/fixture'
import { layoutOf, patched } from '../testing/layouts'
import type { Layout } from './layout'

/** Tags in front of and behind sound that has no place for them: WavPack and True Audio stand for all. */

const wavPack = fixture('plain.wv')
const trueAudio = fixture('plain.tta')

const open = layoutOf
const save = patched

const kinds = (bytes: Uint8Array) => open(bytes).tags.map(({ kind }) => kind)
const valuesIn = (bytes: Uint8Array, kind: string) =>
  open(bytes).tags.find((tag) => tag.kind === kind)?.values
const soundOf = (bytes: Uint8Array) =>
  concat(open(bytes).audio.map(({ start, end }) => bytes.slice(start, end)))

function id3v23(frames: readonly (readonly [string, string])[]): Uint8Array {
  const body = concat(
    frames.map(([id, text]) =>
      concat([fromLatin1(id), fromUint32(text.length + 1), new Uint8Array(2), fromLatin1(`\0${text}`)]),
    ),
  )
  return concat([fromLatin1('ID3\x03\0\0'), fromSyncsafe(body.length), body])
}

const cover = describePicture(jpegOf(50), { type: 3, mime: '', description: '' })

describe('sound with an APEv2 tag behind it', () => {
  it('gets a tag behind the sound when it has none', () => {
    const result = save(wavPack, { title: ['Neu'] })
    expect(result).toEqual(concat([wavPack, apeTag([apeItem('Title', 'Neu')])]))
    expect(soundOf(result)).toEqual(wavPack)
  })

  it('gets none for a change that only removes', () => {
    expect(save(wavPack, { title: [] }, [])).toEqual(wavPack)
  })

  it('gets it in front of the ID3v1 tag, which is kept in step and whose values the new tag holds too', () => {
    const result = save(concat([wavPack, id3v1('Alt', 3)]), { title: ['Neu'] })
    const tag = apeTag([apeItem('Title', 'Neu'), apeItem('Track', '3')])
    expect(result).toEqual(concat([wavPack, tag, id3v1('Neu', 3)]))
  })

  it('leaves the ID3v1 tag as it is when the change does not concern it', () => {
    const result = save(concat([wavPack, apeTag([]), id3v1('Alt', 3)]), { isrc: ['X'] })
    expect(result).toEqual(concat([wavPack, apeTag([apeItem('ISRC', 'X')]), id3v1('Alt', 3)]))
  })

  it('shows the APEv2 tag first, and what only ID3v1 has behind it', () => {
    const bytes = concat([wavPack, apeTag([apeItem('Album', 'A')]), id3v1('Kurz', 3)])
    expect(kinds(bytes)).toEqual(['APEv2', 'ID3v1'])
    expect(valuesIn(bytes, 'ID3v1')?.title).toEqual(['Kurz'])
  })

  it('changes nothing when nothing changes', () => {
    const bytes = concat([wavPack, apeTag([apeItem('Title', 'Alt')]), id3v1('Alt', 3)])
    expect(open(bytes).plan({ values: {}, pictures: undefined })).toEqual([])
  })

  it('keeps Lyrics3 and every item that nobody edited', () => {
    const lyrics3 = fromLatin1('LYRICSBEGININD0000200000021LYRICS200')
    const items = [apeItem('Dump', '\0\x01', binary), apeItem('Link', 'http://example.org', external)]
    const result = save(concat([wavPack, apeTag(items), lyrics3, id3v1('Alt', 3)]), { title: ['Neu'] })
    expect(result).toEqual(
      concat([wavPack, apeTag([...items, apeItem('Title', 'Neu')]), lyrics3, id3v1('Neu', 3)]),
    )
  })

  it('reads and writes the last of two APEv2 tags, and keeps the first', () => {
    const first = apeTag([apeItem('Title', 'Vergessen')])
    const result = save(concat([wavPack, first, apeTag([apeItem('Title', 'Alt')])]), { title: ['Neu'] })
    expect(result).toEqual(concat([wavPack, first, apeTag([apeItem('Title', 'Neu')])]))
    expect(valuesIn(result, 'APEv2')).toEqual({ title: ['Neu'] })
  })

  it('keeps pictures, one key each, and removes them', () => {
    const back = describePicture(jpegOf(60), { type: 4, mime: '', description: 'hinten.jpg' })
    const result = save(wavPack, {}, [cover, back])
    expect(open(result).tags[0]?.pictureCount).toBe(2)
    expect(open(result).tags[0]?.pictures).toEqual([cover, back])
    expect(open(save(result, {}, [])).tags[0]?.pictureCount).toBe(0)
  })

  it('shows what a damaged tag still holds, and is not written', () => {
    const damaged = apeTag([apeItem('Title', 'Alt'), Uint8Array.of(255, 255, 0, 0, 0, 0, 0, 0, 75, 75, 0)])
    const layout = open(concat([wavPack, damaged]))
    expect(layout.notWritable).toEqual({ code: 'metadata.structureNotWritable', reason: 'damaged APEv2' })
    expect(layout.tags[0]?.values).toEqual({ title: ['Alt'] })
    expect(layout.inventory({ fields: [], pictures: false }).map(({ name }) => name)).toEqual(['APEv2 Title'])
  })

  it('keeps an ID3v2 tag in front in step, with what it can hold', () => {
    const bytes = concat([
      id3v23([
        ['TIT2', 'Alt'],
        ['TPE1', 'Wer'],
      ]),
      wavPack,
      apeTag([apeItem('Title', 'Alt')]),
    ])
    expect(kinds(bytes)).toEqual(['APEv2', 'ID3v2.3'])
    const result = save(bytes, { title: ['Neu'] }, [cover])
    expect(valuesIn(result, 'APEv2')).toEqual({ title: ['Neu'] })
    expect(valuesIn(result, 'ID3v2.3')).toEqual({ title: ['Neu'], artist: ['Wer'] })
    expect(soundOf(result)).toEqual(wavPack)
    // The picture is stored once.
    expect(open(result).tags.map(({ pictureCount }) => pictureCount)).toEqual([1, 0])
  })

  it('is cut when an ID3v2 tag in front claims more than there is', () => {
    const bytes = concat([fromLatin1('ID3\x03\0\0'), fromSyncsafe(5000), wavPack])
    expect(open(bytes).notWritable?.code).toBe('metadata.truncated')
  })

  it('lists each piece of its tags in the inventory but the touched ones', () => {
    const bytes = concat([
      wavPack,
      apeTag([apeItem('Title', 'Alt'), apeItem('Any', '1'), apeItem('Cover Art (Front)', jpegOf(9), binary)]),
      id3v1('Alt', 3),
    ])
    const names = (except: Parameters<Layout['inventory']>[0]) =>
      open(bytes)
        .inventory(except)
        .map(({ name }) => name)
    expect(names({ fields: [], pictures: false })).toEqual([
      'APEv2 Title',
      'APEv2 Any',
      'APEv2 Cover Art (Front)',
      'ID3v1',
    ])
    expect(names({ fields: ['title'], pictures: true })).toEqual(['APEv2 Any'])
  })
})

describe('sound with an ID3v2 tag in front', () => {
  it('gets one when it has none', () => {
    const result = save(trueAudio, { title: ['Neu'] }, [cover])
    expect(kinds(result)).toEqual(['ID3v2.4'])
    expect(open(result).tags[0]?.pictures).toEqual([cover])
    expect(soundOf(result)).toEqual(trueAudio)
  })

  it('keeps APEv2 and ID3v1 tags behind the sound in step, which other programs write', () => {
    const bytes = concat([trueAudio, apeTag([apeItem('Title', 'Alt'), apeItem('Any', '1')]), id3v1('Alt', 3)])
    const result = save(bytes, { title: ['Neu'], 'custom:Größe': ['3'] }, [cover])
    expect(kinds(result)).toEqual(['ID3v2.4', 'APEv2', 'ID3v1'])
    // A new tag holds what the others say, too.
    expect(valuesIn(result, 'ID3v2.4')).toEqual({
      title: ['Neu'],
      track: ['3'],
      'custom:Any': ['1'],
      'custom:Größe': ['3'],
    })
    expect(valuesIn(result, 'APEv2')).toEqual({ title: ['Neu'], 'custom:Any': ['1'] })
    expect(valuesIn(result, 'ID3v1')?.title).toEqual(['Neu'])
    expect(holds(result, fromUtf8('Größe'))).toBe(true)
    expect(soundOf(result)).toEqual(trueAudio)
  })

  it('removes a value from every tag that has it', () => {
    const bytes = concat([id3v23([['TIT2', 'Alt']]), trueAudio, apeTag([apeItem('Title', 'Alt')])])
    const result = save(bytes, { title: [] })
    expect(open(result).tags.map(({ values }) => values)).toEqual([{}, {}])
  })
})
