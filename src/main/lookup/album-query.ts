import { ProblemError } from '../../shared/model'
import type { AlbumEvidence } from './matching/evidence'
import { readPasted } from './pasted'
import { isDiscId, isMusicBrainzId } from './release'
import type { AlbumQuery } from './service'

/**
 * What to ask for. What the person typed replaces what the files say; an address, an id or a barcode is taken as such.
 * Undefined when the files say nothing that could be looked up.
 * @throws ProblemError `lookup.strangeAddress` when an address is of nothing that can be looked up
 */
export function albumQuery(album: AlbumEvidence, typed = ''): AlbumQuery | undefined {
  if (typed.trim() !== '') return typedQuery(album, typed)

  const { albums, artists, barcode, releaseId, discId, hints } = album
  const trackTitles = album.files.flatMap((file) => file.titles[0] ?? [])
  if ([...albums, barcode, releaseId, discId, ...trackTitles].every((text) => text === '')) return undefined
  return {
    albumTitles: albums,
    artists,
    trackTitles,
    trackCount: album.files.length,
    catalogNumbers: [...new Set([album.catalogNumber, ...hints])].filter((number) => number !== ''),
    ...(barcode === '' ? {} : { barcode }),
    ...(isMusicBrainzId(releaseId) ? { releaseId: releaseId.toLowerCase() } : {}),
    ...(isDiscId(discId) ? { discId } : {}),
  }
}

function typedQuery(album: AlbumEvidence, typed: string): AlbumQuery {
  const base = {
    albumTitles: [],
    artists: [],
    catalogNumbers: [],
    trackTitles: [],
    trackCount: album.files.length,
    isTyped: true,
  } as const
  const pasted = readPasted(typed)
  switch (pasted.kind) {
    case 'words':
      return { ...base, freeText: pasted.text }
    case 'named':
      return { ...base, named: pasted.named }
    case 'barcode':
      // Of its edition, whatever number of files there is.
      return { ...base, trackCount: 0, barcode: pasted.barcode }
    case 'strange':
      throw new ProblemError({ code: 'lookup.strangeAddress', params: {} })
  }
}

/** What the files say, with what the person typed in its place: what candidates are held against. */
export function withTyped(album: AlbumEvidence, query: AlbumQuery): AlbumEvidence {
  if (query.isTyped && query.barcode !== undefined) return { ...album, barcode: query.barcode }
  return query.freeText === undefined
    ? album
    : { ...album, albums: [], artists: [], various: false, typed: query.freeText }
}
