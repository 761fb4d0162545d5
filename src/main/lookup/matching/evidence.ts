import { readFileName } from '../../../shared/file-names'
import type { LookupTrack } from '../../../shared/ipc'
import type { FieldName, TrackId } from '../../../shared/model'
import { fold } from './fold'
import { type ColumnReading, readFolderColumns } from './folder-columns'
import { readFolder } from './folder-name'
import { repairMojibake } from './mojibake'
import { isTitle, titleReadings, withoutJunk } from './title-readings'

/** What is known of one file. */
export interface FileEvidence {
  readonly id: TrackId
  /** What its title may be, the likeliest first; empty when nothing names it. */
  readonly titles: readonly string[]
  readonly artist: string
  readonly track: number | undefined
  readonly disc: number | undefined
  readonly lengthMs: number | undefined
  /** To ask by; it counts for nothing in a comparison. */
  readonly isrc: string
}

/**
 * What the files say of the album they are, by majority. Texts are repaired and empty when nothing names them;
 * for comparing and searching only, since what is written comes from a release.
 */
export interface AlbumEvidence {
  readonly files: readonly FileEvidence[]
  /** What the album may be called, the likeliest first. */
  readonly albums: readonly string[]
  /** Who may have made it, the likeliest first. */
  readonly artists: readonly string[]
  /** Every track has an artist of its own. */
  readonly various: boolean
  readonly date: string
  readonly barcode: string
  readonly catalogNumber: string
  readonly label: string
  readonly medium: string
  readonly country: string
  readonly releaseId: string
  /** Of the CD that they were read from. */
  readonly discId: string
  /** From the folder's name: each may be a label or a catalogue number that no tag names. */
  readonly hints: readonly string[]
  /** How many tracks the tags say there are, on the disc or in all. */
  readonly trackTotal: number | undefined
  readonly discTotal: number | undefined
  /** The person's own words, which stand for title and artist: which is which only a candidate can tell. */
  readonly typed: string
}

/** Of those who name an artist, as many must agree before it is the album's. */
const majority = 0.6
/** More readings than these are more noise than evidence. */
const mostReadings = 4

export const variousArtists = 'Various Artists'

export function readAlbum(tracks: readonly LookupTrack[]): AlbumEvidence {
  const stems = tracks.map((track) => repaired(track.fileName))
  const columns = readFolderColumns(stems)
  const names = stems.map((stem) => readFileName(stem))
  const folders = tracks.map((track) => readFolder(repaired(track.folder)))
  const tags = (field: FieldName) => tracks.map((track) => tagOf(track, field))
  const folder = (part: 'album' | 'artist' | 'year' | 'catalogNumber' | 'whole') =>
    vote(folders.map((reading) => reading[part] ?? '')).value

  const albumArtist = vote(tags('albumArtist'))
  const swapped = areSwapped(tags('title'), tags('artist'), albumArtist.value)
  const trackArtist = vote(tags(swapped ? 'title' : 'artist'))
  const albumTag = vote(tags('album').map((album) => (isTitle(album) ? album : '')))
  const ofColumns = vote(columns.files.map(({ artist }) => artist ?? ''))
  const shared = columns.shared.filter((text) => !isCode(text))
  const [firstShared = '', secondShared = ''] = shared

  const flagged =
    vote(tags('compilation')).value === '1' ||
    [albumArtist.value, trackArtist.value, folder('artist'), firstShared].some(beginsVarious)
  const differing =
    trackArtist.value === ''
      ? shared.length === 0 && ofColumns.cast >= tracks.length * majority && ofColumns.share < majority
      : trackArtist.share < majority
  const various = flagged || (albumArtist.value === '' && differing)

  const artists = distinct(
    [
      various && !flagged ? '' : albumArtist.value,
      trackArtist.share >= majority ? trackArtist.value : '',
      firstShared,
      // A single file has only its own name.
      tracks.length === 1 ? (names[0]?.artist ?? '') : '',
      folder('artist'),
      // Words that hyphens keep apart may be one name.
      columns.isDense ? shared.join(' ') : '',
      various ? '' : trackArtist.value,
      albumArtist.second,
    ].flatMap((name) => [name, withoutPublisher(name)]),
  ).filter((name) => !isVarious(name))

  const isArtist = (text: string) => artists.some((artist) => fold(artist) === fold(text))
  // A folder that holds one artist's files is no album, unless it lies in one of the same name.
  const folderAlbum = folder('artist') === '' && isArtist(folder('album')) ? '' : folder('album')
  const albums = distinct([
    albumTag.value,
    withoutJunk(albumTag.value),
    isCode(folderAlbum) && albumTag.value === '' ? '' : folderAlbum,
    withoutSquareBrackets(withoutJunk(folderAlbum)),
    secondShared,
    tracks.length === 1 ? (names[0]?.album ?? '') : '',
    folder('whole'),
    albumTag.second,
    // One shared column may be the album, with artists behind.
    various && secondShared === '' ? firstShared : '',
  ]).filter((text) => albumTag.value !== '' || folder('artist') !== '' || !isArtist(text))

  return {
    files: tracks.map((track, index) =>
      readFile(track, names[index], columns.files[index], folders[index]?.disc, {
        swapped,
        alone: tracks.length === 1,
      }),
    ),
    albums: albums.slice(0, mostReadings + 1),
    artists: [...(various ? [variousArtists] : []), ...artists].slice(0, mostReadings),
    various,
    date: firstOf(vote(tags('date')).value, folder('year'), vote(names.map((name) => name.year ?? '')).value),
    barcode: vote(tags('barcode')).value,
    catalogNumber: firstOf(vote(tags('catalogNumber')).value, folder('catalogNumber')),
    label: vote(tags('label')).value,
    medium: vote(tags('media')).value,
    country: vote(tags('releaseCountry')).value,
    releaseId: vote(tags('releaseId')).value,
    discId: vote(tags('discId')).value,
    trackTotal:
      numberOf(vote(tags('trackTotal')).value) ?? totalOf(vote(tags('track').map(afterSlash)).value),
    discTotal: numberOf(vote(tags('discTotal')).value),
    hints: distinct([
      ...folders.flatMap((reading) => reading.hints ?? []),
      ...[folder('album'), ...columns.shared].filter(isCode),
    ]),
    typed: '',
  }
}

