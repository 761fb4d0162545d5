import type { LookupTrack } from '../../shared/ipc'
import type { FieldName, TrackId } from '../../shared/model'
import { readFileName } from './file-name'
import { fold } from './fold'
import { readFolder } from './folder-name'
import { repairMojibake } from './mojibake'
import { isTitle, titleReadings } from './title-readings'

/** What is known of one file. */
export interface FileEvidence {
  readonly id: TrackId
  /** What its title may be, the likeliest first; empty when nothing names it. */
  readonly titles: readonly string[]
  readonly track: number | undefined
  readonly disc: number | undefined
  readonly lengthMs: number | undefined
}

/**
 * What the files say of the album they are, by majority. Texts are repaired and empty when nothing names them;
 * for comparing and searching only, since what is written comes from a release.
 */
export interface AlbumEvidence {
  readonly files: readonly FileEvidence[]
  readonly albumTitle: string
  readonly artist: string
  /** Every track has an artist of its own. */
  readonly various: boolean
  readonly date: string
  readonly barcode: string
  readonly catalogNumber: string
  readonly label: string
  readonly medium: string
  readonly releaseId: string
  /** From the folder's name: each may be a label or a catalogue number that no tag names. */
  readonly hints: readonly string[]
  /** How many tracks the tags say there are, on the disc or in all. */
  readonly trackTotal: number | undefined
  /** The person's own words, which stand for title and artist: which is which only a candidate can tell. */
  readonly typed: string
}

/** Of those who name an artist, as many must agree before it is the album's. */
const majority = 0.6

export function readAlbum(tracks: readonly LookupTrack[]): AlbumEvidence {
  const names = tracks.map((track) => readFileName(track.fileName))
  const folders = tracks.map((track) => readFolder(track.folder))
  const tags = (field: FieldName) => tracks.map((track) => tagOf(track, field))

  const albumArtist = vote(tags('albumArtist'))
  const trackArtist = vote(tags('artist'))
  const flagged = vote(tags('compilation')).value === '1' || isVarious(albumArtist.value)
  const various =
    flagged || (albumArtist.value === '' && trackArtist.value !== '' && trackArtist.share < majority)
  const fromNames = vote(names.map((name) => name.artist ?? ''))
  const fromFolder = vote(folders.map((folder) => folder.artist ?? '')).value

  return {
    files: tracks.map((track, index) => {
      const name = names[index]
      const title = tagOf(track, 'title')
      const titles = [...titleReadings(title), ...titleReadings(name?.title ?? '')]
      return {
        id: track.id,
        titles: [...new Set(titles)],
        track: numberOf(tagOf(track, 'track')) ?? name?.track,
        disc: numberOf(tagOf(track, 'disc')) ?? folders[index]?.disc ?? name?.disc,
        lengthMs: track.durationMs > 0 ? track.durationMs : undefined,
      }
    }),
    albumTitle: firstOf(
      vote(tags('album').map((album) => (isTitle(album) ? album : ''))).value,
      vote(folders.map((folder) => folder.album ?? '')).value,
      vote(names.map((name) => name.album ?? '')).value,
    ),
    artist: various
      ? 'Various Artists'
      : firstOf(
          albumArtist.value,
          trackArtist.value,
          // A column before the title that is not the same in most names is something else.
          fromNames.share >= majority ? fromNames.value : '',
          fromFolder,
        ),
    various,
    date: firstOf(
      vote(tags('date')).value,
      vote(folders.map((folder) => folder.year ?? '')).value,
      vote(names.map((name) => name.year ?? '')).value,
    ),
    barcode: vote(tags('barcode')).value,
    catalogNumber: firstOf(
      vote(tags('catalogNumber')).value,
      vote(folders.map((folder) => folder.catalogNumber ?? '')).value,
    ),
    label: vote(tags('label')).value,
    medium: vote(tags('media')).value,
    releaseId: vote(tags('releaseId')).value,
    trackTotal: numberOf(vote(tags('trackTotal')).value),
    hints: [...new Set(folders.flatMap((folder) => folder.hints ?? []))],
    typed: '',
  }
}

export const isVarious = (name: string): boolean =>
  /^(va|various|various artists|verschiedene( interpreten)?|divers)$/.test(fold(name))

/** The first value, repaired. */
function tagOf(track: LookupTrack, field: FieldName): string {
  const value = track.values[field]?.[0]?.trim() ?? ''
  return repairMojibake(value) ?? value
}

/** `3`, `03` and `3/12` are 3; `A1` is no number. */
function numberOf(text: string): number | undefined {
  const digits = /^\s*(\d{1,4})\b/.exec(text)?.[1]
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits)
}

const firstOf = (...values: readonly string[]): string => values.find((value) => value !== '') ?? ''

/**
 * What most say, among those who say anything; spellings count together, and the commonest one speaks for them.
 * A tie goes to who came first, so that the same files give the same answer.
 */
function vote(values: readonly string[]): { readonly value: string; readonly share: number } {
  const groups = new Map<string, Map<string, number>>()
  let cast = 0
  for (const value of values) {
    if (value === '') continue
    cast += 1
    const key = fold(value) || value
    const spellings = groups.get(key) ?? new Map<string, number>()
    groups.set(key, spellings.set(value, (spellings.get(value) ?? 0) + 1))
  }
  let value = ''
  let most = 0
  for (const spellings of groups.values()) {
    const votes = [...spellings.values()].reduce((sum, count) => sum + count, 0)
    if (votes <= most) continue
    most = votes
    value = [...spellings].reduce((best, next) => (next[1] > best[1] ? next : best))[0]
  }
  return { value, share: cast === 0 ? 0 : most / cast }
}
