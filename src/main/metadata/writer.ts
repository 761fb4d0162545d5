import { basename } from 'node:path'
import {
  defaultWriteOptions,
  type FieldName,
  type FieldValue,
  type FieldValues,
  noValue,
  type Outcome,
  type Problem,
  type SavePlan,
  samePictures,
  sameValue,
  valueEntries,
  type WriteOptions,
} from '../../shared/model'
import {
  type Adaptation,
  type Layout,
  type LayoutPatch,
  NotMovableError,
  noAdaptation,
} from './containers/layout'
import { type FileAccess, type OpenForReading, openForReading } from './file-access'
import type { MetadataPatch, PictureToWrite, PictureWithBytes } from './metadata'
import { containerNames, openLayout } from './open-layout'
import { describePicture } from './pictures'
import { notWritableProblem, readProblem } from './problems'
import { musicMetadataOpinion, type Opinion, taglibOpinion } from './second-opinion'
import { sniff } from './sniff'
import { firstOf } from './tags/entry'
import { isFlag, storedFlag } from './tags/flags'
import { NotStorableError, requireText } from './tags/not-storable'
import { verifyPlan } from './verify'

export interface MetadataWriterOptions {
  readonly open?: OpenForReading
  /** Other readers that a result is shown to before it may be written. */
  readonly opinions?: readonly Opinion[]
  /** Told what was behind a problem, for the log. */
  readonly onError?: (error: unknown, path: string) => void
}

/**
 * Turns a file and a patch into a verified save plan: a few byte ranges that change. Never writes, and never
 * throws for a bad file. What cannot be changed without damage is refused with its reason.
 */
export class MetadataWriter {
  readonly #open: OpenForReading
  readonly #opinions: readonly Opinion[]
  readonly #onError: (error: unknown, path: string) => void

  constructor({
    open = openForReading,
    opinions = [musicMetadataOpinion, taglibOpinion],
    onError = () => {},
  }: MetadataWriterOptions = {}) {
    this.#open = open
    this.#opinions = opinions
    this.#onError = onError
  }

  /** The plan for a file on disk. */
  async planFile(
    path: string,
    patch: MetadataPatch,
    options: WriteOptions = defaultWriteOptions,
  ): Promise<Outcome<{ plan: SavePlan }>> {
    try {
      const file = this.#open(path)
      try {
        return await this.plan(file, patch, path, options)
      } finally {
        file.close()
      }
    } catch (error) {
      return this.#failed(error, path)
    }
  }

  /** The same over a file that is open already; `path` only names it in problems. */
  async plan(
    access: FileAccess,
    patch: MetadataPatch,
    path: string,
    options: WriteOptions = defaultWriteOptions,
  ): Promise<Outcome<{ plan: SavePlan }>> {
    try {
      return await this.#plan(access, patch, path, options)
    } catch (error) {
      return this.#failed(error, path)
    }
  }

  async #plan(
    access: FileAccess,
    patch: MetadataPatch,
    path: string,
    options: WriteOptions,
  ): Promise<Outcome<{ plan: SavePlan }>> {
    const file = basename(path)
    const sniffed = sniff(access)
    if (sniffed === undefined) return refused({ code: 'metadata.notAudio', params: { file } })
    const { kind } = sniffed
    const layout = openLayout(access, sniffed)
    if (layout === undefined) {
      return refused({ code: 'metadata.formatNotWritable', params: { file, format: containerNames[kind] } })
    }
    if (layout.notWritable !== undefined) return refused(notWritableProblem(layout.notWritable, path))

    const removes = removedKinds(layout, patch)
    const stays = removes.find((kind) => layout.removableKinds?.includes(kind) !== true)
    if (stays !== undefined) return refused({ code: 'metadata.kindStays', params: { file, reason: stays } })
    const staying = layout.tags.filter(({ kind }) => !removes.includes(kind))
    const values = firstOf(staying.map((tag) => tag.values))
    const inFile = staying.find((tag) => tag.pictures.length > 0)?.pictures ?? []
    const pictures =
      patch.pictures === undefined ? undefined : resolvePictures(patch.pictures, inFile, layout)
    if (pictures === 'missing') return refused({ code: 'picture.missing', params: { file } })
    const asked: LayoutPatch = {
      values: onlyChanges(patch.values, values, layout, options),
      pictures: pictures === undefined || samePictures(pictures, inFile) ? undefined : pictures,
      removes,
    }
    const adaptation = asksForChange(asked, patch) ? layout.adapt?.(asked, options) : undefined
    if (changesNothing(asked, adaptation)) {
      return { ok: true, plan: { size: access.size, splices: [], audio: layout.audio } }
    }
    const { converts, contradicts, lost, ...also } = adaptation ?? noAdaptation
    if (lost.length > 0) {
      return refused({ code: 'metadata.wouldLose', params: { file, reason: lost.join(', ') } })
    }
    const effective = {
      values: { ...asStored(also.values, layout, options), ...asked.values },
      pictures: asked.pictures ?? also.pictures,
      removes: [...removes, ...also.removes],
      adds: also.adds,
    }
    const plan: SavePlan = {
      size: access.size,
      splices: layout.plan(effective, options),
      audio: layout.audio,
    }
    const problem = await verifyPlan(
      { access, kind, layout, path },
      plan,
      {
        fields: Object.keys(effective.values) as FieldName[],
        values: { ...values, ...effective.values },
        pictures: effective.pictures ?? inFile,
        picturesChange: effective.pictures !== undefined,
        removes: effective.removes,
        adds: effective.adds,
        converts,
        contradicts,
      },
      this.#opinions,
    )
    return problem === undefined ? { ok: true, plan } : refused(problem)
  }

  #failed(error: unknown, path: string): { ok: false; problem: Problem } {
    this.#onError(error, path)
    const file = basename(path)
    if (error instanceof NotStorableError) {
      const { value, field = '' } = error
      return refused({ code: 'metadata.notStorable', params: { file, value: value.slice(0, 200), field } })
    }
    if (error instanceof NotMovableError) {
      return refused({ code: 'metadata.structureNotWritable', params: { file, reason: error.message } })
    }
    return refused(readProblem(error, path))
  }
}

