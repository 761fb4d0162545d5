import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { accessBytes } from './file-access'
import { MetadataReader } from './reader'
import { fixture, seededRandom } from './testing/fixture'
import { judgeMutant } from './testing/judge-mutant'
import { mutate } from './testing/mutate'

const fixtures = readdirSync(join(import.meta.dirname, 'testing/fixtures')).filter(
  (name) => !/\.(jpe?g|png|gif|webp|bmp)$/.test(name),
)
/** More of them with `npm run fuzz`. */
const mutantsPerFixture = 20

describe('damaged files', () => {
  it.each(fixtures)('made of %s are read or refused, and saved whole or not at all', async (name) => {
    const original = fixture(name)
    const random = seededRandom(name.length)
    for (let count = 0; count < mutantsPerFixture; count++) {
      const verdict = await judgeMutant(mutate(original, random), name)
      expect(verdict.flaw, `mutant ${count} of ${name}`).toBeUndefined()
    }
  })

  it('are not all refused: the changes leave most files readable', async () => {
    const reader = new MetadataReader()
    let [read, all] = [0, 0]
    for (const name of fixtures) {
      const random = seededRandom(7)
      for (let count = 0; count < 10; count++) {
        all++
        if ((await reader.readFrom(accessBytes(mutate(fixture(name), random)), name)).ok) read++
      }
    }
    expect(read / all).toBeGreaterThan(0.5)
  })
})
