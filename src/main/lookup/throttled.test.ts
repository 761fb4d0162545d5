import { expect, it } from 'vitest'
import { ManualClock } from '../http/testing/manual-clock'
import { throttled } from './throttled'

it('tells at once, and of all that follows once at the end of the pause', async () => {
  const clock = new ManualClock()
  let told = 0
  const tell = throttled(
    () => {
      told += 1
    },
    150,
    clock,
  )
  tell()
  expect(told).toBe(1)
  tell()
  tell()
  await clock.advance(149)
  expect(told).toBe(1)
  await clock.advance(1)
  expect(told).toBe(2)
  await clock.advance(1000)
  expect(told).toBe(2)
  tell()
  expect(told).toBe(3)
})
