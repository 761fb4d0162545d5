import { describe, expect, it } from 'vitest'
import { trackId } from '../../../shared/model'
import { tickedEdit } from '../review'
import { proposal } from '../testing/release'
import { editorWith, picture, track } from '../testing/track'
import { coverWantedFor } from './cover-step'
import { withOtherCover } from './other-cover'
import { suggestedPlacing } from './placing'
import { proposalEdit, startUnticked } from './proposal-edit'

const a = trackId('a')
const mine = picture('1')
const state = editorWith(track('a', { title: ['old'] }, { pictures: [mine] })).getState()

function ready() {
  const offered = proposal([{ id: a, values: { title: ['new'] } }], { cover: picture('2') })
  const edit = proposalEdit(state, offered, 'Tideworks')
  // The found cover is no larger than the one there is, so it is not ticked.
  const placing = suggestedPlacing(offered)
  const unticked = startUnticked(state, edit)
  return { kind: 'ready', proposal: offered, placing, suggested: placing, edit, unticked } as const
}
const kept = ({ edit, unticked }: ReturnType<typeof withOtherCover>) => tickedEdit(edit, unticked).changes[a]

describe('another cover for a release', () => {
  it('is ticked, as somebody chose it', () => {
    expect(kept(ready())?.pictures).toBeUndefined()
    const other = withOtherCover(state, ready(), picture('3'))
    expect(kept(other)).toEqual({
      title: { from: ['old'], to: ['new'] },
      pictures: { from: [mine], to: [picture('3')] },
    })
    expect(other.edit.label).toBe('Tideworks')
  })

  it('is none where mine is kept', () => {
    const without = withOtherCover(state, ready(), undefined)
    expect(without.proposal).not.toHaveProperty('cover')
    expect(kept(without)).toEqual({ title: { from: ['old'], to: ['new'] } })
  })
})

it('the services are asked for the cover of this very release', () => {
  const { candidate } = ready().proposal
  expect(coverWantedFor({ ...candidate, barcode: '2004019001438' })).toEqual({
    title: 'Tideworks',
    artist: 'Mira Solen',
    barcode: '2004019001438',
    release: { service: 'catalogue', id: 'cd', groupId: 'group' },
  })
})
