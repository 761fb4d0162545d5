import { describe, expect, it } from 'vitest'
import { formatOf, hasTracks, isVariousArtists, trackCountOf } from '../release'
import { readCatalogueFile } from '../testing/sample-library'
import { CatalogueFile, ReleaseReply, SearchReply } from './musicbrainz-json'

describe('reading MusicBrainz’ JSON', () => {
  it('needs no more than an id', () => {
    expect(ReleaseReply.parse({ id: 'x' })).toMatchObject({
      id: 'x',
      title: '',
      media: [],
      hasFrontCover: undefined,
    })
  })

  it('takes null for unknown wherever it stands', () => {
    const release = ReleaseReply.parse({
      id: 'x',
      title: null,
      barcode: null,
      asin: null,
      'text-representation': null,
      'artist-credit': [{ name: null, joinphrase: null, artist: null }],
      'label-info': [{ 'catalog-number': null, label: null }],
      'release-group': null,
      'cover-art-archive': { front: null },
      genres: null,
      media: [
        { position: null, format: null, title: null, tracks: [{ id: null, length: null, recording: null }] },
      ],
    })
    expect(release).toMatchObject({ labels: [], catalogNumbers: [], types: [], genres: [] })
    expect(release.media).toMatchObject([
      { position: 1, format: '', trackCount: 1, tracks: [{ position: 1, number: '1', lengthMs: undefined }] },
    ])
  })

  it('ignores keys it does not know', () => {
    expect(ReleaseReply.parse({ id: 'x', 'new-key': { deep: 1 } })).not.toHaveProperty('new-key')
  })

  it.each([
    ['no releases', { error: 'Your requests are exceeding the allowable rate limit.' }],
    ['another shape', { releases: { id: 7 } }],
    ['a release without id', { releases: [{ title: 'Tideworks' }] }],
    ['a number for a title', { releases: [{ id: 'x', title: 7 }] }],
  ])('refuses a search reply with %s', (_, reply) => {
    expect(SearchReply.safeParse(reply).success).toBe(false)
  })

  it('knows how long a search hit is, but not what is on it', () => {
    const [hit, bare] = SearchReply.parse({
      releases: [
        {
          id: 'x',
          media: [
            { format: 'CD', 'track-count': 7 },
            { format: 'CD', 'track-count': 5 },
          ],
        },
        { id: 'y', 'track-count': 4 },
      ],
    })
    expect([trackCountOf(hit!), hasTracks(hit!), formatOf(hit!)]).toEqual([12, false, '2 × CD'])
    expect([trackCountOf(bare!), hasTracks(bare!), formatOf(bare!)]).toEqual([4, false, ''])
  })

  it('joins credits as they are printed and as they are sorted', () => {
    const { artist } = ReleaseReply.parse({
      id: 'x',
      'artist-credit': [
        {
          name: 'Mira',
          joinphrase: ' feat. ',
          artist: { id: 'a', name: 'Mira Solen', 'sort-name': 'Solen, Mira' },
        },
        { name: 'Anouk Reyes', artist: { id: 'b', name: 'Anouk Reyes', 'sort-name': 'Reyes, Anouk' } },
      ],
    })
    expect(artist.display).toBe('Mira feat. Anouk Reyes')
    expect(artist.sort).toBe('Solen, Mira feat. Reyes, Anouk')
    expect(artist.artists.map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('takes a track’s artist from its recording, else from the release', () => {
    const credit = (name: string) => [{ name, joinphrase: '' }]
    const { media } = ReleaseReply.parse({
      id: 'x',
      'artist-credit': credit('Album'),
      media: [
        { tracks: [{ recording: { 'artist-credit': credit('Recording'), title: 'Ebb', length: 5 } }, {}] },
      ],
    })
    expect(media[0]?.tracks.map(({ artist }) => artist.display)).toEqual(['Recording', 'Album'])
    expect(media[0]?.tracks[0]).toMatchObject({ title: 'Ebb', lengthMs: 5 })
  })

  it('does not take “[no label]” and “[none]” for values', () => {
    const { labels, catalogNumbers } = ReleaseReply.parse({
      id: 'x',
      'label-info': [
        {
          'catalog-number': '[none]',
          label: { id: '157afde4-4bf5-4039-8ad2-5a15acc85176', name: '[no label]' },
        },
        { 'catalog-number': 'KLP 014', label: { id: 'k', name: 'Kelp Records' } },
        { 'catalog-number': 'KLP 014', label: { id: 'k', name: 'Kelp Records' } },
      ],
    })
    expect([labels, catalogNumbers]).toEqual([['Kelp Records'], ['KLP 014']])
  })

  it('orders genres by votes', () => {
    const { genres } = ReleaseReply.parse({
      id: 'x',
      genres: [{ name: 'folk', count: 1 }, { name: '' }],
      'release-group': { genres: [{ name: 'jazz', count: 3 }, { name: 'folk', count: 2 }, { name: 'pop' }] },
    })
    expect(genres).toEqual(['jazz', 'folk', 'pop'])
  })

  it('reads the whole sample catalogue', async () => {
    const releases = CatalogueFile.parse(
      JSON.parse(new TextDecoder().decode(await readCatalogueFile('releases.json'))),
    )
    expect(releases.every(hasTracks)).toBe(true)
    expect(releases.filter((release) => isVariousArtists(release.artist)).map(({ title }) => title)).toEqual([
      'Garden Variations',
    ])
  })
})
