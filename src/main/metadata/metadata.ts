import type {
  AudioProperties,
  FieldName,
  FieldValue,
  FieldValues,
  Picture,
  Problem,
  TrackFormat,
} from '../../shared/model'

/** A picture together with its bytes, which are never interpreted beyond their header. */
export interface PictureWithBytes extends Picture {
  readonly bytes: Uint8Array
}

/** What one tag of a file says, whatever the others say. */
export interface TagReading {
  /** `ID3v2.3`, `Vorbis comment`. */
  readonly kind: string
  readonly values: FieldValues
}

/** What the first pass over a file finds: everything but the pictures, which are counted and left where they are. */
export interface ScannedMetadata {
  readonly format: TrackFormat
  /** The container in words: `MPEG audio`, `FLAC`, `Monkey’s Audio`. */
  readonly container: string
  /** The tags of the file, best first. */
  readonly tags: readonly TagReading[]
  /** Their kinds, as a list shows them. */
  readonly tagKinds: readonly string[]
  /** Those that can be taken out of the file as a whole. */
  readonly removableKinds: readonly string[]
  readonly audio: AudioProperties
  /** One view of all tags: of each field what the first tag says that has it. Long values included. */
  readonly values: FieldValues
  readonly pictureCount: number
  /** Set when the file can be read but must not be written, with the reason. */
  readonly readOnly?: Problem
}

/** Everything that a file says about itself. */
export interface Metadata extends ScannedMetadata {
  readonly pictures: readonly PictureWithBytes[]
}

/** What a save is to make of a file's tags: the new values by field; an empty list removes the field. */
export interface MetadataPatch {
  readonly values: { readonly [Name in FieldName]?: FieldValue }
  /** All pictures the file is to hold, in order. Absent: pictures stay as they are. */
  readonly pictures?: readonly PictureToWrite[]
  /**
   * Kinds of tag to take out of the file, as `tagKinds` names them: `ID3v1`, `APEv2`. What only they say goes with
   * them; `values` and `pictures` are for the tags that stay. Kinds that the file has not are passed over.
   */
  readonly removeKinds?: readonly string[]
  /** Brings the file's tags into the form that the write options ask for, also when nothing else changes. */
  readonly applyOptions?: boolean
}

/** `bytes` may be left out for a picture that is in the file already: it is found by its hash. */
export interface PictureToWrite extends Picture {
  readonly bytes?: Uint8Array | undefined
}
