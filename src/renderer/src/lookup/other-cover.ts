import type { Picture } from '../../../shared/model'
import type { Tracks } from '../editor'
import { tickFields } from '../review'
import { proposalEdit } from './proposal-edit'
import type { ReadyProposal } from './session'

/** The same release with another cover, which is ticked wherever it changes something; undefined: without one. */
export function withOtherCover(
  state: Tracks,
  ready: ReadyProposal,
  cover: Picture | undefined,
): ReadyProposal {
  const { proposal, unticked } = ready
  const { cover: _, ...rest } = proposal
  const next = cover === undefined ? rest : { ...rest, cover }
  const edit = proposalEdit(state, next, ready.edit.label)
  return { ...ready, proposal: next, edit, unticked: tickFields(edit, unticked, ['pictures']) }
}
