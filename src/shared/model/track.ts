import type { FieldName, FieldValues } from './fields'
import type { Picture } from './picture'
import type { Problem } from './problem'

declare const brand: unique symbol

/** Minted by main for a session. The window knows files by it and never by a path of its own making. */
export type TrackId = string & { readonly [brand]: 'TrackId' }

export const trackId = (id: string): TrackId => id as TrackId

/** What is known of a file's sound. 0 or empty where the container does not say. */
export interface AudioProperties {
  readonly durationMs: number
  readonly sampleRate: number
  readonly channels: number
  readonly bitsPerSample: number
  readonly bitrate: number
  readonly lossless: boolean
  /** As people call it: `MP3`, `AAC`, `Vorbis`, `PCM`. */
  readonly codec: string
  /** The program that encoded the sound, where it left its name. */
  readonly encoder: string
}

/** Nothing known. */
export const noAudio: AudioProperties = {
  durationMs: 0,
  sampleRate: 0,
  channels: 0,
  bitsPerSample: 0,
  bitrate: 0,
  lossless: false,
  codec: '',
  encoder: '',
}

/** Formats by the extension that people know them by. */
export const trackFormats = [
  'mp3',
  'flac',
  'm4a',
  'ogg',
  'opus',
  'wav',
  'aiff',
  'wma',
  'aac',
  'ape',
  'wv',
  'mpc',
  'tta',
  'ofr',
  'tak',
  'dsf',
  'dff',
  'mka',
  'spx',
  'other',
] as const
export type TrackFormat = (typeof trackFormats)[number]

export type LongSizes = { readonly [Name in FieldName]?: number }

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
  /** Those of them that can be taken out as a whole, because the file can do without. */
  readonly removableKinds: readonly string[]
  readonly values: FieldValues
  /** Sizes in characters of long values that are not in `values`. */
  readonly longSizes: LongSizes
  readonly pictures: readonly Picture[]
  /** Set when the file can be read but must not be written, with the reason. */
  readonly readOnly?: Problem
}
