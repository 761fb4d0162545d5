import { vi } from 'vitest'

// The window's bridge needs a window; these tests hand one in.
vi.mock('../bridge', () => ({ bridge: {} }))

import { beforeEach, describe, expect, it } from 'vitest'
import type { Candidate, Proposal } from '../../../shared/ipc'
import { type Track, trackId } from '../../../shared/model'
import { editor } from '../editor'
import { createLookup } from './session'

const a = trackId('a')
const b = trackId('b')

const track = (id: string, album: string): Track => ({
  id: trackId(id),
  folder: `/music/${album}`,
  fileName: `${id}.flac`,
  format: 'flac',
  sizeBytes: 1,
  modifiedMs: 1,
  audio: { durationMs: 9000, sampleRate: 1, channels: 1, bitsPerSample: 16, bitrate: 0, lossless: true },
  tagKinds: [],
  values: { album: [album], title: ['Ebb'] },
  longSizes: {},
  pictures: [],
})

const candidate = (score: number): Candidate => ({
  service: 'catalogue',
  releaseId: 'cd',
  releaseGroupId: 'group',
  title: 'Tideworks',
  artist: '',
  date: '',
  country: '',
  format: '',
  label: '',
  catalogNumber: '',
  barcode: '',
  trackCount: 1,
  score,
  reasons: [],
})

/** A visit whose one candidate has this score and offers this title for every file. */
async function visit(score: number, title: string) {
  const proposal: Proposal = {
    candidate: candidate(score),
    tracks: [a, b].map((id) => ({ id, values: { title: [title] } })),
    missing: [],
  }
  const bridge = {
    lookup: {
      search: async () => ({ ok: true, value: { candidates: [candidate(score)], failures: [] } }),
      release: async () => ({ ok: true, value: proposal }),
    },
  } as unknown as NonNullable<Parameters<typeof createLookup>[1]>
  const lookup = createLookup([a, b], bridge)
  await lookup.search()
  return lookup
}

describe('applying', () => {
  beforeEach(() => {
    editor.getState().clear()
    editor.getState().addTracks([track('a', 'Tideworks'), track('b', 'Low Orbit')])
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
