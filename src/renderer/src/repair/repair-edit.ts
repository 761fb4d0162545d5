import { type RepairEncoding, repairedText, sureLikelihood } from '../../../shared/encodings'
import type { Edit, FieldChanges, TrackId } from '../../../shared/model'
import { currentOf, type Tracks } from '../editor'
import { repairChanges, wordsOf } from './repair-changes'
import type { RepairGroup } from './repair-groups'

/** What becomes of an album; undefined leaves it as it is. */
export type RepairChoice = RepairEncoding | undefined

/** Chosen at first: the likeliest, where it is sure. */
export function firstChoice({ repairs: [best] }: RepairGroup): RepairChoice {
  return best !== undefined && best.likelihood >= sureLikelihood ? best.encoding : undefined
}

/** The chosen repairs as the edit that they are. Long values take part as far as they have been read. */
export function repairEdit(
  state: Tracks,
  groups: readonly RepairGroup[],
  choiceOf: (group: RepairGroup) => RepairChoice,
  label: string,
): Edit {
  const changes: Record<TrackId, FieldChanges> = {}
  for (const group of groups) {
    const encoding = choiceOf(group)
    if (encoding === undefined) continue
    for (const id of group.ids) {
      const change = repairChanges(currentOf(state, id).values, encoding)
      if (change !== undefined) changes[id] = change
    }
  }
  return { label, changes }
}

/** One text of an album as it is and as it would be: a title if there is one. */
export function sampleOf(
  state: Tracks,
  group: RepairGroup,
  encoding: RepairEncoding,
): { readonly from: string; readonly to: string } | undefined {
  let sample: { from: string; to: string } | undefined
  for (const id of group.ids) {
    for (const [field, value] of wordsOf(currentOf(state, id).values)) {
      if (sample !== undefined && field !== 'title') continue
      for (const from of value) {
        const to = repairedText(from, encoding)
        if (to !== undefined) sample = { from, to }
      }
      if (sample !== undefined && field === 'title') return sample
    }
  }
  return sample
}
