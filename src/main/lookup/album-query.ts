import type { AlbumEvidence } from './matching/evidence'
import { isMusicBrainzId } from './release'
import type { AlbumQuery } from './service'

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const address = new RegExp(`\\b(release|release-group)/(${uuid})`, 'i')

/**
 * What to ask for. Words typed by the person replace what the files say; a MusicBrainz id or address among them
 * is taken as such. Undefined when the files say nothing that could be looked up.
 */
export function albumQuery(album: AlbumEvidence, typed = ''): AlbumQuery | undefined {
  const words = typed.trim()
  if (words !== '') return typedQuery(album, words)

  const { albums, artists, barcode, releaseId, hints } = album
  const trackTitles = album.files.flatMap((file) => file.titles[0] ?? [])
  if (albums.length === 0 && barcode === '' && releaseId === '' && trackTitles.length === 0) return undefined
  return {
    albumTitles: albums,
    artists,
    trackTitles,
    trackCount: album.files.length,
    catalogNumbers: [...new Set([album.catalogNumber, ...hints])].filter((number) => number !== ''),
    ...(barcode === '' ? {} : { barcode }),
    ...(isMusicBrainzId(releaseId) ? { releaseId: releaseId.toLowerCase() } : {}),
  }
}

function typedQuery(album: AlbumEvidence, words: string): AlbumQuery {
  const base = {
    albumTitles: [],
    artists: [],
    catalogNumbers: [],
    trackTitles: [],
    trackCount: album.files.length,
  }
  if (isMusicBrainzId(words)) return { ...base, releaseId: words.toLowerCase() }
  const [, kind, id] = address.exec(words) ?? []
  if (id === undefined) return { ...base, freeText: words }
  return kind?.toLowerCase() === 'release'
    ? { ...base, releaseId: id.toLowerCase() }
    : { ...base, releaseGroupId: id.toLowerCase() }
}

/** What the files say, with the person's own words in place of title and artist: what candidates are held against. */
export function withTyped(album: AlbumEvidence, query: AlbumQuery): AlbumEvidence {
  return query.freeText === undefined
    ? album
    : { ...album, albums: [], artists: [], various: false, typed: query.freeText }
}
