import type { ServiceName, ServiceState } from '../../shared/ipc'
import type { Release } from './release'

/**
 * What is known of an album, for a service to put into its own words. Texts are as the person would write them;
 * each service escapes and folds for itself. Absent means unknown.
 */
export interface AlbumQuery {
  readonly albumTitle?: string
  /** The album's artist; `Various Artists` where each track has its own. */
  readonly artist?: string
  readonly trackTitles: readonly string[]
  readonly trackCount: number
  readonly barcode?: string
  readonly catalogNumber?: string
  /** A MusicBrainz id. With it the release itself is asked for. */
  readonly releaseId?: string
  readonly releaseGroupId?: string
  /** The person's own words: they replace title, artist and track titles. */
  readonly freeText?: string
}

export interface AskContext {
  /** What the person would call it: the title of the album or the release, or what was typed. */
  readonly about: string
  /** The person asked again: what is known already counts only when the service confirms it. */
  readonly anew?: boolean
  readonly signal: AbortSignal
  readonly onState: (state: Omit<ServiceState, 'service'>) => void
  /** The service could not be asked, and an old answer stands in: of this time, ms since 1970. */
  readonly onStale: (since: number) => void
}

/**
 * One source of releases. All calls reject with an HttpError, a RetryError, a ProblemError or the signal's reason.
 */
export interface LookupService {
  readonly name: ServiceName
  /** See `serviceTitles`. */
  readonly title: string
  /** How many releases one search may ask for in full, beside the search itself: the service's patience. */
  readonly detailsPerSearch: number
  /** Search hits; full releases where that costs nothing. Order means nothing. */
  search(query: AlbumQuery, context: AskContext): Promise<readonly Release[]>
  /** The full release. Rejects with the problem `lookup.notFound` when there is none of this id. */
  release(id: string, context: AskContext): Promise<Release>
  /** The front cover, or undefined when there is none. `mime` is what the service says, not what the bytes show. */
  cover(
    release: Release,
    context: AskContext,
  ): Promise<{ readonly bytes: Uint8Array; readonly mime: string } | undefined>
}
