import type { FieldValues } from './fields'
import type { Picture } from './picture'
import type { Problem } from './problem'

declare const brand: unique symbol

/** Minted by main for a session. The window knows files by it and never by a path of its own making. */
export type TrackId = string & { readonly [brand]: 'TrackId' }

export const trackId = (id: string): TrackId => id as TrackId

/** What is known of a file's sound. 0 where the container does not say. */
export interface AudioProperties {
  readonly durationMs: number
  readonly sampleRate: number
  readonly channels: number
  readonly bitsPerSample: number
  readonly bitrate: number
  readonly lossless: boolean
}

export type TrackFormat = 'mp3' | 'flac' | 'm4a' | 'ogg' | 'opus' | 'wav' | 'other'

/** One file in the list, as it is on disk. Edits that are not saved yet are the editor's, not the track's. */
export interface Track {
  readonly id: TrackId
  /** The folder, as the person may read it. */
  readonly folder: string
  readonly fileName: string
  readonly format: TrackFormat
  readonly sizeBytes: number
  /** Milliseconds since the epoch: part of cover URLs, so that a changed file shows its new picture. */
  readonly modifiedMs: number
  readonly audio: AudioProperties
  /** Kinds of tag in the file, best first: `ID3v2.3`, `Vorbis comment`. */
  readonly tagKinds: readonly string[]
  readonly values: FieldValues
  /** Sizes in characters of long values that are not in `values`. */
  readonly longSizes: { readonly comment?: number; readonly lyrics?: number }
  readonly pictures: readonly Picture[]
  /** Set when the file can be read but must not be written, with the reason. */
  readonly readOnly?: Problem
}
