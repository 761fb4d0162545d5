import type { ServiceState } from '../../shared/ipc'
import type { ServiceName } from '../../shared/model'
import type { Priority } from '../http'
import type { Named } from './pasted'
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
  /** A MusicBrainz id in the files. With it the release itself is asked for. */
  readonly releaseId?: string
  /** Of the CD that the files were read from, as MusicBrainz makes it. */
  readonly discId?: string
  /** The person named it: only its service is asked, and for nothing else. */
  readonly named?: Named
  /** The person typed what is asked for: nothing else is searched for in its place. */
  readonly isTyped?: true
  /** The person's own words: they replace title, artist and track titles. */
  readonly freeText?: string
}

/** Tracks of one album, to find albums by. */
export interface TrackQuery {
  readonly tracks: readonly { readonly title: string; readonly lengthMs?: number; readonly isrc?: string }[]
  /** Who may have made them, the likeliest first. */
  readonly artists: readonly string[]
  /** A MusicBrainz id. With it this recording alone is asked for. */
  readonly recordingId?: string
}

/** A recording that a service knows, and the releases it is on, without their tracks. */
export interface FoundTrack {
  readonly recordingId: string
  readonly title: string
  /** Who made it, as printed; empty where the service does not say. */
  readonly artist: string
  readonly lengthMs: number | undefined
  readonly releases: readonly Release[]
}

export interface AskContext {
  /** What the person would call it: the title of the album or the release, or what was typed. */
  readonly about: string
  /** The person asked again: what is known already counts only when the service confirms it. */
  readonly anew?: boolean
  /** What was answered since then (ms since 1970) is good enough, however old an answer may be otherwise. */
  readonly goodSince?: number
  /** Whose turn comes first where several wait for one service. Default `normal`. */
  readonly priority?: Priority
  readonly signal: AbortSignal
  readonly onState: (state: Omit<ServiceState, 'service'>) => void
  /** The service could not be asked, and an old answer stands in: of this time, ms since 1970. */
  readonly onStale: (since: number) => void
}

/**
 * A source of releases. Each call is one request at most, unless it says so. Here and below, all calls reject with an
 * HttpError, a RetryError, a ProblemError or the signal's reason.
 */
export interface AlbumSource {
  readonly name: ServiceName
  /**
   * Search hits; full releases where that costs nothing. Order means nothing. Further requests where the query names
   * a release or a barcode that is not there, or holds the person's own words and nothing has all of them.
   */
  search(query: AlbumQuery, context: AskContext): Promise<readonly Release[]>
  /**
   * The editions of a release group in full. A service that tells them one by one brings a few, those of `likely` (ids
   * of its search) first, with a request for each.
   */
  editions(groupId: string, context: AskContext, likely?: readonly string[]): Promise<readonly Release[]>
  /** Tracks that may be one of those asked for: with one request for all, or one for each. Order means nothing. */
  findTracks(query: TrackQuery, context: AskContext): Promise<readonly FoundTrack[]>
  /** The full release; a long one by as many requests as it has pages. Rejects with the problem `lookup.notFound` when there is none of this id. */
  release(id: string, context: AskContext): Promise<Release>
}

/** An album whose front cover is wanted. Absent and empty mean unknown. */
export interface CoverQuery {
  readonly title: string
  readonly artist: string
  readonly barcode?: string
  /** The release that the album is known to be, and the service that the ids are of. */
  readonly release?: {
    readonly service: ServiceName
    readonly id: string
    readonly groupId: string
    readonly hasFrontCover: boolean | undefined
  }
}

export interface FoundCover {
  /** Unique within the service. */
  readonly id: string
  /** Whether it is the cover of the very release that was asked for; else of one with a like name. */
  readonly certain: boolean
  /** Whose cover it is, as the service has it. */
  readonly title: string
  readonly artist: string
  /** In pixels, where the service says. */
  readonly width?: number
  readonly height?: number
}

export interface CoverBytes {
  readonly bytes: Uint8Array
  /** What the service says, not what the bytes show. */
  readonly mime: string
}

/** A source of front covers. */
export interface CoverSource {
  readonly name: ServiceName
  /** Those that are certain first. */
  find(query: CoverQuery, context: AskContext): Promise<readonly FoundCover[]>
  /** One that `find` answered: `small` to be looked at, `large` to be kept. Undefined when there is none after all. */
  fetch(id: string, size: CoverSize, context: AskContext): Promise<CoverBytes | undefined>
}
export type CoverSize = 'small' | 'large'

export interface LyricsQuery {
  readonly title: string
  readonly artist: string
  readonly album: string
  /** 0: unknown. */
  readonly durationMs: number
}

export interface FoundLyrics {
  readonly title: string
  readonly artist: string
  readonly album: string
  readonly durationMs: number | undefined
  /** Empty where there are none of this kind. */
  readonly plain: string
  /** LRC. */
  readonly synchronised: string
}

/** A source of lyrics. */
export interface LyricsSource {
  readonly name: ServiceName
  /** Best first. */
  find(query: LyricsQuery, context: AskContext): Promise<readonly FoundLyrics[]>
}

/** A recording that sounds like what was asked. */
export interface HeardTrack extends FoundTrack {
  /** How alike they sound, 0…1. */
  readonly score: number
}

/** Knows recordings by their sound. The ids are MusicBrainz'. */
export interface SoundSource {
  readonly name: ServiceName
  /** `fingerprint` is Chromaprint's, compressed, in base64. Best first. */
  identify(
    sound: { readonly fingerprint: string; readonly durationMs: number },
    context: AskContext,
  ): Promise<readonly HeardTrack[]>
}

/** A service, by what it can be asked for. */
export interface Service {
  readonly name: ServiceName
  readonly albums?: AlbumSource
  readonly covers?: CoverSource
  readonly lyrics?: LyricsSource
  readonly sound?: SoundSource
  /** Asks for something small, to see that it can be reached and takes the key. */
  check(context: AskContext): Promise<void>
}
