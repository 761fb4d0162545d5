// What a person is told when a value cannot be saved: the same in every format, and with the field that it stands in.
import { describe, expect, it } from 'vitest'
import type { FieldName, FieldValue } from '../../shared/model'
import { concat, fromLatin1, fromUint32le } from './bytes'
import { frame23, tagBytes, text, valuesIn } from './tags/id3v2-testing'
import { parseIlst, valuesOfIlst } from './tags/ilst'
import { atomOf, dataAtom } from './tags/ilst-values'
import { parseVorbisComment, valuesOfVorbisComment } from './tags/vorbis-comment'
import { everyFormat } from './testing/every-format'
import { fixture } from './testing/fixture'
import { read, refusalOf, save } from './testing/round-trip'

/** What is said against this value. */
const refused = async (bytes: Uint8Array, field: FieldName, value: FieldValue) => {
  const problem = await refusalOf(bytes, { values: { [field]: value } })
  return problem && { code: problem.code, field: problem.params['field'] }
}

const notStorable = (field: FieldName) => ({ code: 'metadata.notStorable', field })

describe.each(Object.entries(everyFormat))('%s', (name, bytesOf) => {
  it('refuses half a character, and a NUL, by the name of the field', async () => {
    for (const broken of ['a\ud834b', 'a\0b']) {
      for (const field of ['title', 'comment', 'artist'] as const) {
        expect(await refused(bytesOf(), field, ['x', broken]), field).toEqual(notStorable(field))
      }
    }
    expect(await refused(bytesOf(), 'custom:a\0b', ['x'])).toEqual(notStorable('custom:a\0b'))
  })

  it('keeps of a flag whether it is on, and refuses what is neither yes nor no', async () => {
    expect(await refused(bytesOf(), 'compilation', ['2'])).toEqual(notStorable('compilation'))
    // Wave64 has no place for it.
    if (name === 'wide.w64') return
    const on = await save(bytesOf(), { values: { compilation: ['Yes'] } })
    expect((await read(on)).values.compilation).toEqual(['1'])
    const off = await save(on, { values: { compilation: ['0'] } })
    expect((await read(off)).values.compilation).toBeUndefined()
  })
})

describe('a value that is too long', () => {
  const lyrics = 'la '.repeat(7 * 1024 * 1024)

  it.each(['tagged.flac', 'flac.oga', 'flat.mka', 'flat.webm', 'v24.mp3'])(
    'is named: lyrics of 21 MB in %s',
    async (name) => {
      expect(await refused(fixture(name), 'lyrics', [lyrics])).toEqual(notStorable('lyrics'))
    },
  )

  it('is the longest of those that change', async () => {
    const patch = { values: { title: ['short'], lyrics: [lyrics], comment: ['longer than the title'] } }
    for (const name of ['tagged.flac', 'flat.mka']) {
      expect((await refusalOf(fixture(name), patch))?.params).toMatchObject({ field: 'lyrics' })
    }
  })

  it('is a title of more than 65,535 bytes in WMA, and the lyrics are not', async () => {
    const long = 'ä'.repeat(32_768)
    expect(await refused(fixture('tagged.wma'), 'title', [long])).toEqual(notStorable('title'))
    expect(await refused(fixture('tagged.wma'), 'lyrics', [long])).toBeUndefined()
  })
})

describe('a value of another kind than its field', () => {
  it.each([
    ['tagged.wma', 'rating', 'good'],
    ['v24.mp3', 'rating', 'good'],
    ['tagged.m4a', 'bpm', '128.5'],
    ['wide.w64', 'mood', 'calm'],
  ] as const)('is named by its field: %s, %s', async (name, field, value) => {
    expect(await refused(fixture(name), field, [value])).toEqual(notStorable(field))
  })
})

describe('a NUL that a file holds all the same', () => {
  const nul = (text: string) => text.replaceAll('|', '\0')
  const comment = fromLatin1(nul('ARTIST=A|B'))
  const files = {
    'Vorbis comments': valuesOfVorbisComment(
      parseVorbisComment(concat([fromUint32le(0), fromUint32le(1), fromUint32le(comment.length), comment])),
    ),
    MP4: valuesOfIlst(parseIlst(atomOf('©ART', dataAtom(1, fromLatin1(nul('A|B||')))))),
    'ID3v2.3': valuesIn(tagBytes(3, [frame23('TPE1', text(nul('A|B|')))])),
  }

  it.each(Object.entries(files))('keeps values apart in %s', (_, { artist }) => {
    expect(artist).toEqual(['A', 'B'])
  })
})