const refused = (problem: Problem): { ok: false; problem: Problem } => ({ ok: false, problem })

/** The kinds of the patch that the file has. */
function removedKinds(layout: Layout, { removeKinds = [] }: MetadataPatch): readonly string[] {
  const known = new Set(layout.tags.map(({ kind }) => kind))
  return [...new Set(removeKinds)].filter((kind) => known.has(kind))
}

const changesFields = ({ values, pictures, removes = [] }: LayoutPatch): boolean =>
  Object.keys(values).length > 0 || pictures !== undefined || removes.length > 0

/** Options alone are no reason to write, unless they are asked for. */
const asksForChange = (asked: LayoutPatch, { applyOptions = false }: MetadataPatch): boolean =>
  applyOptions || changesFields(asked)

const changesNothing = (asked: LayoutPatch, adaptation: Adaptation | undefined): boolean =>
  !changesFields(asked) &&
  (adaptation === undefined ||
    (!adaptation.converts && adaptation.removes.length === 0 && adaptation.adds.length === 0))

/** Values that differ from what the file holds, as its tags will give them back; empty texts count as nothing. */
function onlyChanges(
  wanted: MetadataPatch['values'],
  values: FieldValues,
  layout: Layout,
  options: WriteOptions,
): { readonly [Name in FieldName]?: FieldValue } {
  const changes: { [Name in FieldName]?: FieldValue } = {}
  for (const field of Object.keys(wanted) as FieldName[]) {
    const given = wanted[field]?.filter((text) => text !== '')
    const known = values[field] ?? noValue
    // What the file holds already is no change, even where it would be stored in another form today.
    if (given === undefined || sameValue(given, known)) continue
    const value = storedBy(layout, field, given, options)
    if (!sameValue(value, known)) changes[field] = value
  }
  return changes
}

/** Values that go into another tag of the file, as that gives them back. */
function asStored(
  values: LayoutPatch['values'],
  layout: Layout,
  options: WriteOptions,
): LayoutPatch['values'] {
  const stored: { [Name in FieldName]?: FieldValue } = {}
  for (const [field, value] of valueEntries(values)) {
    stored[field] = storedBy(layout, field, value, options)
  }
  return stored
}

/** How the file gives a value back. @throws NotStorableError with the field */
function storedBy(layout: Layout, field: FieldName, value: FieldValue, options: WriteOptions): FieldValue {
  if (isFlag(field)) return storedFlag(field, value)
  try {
    requireText(field, value)
    return layout.storedValue?.(field, value, options) ?? value
  } catch (error) {
    throw error instanceof NotStorableError ? error.of(field) : error
  }
}

/** The pictures with their bytes, as the container will give them back. */
function resolvePictures(
  wanted: readonly PictureToWrite[],
  inFile: readonly PictureWithBytes[],
  layout: Layout,
): readonly PictureWithBytes[] | 'missing' {
  const resolved: PictureWithBytes[] = []
  for (const picture of wanted) {
    const bytes = picture.bytes ?? inFile.find(({ hash }) => hash === picture.hash)?.bytes
    if (bytes === undefined) return 'missing'
    // The hash that an edit names is only a name: what counts are the bytes.
    const whole = describePicture(bytes, picture)
    resolved.push(layout.storedPicture?.(whole) ?? whole)
  }
  return resolved
}
