import type { Translate } from '../../../shared/i18n'
import { coverOf, noValue, type Picture, type Track, type TrackId } from '../../../shared/model'
import { currentOf, joined, type Tracks } from '../editor'
import { formatName } from '../ui'

/** What an album's header says. */
export interface AlbumFacts {
  /** The album, or the folder's name where the tracks have none. */
  readonly title: string
  readonly hasAlbum: boolean
  readonly artist: string
  readonly facts: readonly string[]
  readonly cover: { readonly picture: Picture; readonly track: Track } | undefined
}

const distinct = (values: Iterable<string>): string[] => [...new Set(values)].filter((value) => value !== '')

const folderName = (folder: string): string => folder.split(/[\\/]/).findLast((part) => part !== '') ?? folder

function yearsOf(years: readonly string[]): string {
  const sorted = [...years].sort()
  const [first] = sorted
  const last = sorted.at(-1)
  return first === undefined ? '' : first === last ? first : `${first}–${last}`
}

const mostKinds = 3

/** `FLAC 44.1 kHz / 16 bit`, `MP3 320 kbps`; only the kinds where there are several, only how many if many. */
function soundOf(tracks: readonly Track[], translate: Translate): string {
  const kinds = distinct(tracks.map(({ format }) => formatName(format)))
  const [kind] = kinds
  if (kinds.length > mostKinds) return translate('panel.formats', { count: kinds.length })
  if (kinds.length !== 1 || kind === undefined) return kinds.join(', ')
  const lossless = tracks.every(({ audio }) => audio.lossless)
  const details = distinct(
    tracks.map(({ audio }) => {
      if (!lossless) return audio.bitrate > 0 ? `${Math.round(audio.bitrate / 1000)} kbps` : ''
      const rate = audio.sampleRate > 0 ? `${audio.sampleRate / 1000} kHz` : ''
      return audio.bitsPerSample > 0 ? `${rate} / ${audio.bitsPerSample} bit` : rate
    }),
  )
  return details.length === 1 ? `${kind} ${details[0]}` : kind
}

/** Says in one line what is in an album, as it is to become. */
export function albumFacts(state: Tracks, ids: readonly TrackId[], translate: Translate): AlbumFacts {
  const rows = ids.flatMap((id) => {
    const track = state.tracks.get(id)
    return track === undefined ? [] : [{ track, current: currentOf(state, id) }]
  })
  const values = (name: 'album' | 'albumArtist' | 'artist' | 'disc') =>
    distinct(rows.map(({ current }) => joined(current.values[name])))
  const years = distinct(rows.map(({ current }) => (current.values.date?.[0] ?? '').slice(0, 4)))
  const untitled = rows.filter(({ current }) => joined(current.values.title ?? noValue) === '').length
  const discs = values('disc').length
  const [album] = values('album')
  const albumArtists = values('albumArtist')
  const artists = albumArtists.length > 0 ? albumArtists : values('artist')
  const covered = rows.find(({ current }) => current.pictures.length > 0)
  const picture = covered && coverOf(covered.current.pictures)
  return {
    title: album ?? folderName(rows[0]?.track.folder ?? ''),
    hasAlbum: album !== undefined,
    artist: artists.length > 1 ? translate('table.variousArtists') : (artists[0] ?? ''),
    facts: [
      yearsOf(years),
      translate('table.files', { count: rows.length }),
      soundOf(
        rows.map(({ track }) => track),
        translate,
      ),
      discs > 1 ? translate('table.discs', { count: discs }) : '',
      untitled > 0 ? translate('table.titlesMissing', { count: untitled }) : '',
    ].filter((fact) => fact !== ''),
    cover: covered && picture && { picture, track: covered.track },
  }
}
