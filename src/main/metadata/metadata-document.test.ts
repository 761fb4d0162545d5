import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

describe('docs/metadata.md', () => {
  const folder = join(import.meta.dirname, '../..')
  const document = readFileSync(join(folder, '../docs/metadata.md'), 'utf8')
  /** Cells that name a test: a path below `src`, then the end of the test’s title. */
  const named = [...document.matchAll(/`([\w/-]+\.test\.ts)` › ([^|;]+?)(?=\s*[|;])/g)]

  it('names tests that are there', () => {
    expect(named.length).toBeGreaterThan(60)
    const missing = named.filter(([, file = '', test = '']) => {
      const spec = readFileSync(join(folder, file), 'utf8')
      return !spec.includes(test)
    })
    expect(missing.map(([all]) => all)).toEqual([])
  })

  it('names a test for every trap of formats.md', () => {
    const traps = [
      ...Array.from({ length: 8 }, (_, index) => `A${index + 1}`),
      ...['B1a', 'B1b', ...Array.from({ length: 15 }, (_, index) => `B${index + 2}`), 'B12a'],
      ...Array.from({ length: 11 }, (_, index) => `C${index + 1}`),
    ]
    const rows = document.split('\n').filter((row) => /\.test\.ts` › /.test(row))
    expect(traps.filter((trap) => !rows.some((row) => row.startsWith(`| ${trap} `)))).toEqual([])
  })
})
