import type { AudioProperties, FieldValues, Picture, Problem, TrackFormat } from '../../shared/model'
import type { Stamp } from '../files'
import type { Metadata } from '../metadata'

/** What a worker sends back about a file: plain data, pictures without their bytes. */
export interface Reading {
  readonly path: string
  readonly stamp: Stamp
  readonly format: TrackFormat
  readonly tagKinds: readonly string[]
  readonly audio: AudioProperties
  /** All values, long ones included. */
  readonly values: FieldValues
  readonly pictures: readonly Picture[]
  readonly readOnly: Problem | undefined
}

const withoutBytes = ({ bytes: _, ...picture }: Metadata['pictures'][number]): Picture => picture

export const readingOf = (path: string, stamp: Stamp, metadata: Metadata): Reading => ({
  path,
  stamp,
  format: metadata.format,
  tagKinds: metadata.tagKinds,
  audio: metadata.audio,
  values: metadata.values,
  pictures: metadata.pictures.map(withoutBytes),
  readOnly: metadata.readOnly,
})
