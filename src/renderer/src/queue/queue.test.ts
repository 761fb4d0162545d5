import { expect, it } from 'vitest'
import { emptyQueue, type QueueState } from '../../../shared/ipc'
import { queue, watchQueue } from './queue'

it('follows main: what is so at first, and every change', async () => {
  let tell: (state: QueueState) => void = () => {}
  let ended = false
  const paused = { ...emptyQueue, paused: true }
  const end = watchQueue({
    queue: { state: async () => ({ ok: true, value: paused }) } as Parameters<typeof watchQueue>[0]['queue'],
    events: {
      on: ((_name: string, listener: typeof tell) => {
        tell = listener
        return () => {
          ended = true
        }
      }) as Parameters<typeof watchQueue>[0]['events']['on'],
    },
  })
  await Promise.resolve()
  await Promise.resolve()
  expect(queue.getState().state).toEqual(paused)
  tell({ ...emptyQueue, network: 'offline' })
  expect(queue.getState().state.network).toBe('offline')
  expect(queue.getState().at).toBeGreaterThan(0)
  end()
  expect(ended).toBe(true)
})
