import { z } from 'zod'
import type { ArtistCredit, Release, ReleaseTrack } from '../release'
import { countryCode } from './discogs-country'
import { lengthOf, placeTracks } from './discogs-tracklist'
import { countedMedia, creditOf, inMedia, isVariousName, releaseOf } from './foreign-release'
import { anyEntries, count, dateOf, entries, numericId, text } from './json-parts'

// Discogs' JSON as its public documentation has it (discogs.com/developers); not checked live.

const ArtistsJson = anyEntries(z.object({ name: text, anv: text, join: text }))

const EntryJson = z.object({
  position: text,
  type_: text,
  title: z.string().min(1),
  duration: text,
  artists: ArtistsJson,
})
const TrackJson = EntryJson.transform((entry) => ({ ...entry, sub_tracks: [] }))
const TracklistJson = anyEntries(EntryJson.extend({ sub_tracks: anyEntries(TrackJson) }))

/** `0` stands where there is no master. */
const MasterId = numericId
  .nullish()
  .catch(null)
  .transform((id) => id ?? '')

const ReleaseJson = z.object({
  id: numericId,
  master_id: MasterId,
  title: z.string().min(1),
  artists: ArtistsJson,
  released: text,
  year: count,
  country: text,
  labels: anyEntries(z.object({ name: text, catno: text })),
  formats: anyEntries(z.object({ name: text, qty: text, descriptions: anyEntries(z.string()) })),
  identifiers: anyEntries(z.object({ type: text, value: text })),
  genres: anyEntries(z.string()),
  styles: anyEntries(z.string()),
  images: anyEntries(
    z.object({ type: text, uri: z.string().min(1), uri150: text, width: count, height: count }),
  ),
  tracklist: TracklistJson,
})

/** `releases/<id>`: the release, and its front where it has one. */
export const DiscogsRelease = ReleaseJson.transform((json) => ({
  release: toRelease(json),
  front: json.images.find(({ type }) => type === 'primary') ?? json.images[0],
}))

const HitJson = z.object({
  id: numericId,
  master_id: MasterId,
  title: z.string().min(1),
  year: text,
  country: text,
  format: anyEntries(z.string()),
  label: anyEntries(z.string()),
  catno: text,
  barcode: anyEntries(z.string()),
})

/** `database/search?type=release`. It does not say how many tracks there are. */
export const SearchReply = z
  .object({ results: entries(HitJson) })
  .transform(({ results }) => results.map(toHit))

/** `masters/<id>/versions`: which releases there are. */
export const VersionsReply = z
  .object({ versions: entries(z.object({ id: numericId })) })
  .transform(({ versions }) => versions.map(({ id }) => id))

function toHit(json: z.infer<typeof HitJson>): Release {
  // “Artist - Title”, both of which may hold a dash; the first is the one in between most often.
  const [artist = '', ...title] = json.title.split(' - ')
  const [format = '', ...descriptions] = json.format
  return releaseOf({
    id: json.id,
    groupId: json.master_id,
    title: title.length === 0 ? artist : title.join(' - '),
    artist: creditOf(title.length === 0 ? '' : withoutNumber(artist)),
    date: dateOf(json.year),
    country: countryCode(json.country),
    labels: distinct(json.label),
    catalogNumbers: numbers([json.catno]),
    barcode: barcodeOf(json.barcode),
    media: format === '' ? [] : countedMedia(0, mediumFormat(format, descriptions)),
  })
}

