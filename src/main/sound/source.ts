/**
 * A file to listen to. Its bytes are read as they are needed; `read` answers fewer bytes than asked only at the end.
 * Opening it, and knowing what it is, is the caller's part.
 */
export interface SoundSource {
  readonly bytes: {
    readonly size: number
    read(at: number, length: number): Uint8Array
  }
  readonly container: SoundContainer
  /** Where the container starts: behind tags that someone put in front. */
  readonly start: number
}

/** What the content of a file is, by the names that it is sniffed by. */
export type SoundContainer =
  | 'mpeg'
  | 'flac'
  | 'ogg-vorbis'
  | 'ogg-opus'
  | 'ogg-speex'
  | 'ogg-flac'
  | 'ogg-theora'
  | 'ogg'
  | 'mp4'
  | 'wav'
  | 'rf64'
  | 'w64'
  | 'aiff'
  | 'adts'
  | 'asf'
  | 'ape'
  | 'wavpack'
  | 'musepack'
  | 'tta'
  | 'dsf'
  | 'dsdiff'
  | 'matroska'
  | 'optimfrog'
  | 'tak'

/** So many bytes of a container, from its start. */
export const beginningOf = ({ bytes, start }: SoundSource, length: number): Uint8Array =>
  bytes.read(start, length)
