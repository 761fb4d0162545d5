import { fieldNames, type RegisteredField } from '../../../shared/model'
import type { ChangedField } from './pick-fields'

/** Identifiers for machines: nobody compares or types them, so they stand together. */
export const identifierFields: ReadonlySet<ChangedField> = new Set<RegisteredField>([
  'asin',
  'recordingId',
  'trackId',
  'releaseId',
  'releaseGroupId',
  'artistId',
  'albumArtistId',
  'workId',
  'discId',
  'originalReleaseId',
  'originalArtistId',
  'acoustId',
  'acoustIdFingerprint',
])

const placeOf = new Map<ChangedField, number>(fieldNames.map((name, index) => [name, index]))

const last: readonly ChangedField[] = ['pictures', 'removedKinds']

/** In the order of the registry, then those that people named, by name; pictures and tags as a whole last. */
export function inFieldOrder<Field extends ChangedField>(fields: Iterable<Field>): Field[] {
  const place = (field: ChangedField) =>
    last.includes(field)
      ? fieldNames.length + 1 + last.indexOf(field)
      : (placeOf.get(field) ?? fieldNames.length)
  return [...fields].sort((a, b) => place(a) - place(b) || a.localeCompare(b))
}
