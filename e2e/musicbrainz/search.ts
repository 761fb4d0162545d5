import { analyse } from './analysis'
import {
  type ArtistCredit,
  creditLine,
  type Medium,
  type Release,
  type Track,
  trackCount,
  tracksOn,
} from './release'
import { createSearchIndex, type Document } from './search-index'

export { QueryError } from './query'

export interface ReleaseHit {
  readonly release: Release
  /** 1 to 100. */
  readonly score: number
}

/** Where a recording stands. */
export interface Appearance {
  readonly release: Release
  readonly medium: Medium
  readonly track: Track
}

export interface RecordingHit {
  readonly id: string
  readonly appearances: readonly Appearance[]
  readonly score: number
}

export interface Hits<Hit> {
  /** How many there are in all. */
  readonly count: number
  readonly hits: readonly Hit[]
}

/** A catalogue that can be searched by MusicBrainz' query language. Indexes are built at the first question. */
export interface Catalogue {
  readonly releases: readonly Release[]
  release(id: string): Release | undefined
  /** In the order of their ids. */
  group(id: string): readonly Release[]
  /** The best, at most so many, best first. @throws QueryError */
  searchReleases(query: string, most: number): Hits<ReleaseHit>
  /** The best, at most so many, best first. @throws QueryError */
  searchRecordings(query: string, most: number): Hits<RecordingHit>
}

export function createCatalogue(releases: readonly Release[]): Catalogue {
  const byId = new Map(releases.map((release) => [release.id, release]))
  const groups = new Map<string, Release[]>()
  for (const release of releases) {
    const id = release['release-group']?.id ?? ''
    groups.set(id, [...(groups.get(id) ?? []), release])
  }
  const releaseIndex = once(() =>
    createSearchIndex(releases.map(releaseDocument), {
      ...releaseFields,
      idOf: (n) => releases[n]?.id ?? '',
    }),
  )
  const recordings = once(() => recordingsOf(releases))
  const recordingIndex = once(() =>
    createSearchIndex(recordings().map(recordingDocument), {
      ...recordingFields,
      idOf: (n) => recordings()[n]?.id ?? '',
    }),
  )
  return {
    releases,
    release: (id) => byId.get(id),
    group: (id) => (groups.get(id) ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    searchReleases: (query, most) => {
      const { count, found } = releaseIndex().search(query, most)
      return {
        count,
        hits: found.flatMap(({ document, score }) => {
          const release = releases[document]
          return release === undefined ? [] : [{ release, score }]
        }),
      }
    },
    searchRecordings: (query, most) => {
      const { count, found } = recordingIndex().search(query, most)
      return {
        count,
        hits: found.flatMap(({ document, score }) => {
          const recording = recordings()[document]
          return recording === undefined ? [] : [{ ...recording, score }]
        }),
      }
    },
  }
}

/** `dismax=true`: the whole query as plain words. */
export const plainWords = (query: string): string => analyse(query).join(' ')

const releaseFields = {
  texts: ['release', 'artist', 'artistname', 'creditname', 'label', 'comment', 'format'],
  keys: (
    'reid rgid arid laid barcode catno country date status primarytype secondarytype type tracks ' +
    'tracksmedium mediums'
  ).split(' '),
  otherwise: ['release', 'artist'],
}

const recordingFields = {
  texts: ['recording', 'artist', 'artistname', 'creditname', 'release'],
  keys: 'rid reid rgid arid country date primarytype isrc tracks tracksrelease tnum number position qdur'.split(
    ' ',
  ),
  otherwise: ['recording'],
}

function releaseDocument(release: Release): Document {
  const group = release['release-group']
  const labels = release['label-info'] ?? []
  const media = release.media ?? []
  const types = [group?.['primary-type'] ?? '', ...(group?.['secondary-types'] ?? [])]
  return {
    texts: {
      release: [release.title],
      ...artistTexts(release['artist-credit'] ?? []),
      label: labels.map(({ label }) => label?.name ?? ''),
      comment: [release.disambiguation ?? ''],
      format: media.map(({ format }) => format ?? ''),
    },
    keys: {
      reid: [release.id],
      rgid: [group?.id ?? ''],
      arid: artistIds(release['artist-credit'] ?? []),
      laid: labels.map(({ label }) => label?.id ?? ''),
      barcode: [release.barcode ?? ''],
      catno: labels.map((label) => label['catalog-number'] ?? ''),
      country: [release.country ?? ''],
      date: datePrefixes(release.date ?? ''),
      status: [release.status ?? ''],
      primarytype: types.slice(0, 1),
      secondarytype: types.slice(1),
      type: types,
      tracks: [String(trackCount(release))],
      tracksmedium: media.map((medium) => String(tracksOn(medium))),
      mediums: [String(media.length)],
    },
  }
}

interface Recording {
  readonly id: string
  readonly appearances: Appearance[]
}

function recordingsOf(releases: readonly Release[]): Recording[] {
  const byId = new Map<string, Recording>()
  for (const release of releases) {
    for (const medium of release.media ?? []) {
      for (const track of medium.tracks ?? []) {
        const id = track.recording?.id
        if (id === undefined) continue
        const recording = byId.get(id) ?? { id, appearances: [] }
        recording.appearances.push({ release, medium, track })
        byId.set(id, recording)
      }
    }
  }
  return [...byId.values()]
}

function recordingDocument({ id, appearances }: Recording): Document {
  const [first] = appearances
  const credit = first?.track['artist-credit'] ?? first?.release['artist-credit'] ?? []
  const each = (fact: (appearance: Appearance) => string) => appearances.map(fact)
  return {
    texts: {
      recording: [first?.track.recording?.title ?? ''],
      ...artistTexts(credit),
      release: [...new Set(each(({ release }) => release.title))],
    },
    keys: {
      rid: [id],
      reid: each(({ release }) => release.id),
      rgid: each(({ release }) => release['release-group']?.id ?? ''),
      arid: artistIds(credit),
      country: each(({ release }) => release.country ?? ''),
      date: appearances.flatMap(({ release }) => datePrefixes(release.date ?? '')),
      primarytype: each(({ release }) => release['release-group']?.['primary-type'] ?? ''),
      isrc: [...(first?.track.recording?.isrcs ?? [])],
      tracks: each(({ medium }) => String(tracksOn(medium))),
      tracksrelease: each(({ release }) => String(trackCount(release))),
      tnum: each(({ track }) => String(track.position ?? '')),
      number: each(({ track }) => track.number ?? ''),
      position: each(({ medium }) => String(medium.position ?? '')),
      qdur: quantised(first?.track.recording?.length),
    },
  }
}

function artistTexts(credit: readonly ArtistCredit[]) {
  const whole = creditLine(credit)
  const own = credit.map(({ artist, name }) => artist?.name ?? name)
  return {
    artist: [whole, ...own.filter((name, n) => name !== credit[n]?.name)],
    artistname: own,
    creditname: credit.map(({ name }) => name),
  }
}

const artistIds = (credit: readonly ArtistCredit[]): string[] => credit.map(({ artist }) => artist?.id ?? '')

const quantised = (length: number | null | undefined): string[] =>
  length ? [String(Math.floor(length / 2000))] : []

/** A date is found by its year and its month as well. */
const datePrefixes = (date: string): string[] => [date.slice(0, 4), date.slice(0, 7), date]

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
