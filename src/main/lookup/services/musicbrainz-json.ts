import { z } from 'zod'
import type { ArtistCredit, Medium, Release, ReleaseTrack } from '../release'
import type { FoundTrack } from '../service'
import { count, text } from './json-parts'

// MusicBrainz WS/2 as JSON. It leaves keys out, sets them to null or to '' as it likes, and gains new ones: all
// three mean "unknown", and only what a release cannot do without is demanded.

const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])

const CreditsJson = list(
  z.object({
    name: text,
    joinphrase: text,
    artist: z.object({ id: text, name: text, 'sort-name': text }).nullish(),
  }),
)
const GenresJson = list(z.object({ name: text, count: count }))

const TrackJson = z.object({
  id: text,
  number: text,
  position: count,
  title: text,
  length: count,
  'artist-credit': CreditsJson,
  recording: z
    .object({
      id: text,
      title: text,
      length: count,
      isrcs: list(z.string()),
      genres: GenresJson,
      'artist-credit': CreditsJson,
    })
    .nullish(),
})

const MediumJson = z.object({
  position: count,
  format: text,
  title: text,
  'track-count': count,
  tracks: list(TrackJson),
})

const ReleaseJson = z.object({
  id: z.string().min(1),
  title: text,
  status: text,
  disambiguation: text,
  date: text,
  country: text,
  barcode: text,
  asin: text,
  'text-representation': z.object({ script: text }).nullish(),
  'artist-credit': CreditsJson,
  'label-info': list(
    z.object({ 'catalog-number': text, label: z.object({ id: text, name: text }).nullish() }),
  ),
  'release-group': z
    .object({
      id: text,
      'primary-type': text,
      'secondary-types': list(z.string()),
      'first-release-date': text,
      genres: GenresJson,
    })
    .nullish(),
  media: list(MediumJson),
  'track-count': count,
  genres: GenresJson,
  'cover-art-archive': z.object({ front: z.boolean().nullish() }).nullish(),
})

/** `release/<mbid>`, as our own Release. */
export const ReleaseReply = ReleaseJson.transform(toRelease)

/** `release?query=`. The service's own score is left behind: it ranks words, we compare music. */
export const SearchReply = z.object({ releases: z.array(ReleaseReply) }).transform(({ releases }) => releases)

/** `release?release-group=`: the editions of a group, as full as a look-up has them. */
export const EditionsReply = SearchReply

/** `discid/<id>`: the releases that have this CD. */
export const DiscReply = z.object({ releases: list(ReleaseReply) }).transform(({ releases }) => releases)

/** `recording?query=`: where a recording stands, each release with the one medium and track of it. */
export const TracksReply = z
  .object({
    recordings: z.array(
      z.object({
        id: text,
        title: text,
        length: count,
        'artist-credit': CreditsJson,
        releases: list(ReleaseJson),
      }),
    ),
  })
  .transform(({ recordings }) =>
    recordings.map(
      ({ id, title, length, releases, 'artist-credit': credits }): FoundTrack => ({
        recordingId: id,
        title,
        artist: toCredit(credits).display,
        lengthMs: length || undefined,
        // Of the media only one is told, and how many tracks there are in all.
        releases: releases.map((release) => toRelease({ ...release, media: [] })),
      }),
    ),
  )

/** The offline catalogue: full releases in a row. */
export const CatalogueFile = z.array(ReleaseReply)

/** What stands in MusicBrainz where there is no label or number: a fact, but not a value. */
const noLabelId = '157afde4-4bf5-4039-8ad2-5a15acc85176'
const noCatalogNumber = '[none]'

function toRelease(json: z.infer<typeof ReleaseJson>): Release {
  const group = json['release-group']
  const artist = toCredit(json['artist-credit'])
  const labels = json['label-info']
  return {
    id: json.id,
    groupId: group?.id ?? '',
    title: json.title,
    artist,
    date: json.date,
    country: json.country,
    status: json.status,
    types: [group?.['primary-type'] ?? '', ...(group?.['secondary-types'] ?? [])].filter(isPresent),
    labels: distinct(labels.map(({ label }) => (label?.id === noLabelId ? '' : (label?.name ?? '')))),
    catalogNumbers: distinct(
      labels.map((label) => label['catalog-number']).filter((number) => number !== noCatalogNumber),
    ),
    barcode: json.barcode,
    asin: json.asin,
    script: json['text-representation']?.script ?? '',
    disambiguation: json.disambiguation,
    media: toMedia(json.media, json['track-count'], artist),
    genres: byVotes([...json.genres, ...(group?.genres ?? [])]),
    firstReleaseDate: group?.['first-release-date'] ?? '',
    hasFrontCover: json['cover-art-archive']?.front ?? undefined,
  }
}

function toMedia(
  media: readonly z.infer<typeof MediumJson>[],
  total: number | undefined,
  artist: ArtistCredit,
): readonly Medium[] {
  // A search hit may say how many tracks there are in all and nothing of the media.
  if (media.length === 0) {
    return total === undefined ? [] : [{ position: 1, format: '', title: '', trackCount: total, tracks: [] }]
  }
  return media.map((medium, index) => ({
    position: medium.position ?? index + 1,
    format: medium.format,
    title: medium.title,
    trackCount: medium['track-count'] ?? medium.tracks.length,
    tracks: medium.tracks.map((track, place) => toTrack(track, place, artist)),
  }))
}

function toTrack(json: z.infer<typeof TrackJson>, place: number, releaseArtist: ArtistCredit): ReleaseTrack {
  const { recording } = json
  const credits = [json['artist-credit'], recording?.['artist-credit'] ?? []].find(({ length }) => length > 0)
  const position = json.position ?? place + 1
  return {
    position,
    number: json.number || String(position),
    title: json.title || (recording?.title ?? ''),
    // 0 is how some sources say "unknown".
    lengthMs: json.length || recording?.length || undefined,
    artist: credits === undefined ? releaseArtist : toCredit(credits),
    trackId: json.id,
    recordingId: recording?.id ?? '',
    isrcs: distinct(recording?.isrcs ?? []),
    genres: byVotes(recording?.genres ?? []),
  }
}

function toCredit(credits: z.infer<typeof CreditsJson>): ArtistCredit {
  const artists = credits.map(({ name, artist }) => ({
    id: artist?.id ?? '',
    name: name || (artist?.name ?? ''),
    sortName: artist?.['sort-name'] ?? '',
  }))
  const joined = (key: 'name' | 'sortName') =>
    artists.map((artist, index) => (artist[key] || artist.name) + (credits[index]?.joinphrase ?? '')).join('')
  return { display: joined('name').trim(), sort: joined('sortName').trim(), artists }
}

const isPresent = (value: string): boolean => value !== ''

const distinct = (values: readonly string[]): string[] => [...new Set(values.filter(isPresent))]

function byVotes(genres: z.infer<typeof GenresJson>): string[] {
  const votes = new Map<string, number>()
  for (const genre of genres) {
    if (genre.name !== '') votes.set(genre.name, Math.max(votes.get(genre.name) ?? 0, genre.count ?? 0))
  }
  return [...votes].sort(([, a], [, b]) => b - a).map(([name]) => name)
}
