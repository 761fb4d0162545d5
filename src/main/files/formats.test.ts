import { expect, it } from 'vitest'
import { fixture, writtenFormats } from '../metadata/testing/fixture'
import { titlePlans } from '../metadata/testing/title-plans'
import { caseOf } from './testing/cases'
import { faults } from './testing/faults'
import { callsOf, outcomeOf, trySave } from './testing/injector'

// What faults.test.ts does with bytes of no meaning is done here with the real plans of real files, as far as the time
// of a test run goes; `npm run torture -- --inject` does all of it.

/** One of each kind: a full disk that stays full, a disk that breaks, half a write, a death in mid-write. */
const some = faults.filter(({ name }) =>
  ['ENOSPC from then on', 'EIO', 'short write', 'stopped dead halfway'].includes(name),
)

it.each(writtenFormats)('%s is old or new, whatever call fails while its title is saved', async (name) => {
  const plans = await titlePlans(fixture(name), name)
  if (plans === undefined) throw new Error(`${name} is not written`)
  for (const [kind, { bytes, plan }] of Object.entries(plans)) {
    for (const hardLinked of [false, true]) {
      const one = caseOf(kind, bytes, plan, { hardLinked })
      const calls = callsOf(one)
      for (const { fault, onwards, name: said } of some) {
        for (let at = 1; at <= calls; at++) {
          const tried = trySave(one, at, fault, onwards)
          const what = `${kind}, ${one.route}, ${said} at call ${at}: ${tried.call}`
          expect(['old', 'new'], what).toContain(outcomeOf(one, tried))
        }
      }
    }
  }
})
