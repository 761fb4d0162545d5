import { basename } from 'node:path'
import { limits } from '../../shared/ipc'
import type {
  AudioProperties,
  FieldName,
  FieldValues,
  Picture,
  Problem,
  TrackFormat,
} from '../../shared/model'
import type { Stamp } from '../files'
import type { Metadata } from '../metadata'

/** What a worker sends back about a file: plain data, pictures without their bytes. */
export interface Reading {
  readonly path: string
  readonly stamp: Stamp
  readonly format: TrackFormat
  readonly tagKinds: readonly string[]
  readonly removableKinds: readonly string[]
  readonly audio: AudioProperties
  /** All values, long ones included. */
  readonly values: FieldValues
  readonly pictures: readonly Picture[]
  readonly readOnly: Problem | undefined
}

const withoutBytes = ({ bytes: _, ...picture }: Metadata['pictures'][number]): Picture => picture

/** The longest text that crosses to the window: characters. A longer one stays in the file, which is then only read. */
const maxText = limits.text

export function readingOf(path: string, stamp: Stamp, metadata: Metadata): Reading {
  const { values, tooLong } = withoutHugeTexts(metadata.values)
  const readOnly: Problem | undefined =
    metadata.readOnly ??
    (tooLong === undefined
      ? undefined
      : { code: 'metadata.structureNotWritable', params: { file: basename(path), reason: tooLong } })
  return {
    path,
    stamp,
    format: metadata.format,
    tagKinds: metadata.tagKinds,
    removableKinds: readOnly === undefined ? metadata.removableKinds : [],
    audio: metadata.audio,
    values,
    pictures: metadata.pictures.map(withoutBytes),
    readOnly,
  }
}

/** The values that can be shown, and the first field that cannot. */
function withoutHugeTexts(values: FieldValues): { values: FieldValues; tooLong: FieldName | undefined } {
  const fields = Object.keys(values) as FieldName[]
  const isHuge = (field: FieldName) => values[field]?.some((text) => text.length > maxText) === true
  const tooLong = fields.find(isHuge)
  if (tooLong === undefined) return { values, tooLong }
  const kept = fields.filter((field) => !isHuge(field)).map((field) => [field, values[field]])
  return { values: Object.fromEntries(kept), tooLong }
}
