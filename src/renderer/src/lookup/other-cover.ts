import type { Picture } from '../../../shared/model'
import type { Tracks } from '../editor'
import { tickFields } from '../review'
import { proposalEdit } from './proposal-edit'
import type { ReadyProposal } from './session'

/** The same release with another cover, which is ticked wherever it changes something; undefined: without one. */
export function withOtherCover(
  state: Tracks,
  { proposal, edit: before, unticked }: ReadyProposal,
  cover: Picture | undefined,
): ReadyProposal {
  const { cover: _, ...rest } = proposal
  const next = cover === undefined ? rest : { ...rest, cover }
  const edit = proposalEdit(state, next, before.label)
  return { kind: 'ready', proposal: next, edit, unticked: tickFields(edit, unticked, ['pictures']) }
}
