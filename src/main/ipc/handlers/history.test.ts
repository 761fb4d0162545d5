import { expect, it } from 'vitest'
import type { OperationId } from '../../../shared/model'
import type { Library } from '../../library'
import { historyJobs } from './history'

const notAsked = () => Promise.reject(new Error('not asked'))

it('unsaved edits and a run follow files that an undo gives their old names', async () => {
  const moves = [{ from: '/music/Eins.mp3', to: '/music/one.mp3' }]
  const told: unknown[] = []
  const past: Library['past'] = {
    list: notAsked,
    details: notAsked,
    usage: notAsked,
    preview: notAsked,
    prune: notAsked,
    undo: async (_request, { onProgress }) => {
      onProgress({ done: 1, total: 2, tracks: [], failed: [], moved: [] })
      onProgress({ done: 2, total: 2, tracks: [], failed: [], moved: moves })
      return { undone: 2, failed: 0, untouched: 0 }
    },
  }
  const frames: unknown[] = []
  const jobs = historyJobs({
    library: { past },
    edits: { moved: (moved) => told.push(['edits', moved]) },
    run: { moved: (moved) => told.push(['run', moved]) },
  })
  await jobs['history.undo'](
    { operation: 'o' as OperationId },
    {
      signal: new AbortController().signal,
      progress: async (frame) => void frames.push(frame),
    },
  )
  expect(told).toEqual([
    ['edits', moves],
    ['run', moves],
  ])
  expect(frames).toMatchObject([{ done: 1 }, { done: 2 }])
})
