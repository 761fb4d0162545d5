import { beforeAll, describe, expect, it } from 'vitest'
import type { LookupTrack } from '../../shared/ipc'
import { Proposal } from '../../shared/ipc'
import { toCandidate } from './matching/candidates'
import { readAlbum } from './matching/evidence'
import { matchGroup } from './matching/match-group'
import { propose } from './proposal'
import type { Release } from './release'
import { CatalogueFile } from './services/musicbrainz-json'
import { release as made } from './testing/release'
import { catalogueJson, sampleAlbums, track } from './testing/sample-library'

let albums: Map<string, LookupTrack[]>
let releases: readonly Release[]
beforeAll(async () => {
  albums = await sampleAlbums()
  releases = CatalogueFile.parse(await catalogueJson())
})

function proposed(
  files: readonly LookupTrack[],
  release: Release,
  service: 'catalogue' | 'musicbrainz' | 'deezer' = 'catalogue',
) {
  const album = readAlbum(files)
  const group = matchGroup(album, [release], 0)
  const [match] = group.editions
  return propose(files, match.alignment, release, toCandidate(service, album, group, match))
}
const sample = (folder: string, title: string) =>
  proposed(albums.get(folder)!, releases.find((release) => release.title === title)!)

describe('what a release proposes', () => {
  it('has no ids of another service in the fields of MusicBrainz', () => {
    const files = albums.get('Mira Solen - Tideworks (2019)')!
    const release = releases.find(({ title }) => title === 'Tideworks')!
    const ids = ['albumArtistId', 'artistId', 'recordingId', 'releaseGroupId', 'releaseId', 'trackId']
    const fields = (service: 'musicbrainz' | 'deezer') =>
      Object.keys(proposed(files, release, service).tracks[0]?.values ?? {}).sort()
    const all = fields('musicbrainz')
    expect(all).toEqual(expect.arrayContaining(ids))
    expect(fields('deezer')).toEqual(all.filter((name) => !ids.includes(name)))
  })

  it('is every value it knows, one credit as one artist', () => {
    const { tracks } = sample('Mira Solen - Tideworks (2019)', 'Tideworks')
    expect(tracks[3]).toEqual({
      id: 'Mira Solen - Tideworks (2019)/04 drift feat anouk reyes.flac',
      position: { disc: 1, track: 4, title: 'Drift', durationMs: 10_905 },
      values: {
        title: ['Drift'],
        artist: ['Mira Solen feat. Anouk Reyes'],
        artistSort: ['Solen, Mira feat. Reyes, Anouk'],
        artistId: [expect.any(String), expect.any(String)],
        album: ['Tideworks'],
        albumArtist: ['Mira Solen'],
        albumArtistSort: ['Solen, Mira'],
        albumArtistId: ['cf081e3c-c52a-466d-8426-ce8707074b96'],
        track: ['4'],
        trackTotal: ['7'],
        disc: ['1'],
        discTotal: ['1'],
        date: ['2019-09-13'],
        originalDate: ['2019-09-13'],
        genre: ['Folk', 'Singer-Songwriter'],
        label: ['Kelp Records'],
        catalogNumber: ['KLP 014'],
        isrc: ['ZZTWA1900104'],
        media: ['CD'],
        releaseType: ['album'],
        releaseStatus: ['official'],
        releaseCountry: ['NL'],
        script: ['Latn'],
        recordingId: [expect.any(String)],
        trackId: [expect.any(String)],
        releaseId: ['4ee138d9-c0a6-4174-abba-632311bcc15e'],
        releaseGroupId: ['34c46668-c3f2-4722-856c-e509999e1f90'],
      },
    })
  })

  it('finds the file without a title', () => {
    expect(sample('Mira Solen - Tideworks (2019)', 'Tideworks').tracks[5]?.values.title).toEqual([
      'Wrack Line',
    ])
  })

  it('puts wrong numbers and mojibake right', () => {
    const { tracks, missing } = sample('Karl Brandt Trio - Nachtfähre (2004)', 'Nachtfähre')
    expect(tracks.map(({ values }) => `${values.track} ${values.title}`)).toEqual([
      '1 Überfahrt',
      '2 Blaue Stunde',
      '3 Leuchtfeuer',
      '4 Nachtfähre',
      '5 Heimweh',
      '6 Der letzte Kahn',
    ])
    expect(missing).toEqual([])
  })

  it('numbers each disc for itself, with its own title', () => {
    const { tracks } = sample('Various Artists - Garden Variations (2011)', 'Garden Variations')
    expect(tracks[6]?.values).toMatchObject({
      title: ['Pond'],
      artist: ['Hana Lind'],
      albumArtist: ['Various Artists'],
      track: ['2'],
      trackTotal: ['5'],
      disc: ['2'],
      discTotal: ['2'],
      discSubtitle: ['Evening'],
      compilation: ['1'],
    })
  })

  it('calls only various artists a compilation', () => {
    expect(sample('Ten Volta - Low Orbit', 'Low Orbit').tracks[0]?.values).not.toHaveProperty('compilation')
  })

  it('goes by the numbers in the names where the files have no tags', () => {
    const { tracks } = sample('Hana Lind - Field Notes', 'Field Notes')
    expect(tracks.map(({ values }) => values.title?.[0])).toEqual(['Kettle', 'Gate', 'Wren', 'Rain Gauge'])
    // “[no label]” is no label.
    expect(tracks[0]?.values).not.toHaveProperty('label')
  })

  it('leaves out what the release does not know, and never writes an empty value', () => {
    const { tracks } = proposed([track({ values: { title: ['Ebb'] } })], made({ discs: [['Ebb']] }))
    const values = tracks[0]!.values
    expect(Object.values(values).flat()).not.toContain('')
    for (const field of ['date', 'label', 'barcode', 'genre', 'isrc', 'script', 'media'])
      expect(values).not.toHaveProperty(field)
    expect(tracks[0]?.position?.durationMs).toBe(0)
  })

  it('takes genres from the track when the release has none', () => {
    const release = made({ discs: [['Ebb']] })
    const [medium] = release.media
    const media = [
      { ...medium!, tracks: medium!.tracks.map((one) => ({ ...one, genres: ['uk garage', "drum'n'bass"] })) },
    ]
    const { tracks } = proposed([track({ values: { title: ['Ebb'] } })], { ...release, media })
    expect(tracks[0]?.values.genre).toEqual(['Uk Garage', "Drum'n'bass"])
  })

  it('gives a file that is no track of it no values, and lists the tracks without a file', () => {
    const files = [track({ values: { title: ['Interview'] } }), track({ values: { title: ['Ebb'] } })]
    const { tracks, missing } = proposed(files, made({ discs: [['Ebb'], ['Flow']] }))
    expect(tracks[0]).toEqual({ id: files[0]?.id, values: {} })
    expect(missing).toEqual([{ disc: 2, track: 1, title: 'Flow' }])
  })

  it('brings the whole release, so that a file can be put on any track of it', () => {
    const { tracks, tracklist } = sample('Various Artists - Garden Variations (2011)', 'Garden Variations')
    expect(tracklist.map(({ disc, track }) => `${disc}.${track}`)).toEqual(
      [1, 2].flatMap((disc) => [1, 2, 3, 4, 5].map((track) => `${disc}.${track}`)),
    )
    expect(tracklist[6]).toMatchObject({ title: 'Pond', artist: 'Hana Lind' })
    for (const { position, values } of tracks) {
      const on = tracklist.find(({ disc, track }) => disc === position?.disc && track === position.track)
      expect(on?.values).toEqual(values)
    }
    expect(sample('Ten Volta - Low Orbit', 'Low Orbit').tracklist[0]?.artist).toBe('')
  })

  it('fits through the bridge', () => {
    for (const release of releases) {
      for (const files of albums.values())
        expect(() => Proposal.parse(proposed(files, release))).not.toThrow()
    }
  })
})
