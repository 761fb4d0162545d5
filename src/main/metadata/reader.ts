import { basename } from 'node:path'
import { type AudioProperties, noAudio, type Outcome, type Problem } from '../../shared/model'
import type { Layout, TagView } from './containers/layout'
import { type FileAccess, type OpenForReading, openForReading } from './file-access'
import type { Metadata, PictureWithBytes, ScannedMetadata, TagReading } from './metadata'
import { containerNames, openLayout } from './open-layout'
import { notWritableProblem, readProblem } from './problems'
import { isReadByReference, type ReferenceReading, readReference } from './reference-reader'
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
  readonly #onError: (error: unknown, path: string) => void

  constructor({ open = openForReading, onError = () => {} }: MetadataReaderOptions = {}) {
    this.#open = open
    this.#onError = onError
  }

  /** Everything that the file says, pictures with their bytes. */
  read(path: string): Promise<Outcome<{ metadata: Metadata }>> {
    return this.#withFile(path, (file) => this.readFrom(file, path))
  }

  /** What a list shows, for the first pass over a library: reads a few kilobytes and no picture. */
  scan(path: string): Promise<Outcome<{ metadata: ScannedMetadata }>> {
    return this.#withFile(path, (file) => this.#readFrom(file, path, (scanned) => scanned))
  }

  /** As `read`, over a file that is open already; `path` only names it in problems. */
  readFrom(access: FileAccess, path: string): Promise<Outcome<{ metadata: Metadata }>> {
    return this.#readFrom(access, path, (scanned, pictures) => ({ ...scanned, pictures: pictures() }))
  }

  async #withFile<Found>(
    path: string,
    read: (file: FileAccess) => Promise<Outcome<{ metadata: Found }>>,
  ): Promise<Outcome<{ metadata: Found }>> {
    try {
      const file = this.#open(path)
      try {
        return await read(file)
      } finally {
        file.close()
      }
    } catch (error) {
      return this.#failed(error, path)
    }
  }

  async #readFrom<Found>(
    access: FileAccess,
    path: string,
    complete: Complete<Found>,
  ): Promise<Outcome<{ metadata: Found }>> {
    try {
      const sniffed = sniff(access)
      if (sniffed === undefined) return { ok: false, problem: notAudio(path) }
      const layout = this.#layoutOf(access, sniffed, path)
      return layout === undefined
        ? await this.#readOther(access, sniffed.kind, path, complete)
        : await this.#readLayout(access, sniffed.kind, layout, path, complete)
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

  async #readLayout<Found>(
    access: FileAccess,
    kind: ContainerKind,
    layout: Layout,
    path: string,
    complete: Complete<Found>,
  ): Promise<Outcome<{ metadata: Found }>> {
    const { audio, problem } = await this.#audioOf(access, kind, layout, path)
    const isCut = layout.notWritable?.code === 'metadata.truncated'
    // What has no sound is no music, whatever its first bytes say — unless the sound was cut off, or a film is tagged
    // as its music is.
    if (audio.sampleRate === 0 && !isCut && kind !== 'ogg-theora')
      return { ok: false, problem: problem ?? notAudio(path) }
    const readOnly = layout.notWritable === undefined ? problem : notWritableProblem(layout.notWritable, path)
    const pictured = layout.tags.find(({ pictureCount }) => pictureCount > 0)
    const tags = layout.tags.filter((tag) => tag.kind !== 'FLAC picture')
    const scanned: ScannedMetadata = {
      format: layout.format,
      container: layout.container,
      tags: tags.map(readingOfTag),
      tagKinds: tags.map((tag) => tag.kind),
      audio,
      values: firstOf(layout.tags.map((tag) => tag.values)),
      pictureCount: pictured?.pictureCount ?? 0,
      ...(readOnly === undefined ? {} : { readOnly }),
    }
    return { ok: true, metadata: complete(scanned, () => pictured?.pictures ?? []) }
  }

  async #audioOf(
    access: FileAccess,
    kind: ContainerKind,
    layout: Layout,
    path: string,
  ): Promise<{ audio: AudioProperties; problem?: Problem }> {
    if (layout.properties.sampleRate !== undefined) {
      return { audio: { ...noAudio, ...layout.properties } }
    }
    try {
      const { audio } = await readReference(access, kind, { pictures: false })
      return { audio: { ...audio, ...layout.properties } }
    } catch (error) {
      this.#onError(error, path)
      return { audio: { ...noAudio, ...layout.properties }, problem: readProblem(error, path) }
    }
  }

  async #readOther<Found>(
    access: FileAccess,
    kind: ContainerKind,
    path: string,
    complete: Complete<Found>,
  ): Promise<Outcome<{ metadata: Found }>> {
    if (!isReadByReference(kind)) return { ok: false, problem: notAudio(path) }
    const reading: ReferenceReading = await readReference(access, kind, { pictures: true })
    if (!reading.hasSound) return { ok: false, problem: notAudio(path) }
    const container = containerNames[kind]
    const scanned: ScannedMetadata = {
      format: 'other',
      container,
      tagKinds: reading.tagKinds,
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
}

/** Makes of what the first pass found what was asked for. */
type Complete<Found> = (scanned: ScannedMetadata, pictures: () => readonly PictureWithBytes[]) => Found

const readingOfTag = ({ kind, values }: TagView): TagReading => ({ kind, values })

const notAudio = (path: string): Problem => ({ code: 'metadata.notAudio', params: { file: basename(path) } })

/** Everything a file says about itself, or null when it cannot be read. */
export async function readMetadata(path: string): Promise<Metadata | null> {
  const outcome = await new MetadataReader().read(path)
  return outcome.ok ? outcome.metadata : null
}
