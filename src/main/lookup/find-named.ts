import { ProblemError } from '../../shared/model'
import type { Found } from './matching/candidates'
import type { AlbumEvidence } from './matching/evidence'
import { matchGroup } from './matching/match-group'
import { rankHits } from './matching/search-hits'
import type { Named, NamedKind } from './pasted'
import type { Release } from './release'
import type { AlbumSource, AskContext } from './service'
import { orNone } from './service-problem'
import { serviceTitles } from './services/titles'

/**
 * What the person named by address or id, with the other editions of its group. Nothing else is searched for.
 * `onFound` has been told what was found before a failure.
 * @throws ProblemError `lookup.nothingThere`, or as the service rejects
 */
export async function findNamed(
  service: AlbumSource,
  album: AlbumEvidence,
  { id, kinds }: Named,
  context: AskContext,
  onFound: (found: Found) => void,
): Promise<Found> {
  for (const kind of kinds) {
    const found = await releasesOf(kind)
    if (found !== undefined) return found
  }
  throw new ProblemError({
    code: 'lookup.nothingThere',
    params: { service: serviceTitles[service.name] },
  })

  async function releasesOf(kind: NamedKind): Promise<Found | undefined> {
    switch (kind) {
      case 'release': {
        const release = await orNone(service.release(id, context))
        return release && (await withEditions(release))
      }
      case 'releaseGroup':
        return group(await orNone(service.editions(id, context)))
      case 'recording':
        return await ofRecording()
    }
  }

  /** The release alone is there already when its siblings cannot be had. */
  async function withEditions(release: Release): Promise<Found | undefined> {
    const alone = group([release])
    if (alone !== undefined) onFound(alone)
    if (release.groupId === '') return alone
    const editions = await service.editions(release.groupId, context)
    return group([release, ...editions.filter((edition) => edition.id !== release.id)])
  }

  async function ofRecording(): Promise<Found | undefined> {
    const query = { tracks: [], artists: [], recordingId: id }
    const tracks = await orNone(service.findTracks(query, context))
    const hits = rankHits(
      album,
      (tracks ?? []).flatMap(({ releases }) => releases),
    )
    const [best] = hits
    if (best === undefined) return undefined
    onFound({ service: service.name, groups: [], hits })
    const editions = best.release.groupId
      ? await service.editions(best.release.groupId, context)
      : [await service.release(best.release.id, context)]
    return { service: service.name, groups: group(editions)?.groups ?? [], hits }
  }

  function group([first, ...more]: readonly Release[] = []): Found | undefined {
    if (first === undefined) return undefined
    return { service: service.name, groups: [matchGroup(album, [first, ...more], 0)], hits: [] }
  }
}
