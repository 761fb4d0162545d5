import { basename } from 'node:path'
import {
  type AudioProperties,
  type FieldValues,
  noAudio,
  type Outcome,
  type Problem,
} from '../../shared/model'
import type { Layout, TagView } from './containers/layout'
import {
  type FileAccess,
  type OpenFile,
  type OpenForReading,
  openForReading,
  openForScanning,
} from './file-access'
import type { Metadata, PictureWithBytes, ScannedMetadata, TagReading } from './metadata'
import { containerNames, openLayout } from './open-layout'
import { notWritableProblem, readProblem } from './problems'
import { isReadByReference, type ReferenceReading, readReference } from './reference-reader'
import type { ReadLimit } from './reference-tokenizer'
import { type ContainerKind, type Sniffed, sniff } from './sniff'
import { firstOf } from './tags/entry'

export interface MetadataReaderOptions {
  /** How files are opened; tests break it. */
  readonly open?: OpenForReading
  /** Told what was behind a problem, for the log. */
  readonly onError?: (error: unknown, path: string) => void
}

/**
 * Reads what a file says about itself. Never throws for a bad file. Tags of the formats that we write come from
 * our own tag modules, kind by kind, the best first; everything else from music-metadata.
 */
export class MetadataReader {
  readonly #open: OpenForReading
  readonly #openToScan: OpenForReading
  readonly #onError: (error: unknown, path: string) => void

  constructor({ open, onError = () => {} }: MetadataReaderOptions = {}) {
    this.#open = open ?? openForReading
    this.#openToScan = open ?? openForScanning
    this.#onError = onError
  }

  /** Everything that the file says, pictures with their bytes. */
  async read(path: string): Promise<Reading<Metadata>> {
    return this.#withFile(this.#open, path, withPictures)
  }

  /** What a list shows, for the first pass over a library: reads a few kilobytes and no picture. */
  async scan(path: string): Promise<Reading<ScannedMetadata>> {
    return this.#withFile(this.#openToScan, path, withoutPictures)
  }

  /** As `read`, over a file that is open already; `path` only names it in problems. */
  async readFrom(access: FileAccess, path: string): Promise<Reading<Metadata>> {
    return this.#readFrom(access, path, withPictures)
  }

  /** Without a promise where our own modules know all that is asked for: then thousands of files need none. */
  #withFile<Found>(
    open: OpenForReading,
    path: string,
    complete: Complete<Found>,
  ): Reading<Found> | Promise<Reading<Found>> {
    try {
      const file = open(path)
      let reading: Reading<Found> | Promise<Reading<Found>> | undefined
      try {
        reading = this.#readFrom(file, path, complete)
      } finally {
        if (!(reading instanceof Promise)) file.close()
      }
      return reading instanceof Promise ? this.#closing(file, reading, path) : reading
    } catch (error) {
      return this.#failed(error, path)
    }
  }

  async #closing<Found>(
    file: OpenFile,
    reading: Promise<Reading<Found>>,
    path: string,
  ): Promise<Reading<Found>> {
    try {
      try {
        return await reading
      } finally {
        file.close()
      }
    } catch (error) {
      return this.#failed(error, path)
    }
  }

  #readFrom<Found>(
    access: FileAccess,
    path: string,
    complete: Complete<Found>,
  ): Reading<Found> | Promise<Reading<Found>> {
    try {
      const sniffed = sniff(access)
      if (sniffed === undefined) return { ok: false, problem: notAudio(path) }
      const layout = this.#layoutOf(access, sniffed, path)
      if (layout === undefined) return this.#readOther(access, sniffed.kind, path, complete)
      if (layout.properties.sampleRate === undefined) {
        return this.#readSilent(access, sniffed.kind, layout, path, complete)
      }
      const audio = completed(layout.properties)
      return layoutReading(layout, sniffed.kind, { audio }, path, complete)
    } catch (error) {
      return this.#failed(error, path)
    }
  }

  #failed(error: unknown, path: string): { ok: false; problem: Problem } {
    this.#onError(error, path)
    return { ok: false, problem: readProblem(error, path) }
  }

  /** A file that our container module cannot follow may still be readable for the library: read-only then. */
  #layoutOf(access: FileAccess, sniffed: Sniffed, path: string): Layout | undefined {
    try {
      return openLayout(access, sniffed)
    } catch (error) {
      this.#onError(error, path)
      return undefined
    }
  }

  /** Our container does not know what the sound is like; perhaps music-metadata does. */
  async #readSilent<Found>(
    access: FileAccess,
    kind: ContainerKind,
    layout: Layout,
    path: string,
    complete: Complete<Found>,
  ): Promise<Reading<Found>> {
    const known = completed(layout.properties)
    let sound: Sound = { audio: known }
    try {
      const { audio } = await readReference(access, kind, { pictures: false, limit: soundLimit })
      sound = { audio: { ...audio, ...layout.properties } }
    } catch (error) {
      this.#onError(error, path)
      sound = { audio: known, problem: readProblem(error, path) }
    }
    try {
      return layoutReading(layout, kind, sound, path, complete)
    } catch (error) {
      return this.#failed(error, path)
    }
  }

  async #readOther<Found>(
    access: FileAccess,
    kind: ContainerKind,
    path: string,
    complete: Complete<Found>,
  ): Promise<Reading<Found>> {
    try {
      if (!isReadByReference(kind)) return { ok: false, problem: notAudio(path) }
      return otherReading(
        await readReference(access, kind, { pictures: true, limit: fileLimit }),
        kind,
        path,
        complete,
      )
    } catch (error) {
      return this.#failed(error, path)
    }
  }
}