/** Title and artist have changed places: the “title” is who made the album, or the same for most files. */
function areSwapped(titles: readonly string[], artists: readonly string[], albumArtist: string): boolean {
  const title = vote(titles)
  const artist = vote(artists)
  if (title.value === '' || artist.value === '' || artist.share >= majority) return false
  return title.share >= majority && (titles.length > 2 || fold(title.value) === fold(albumArtist))
}

/** A name that is only a number which a label gave: `kreislauf124`, `PR001`. */
const isCode = (text: string): boolean => /^[\p{L}\d-]*\p{L}[-_ ]?\d{2,5}$/u.test(text) && !text.includes(' ')

const withoutSquareBrackets = (text: string): string => text.replace(/\s*\[[^[\]]*\]/g, '').trim()

const beginsVarious = (name: string): boolean => isVarious(name) || /^various artists\b/.test(fold(name))

function readFile(
  track: LookupTrack,
  name: ReturnType<typeof readFileName> | undefined,
  column: ColumnReading | undefined,
  discOfFolder: number | undefined,
  { swapped, alone }: { readonly swapped: boolean; readonly alone: boolean },
): FileEvidence {
  const artist = tagOf(track, swapped ? 'title' : 'artist')
  const titles = [
    ...titleReadings(tagOf(track, swapped ? 'artist' : 'title')),
    // Of a single file only its own name can tell.
    ...(alone ? [name?.title ?? ''] : (column?.titles ?? [])).flatMap(titleReadings),
  ]
  const number = numberOf(tagOf(track, 'track')) ?? column?.track ?? name?.track
  const inDisc = number !== undefined && number > 100 && number % 100 > 0
  return {
    id: track.id,
    titles: distinct(titles),
    artist: artist || ((alone ? name?.artist : column?.artist) ?? ''),
    track: inDisc ? number % 100 : number,
    disc:
      numberOf(tagOf(track, 'disc')) ??
      discOfFolder ??
      column?.disc ??
      name?.disc ??
      (inDisc ? Math.floor(number / 100) : undefined),
    lengthMs: track.durationMs > 0 ? track.durationMs : undefined,
    isrc: tagOf(track, 'isrc').replaceAll('-', '').toUpperCase(),
  }
}

export const isVarious = (name: string): boolean =>
  /^(va|various|various artists|verschiedene( interpreten)?|divers)$/.test(fold(name))

/** The first value, repaired. */
const tagOf = (track: LookupTrack, field: FieldName): string =>
  repaired(track.values[field]?.[0]?.trim() ?? '')

const repaired = (text: string): string => repairMojibake(text) ?? text

/** `MiraVEVO`, `Mira - Topic`, `Mira Official`, `Mira (Band)`: who uploaded it, rather than who made it. */
const withoutPublisher = (name: string): string =>
  name.replace(/(vevo|\s+-\s+topic|\s+official|\s*\((band|artist|musician)\))$/i, '').trim()

/** `3`, `03` and `3/12` are 3; `A1` is no number. */
function numberOf(text: string): number | undefined {
  const digits = /^\s*(\d{1,4})\b/.exec(text)?.[1]
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits)
}

const afterSlash = (text: string): string => /\/\s*(\d+)/.exec(text)?.[1] ?? ''
const totalOf = (text: string): number | undefined => (text === '' ? undefined : Number(text))

const firstOf = (...values: readonly string[]): string => values.find((value) => value !== '') ?? ''

/** Each spelling once. */
function distinct(values: readonly string[]): string[] {
  const seen = new Map<string, string>()
  for (const value of values) {
    const key = fold(value)
    if (key !== '' && !seen.has(key)) seen.set(key, value)
  }
  return [...seen.values()]
}

/**
 * What most say, among those who say anything; spellings count together, and the commonest one speaks for them.
 * A tie goes to who came first, so that the same files give the same answer.
 */
function vote(values: readonly string[]): {
  readonly value: string
  readonly share: number
  /** How many say anything. */
  readonly cast: number
  /** The runner-up, '' when all agree. */
  readonly second: string
} {
  const groups = new Map<string, Map<string, number>>()
  let cast = 0
  for (const value of values) {
    if (value === '') continue
    cast += 1
    const key = fold(value) || value
    const spellings = groups.get(key) ?? new Map<string, number>()
    groups.set(key, spellings.set(value, (spellings.get(value) ?? 0) + 1))
  }
  const ranked = [...groups.values()]
    .map((spellings) => ({
      value: [...spellings].reduce((best, next) => (next[1] > best[1] ? next : best))[0],
      votes: [...spellings.values()].reduce((sum, count) => sum + count, 0),
    }))
    .sort((a, b) => b.votes - a.votes)
  const [first, second] = ranked
  return {
    value: first?.value ?? '',
    share: cast === 0 ? 0 : (first?.votes ?? 0) / cast,
    cast,
    second: second?.value ?? '',
  }
}
