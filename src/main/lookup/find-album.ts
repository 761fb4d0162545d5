import { askedTrack } from './asked-track'
import { findNamed } from './find-named'
import type { Found } from './matching/candidates'
import { type AlbumEvidence, isVarious } from './matching/evidence'
import { type GroupMatch, matchGroup } from './matching/match-group'
import { type GroupHit, isWorthAsking, rankHits, voteByTracks } from './matching/search-hits'
import { groupIdOf, hasTracks, type Release } from './release'
import type { AlbumQuery, AlbumSource, AskContext } from './service'

/** As many track lists of groups are asked for, beside the searches: four requests in all. */
const mostGroups = 2
/** As many tracks are asked for: one request has room for them, and half of them are proof enough. */
const mostTracks = 8
/** Below this a group that was looked at leaves the question open, and the tracks are asked for. */
const explained = 0.5

/**
 * Asks one service what the files are: a search, the track lists of the likeliest group, and only where that
 * explains them badly a search by tracks and the group that holds most of them. Two requests for most albums, four at
 * most. Rejects as the service does; `onFound` has been told by then what was found before.
 */
export async function findAlbum(
  service: AlbumSource,
  album: AlbumEvidence,
  query: AlbumQuery,
  context: AskContext,
  onFound: (found: Found) => void = () => {},
): Promise<Found> {
  if (query.named !== undefined) return await findNamed(service, album, query.named, context, onFound)
  const found = isSearchable(query) ? await service.search(query, context) : []
  const hits = rankHits(album, found)
  /** By the id of their group; undefined where the service knows no edition of it. */
  const looked = new Map<string, GroupMatch | undefined>()
  const state = (): Found => ({
    service: service.name,
    groups: [...looked.values()]
      .filter((group) => group !== undefined)
      .sort((a, b) => b.probability - a.probability),
    hits,
  })

  for (const [groupId, releases] of byGroup(found)) if (releases.every(hasTracks)) compare(groupId, releases)
  onFound(state())

  const [best, next] = hits.filter(({ groupId }) => !looked.has(groupId))
  if (best !== undefined && isWorthAsking(best)) await look(best)
  // A namesake that is as likely costs less than a search by tracks.
  if (next !== undefined && next.probability >= explained && !isExplained(state())) await look(next)
  if (isExplained(state()) || query.isTyped) return state()

  const asked = tracksToAsk(album)
  if (asked.length === 0) return state()
  const votes = voteByTracks(
    album,
    asked,
    await service.findTracks(
      { tracks: asked.map(askedTrack), artists: query.artists.filter((name) => !isVarious(name)) },
      context,
    ),
  )
  for (const vote of votes) {
    if (looked.size >= mostGroups || vote.tracks * 2 < asked.length) break
    if (looked.has(vote.groupId)) continue
    await look(vote)
    break
  }
  return state()

  async function look({ groupId, release }: Pick<GroupHit, 'groupId' | 'release'>): Promise<void> {
    const editions = release.groupId
      ? await service.editions(release.groupId, context, [release.id])
      : [await service.release(release.id, context)]
    compare(groupId, editions)
    onFound(state())
  }

  function compare(groupId: string, [first, ...more]: readonly Release[]): void {
    const rival = hits.find((hit) => hit.groupId !== groupId)?.probability ?? 0
    looked.set(groupId, first && matchGroup(album, [first, ...more], rival))
  }
}

const isExplained = ({ groups }: Found): boolean => groups.some(({ probability }) => probability >= explained)

const isSearchable = ({ albumTitles, barcode, catalogNumbers, releaseId, discId, freeText }: AlbumQuery) =>
  albumTitles.length > 0 ||
  catalogNumbers.length > 0 ||
  [barcode, releaseId, discId, freeText].some((text) => text !== undefined)

function byGroup(releases: readonly Release[]): Map<string, Release[]> {
  const groups = new Map<string, Release[]>()
  for (const release of releases) {
    const id = groupIdOf(release)
    groups.set(id, [...(groups.get(id) ?? []), release])
  }
  return groups
}

interface AskedTrack {
  readonly titles: readonly string[]
  readonly lengthMs: number | undefined
  readonly isrc: string
}

/** The longest titles say most. */
function tracksToAsk({ files }: AlbumEvidence): AskedTrack[] {
  return files
    .filter(({ titles }) => titles.length > 0)
    .map(({ titles, lengthMs, isrc }) => ({
      titles,
      lengthMs,
      isrc,
      size: Math.min(...titles.map(({ length }) => length)),
    }))
    .sort((a, b) => b.size - a.size)
    .slice(0, mostTracks)
}
