import { z } from 'zod'
import {
  type FieldName,
  type FieldValue,
  type FieldValues,
  fieldNames,
  noValue,
  type Picture,
  Problem,
  type Problem as ProblemType,
  type Track,
  type TrackFormat,
  type TrackId,
} from '../model'
import { FieldNameSchema, FieldValueSchema, PicturesSchema, TrackIdSchema } from './schemas'

/**
 * Tracks on their way to the window: one array per property instead of one object per track, which crosses
 * the port several times faster. A field's column is there only if some track of the batch has the field.
 */
export const TrackColumns = z.strictObject({
  ids: z.array(TrackIdSchema),
  folders: z.array(z.string()),
  fileNames: z.array(z.string()),
  formats: z.array(z.enum(['mp3', 'flac', 'm4a', 'ogg', 'opus', 'wav', 'other'])),
  /** Seven numbers per track: size, mtime, duration, sample rate, channels, bits, bitrate. */
  numbers: z.instanceof(Float64Array),
  lossless: z.array(z.boolean()),
  tagKinds: z.array(z.array(z.string())),
  values: z.partialRecord(FieldNameSchema, z.array(FieldValueSchema)),
  longSizes: z.array(z.strictObject({ comment: z.number().optional(), lyrics: z.number().optional() })),
  pictures: z.array(PicturesSchema),
  readOnly: z.array(Problem.nullable()),
})
export type TrackColumns = z.infer<typeof TrackColumns>

const numbersPerTrack = 7

export function toColumns(tracks: readonly Track[]): TrackColumns {
  const values: Partial<Record<FieldName, string[][]>> = {}
  for (const name of fieldNames) {
    if (tracks.some((track) => track.values[name] !== undefined)) {
      values[name] = tracks.map((track) => [...(track.values[name] ?? noValue)])
    }
  }
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
    tagKinds: tracks.map((track) => [...track.tagKinds]),
    values,
    longSizes: tracks.map((track) => track.longSizes),
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
      },
      tagKinds: columns.tagKinds[index] ?? [],
      values: values satisfies FieldValues,
      longSizes: (columns.longSizes[index] ?? {}) as Track['longSizes'],
      pictures: (columns.pictures[index] ?? []) satisfies readonly Picture[],
      ...(readOnly === null ? {} : { readOnly }),
    }
  })
}
