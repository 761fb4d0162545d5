import { describe, expect, it } from 'vitest'
import { concat, fromUtf8, sameBytes } from '../bytes'
import { crc32, parseElements, renderElement, uintBytes } from '../containers/ebml'
import { holds } from '../testing/fixture'
import type { ValueChanges } from './entry'
import { readMatroskaTags, valuesOfMatroskaTags } from './matroska-tags'
import { patchMatroskaTags } from './matroska-tags-patch'
import { isTag, parseTags, renderTags, tagId } from './matroska-tags-tree'
import { NotStorableError } from './not-storable'

const text = (id: number, value: string) => renderElement(id, fromUtf8(value))
const simple = (name: string, value: string | undefined, ...more: readonly Uint8Array[]) =>
  renderElement(
    tagId.simpleTag,
    concat([
      text(tagId.tagName, name),
      ...(value === undefined ? [] : [text(tagId.tagString, value)]),
      ...more,
    ]),
  )
const targets = (...parts: readonly Uint8Array[]) => renderElement(tagId.targets, concat([...parts]))
const level = (value: number) => renderElement(tagId.targetTypeValue, uintBytes(value))
const uid = (id: number, value: number) => renderElement(id, uintBytes(value))
const tag = (...parts: readonly Uint8Array[]) => renderElement(tagId.tag, concat([...parts]))
const album = targets(level(50))
const track = targets(level(30))
const anything = targets()

const ourTrack = 4711
const open = (...tags: readonly Uint8Array[]) => readMatroskaTags([parseTags(concat([...tags]))], [ourTrack])
const values = (...tags: readonly Uint8Array[]) => valuesOfMatroskaTags(open(...tags))

/** The body of the (one) Tags element after a change. */
function patch(changes: ValueChanges, ...tags: readonly Uint8Array[]): Uint8Array {
  const [element] = patchMatroskaTags(open(...tags), changes)
  return element === undefined ? new Uint8Array() : renderTags(element)
}
const patched = (changes: ValueChanges, ...tags: readonly Uint8Array[]) => values(patch(changes, ...tags))

describe('Matroska tags: targets (RFC 9559 §5.1.8.1.1)', () => {
  it('merges what is said of the album and of the track', () => {
    const read = values(
      tag(album, simple('TITLE', 'Album'), simple('ARTIST', 'Various'), simple('TOTAL_PARTS', '12')),
      tag(track, simple('TITLE', 'Title'), simple('ARTIST', 'Someone'), simple('PART_NUMBER', '03')),
    )
    expect(read).toEqual({
      title: ['Title'],
      artist: ['Someone'],
      album: ['Album'],
      albumArtist: ['Various'],
      track: ['03'],
      trackTotal: ['12'],
    })
  })

  it('knows the level by its word where the number is missing', () => {
    const word = targets(text(tagId.targetType, 'ALBUM'))
    expect(values(tag(word, simple('TITLE', 'Album')))).toEqual({ album: ['Album'] })
  })

  it('takes the one Tag without a level that FFmpeg writes for the track', () => {
    const read = values(
      tag(
        anything,
        simple('ARTIST', 'AC/DC'),
        simple('ALBUM', 'Album'),
        simple('ALBUM_ARTIST', 'Various'),
        simple('PART_NUMBER', '3/12'),
        simple('DATE', '2019-09-13'),
        simple('COPYRIGHT', 'me'),
        simple('comment', 'small'),
      ),
    )
    expect(read).toEqual({
      artist: ['AC/DC'],
      album: ['Album'],
      albumArtist: ['Various'],
      track: ['3'],
      trackTotal: ['12'],
      date: ['2019-09-13'],
      copyright: ['me'],
      comment: ['small'],
    })
  })

  it('takes a Tag without a level for the album where mkvmerge has left out the default of 50', () => {
    const read = values(
      tag(anything, simple('TITLE', 'Album'), simple('ARTIST', 'Various')),
      tag(track, simple('TITLE', 'Title')),
    )
    expect(read).toEqual({ title: ['Title'], album: ['Album'], albumArtist: ['Various'] })
  })

  it('reads the names of Vorbis comments, which come along when a stream changes its container', () => {
    const stream = targets(uid(tagId.trackUid, ourTrack))
    const read = values(
      tag(stream, simple('ARTIST', 'Someone'), simple('TRACKNUMBER', '3'), simple('ORGANIZATION', 'Label')),
    )
    expect(read).toEqual({ artist: ['Someone'], track: ['3'], label: ['Label'] })
  })

  it('holds what is said of the album for the track too', () => {
    expect(values(tag(album, simple('COMPOSER', 'Someone'), simple('GENRE', 'Rock')))).toEqual({
      composer: ['Someone'],
      genre: ['Rock'],
    })
  })

  it.each([
    ['another track', uid(tagId.trackUid, 12)],
    ['a chapter', uid(tagId.chapterUid, 1)],
    ['an edition', uid(tagId.editionUid, 1)],
    ['an attachment', uid(tagId.attachmentUid, 1)],
  ])('leaves alone what is said of %s', (_, target) => {
    const other = tag(targets(target, level(30)), simple('TITLE', 'Not me'))
    expect(values(other)).toEqual({})
    expect(holds(patch({ title: ['Me'] }, other), other)).toBe(true)
  })

  it('shows no statistics of mkvmerge as fields', () => {
    const stream = targets(uid(tagId.trackUid, ourTrack))
    const statistics = tag(stream, simple('BPS', '128000'), simple('_STATISTICS_TAGS', 'BPS'))
    expect(values(statistics)).toEqual({})
    expect(holds(patch({ title: ['Me'] }, statistics), statistics)).toBe(true)
  })
})

