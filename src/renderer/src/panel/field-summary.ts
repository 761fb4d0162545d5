import {
  difference,
  type FieldName,
  type FieldValue,
  type FieldValues,
  noValue,
  sameValue,
  type TrackId,
  valueEntries,
} from '../../../shared/model'
import { currentOf, isKnown, joined, type Tracks } from '../editor'

export interface ValueCount {
  readonly value: FieldValue
  readonly count: number
}

/** One field over all selected tracks. */
export interface FieldSummary {
  /** Undefined where tracks differ. */
  readonly value: FieldValue | undefined
  /** The values there are, the most frequent first; one entry where all agree. */
  readonly values: readonly ValueCount[]
  /** Tracks whose value differs from what is on disk. */
  readonly changed: number
  /** Tracks whose value has not been read. */
  readonly unknown: number
  /** Tracks that an edit would reach. */
  readonly writable: number
}

export function summaryOf(state: Tracks, ids: readonly TrackId[], field: FieldName): FieldSummary {
  const counts = new Map<string, { value: FieldValue; count: number }>()
  let changed = 0
  let unknown = 0
  let writable = 0
  for (const id of ids) {
    const track = state.tracks.get(id)
    if (track === undefined) continue
    if (track.readOnly === undefined) writable++
    if (!isKnown(track, field)) {
      unknown++
      continue
    }
    const value = currentOf(state, id).values[field] ?? noValue
    if (state.edited.has(id) && !sameValue(value, track.values[field] ?? noValue)) changed++
    // Two values and one with the separator in it are not the same.
    const key = value.length === 1 ? (value[0] ?? '') : value.join('\0')
    const known = counts.get(key === '' && value.length > 0 ? '\0' : key)
    if (known === undefined) counts.set(key === '' && value.length > 0 ? '\0' : key, { value, count: 1 })
    else known.count++
  }
  const values = [...counts.values()].sort((a, b) => b.count - a.count)
  const value = values.length === 1 && unknown === 0 ? values[0]?.value : undefined
  return { value: ids.length === 0 ? noValue : value, values, changed, unknown, writable }
}

/** Fields that some of the tracks hold, on disk or as they are to become: one that is cleared can be taken back. */
export function fieldsIn(state: Tracks, ids: readonly TrackId[]): Set<FieldName> {
  const found = new Set<FieldName>()
  const add = (values: FieldValues) => {
    for (const [name, value] of valueEntries(values)) {
      if (!found.has(name) && joined(value) !== '') found.add(name)
    }
  }
  for (const id of ids) {
    const track = state.tracks.get(id)
    if (track === undefined) continue
    add(track.values)
    add(state.edited.get(id)?.values ?? {})
    // A long value that has not been read yet is there all the same.
    for (const name of Object.keys(track.longSizes) as FieldName[]) {
      if (!isKnown(track, name)) found.add(name)
    }
  }
  return found
}

/** Whether any of these fields is changed in any of these tracks. */
export const anyChanged = (state: Tracks, ids: readonly TrackId[], fields: readonly FieldName[]): boolean =>
  ids.some((id) => {
    const track = state.tracks.get(id)
    const edited = state.edited.get(id)
    if (track === undefined || edited === undefined) return false
    const changes = difference(track, edited)
    return fields.some((field) => changes[field] !== undefined)
  })
