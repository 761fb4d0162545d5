import { describe, expect, it } from 'vitest'
import type { FieldName } from '../../../shared/model'
import { type TrackFacts, track } from '../testing/sample-library'
import { readAlbum } from './evidence'

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
    expect(album).toMatchObject({ artists: ['Ten Volta'], various: false })
    expect(album.albums[0]).toBe('Low Orbit')
  })

  it('repairs mojibake first', () => {
    expect(tagged({ album: 'NachtfÃ¤hre', title: 'Ãœberfahrt' })).toMatchObject({
      albums: ['Nachtfähre'],
      files: [{ titles: ['Überfahrt'] }],
    })
  })

  it('takes differing artists for a compilation', () => {
    const album = tagged({ artist: 'Ilse Okoro' }, { artist: 'Ten Volta' }, { artist: 'Hana Lind' })
    expect(album).toMatchObject({ various: true, artists: ['Various Artists'] })
  })

  it('believes the album artist rather than the artists', () => {
    const album = tagged(
      { artist: 'Mira Solen', albumArtist: 'Mira Solen' },
      { artist: 'Mira Solen feat. Anouk Reyes' },
      { artist: 'Someone Else' },
    )
    expect(album.various).toBe(false)
    expect(album.artists[0]).toBe('Mira Solen')
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
      albums: ['Tideworks', expect.any(String)],
      artists: ['Mira Solen'],
      date: '2019',
      catalogNumber: 'KLP 014',
      files: [
        { titles: expect.arrayContaining(['Ebb']), track: 1 },
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
    expect(album).toMatchObject({ artists: ['Ten Volta'], date: '2015' })
    expect(album.albums[0]).toBe('Low Orbit')
  })

  it('does not take the word that counts tracks for a name', () => {
    const files = [1, 2, 3].map((at) => ({ folder: '/home/anna/New Folder', fileName: `Track 0${at}.flac` }))
    expect(evidence(...files)).toMatchObject({
      artists: [],
      files: [{ track: 1, titles: [] }, { track: 2 }, { track: 3 }],
    })
  })

  it('reads a track number with its total, and no number from A1', () => {
    const album = tagged({ track: '3/12', disc: '01' }, { track: 'A1' }, { track: '0' })
    expect(album.files.map((file) => file.track)).toEqual([3, undefined, undefined])
    expect(album.files[0]?.disc).toBe(1)
  })

  it('knows the total that is written behind a number', () => {
    expect(tagged({ track: '3/12' }, { track: '4/12' }).trackTotal).toBe(12)
  })

  it('takes title and artist for swapped where every title is who made the album', () => {
    const album = tagged(
      { title: 'Ten Volta', artist: 'Perigee', albumArtist: 'Ten Volta' },
      { title: 'Ten Volta', artist: 'Apogee', albumArtist: 'Ten Volta' },
    )
    expect(album.files.map(({ titles }) => titles[0])).toEqual(['Perigee', 'Apogee'])
  })

  it.each(['Ten VoltaVEVO', 'Ten Volta - Topic', 'Ten Volta Official', 'Ten Volta (Band)'])(
    'knows who made what “%s” has put up',
    (artist) => {
      expect(tagged({ artist }, { artist }).artists).toContain('Ten Volta')
    },
  )

  it('splits numbers over a hundred into disc and track', () => {
    expect(tagged({ track: '203' }).files[0]).toMatchObject({ disc: 2, track: 3 })
  })

  it('takes a folder that is a catalogue number for one', () => {
    const folder = '/x/Music/kelp014'
    expect(evidence({ folder, fileName: '01 Ebb.mp3' }).hints).toContain('kelp014')
  })
})
