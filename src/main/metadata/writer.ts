import { basename } from 'node:path'
import {
  type FieldName,
  type FieldValue,
  type FieldValues,
  noValue,
  type Outcome,
  type Problem,
  type SavePlan,
  samePictures,
  sameValue,
} from '../../shared/model'
import { type Layout, type LayoutPatch, NotMovableError } from './containers/layout'
import { type FileAccess, type OpenForReading, openForReading } from './file-access'
import type { MetadataPatch, PictureToWrite, PictureWithBytes } from './metadata'
import { containerNames, openLayout } from './open-layout'
import { describePicture } from './pictures'
import { notWritableProblem, readProblem } from './problems'
import { musicMetadataOpinion, type Opinion, taglibOpinion } from './second-opinion'
import { sniff } from './sniff'
import { firstOf, NotStorableError } from './tags/entry'
import { verifyPlan } from './verify'

export interface MetadataWriterOptions {
  readonly open?: OpenForReading
  /** Other readers that a result is shown to before it may be written. */
  readonly opinions?: readonly Opinion[]
  /** Told what was behind a problem, for the log. */
  readonly onError?: (error: unknown, path: string) => void
}

/** Carries a plan out; `files.save` with its arguments bound. Answers the problem, or undefined when all went well. */
export type SavePlanTo = (path: string, plan: SavePlan) => Problem | undefined

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
  async planFile(path: string, patch: MetadataPatch): Promise<Outcome<{ plan: SavePlan }>> {
    try {
      const file = this.#open(path)
      try {
        return await this.plan(file, patch, path)
      } finally {
        file.close()
      }
    } catch (error) {
      return this.#failed(error, path)
    }
  }

  /** The same over a file that is open already; `path` only names it in problems. */
  async plan(access: FileAccess, patch: MetadataPatch, path: string): Promise<Outcome<{ plan: SavePlan }>> {
    try {
      return await this.#plan(access, patch, path)
    } catch (error) {
      return this.#failed(error, path)
    }
  }

  async #plan(access: FileAccess, patch: MetadataPatch, path: string): Promise<Outcome<{ plan: SavePlan }>> {
    const file = basename(path)
    const sniffed = sniff(access)
    if (sniffed === undefined) return refused({ code: 'metadata.notAudio', params: { file } })
    const { kind } = sniffed
    const layout = openLayout(access, sniffed)
    if (layout === undefined) {
      return refused({ code: 'metadata.formatNotWritable', params: { file, format: containerNames[kind] } })
    }
    if (layout.notWritable !== undefined) return refused(notWritableProblem(layout.notWritable, path))

    const values = firstOf(layout.tags.map((tag) => tag.values))
    const inFile = layout.tags.find((tag) => tag.pictures.length > 0)?.pictures ?? []
    const pictures =
      patch.pictures === undefined ? undefined : resolvePictures(patch.pictures, inFile, layout)
    if (pictures === 'missing') return refused({ code: 'picture.missing', params: { file } })
    const effective: LayoutPatch = {
      values: onlyChanges(patch.values, values, layout),
      pictures: pictures === undefined || samePictures(pictures, inFile) ? undefined : pictures,
    }
    const fields = Object.keys(effective.values) as FieldName[]
    const nothing = fields.length === 0 && effective.pictures === undefined
    if (nothing) return { ok: true, plan: { size: access.size, splices: [], audio: layout.audio } }

    const plan: SavePlan = { size: access.size, splices: layout.plan(effective), audio: layout.audio }
    const problem = await verifyPlan(
      { access, kind, layout, path },
      plan,
      {
        fields,
        values: { ...values, ...effective.values },
        pictures: effective.pictures ?? inFile,
        picturesChange: effective.pictures !== undefined,
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

/** Values that differ from what the file holds, as its tags will give them back; empty texts count as nothing. */
function onlyChanges(
  wanted: MetadataPatch['values'],
  values: FieldValues,
  layout: Layout,
): { readonly [Name in FieldName]?: FieldValue } {
  const changes: { [Name in FieldName]?: FieldValue } = {}
  for (const field of Object.keys(wanted) as FieldName[]) {
    const given = wanted[field]?.filter((text) => text !== '')
    const value = given === undefined ? undefined : (layout.storedValue?.(field, given) ?? given)
    if (value !== undefined && !sameValue(value, values[field] ?? noValue)) changes[field] = value
  }
  return changes
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

/** Changes a file's tags by `save`. Answers whether the file now says what the patch says. */
export async function writeMetadata(path: string, patch: MetadataPatch, save: SavePlanTo): Promise<boolean> {
  const outcome = await new MetadataWriter().planFile(path, patch)
  return outcome.ok && save(path, outcome.plan) === undefined
}
