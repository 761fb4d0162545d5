import { describe, expect, it } from 'vitest'
import type { FieldName } from '../../shared/model'
import { readAlbum } from './album-evidence'
import { albumQuery, withTyped } from './album-query'
import { type TrackFacts, track } from './testing/sample-library'

const id = '4ee138d9-c0a6-4174-abba-632311bcc15e'
const evidence = (...files: TrackFacts[]) => readAlbum(files.map(track))
const tagged = (...tags: Partial<Record<FieldName, string>>[]) =>
  evidence(
    ...tags.map((values) => ({
      values: Object.fromEntries(Object.entries(values).map(([name, value = '']) => [name, [value]])),
    })),
  )

describe('what the files say of their album', () => {
  it('is what most of them say, in the commonest spelling', () => {
    const album = tagged(
      { album: 'Low Orbit', artist: 'ten volta' },
      { album: 'Low Orbit', artist: 'Ten Volta ' },
      { album: 'LOW ORBIT', artist: 'Ten Volta' },
      { album: 'Hits', artist: 'TEN VOLTA' },
    )
    expect(album).toMatchObject({ albumTitle: 'Low Orbit', artist: 'Ten Volta', various: false })
  })

  it('repairs mojibake first', () => {
    expect(tagged({ album: 'NachtfÃ¤hre', title: 'Ãœberfahrt' })).toMatchObject({
      albumTitle: 'Nachtfähre',
      files: [{ titles: ['Überfahrt'] }],
    })
  })

  it('takes differing artists for a compilation', () => {
    const album = tagged({ artist: 'Ilse Okoro' }, { artist: 'Ten Volta' }, { artist: 'Hana Lind' })
    expect(album).toMatchObject({ various: true, artist: 'Various Artists' })
  })

  it('believes the album artist rather than the artists', () => {
    const album = tagged(
      { artist: 'Mira Solen', albumArtist: 'Mira Solen' },
      { artist: 'Mira Solen feat. Anouk Reyes' },
      { artist: 'Someone Else' },
    )
    expect(album).toMatchObject({ various: false, artist: 'Mira Solen' })
  })

  it.each([['VA'], ['Various'], ['Verschiedene Interpreten']])(
    'knows “%s” for various artists',
    (albumArtist) => {
      expect(tagged({ albumArtist })).toMatchObject({ various: true })
    },
  )

  it('falls back on the folder, the year and the number in it included', () => {
    const folder = '/x/Music/Mira Solen - Tideworks (2019) [KLP 014]'
    expect(evidence({ folder, fileName: '01 Ebb.mp3' }, { folder, fileName: '02.mp3' })).toMatchObject({
      albumTitle: 'Tideworks',
      artist: 'Mira Solen',
      date: '2019',
      catalogNumber: 'KLP 014',
      files: [
        { titles: ['Ebb'], track: 1 },
        { titles: [], track: 2 },
      ],
    })
  })

  it('falls back on the files’ names when the folder holds anything', () => {
    const folder = '/home/anna/Downloads'
    const album = evidence(
      { folder, fileName: 'Ten Volta - 2015 - Low Orbit - 06 - Parking Orbit.flac' },
      { folder, fileName: 'Ten Volta - 2015 - Low Orbit - 01 - Perigee.flac' },
    )
    expect(album).toMatchObject({ albumTitle: 'Low Orbit', artist: 'Ten Volta', date: '2015' })
  })

  it('reads a track number with its total, and no number from A1', () => {
    const album = tagged({ track: '3/12', disc: '01' }, { track: 'A1' }, { track: '0' })
    expect(album.files.map((file) => file.track)).toEqual([3, undefined, undefined])
    expect(album.files[0]?.disc).toBe(1)
  })
})

describe('what is asked for', () => {
  it('is title, artist, titles and codes', () => {
    const query = albumQuery(
      tagged({
        album: 'Tideworks',
        albumArtist: 'Mira Solen',
        title: 'Ebb',
        barcode: '123',
        catalogNumber: 'KLP 014',
      }),
    )
    expect(query).toEqual({
      albumTitle: 'Tideworks',
      artist: 'Mira Solen',
      trackTitles: ['Ebb'],
      trackCount: 1,
      barcode: '123',
      catalogNumber: 'KLP 014',
    })
  })

  it('is the release itself when the files name it, but only by a real id', () => {
    expect(albumQuery(tagged({ releaseId: id.toUpperCase() }))?.releaseId).toBe(id)
    expect(albumQuery(tagged({ album: 'Tideworks', releaseId: 'nonsense' }))?.releaseId).toBeUndefined()
  })

  it('is nothing when the files say nothing', () => {
    expect(albumQuery(evidence({ fileName: '06.flac', folder: '/home/anna/Downloads' }))).toBeUndefined()
  })

  it('is what the person typed instead of what the files say', () => {
    const album = tagged({ album: 'Hits', artist: 'Nobody', releaseId: id })
    const query = albumQuery(album, ' mira solen tideworks ')
    expect(query).toEqual({ trackTitles: [], trackCount: 1, freeText: 'mira solen tideworks' })
    expect(withTyped(album, query!)).toMatchObject({
      albumTitle: '',
      artist: '',
      typed: 'mira solen tideworks',
    })
  })

  it.each([
    [id, { releaseId: id }],
    [`https://musicbrainz.org/release/${id.toUpperCase()}?tab=1`, { releaseId: id }],
    [`musicbrainz.org/release-group/${id}`, { releaseGroupId: id }],
  ])('takes “%s” for what it is', (typed, query) => {
    const album = tagged({ album: 'Tideworks' })
    const made = albumQuery(album, typed)!
    expect(made).toEqual({ trackTitles: [], trackCount: 1, ...query })
    expect(withTyped(album, made)).toBe(album)
  })
})
