import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const folder = join(import.meta.dirname, '../..')
const document = readFileSync(join(folder, '../docs/http.md'), 'utf8')
const contract = readFileSync(join(import.meta.dirname, 'contract.test.ts'), 'utf8')

/** Cells that name a test: a path below `src`, then the title. */
const named = [...document.matchAll(/`([\w/-]+\.test\.ts)` › ([^|]+?)\s*\|/g)]

/** The titles of the contract's tests, by group. */
const groups = new Map(
  contract.split(/^describe\('/m).map((text) => {
    const titles = [...text.matchAll(/^ {2}it\b[\s\S]*?\(\s*'([^']+)',\s*(?:async )?\(/gm)]
    return [text.slice(0, text.indexOf("'")), titles.map(([, title = '']) => title)] as const
  }),
)
const testsIn = (...names: readonly string[]) => names.flatMap((name) => groups.get(name) ?? [])

describe('docs/http.md', () => {
  it('names tests that are there', () => {
    const missing = named.filter(([, file = '', title = '']) => {
      return !readFileSync(join(folder, file), 'utf8').includes(title)
    })
    expect(named.length).toBeGreaterThan(60)
    expect(missing.map(([all]) => all)).toEqual([])
  })

  it('has a row for every test of the contract, in all of its groups', () => {
    const titles = new Set(named.map(([, , title]) => title))
    const basics = ['retry', 'exponential back-off', 'real scenarios', 'error handling', 'configuration']
    const network = ['rate limiter', 'safe request', 'session set-up']
    expect(testsIn(...basics, ...network).filter((title) => !titles.has(title))).toEqual([])
    expect(testsIn(...basics).length).toBeGreaterThanOrEqual(28)
    expect(testsIn(...network).length).toBeGreaterThanOrEqual(29)
  })

  it('leaves no test of the contract out of a run', () => {
    expect(contract).not.toMatch(/\b(?:it|describe)\.(?:skip|todo|only|runIf|skipIf)\b/)
  })
})
