import type { ServiceName, ServiceState } from '../../shared/ipc'
import type { Release } from './release'

/**
 * What is known of an album, for a service to put into its own words. Texts are as the person would write them;
 * each service escapes and folds for itself. Absent means unknown.
 */
export interface AlbumQuery {
  /** What the album may be called, the likeliest first. */
  readonly albumTitles: readonly string[]
  /** Who may have made it; `Various Artists` where each track has its own. */
  readonly artists: readonly string[]
  readonly trackTitles: readonly string[]
  readonly trackCount: number
  readonly barcode?: string
  readonly catalogNumbers: readonly string[]
  /** A MusicBrainz id. With it the release itself is asked for. */
  readonly releaseId?: string
  readonly releaseGroupId?: string
  /** The person's own words: they replace title, artist and track titles. */
  readonly freeText?: string
}

/** Tracks of one album, to find albums by. */
export interface TrackQuery {
  readonly tracks: readonly { readonly title: string; readonly lengthMs?: number }[]
  /** Who may have made them, the likeliest first. */
  readonly artists: readonly string[]
}

/** A track that a service knows, and the releases it is on, without their tracks. */
export interface FoundTrack {
  readonly title: string
  readonly lengthMs: number | undefined
  readonly releases: readonly Release[]
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
 * One source of releases. Each call is one request at most, unless it says so. All calls reject with an HttpError, a
 * RetryError, a ProblemError or the signal's reason.
 */
export interface LookupService {
  readonly name: ServiceName
  /** See `serviceTitles`. */
  readonly title: string
  /**
   * Search hits; full releases where that costs nothing. Order means nothing. A second request where the query names
   * a release that is not there, or holds the person's own words and nothing has all of them.
   */
  search(query: AlbumQuery, context: AskContext): Promise<readonly Release[]>
  /** The editions of a release group in full. */
  editions(groupId: string, context: AskContext): Promise<readonly Release[]>
  /** Tracks that may be one of those asked for. Order means nothing. */
  findTracks(query: TrackQuery, context: AskContext): Promise<readonly FoundTrack[]>
  /** The full release. Rejects with the problem `lookup.notFound` when there is none of this id. */
  release(id: string, context: AskContext): Promise<Release>
  /** The front cover, or undefined when there is none. `mime` is what the service says, not what the bytes show. */
  cover(
    release: Release,
    context: AskContext,
  ): Promise<{ readonly bytes: Uint8Array; readonly mime: string } | undefined>
}