describe('Matroska tags: SimpleTags (RFC 9559 §5.1.8.1.2)', () => {
  it('reads values of one name as several', () => {
    const body = tag(track, simple('ARTIST', 'AC/DC'), simple('ARTIST', 'B; C'))
    expect(values(body)).toEqual({ artist: ['AC/DC', 'B; C'] })
    expect(patched({ artist: ['A', 'B', 'C'] }, body)).toEqual({ artist: ['A', 'B', 'C'] })
    expect(patched({ artist: ['A'] }, body)).toEqual({ artist: ['A'] })
  })

  it('reads sort names where they are nested, and keeps them when the name changes', () => {
    const body = tag(track, simple('ARTIST', 'The Who', simple('SORT_WITH', 'Who, The')))
    expect(values(body)).toEqual({ artist: ['The Who'], artistSort: ['Who, The'] })
    expect(patched({ artist: ['The Whos'] }, body)).toEqual({
      artist: ['The Whos'],
      artistSort: ['Who, The'],
    })
    expect(patched({ artist: [] }, body)).toEqual({ artistSort: ['Who, The'] })
    expect(patched({ artistSort: [] }, body)).toEqual({ artist: ['The Who'] })
    expect(patched({ artist: [], artistSort: [] }, body)).toEqual({})
  })

  it('nests new sort names in their names, also in those of the same edit', () => {
    const changes = {
      title: ['The Title'],
      titleSort: ['Title, The'],
      artist: ['A', 'B'],
      artistSort: ['A & B'],
      albumSort: ['Album, The'],
    }
    expect(patched(changes)).toEqual(changes)
    expect(patched({ album: ['The Album'] }, patch(changes))).toEqual({ ...changes, album: ['The Album'] })
  })

  it('shows the original language, keeps the others, and removes them with the field', () => {
    const english = simple(
      'TITLE',
      'A title',
      text(tagId.tagLanguage, 'eng'),
      renderElement(tagId.tagDefault, uintBytes(0)),
    )
    const body = tag(track, english, simple('TITLE', 'Ein Titel', text(tagId.tagLanguage, 'ger')))
    expect(values(body)).toEqual({ title: ['Ein Titel'] })
    const changed = patch({ title: ['Neu'] }, body)
    expect(values(changed)).toEqual({ title: ['Neu'] })
    expect(holds(changed, english)).toBe(true)
    expect(holds(changed, text(tagId.tagLanguage, 'ger'))).toBe(true)
    expect(patched({ title: [] }, body)).toEqual({})
  })

  it('keeps binary values, and shows none of them', () => {
    const blob = renderElement(
      tagId.simpleTag,
      concat([text(tagId.tagName, 'ARTIST'), renderElement(tagId.tagBinary, Uint8Array.of(0, 255))]),
    )
    const body = tag(track, blob)
    expect(values(body)).toEqual({})
    const changed = patch({ artist: ['A'] }, body)
    expect(values(changed)).toEqual({ artist: ['A'] })
    expect(holds(changed, blob)).toBe(true)
  })

  it('ends a text at its first zero (RFC 8794 §13)', () => {
    expect(values(tag(track, simple('TITLE', 'Title\0\0rest')))).toEqual({ title: ['Title'] })
  })

  it('keeps SimpleTags that are nested deeper than anyone means', () => {
    let deep = simple('X', 'deep')
    for (let depth = 0; depth < 5000; depth++) deep = renderElement(tagId.simpleTag, deep)
    const body = tag(track, deep)
    expect(values(body)).toEqual({})
    expect(holds(patch({ title: ['T'] }, body), deep)).toBe(true)
  })
})

