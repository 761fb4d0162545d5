import { basename } from 'node:path'
import type { FieldName, FieldValue, FieldValues } from '../../shared/model'
import type { FileAccess } from './file-access'
import type { ContainerKind } from './sniff'

/**
 * node-taglib-sharp as an independent reader of a planned result, over bytes that never become a file: its stream
 * cannot write. Its own saver is not used, since it damages structures that it does not know (formats.md, 2 A–B).
 */
const mimeTypes: { readonly [Kind in ContainerKind]?: string } = {
  mpeg: 'taglib/mp3',
  flac: 'taglib/flac',
  'ogg-vorbis': 'taglib/ogg',
  'ogg-opus': 'taglib/opus',
  mp4: 'taglib/m4a',
  wav: 'taglib/wav',
  aiff: 'taglib/aiff',
  adts: 'taglib/aac',
  asf: 'taglib/wma',
  ape: 'taglib/ape',
}

/** The tag that is asked where it is not ID3v2. */
const tagTypes: { readonly [Kind in ContainerKind]?: 'Apple' | 'Asf' | 'Ape' | 'Xiph' } = {
  flac: 'Xiph',
  'ogg-vorbis': 'Xiph',
  'ogg-opus': 'Xiph',
  mp4: 'Apple',
  asf: 'Asf',
  ape: 'Ape',
}

class ReadOnlyStream {
  readonly canWrite = false
  position = 0
  readonly #access: FileAccess

  constructor(access: FileAccess) {
    this.#access = access
  }

  get length(): number {
    return this.#access.size
  }

  read(buffer: Uint8Array, offset: number, length: number): number {
    const bytes = this.#access.read(this.position, length)
    buffer.set(bytes, offset)
    this.position += bytes.length
    return bytes.length
  }

  seek(offset: number, origin: number): void {
    const from = origin === 0 ? 0 : origin === 1 ? this.position : this.length
    this.position = from + offset
  }

  setLength(): void {
    throw new TypeError('a reader does not write')
  }

  write(): number {
    throw new TypeError('a reader does not write')
  }

  close(): void {}
}

const text = (value: string | undefined): FieldValue => (value ? [value] : [])
const number = (value: number | undefined): FieldValue => (value ? [String(value)] : [])

/**
 * What node-taglib-sharp reads of the fields that it reads rightly. Undefined when it cannot open the file: that
 * is no opinion. May hang on hostile files (formats.md A7): only for a worker with a deadline.
 */
export async function readTaglib(
  access: FileAccess,
  kind: ContainerKind,
  path: string,
): Promise<FieldValues | undefined> {
  const mimeType = mimeTypes[kind]
  if (mimeType === undefined) return undefined
  // Loaded only when something is saved: reading thousands of files does without it.
  const { File, ReadStyle, TagTypes } = await import('node-taglib-sharp')
  const stream = new ReadOnlyStream(access)
  const abstraction = { name: basename(path), readStream: stream, writeStream: stream, closeStream: () => {} }
  try {
    const file = File.createFromAbstraction(abstraction, mimeType, ReadStyle.None)
    try {
      const tag = file.getTag(TagTypes[tagTypes[kind] ?? 'Id3v2'], false)
      if (!tag) return {}
      const values: { [Name in FieldName]?: FieldValue } = {
        title: text(tag.title),
        artist: tag.performers,
        album: text(tag.album),
        albumArtist: tag.albumArtists,
        composer: tag.composers,
        track: number(tag.track),
        trackTotal: number(tag.trackCount),
        disc: number(tag.disc),
        discTotal: number(tag.discCount),
      }
      return values
    } finally {
      file.dispose()
    }
  } catch {
    // “Cannot open” is no vote (decisions.md 3).
    return undefined
  }
}
