import { vi } from 'vitest'

// The window's bridge needs a window; these tests hand one in.
vi.mock('../bridge', () => ({ bridge: {} }))

import { beforeEach, describe, expect, it } from 'vitest'
import { trackId } from '../../../shared/model'
import { editor } from '../editor'
import { candidate, proposal } from '../testing/release'
import { track } from '../testing/track'
import { createLookup } from './session'

const a = trackId('a')
const b = trackId('b')

const row = (id: string, album: string) => track(id, { album: [album], title: ['Ebb'] })

/** A visit whose one candidate has this score and offers this title for every file. */
async function visit(score: number, title: string) {
  const found = candidate({ score })
  const tracks = [a, b].map((id) => ({ id, values: { title: [title] } }))
  const bridge = {
    lookup: {
      search: async () => ({ ok: true, value: { candidates: [found], failures: [] } }),
      release: async () => ({ ok: true, value: proposal(tracks, { candidate: found }) }),
    },
  } as unknown as NonNullable<Parameters<typeof createLookup>[1]>
  const lookup = createLookup([a, b], bridge)
  await lookup.search()
  return lookup
}

describe('applying', () => {
  beforeEach(() => {
    editor.getState().clear()
    editor.getState().addTracks([row('a', 'Tideworks'), row('b', 'Low Orbit')])
  })

  it('counts the album and goes on', async () => {
    const lookup = await visit(0.96, 'Drift')
    lookup.apply('x')
    expect(lookup.store.getState()).toMatchObject({ album: 1, applied: 1 })
  })

  it('stays where nothing is ticked of what is offered', async () => {
    const lookup = await visit(0.02, 'Drift')
    lookup.apply('x')
    expect(lookup.store.getState()).toMatchObject({ album: 0, applied: 0 })
    expect(editor.getState().undoable).toEqual([])
  })

  it('goes on where everything agrees already, and counts nothing', async () => {
    const lookup = await visit(0.96, 'Ebb')
    lookup.apply('x')
    expect(lookup.store.getState()).toMatchObject({ album: 1, applied: 0 })
  })
})