/** What a file would say without these kinds of tag. */
export const valuesWithout = ({ tags }: Metadata, kinds: readonly string[]): FieldValues =>
  firstOf(tags.filter(({ kind }) => !kinds.includes(kind)).map(({ values }) => values))

/** What a container says about its sound, in one shape for all. */
const completed = (known: Partial<AudioProperties>): AudioProperties => ({
  durationMs: known.durationMs ?? noAudio.durationMs,
  sampleRate: known.sampleRate ?? noAudio.sampleRate,
  channels: known.channels ?? noAudio.channels,
  bitsPerSample: known.bitsPerSample ?? noAudio.bitsPerSample,
  bitrate: known.bitrate ?? noAudio.bitrate,
  lossless: known.lossless ?? noAudio.lossless,
  codec: known.codec ?? noAudio.codec,
  encoder: known.encoder ?? noAudio.encoder,
})

/** What music-metadata may ask for while files are listed: a hundred or two reads, where there is music. */
const soundLimit: ReadLimit = { reads: 2000, bytes: 64 * 1024 }
/** With the pictures. */
const fileLimit: ReadLimit = { reads: 4000, bytes: 32 * 1024 * 1024 }

interface Sound {
  readonly audio: AudioProperties
  readonly problem?: Problem
}

function layoutReading<Found>(
  layout: Layout,
  kind: ContainerKind,
  { audio, problem }: Sound,
  path: string,
  complete: Complete<Found>,
): Reading<Found> {
  const isCut = layout.notWritable?.code === 'metadata.truncated'
  // What has no sound is no music, whatever its first bytes say — unless the sound was cut off, or a film is tagged
  // as its music is.
  if (audio.sampleRate === 0 && !isCut && kind !== 'ogg-theora')
    return { ok: false, problem: problem ?? notAudio(path) }
  const readOnly = layout.notWritable === undefined ? problem : notWritableProblem(layout.notWritable, path)
  const pictured = layout.tags.find(({ pictureCount }) => pictureCount > 0)
  const tags = layout.tags.filter(isShown)
  const scanned: ScannedMetadata = {
    format: layout.format,
    container: layout.container,
    tags: tags.map(readingOfTag),
    tagKinds: tags.map(kindOfTag),
    removableKinds: readOnly === undefined ? (layout.removableKinds ?? noKinds) : noKinds,
    audio,
    values: firstOf(layout.tags.map(valuesOfTag)),
    pictureCount: pictured?.pictureCount ?? 0,
    ...(readOnly === undefined ? {} : { readOnly }),
  }
  return { ok: true, metadata: complete(scanned, () => pictured?.pictures ?? []) }
}

function otherReading<Found>(
  reading: ReferenceReading,
  kind: ContainerKind,
  path: string,
  complete: Complete<Found>,
): Reading<Found> {
  if (!reading.hasSound) return { ok: false, problem: notAudio(path) }
  const container = containerNames[kind]
  const scanned: ScannedMetadata = {
    format: 'other',
    container,
    tagKinds: reading.tagKinds,
    removableKinds: noKinds,
    tags: reading.tagKinds.map((tagKind) => ({ kind: tagKind, values: {} })),
    audio: reading.audio,
    values: reading.values,
    pictureCount: reading.pictures.length,
    readOnly: {
      code: 'metadata.formatNotWritable',
      params: { file: basename(path), format: container },
    },
  }
  return { ok: true, metadata: complete(scanned, () => reading.pictures) }
}

type Reading<Found> = Outcome<{ metadata: Found }>

/** Makes of what the first pass found what was asked for. */
type Complete<Found> = (scanned: ScannedMetadata, pictures: () => readonly PictureWithBytes[]) => Found

const withPictures: Complete<Metadata> = (scanned, pictures) => ({ ...scanned, pictures: pictures() })
const withoutPictures: Complete<ScannedMetadata> = (scanned) => scanned

const noKinds: readonly string[] = []
const isShown = ({ kind }: TagView): boolean => kind !== 'FLAC picture'
const readingOfTag = ({ kind, values }: TagView): TagReading => ({ kind, values })
const kindOfTag = ({ kind }: TagView): string => kind
const valuesOfTag = ({ values }: TagView): FieldValues => values

const notAudio = (path: string): Problem => ({ code: 'metadata.notAudio', params: { file: basename(path) } })
