import { z } from 'zod'
import {
  type FieldName,
  type FieldValue,
  type FieldValues,
  noValue,
  type Picture,
  Problem,
  type Problem as ProblemType,
  type Track,
  type TrackFormat,
  type TrackId,
  trackFormats,
} from '../model'
import { FieldNameSchema, FieldValueSchema, LongSizesSchema, PicturesSchema, TrackIdSchema } from './schemas'

/**
 * Tracks on their way to the window: one array per property instead of one object per track, which crosses
 * the port several times faster. A field's column is there only if some track of the batch has the field.
 */
export const TrackColumns = z.strictObject({
  ids: z.array(TrackIdSchema),
  folders: z.array(z.string()),
  fileNames: z.array(z.string()),
  formats: z.array(z.enum(trackFormats)),
  /** Seven numbers per track: size, mtime, duration, sample rate, channels, bits, bitrate. */
  numbers: z.instanceof(Float64Array),
  lossless: z.array(z.boolean()),
  codecs: z.array(z.string()),
  encoders: z.array(z.string()),
  tagKinds: z.array(z.array(z.string())),
  removableKinds: z.array(z.array(z.string())),
  values: z.partialRecord(FieldNameSchema, z.array(FieldValueSchema)),
  longSizes: z.array(LongSizesSchema),
  pictures: z.array(PicturesSchema),
  readOnly: z.array(Problem.nullable()),
})
export type TrackColumns = z.infer<typeof TrackColumns>

const numbersPerTrack = 7

export function toColumns(tracks: readonly Track[]): TrackColumns {
  const values: Partial<Record<FieldName, string[][]>> = {}
  const present = new Set(tracks.flatMap((track) => Object.keys(track.values) as FieldName[]))
  for (const name of present) values[name] = tracks.map((track) => [...(track.values[name] ?? noValue)])
  const numbers = new Float64Array(tracks.length * numbersPerTrack)
  tracks.forEach((track, index) => {
    const { durationMs, sampleRate, channels, bitsPerSample, bitrate } = track.audio
    numbers.set(
      [track.sizeBytes, track.modifiedMs, durationMs, sampleRate, channels, bitsPerSample, bitrate],
      index * numbersPerTrack,
    )
  })
  return {
    ids: tracks.map((track) => track.id),
    folders: tracks.map((track) => track.folder),
    fileNames: tracks.map((track) => track.fileName),
    formats: tracks.map((track) => track.format),
    numbers,
    lossless: tracks.map((track) => track.audio.lossless),
    codecs: tracks.map((track) => track.audio.codec),
    encoders: tracks.map((track) => track.audio.encoder),
    tagKinds: tracks.map((track) => [...track.tagKinds]),
    removableKinds: tracks.map((track) => [...track.removableKinds]),
    values,
    longSizes: tracks.map((track) => ({ ...track.longSizes })),
    pictures: tracks.map((track) => [...track.pictures]),
    readOnly: tracks.map((track) => track.readOnly ?? null),
  }
}

export function fromColumns(columns: TrackColumns): Track[] {
  const present = Object.keys(columns.values) as FieldName[]
  const numberAt = (index: number, offset: number) => columns.numbers[index * numbersPerTrack + offset] ?? 0
  return columns.ids.map((id: TrackId, index): Track => {
    const values: { [Name in FieldName]?: FieldValue } = {}
    for (const name of present) {
      const value = columns.values[name]?.[index]
      if (value !== undefined && value.length > 0) values[name] = value
    }
    const readOnly: ProblemType | null = columns.readOnly[index] ?? null
    return {
      id,
      folder: columns.folders[index] ?? '',
      fileName: columns.fileNames[index] ?? '',
      format: (columns.formats[index] ?? 'other') satisfies TrackFormat,
      sizeBytes: numberAt(index, 0),
      modifiedMs: numberAt(index, 1),
      audio: {
        durationMs: numberAt(index, 2),
        sampleRate: numberAt(index, 3),
        channels: numberAt(index, 4),
        bitsPerSample: numberAt(index, 5),
        bitrate: numberAt(index, 6),
        lossless: columns.lossless[index] ?? false,
        codec: columns.codecs[index] ?? '',
        encoder: columns.encoders[index] ?? '',
      },
      tagKinds: columns.tagKinds[index] ?? [],
      removableKinds: columns.removableKinds[index] ?? [],
      values: values satisfies FieldValues,
      longSizes: columns.longSizes[index] ?? {},
      pictures: (columns.pictures[index] ?? []) satisfies readonly Picture[],
      ...(readOnly === null ? {} : { readOnly }),
    }
  })
}
