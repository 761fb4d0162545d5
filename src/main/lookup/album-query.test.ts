import { describe, expect, it } from 'vitest'
import type { FieldName } from '../../shared/model'
import { albumQuery, withTyped } from './album-query'
import { readAlbum } from './matching/evidence'
import { type TrackFacts, track } from './testing/sample-library'

const id = '4ee138d9-c0a6-4174-abba-632311bcc15e'
const evidence = (...files: TrackFacts[]) => readAlbum(files.map(track))
const tagged = (...tags: Partial<Record<FieldName, string>>[]) =>
  evidence(
    ...tags.map((values) => ({
      values: Object.fromEntries(Object.entries(values).map(([name, value = '']) => [name, [value]])),
    })),
  )
const nothing = {
  albumTitles: [],
  artists: [],
  catalogNumbers: [],
  trackTitles: [],
  trackCount: 1,
  isTyped: true,
}

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
      albumTitles: ['Tideworks'],
      artists: ['Mira Solen'],
      trackTitles: ['Ebb'],
      trackCount: 1,
      barcode: '123',
      catalogNumbers: ['KLP 014'],
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
    expect(query).toEqual({ ...nothing, freeText: 'mira solen tideworks' })
    expect(withTyped(album, query!)).toMatchObject({
      albums: [],
      artists: [],
      typed: 'mira solen tideworks',
    })
  })

  it('is what an address names, held against what the files say', () => {
    const album = tagged({ album: 'Tideworks' })
    const query = albumQuery(album, `https://musicbrainz.org/release/${id}`)!
    expect(query).toEqual({ ...nothing, named: { service: 'musicbrainz', id, kinds: ['release'] } })
    expect(withTyped(album, query)).toBe(album)
  })

  it('is a barcode, which counts as the files’ own', () => {
    const album = tagged({ album: 'Tideworks' })
    const query = albumQuery(album, '2004019001421')!
    expect(query).toEqual({ ...nothing, trackCount: 0, barcode: '2004019001421' })
    expect(withTyped(album, query).barcode).toBe('2004019001421')
  })

  it('is nothing that an address of something else could name', () => {
    expect(() => albumQuery(tagged({}), 'https://example.org/album/5')).toThrow(
      expect.objectContaining({ problem: { code: 'lookup.strangeAddress', params: {} } }),
    )
  })
})
