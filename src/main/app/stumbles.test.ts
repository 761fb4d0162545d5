import { expect, it } from 'vitest'
import { createStumbles } from './stumbles'

it('an error that nobody caught is logged each time, and said once in a while', () => {
  const logged: unknown[] = []
  const said: unknown[] = []
  let nowMs = 0
  const log = { info() {}, warn() {}, error: (...details: unknown[]) => logged.push(details) }
  const stumbles = createStumbles(log, () => nowMs)
  stumbles.note('uncaught', 'before there is a window')
  stumbles.tell((problem) => said.push(problem.code))
  stumbles.note('uncaught', 'first')
  stumbles.note('uncaught', 'second')
  expect(logged).toEqual([
    ['uncaught', 'before there is a window'],
    ['uncaught', 'first'],
    ['uncaught', 'second'],
  ])
  expect(said).toEqual(['app.stumbled'])
  nowMs = 60_000
  stumbles.note('uncaught', 'a minute later')
  expect(said).toEqual(['app.stumbled', 'app.stumbled'])
})
