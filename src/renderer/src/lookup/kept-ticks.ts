import type { Candidate, Settings } from '../../../shared/ipc'
import type { Edit } from '../../../shared/model'
import type { ChangedField } from '../editor'
import { type Target, ticksOf, type Unticked } from '../review'
import { openFields } from './proposal-edit'

/** By service and field: whether the person wants it ticked at first. What is not in it goes by the usual rules. */
export type KeptTicks = Settings['lookupTicks']
export type KeptField = Exclude<ChangedField, 'removedKinds'>

/** Unticked at first by a habit of ours, so that ticking it is a choice too; all others are ticked anyway. */
const ownChoice: ReadonlySet<ChangedField> = new Set(['genre'])

/**
 * What is remembered once a field was ticked or unticked in all files. Undefined where nothing is to be: a cell or a
 * file is about this album alone, and so is a field that is open between editions.
 */
export function keptAfter(
  kept: KeptTicks,
  { service, open }: Pick<Candidate, 'service' | 'open'>,
  { id, fields }: Target,
  { edit, unticked }: { readonly edit: Edit; readonly unticked: Unticked },
): KeptTicks | undefined {
  if (id !== undefined || fields === undefined) return undefined
  const undecided = openFields(open)
  const meant = fields.filter(isKept).filter((field) => !undecided.includes(field))
  const state = ticksOf(edit, unticked).stateOf({ fields })
  if (meant.length === 0 || state === 'some') return undefined
  const ofService = new Map(Object.entries(kept[service] ?? {}) as [KeptField, boolean][])
  for (const field of meant) {
    if (state === 'none') ofService.set(field, false)
    else if (ownChoice.has(field)) ofService.set(field, true)
    else ofService.delete(field)
  }
  const { [service]: _before, ...others } = kept
  return ofService.size === 0 ? others : { ...others, [service]: Object.fromEntries(ofService) }
}

const isKept = (field: ChangedField): field is KeptField => field !== 'removedKinds'

/** The fields that are remembered as ticked, or as unticked, in the order they were. */
export const keptFields = (kept: KeptTicks[keyof KeptTicks], ticked: boolean): KeptField[] =>
  (Object.entries(kept ?? {}) as [KeptField, boolean][]).flatMap(([field, wanted]) =>
    wanted === ticked ? [field] : [],
  )
