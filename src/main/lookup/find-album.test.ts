import { describe, expect, it } from 'vitest'
import { albumQuery, withTyped } from './album-query'
import { findAlbum } from './find-album'
import { readAlbum } from './matching/evidence'
import type { Release } from './release'
import type { AlbumSource, AskContext, FoundTrack } from './service'
import { release as made, type ReleaseFacts } from './testing/release'
import { type TrackFacts, track } from './testing/sample-library'

const titles = ['Harbour Lights', 'Salt & Copper', 'The Long Quay', 'Wrack Line']
const tides: ReleaseFacts = {
  id: 'cd',
  groupId: 'tideworks',
  discs: [titles.map((title, n) => `${title} @${200_000 + 20_000 * n}`)],
}
const others: ReleaseFacts = {
  id: 'other',
  groupId: 'other',
  title: 'Tideworks',
  discs: [['Gut @1000', 'Rosin @1000', 'Bow @1000', 'Peg @1000']],
}
const files: TrackFacts[] = titles.map((title, n) => ({
  durationMs: 200_000 + 20_000 * n,
  values: { title: [title], album: ['Tideworks'], artist: ['Mira Solen'], track: [String(n + 1)] },
}))
const withoutAlbum = files.map((file) => ({ ...file, values: { ...file.values, album: [] } }))

/** A service that knows these, and says what it was asked. */
function serviceOf(known: { hits?: ReleaseFacts[]; groups?: ReleaseFacts[]; tracks?: FoundTrack[] }) {
  const asked: string[] = []
  const groups = (known.groups ?? []).map(made)
  const service: AlbumSource = {
    name: 'musicbrainz',
    search: async () => {
      asked.push('search')
      return (known.hits ?? []).map((facts) => made({ ...facts, hit: true }))
    },
    editions: async (groupId) => {
      asked.push(`editions ${groupId}`)
      return groups.filter((release) => release.groupId === groupId)
    },
    findTracks: async ({ tracks }) => {
      asked.push(`tracks ${tracks.length}`)
      return known.tracks ?? []
    },
    release: async (id) => {
      asked.push(`release ${id}`)
      return groups.find((release) => release.id === id) as Release
    },
  }
  return { service, asked }
}

const context: AskContext = {
  about: 'Tideworks',
  signal: new AbortController().signal,
  onState: () => {},
  onStale: () => {},
}

async function found(service: AlbumSource, tracks: readonly TrackFacts[], typed = '') {
  const album = readAlbum(tracks.map(track))
  const query = albumQuery(album, typed)!
  return await findAlbum(service, withTyped(album, query), query, context)
}

const hits = (...facts: ReleaseFacts[]): FoundTrack[] =>
  titles.map((title, n) => ({
    recordingId: `recording ${n}`,
    title,
    artist: 'Mira Solen',
    lengthMs: 200_000 + 20_000 * n,
    releases: facts.map((one) => made({ ...one, hit: true })),
  }))

describe('finding an album', () => {
  it('takes two requests where the search has it', async () => {
    const { service, asked } = serviceOf({ hits: [tides], groups: [tides] })
    const { groups } = await found(service, files)
    expect(asked).toEqual(['search', 'editions tideworks'])
    expect(groups).toHaveLength(1)
  })

  it('looks at the namesake next where the first is another album', async () => {
    const { service, asked } = serviceOf({ hits: [others, tides], groups: [others, tides] })
    const { groups } = await found(service, files)
    expect(asked).toEqual(['search', 'editions other', 'editions tideworks'])
    expect(groups[0]?.groupId).toBe('tideworks')
  })

  it('asks by tracks where nothing names the album', async () => {
    const { service, asked } = serviceOf({ groups: [tides], tracks: hits(tides) })
    const { groups } = await found(service, withoutAlbum)
    expect(asked).toEqual(['tracks 4', 'editions tideworks'])
    expect(groups[0]?.groupId).toBe('tideworks')
  })

  it('asks by tracks where the album of that name has others, four times in all', async () => {
    const { service, asked } = serviceOf({ hits: [others], groups: [others, tides], tracks: hits(tides) })
    const { groups } = await found(service, files)
    expect(asked).toEqual(['search', 'editions other', 'tracks 4', 'editions tideworks'])
    expect(groups[0]?.groupId).toBe('tideworks')
    expect(groups[0]?.probability).toBeGreaterThan(0.5)
  })

  it('does not look at a group that holds fewer than half of the tracks', async () => {
    const { service, asked } = serviceOf({ tracks: hits(tides).slice(0, 1), groups: [tides] })
    expect((await found(service, withoutAlbum)).groups).toEqual([])
    expect(asked).toEqual(['tracks 4'])
  })

  it('does not look at what shares a word and nothing more', async () => {
    const far = { id: 'far', groupId: 'far', title: 'Something Else', artist: 'Nobody', discs: [['x']] }
    const { service, asked } = serviceOf({ hits: [far], groups: [far] })
    const { groups, hits: ranked } = await found(service, files)
    expect(groups).toEqual([])
    expect(ranked.map(({ groupId }) => groupId)).toEqual(['far'])
    expect(asked).toEqual(['search', 'tracks 4'])
  })

  it('asks for a release where the service has no groups', async () => {
    const single = { ...tides, groupId: '' }
    const { service, asked } = serviceOf({ hits: [single], groups: [single] })
    expect((await found(service, files)).groups[0]?.groupId).toBe('cd')
    expect(asked).toEqual(['search', 'release cd'])
  })

  it('does not go on by tracks where the person typed words', async () => {
    const { service, asked } = serviceOf({})
    await found(service, files, 'zzyzx')
    expect(asked).toEqual(['search'])
  })
})
