import { applyPlan, type FieldName, type FieldValue } from '../../../shared/model'
import { concat, fromLatin1 } from '../bytes'
import { type ChunkFormat, type Chunks, readChunks, renderChunk, renderSize } from '../containers/chunks'
import { accessBytes } from '../file-access'
import type { Metadata, MetadataPatch } from '../metadata'
import { MetadataReader } from '../reader'
import { emptyId3v2, patchId3v2 } from '../tags/id3v2'
import { MetadataWriter } from '../writer'
import { layoutOf } from './layouts'

/** Helpers for the tests of files that are made of chunks. */
const reader = new MetadataReader()
/** Checked by our own reading alone: music-metadata does not know all of these formats. */
const writer = new MetadataWriter({ opinions: [] })
const strictWriter = new MetadataWriter()

export async function read(bytes: Uint8Array): Promise<Metadata> {
  const outcome = await reader.readFrom(accessBytes(bytes), 'file')
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return outcome.metadata
}

async function saveBy(by: MetadataWriter, bytes: Uint8Array, patch: MetadataPatch): Promise<Uint8Array> {
  const outcome = await by.plan(accessBytes(bytes), patch, 'file')
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return applyPlan(bytes, outcome.plan)
}

/** The file after a save that all readers voted for. */
export const save = (bytes: Uint8Array, patch: MetadataPatch): Promise<Uint8Array> =>
  saveBy(strictWriter, bytes, patch)

/** The file after a save that our own reading confirmed. */
export const saveUnheard = (bytes: Uint8Array, patch: MetadataPatch): Promise<Uint8Array> =>
  saveBy(writer, bytes, patch)

/** Why a new title is refused; undefined when it is not. */
export async function reasonAgainst(bytes: Uint8Array): Promise<unknown> {
  const outcome = await writer.plan(accessBytes(bytes), title('Neu'), 'file')
  return outcome.ok ? undefined : (outcome.problem.params['reason'] ?? outcome.problem.code)
}

export const title = (text: string): MetadataPatch => ({ values: { title: [text] } })
export const without = (...fields: readonly FieldName[]): MetadataPatch => ({
  values: Object.fromEntries(fields.map((field) => [field, []])),
})

/** The sound itself. */
export const soundOf = (bytes: Uint8Array): Uint8Array =>
  concat(layoutOf(bytes).audio.map(({ start, end }) => bytes.subarray(start, end)))

/** An ID3v2 tag with these values, exactly as long as they need. */
export function id3(values: { readonly [Name in FieldName]?: FieldValue }): Uint8Array {
  const roomy = patchId3v2(emptyId3v2, values, undefined)
  const used = roomy.findLastIndex((byte) => byte !== 0) + 1
  return patchId3v2({ ...emptyId3v2, sizeBytes: used }, values, undefined)
}

export interface Made {
  readonly format: ChunkFormat
  /** What stands before the size of the form, and between it and the first chunk. */
  readonly magic: string
  readonly type: string
}

export const chunk = (format: ChunkFormat, id: string, body: Uint8Array | string): Uint8Array =>
  renderChunk(format, id, typeof body === 'string' ? fromLatin1(body) : body)

/** A whole file of these chunks. */
export function form({ format, magic, type }: Made, ...chunks: readonly Uint8Array[]): Uint8Array {
  const body = concat([fromLatin1(type), ...chunks])
  const counted = body.length + (format.sizeCountsHeader ? magic.length + format.sizeBytes : 0)
  return concat([fromLatin1(magic), renderSize(format, counted), body])
}

/** The chunks of a form that must be as the specification says: sizes right, all padding there. */
export function chunksOf(bytes: Uint8Array, { format, magic, type }: Made): Chunks['chunks'] {
  const from = magic.length + format.sizeBytes + type.length
  const { chunks, end } = readChunks(accessBytes(bytes), format, from, bytes.length)
  const flaw = chunks.find((one) => one.size !== one.declared || one.missingPadding > 0)
  if (flaw !== undefined || end !== bytes.length) throw new Error(`flawed: ${flaw?.id ?? end}`)
  return chunks
}

export const idsOf = (bytes: Uint8Array, made: Made): readonly string[] =>
  chunksOf(bytes, made).map(({ id }) => id)

/** Where a part occurs, for the order of things. */
export const placeOf = (bytes: Uint8Array, part: Uint8Array | string): number =>
  Buffer.from(bytes).indexOf(typeof part === 'string' ? Buffer.from(part, 'latin1') : part)