describe('Matroska tags: changing', () => {
  const flat = tag(
    anything,
    simple('ARTIST', 'Someone'),
    simple('ALBUM', 'Album'),
    simple('PART_NUMBER', '3/12'),
    simple('DATE', '2019'),
  )

  it('keeps everything else byte for byte, unknown elements too', () => {
    const odd = renderElement(0x4abc, Uint8Array.of(1, 2, 3))
    const strange = simple('STRANGE', 'kept', odd)
    const body = concat([odd, tag(track, odd, strange, simple('TITLE', 'Old')), tag(album, strange)])
    const expected = concat([odd, tag(track, odd, strange, simple('TITLE', 'New')), tag(album, strange)])
    expect(sameBytes(patch({ title: ['New'] }, body), expected)).toBe(true)
  })

  it('answers the same elements when nothing changes', () => {
    const opened = open(flat)
    expect(patchMatroskaTags(opened, { artist: ['Someone'] })[0]?.children).toEqual(
      opened.elements[0]?.children,
    )
    expect(sameBytes(patch({ artist: ['Someone'] }, flat), flat)).toBe(true)
    expect(patchMatroskaTags(opened, {})[0]).toBe(opened.elements[0])
  })

  it('writes new fields by level, and names the album’s by word for those who read without numbers', () => {
    const body = patch({ title: ['Title'], album: ['Album'], discTotal: ['2'] })
    expect(
      parseTags(body)
        .children.filter(isTag)
        .map(({ targets: { level } }) => level),
    ).toEqual([60, 50, 30])
    expect(holds(body, text(tagId.targetType, 'ALBUM'))).toBe(true)
    expect(values(body)).toEqual({ title: ['Title'], album: ['Album'], discTotal: ['2'] })
  })

  it('takes the name of the writer for no album, whatever comes beside it', () => {
    const encoders = [
      tag(anything, simple('ENCODER', 'Lavf59')),
      tag(targets(uid(tagId.trackUid, ourTrack)), simple('ENCODER', 'Lavc59 libvorbis')),
    ]
    expect(values(...encoders)).toEqual({ encoderSettings: ['Lavf59'] })
    expect(patched({ acoustIdFingerprint: ['AQAA'] }, ...encoders)).toEqual({
      encoderSettings: ['Lavf59'],
      acoustIdFingerprint: ['AQAA'],
    })
  })

  it('keeps to the names of a flat Tag', () => {
    const changed = patch({ album: ['New'], albumArtist: ['Various'], date: ['2020'], title: ['T'] }, flat)
    expect(parseTags(changed).children).toHaveLength(1)
    const expected = tag(
      anything,
      simple('ARTIST', 'Someone'),
      simple('ALBUM', 'New'),
      simple('PART_NUMBER', '3/12'),
      simple('DATE', '2020'),
      simple('ALBUM_ARTIST', 'Various'),
      simple('TITLE', 'T'),
    )
    expect(sameBytes(changed, expected)).toBe(true)
  })

  it('keeps number and total in one value where they were', () => {
    expect(holds(patch({ track: ['4'] }, flat), simple('PART_NUMBER', '4/12'))).toBe(true)
    expect(patched({ trackTotal: [] }, flat)).toMatchObject({ track: ['3'] })
    expect(patched({ track: [] }, flat)).toMatchObject({ trackTotal: ['12'] })
  })

  it('leaves a contradiction that nobody saw, and takes it away with the field', () => {
    const stream = tag(targets(uid(tagId.trackUid, ourTrack)), simple('ARTIST', 'Someone else'))
    expect(values(flat, stream)).toMatchObject({ artist: ['Someone'] })
    expect(holds(patch({ artist: ['New'] }, flat, stream), stream)).toBe(true)
    expect(patched({ artist: [] }, flat, stream)['artist']).toBeUndefined()
  })

  it('changes a value that is said twice in both places', () => {
    const twice = tag(track, simple('ARTIST', 'Someone'))
    expect(holds(patch({ artist: ['New'] }, flat, twice), simple('ARTIST', 'Someone'))).toBe(false)
  })

  it('takes a Tag away when nothing is left in it', () => {
    expect(patch({ title: [] }, tag(track, simple('TITLE', 'Title')))).toHaveLength(0)
  })

  it('keeps fields that people named, in their spelling', () => {
    const body = tag(track, simple('Mein Feld', 'eigen'))
    expect(values(body)).toEqual({ 'custom:Mein Feld': ['eigen'] })
    expect(patched({ 'custom:Mein Feld': ['neu'], 'custom:a/b:c': ['x'] }, body)).toEqual({
      'custom:Mein Feld': ['neu'],
      'custom:a/b:c': ['x'],
    })
  })

  it('keeps ratings as stars of 0 to 5', () => {
    expect(values(tag(track, simple('RATING', '3.5')))).toEqual({ rating: ['70'] })
    expect(holds(patch({ rating: ['70'] }), simple('RATING', '3.5'))).toBe(true)
  })

  it('refuses what a text cannot hold, and names that mean something else', () => {
    expect(() => patch({ title: ['a\0b'] })).toThrow(NotStorableError)
    expect(() => patch({ 'custom:TRACKNUMBER': ['1'] })).toThrow(NotStorableError)
  })

  it('makes a CRC-32 right again (RFC 8794 §11.3.1)', () => {
    const crc = (body: Uint8Array) => {
      const value = crc32(body)
      return renderElement(
        0xbf,
        Uint8Array.of(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24),
      )
    }
    const withCrc = (...parts: readonly Uint8Array[]) => concat([crc(concat([...parts])), ...parts])
    const inside = (title: string) =>
      renderElement(tagId.simpleTag, withCrc(text(tagId.tagName, 'TITLE'), text(tagId.tagString, title)))
    const body = (title: string) => withCrc(renderElement(tagId.tag, withCrc(track, inside(title))))
    expect(crc32(fromUtf8('123456789'))).toBe(0xcbf43926)
    expect(sameBytes(patch({ title: ['New'] }, body('Old')), body('New'))).toBe(true)
  })

  it('leaves the file’s order of bytes alone: parsed and rendered it is the same', () => {
    const body = concat([flat, tag(track, simple('X', undefined, simple('Y', 'z')))])
    expect(sameBytes(renderTags(parseTags(body)), body)).toBe(true)
    expect(parseElements(body).isIntact).toBe(true)
  })
})