function toRelease(json: z.infer<typeof ReleaseJson>): Release {
  const artist = toCredit(json.artists)
  const formats = json.formats
    .filter(({ name }) => !noMedia.has(name))
    .flatMap(({ name, qty, descriptions }) =>
      Array.from({ length: quantityOf(qty) }, () => mediumFormat(name, descriptions)),
    )
  const descriptions = json.formats.flatMap((format) => format.descriptions)
  return releaseOf({
    id: json.id,
    groupId: json.master_id,
    title: json.title,
    artist,
    date: dateOf(json.released) || dateOf(String(json.year ?? '')),
    country: countryCode(json.country),
    types: typesOf(descriptions),
    labels: distinct(json.labels.map(({ name }) => withoutNumber(name)).filter((name) => !isNoLabel(name))),
    catalogNumbers: numbers(json.labels.map(({ catno }) => catno)),
    barcode: barcodeOf(json.identifiers.filter(({ type }) => type === 'Barcode').map(({ value }) => value)),
    media: inMedia(
      placeTracks(json.tracklist).map(({ disc, entry }) => ({ disc, track: toTrack(entry, artist) })),
      (disc) => formats[disc - 1] ?? formats[0] ?? '',
    ),
    genres: distinct([...json.genres, ...json.styles]),
    hasFrontCover: json.images.length > 0,
  })
}

function toTrack(
  entry: Omit<z.infer<typeof TracklistJson>[number], 'sub_tracks'>,
  credit: ArtistCredit,
): ReleaseTrack {
  return {
    // Sides count their tracks from 1 again; ours are counted on the medium.
    position: 0,
    number: entry.position,
    title: entry.title,
    lengthMs: lengthOf(entry.duration),
    artist: entry.artists.length === 0 ? credit : toCredit(entry.artists),
    trackId: '',
    recordingId: '',
    isrcs: [],
    genres: [],
  }
}

/** Names as they are printed where that is told (`anv`), with what joins them: `A feat. B`, `A, B`. */
function toCredit(artists: z.infer<typeof ArtistsJson>): ArtistCredit {
  const names = artists.map(({ name, anv }) => anv || withoutNumber(name))
  const display = names
    .map((name, index) => {
      const join = artists[index]?.join ?? ''
      if (index === names.length - 1) return name
      return join === '' || join === ',' ? `${name}, ` : `${name} ${join} `
    })
    .join('')
  const [only = ''] = names
  if (names.length === 1 && isVariousName(only)) return creditOf(only)
  return { display, sort: '', artists: names.map((name) => ({ id: '', name, sortName: '' })) }
}

/** Artists and labels of one name are numbered: `Prince (2)`. A star says that the name is printed otherwise. */
const withoutNumber = (name: string): string => name.replace(/\*$/, '').replace(/ \(\d+\)$/, '')

const isNoLabel = (name: string): boolean => /^not on label\b/i.test(name)

const numbers = (written: readonly string[]): string[] =>
  distinct(written.filter((number) => number.toLowerCase() !== 'none'))

/** The first that is one: matrix numbers and notes stand among them. */
const barcodeOf = (written: readonly string[]): string =>
  written.map((value) => value.replace(/[\s-]/g, '')).find((value) => /^\d{8,14}$/.test(value)) ?? ''

/** Formats that hold others. */
const noMedia = new Set(['Box Set', 'All Media'])
const mostMedia = 100

function quantityOf(written: string): number {
  const quantity = Number.parseInt(written, 10)
  return Number.isInteger(quantity) ? Math.min(Math.max(quantity, 1), mostMedia) : 1
}

/** In MusicBrainz' words, which the files may have. */
function mediumFormat(name: string, descriptions: readonly string[]): string {
  if (name === 'File') return 'Digital Media'
  if (name === 'CDr') return 'CD-R'
  if (name !== 'Vinyl') return name
  const size = descriptions.find((description) => /^\d+"$/.test(description))
  if (size !== undefined) return `${size} Vinyl`
  return descriptions.includes('LP') ? '12" Vinyl' : 'Vinyl'
}

function typesOf(descriptions: readonly string[]): string[] {
  const primary = ['Album', 'EP', 'Single'].find((type) => descriptions.includes(type))
  const isLong = descriptions.includes('LP') || descriptions.includes('Mini-Album')
  const first = primary ?? (isLong || descriptions.includes('Compilation') ? 'Album' : undefined)
  return [
    ...(first === undefined ? [] : [first]),
    ...(descriptions.includes('Compilation') ? ['Compilation'] : []),
  ]
}

const distinct = (values: readonly string[]): string[] => [...new Set(values.filter((value) => value !== ''))]
