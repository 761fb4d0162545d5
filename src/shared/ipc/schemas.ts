import { z } from 'zod'
import type { TrackId } from '../model'
import { fieldNames, Problem, trackFormats } from '../model'

/**
 * Limits of security.md: what one message may carry. Texts and values as many as are read of a file: what a file says
 * must be able to go back as the `from` of an edit.
 */
export const limits = {
  text: 2 * 1024 * 1024,
  values: 50_000,
  path: 32_768,
  fieldName: 1000,
  tracks: 200_000,
  pictureBytes: 64 * 1024 * 1024,
} as const

export const TrackIdSchema = z
  .string()
  .max(64)
  .transform((id) => id as TrackId)
export const GrantId = z.string().max(64).brand<'GrantId'>()
export type GrantId = z.infer<typeof GrantId>
export const JobId = z.string().min(1).max(64)

export const FieldNameSchema = z.union([
  z.enum(fieldNames),
  z.templateLiteral(['custom:', z.string().min(1).max(limits.fieldName)]),
])
export const FieldValueSchema = z.array(z.string().max(limits.text)).max(limits.values)
export const FieldValuesSchema = z.partialRecord(FieldNameSchema, FieldValueSchema)
export const LongSizesSchema = z.partialRecord(FieldNameSchema, z.number())

export const PictureSchema = z.strictObject({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  type: z.int().min(0).max(255),
  mime: z.string().max(200),
  description: z.string().max(10_000),
  sizeBytes: z.int().min(0),
  width: z.int().min(0),
  height: z.int().min(0),
})
export const PicturesSchema = z.array(PictureSchema).max(1000)

/** Kinds of tag: a dozen are all that there are. */
export const TagKindsSchema = z.array(z.string().max(64)).max(64)

export const FieldChangesSchema = z.strictObject({
  values: z.partialRecord(FieldNameSchema, z.strictObject({ from: FieldValueSchema, to: FieldValueSchema })),
  pictures: z.strictObject({ from: PicturesSchema, to: PicturesSchema }).optional(),
  removedKinds: z.strictObject({ from: TagKindsSchema, to: TagKindsSchema }).optional(),
})
export type FieldChangesMessage = z.infer<typeof FieldChangesSchema>

export const AudioSchema = z.strictObject({
  durationMs: z.number(),
  sampleRate: z.number(),
  channels: z.number(),
  bitsPerSample: z.number(),
  bitrate: z.number(),
  lossless: z.boolean(),
  codec: z.string(),
  encoder: z.string(),
})

export const TrackSchema = z.strictObject({
  id: TrackIdSchema,
  folder: z.string(),
  fileName: z.string(),
  format: z.enum(trackFormats),
  sizeBytes: z.number(),
  modifiedMs: z.number(),
  audio: AudioSchema,
  tagKinds: z.array(z.string()),
  removableKinds: z.array(z.string()),
  values: FieldValuesSchema,
  longSizes: LongSizesSchema,
  pictures: PicturesSchema,
  readOnly: Problem.optional(),
})

/** A file that could not become a row. */
export const Refused = z.strictObject({ file: z.string(), problem: Problem })
export type Refused = z.infer<typeof Refused>

export const Counts = z.strictObject({ found: z.int(), read: z.int(), refused: z.int() })
export type Counts = z.infer<typeof Counts>
