import {
  type FieldName,
  type FieldValue,
  type FieldValues,
  fieldRow,
  longFieldNames,
  type Track,
  type TrackId,
} from '../../../shared/model'
import { rebase, sameEditable, type Tracks } from './tracks'

/** Whether a field's value is here. Rows come without long ones, which are read when they are needed. */
export function isKnown(track: Track, field: FieldName): boolean {
  if (fieldRow(field).type !== 'long' || track.values[field] !== undefined) return true
  return !track.longSizes[field]
}

/** Tracks of these whose long values have not been read. */
export const withUnknownValues = (state: Tracks, ids: Iterable<TrackId>): TrackId[] =>
  [...ids].filter((id) => {
    const track = state.tracks.get(id)
    return track !== undefined && !longFieldNames.every((name) => isKnown(track, name))
  })

/** Values that have been read by now: they belong to the truth, and to what lies over it. */
export function withLearnt(
  state: Tracks,
  learnt: readonly { readonly id: TrackId; readonly values: FieldValues }[],
): Tracks {
  const tracks = new Map(state.tracks)
  const edited = new Map(state.edited)
  for (const { id, values } of learnt) {
    const before = tracks.get(id)
    if (before === undefined) continue
    const found: { [Name in FieldName]?: FieldValue } = {}
    const longSizes: { [Name in FieldName]?: number } = {}
    for (const name of longFieldNames) {
      const value = before.values[name] ?? values[name]
      // A size without a value would be asked for again and again.
      if (value === undefined || value.length === 0) continue
      found[name] = value
      longSizes[name] = before.longSizes[name] ?? value.join('').length
    }
    const track = { ...before, longSizes, values: { ...before.values, ...found } }
    tracks.set(id, track)
    const pending = edited.get(id)
    if (pending === undefined) continue
    const next = rebase(before, pending, track)
    if (sameEditable(track, next)) edited.delete(id)
    else edited.set(id, next)
  }
  return { ...state, tracks, edited }
}

/** A fresh row comes without its long values; those that cannot have changed since are kept. */
export function withLongValues(fresh: Track, before: Track, sent: FieldValues | undefined): Track {
  const kept: { [Name in FieldName]?: FieldValue } = {}
  for (const name of longFieldNames) {
    if (fresh.values[name] !== undefined || !fresh.longSizes[name]) continue
    const value = sent === undefined ? before.values[name] : sent[name]
    const unchanged = sent !== undefined || before.modifiedMs === fresh.modifiedMs
    if (value !== undefined && unchanged) kept[name] = value
  }
  return Object.keys(kept).length === 0 ? fresh : { ...fresh, values: { ...fresh.values, ...kept } }
}
