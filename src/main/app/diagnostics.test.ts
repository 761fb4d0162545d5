import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { diagnosticsText } from './diagnostics'

const facts = {
  version: '0.1.0',
  versions: { electron: '45.4.1', chrome: '150', node: '24' },
  system: 'linux x64 6.1',
  locale: 'de',
}

it('says which program on which system, and what was noted last', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tagwright-diagnostics-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const logPath = join(folder, 'main.log')
  writeFileSync(logPath, `${Array.from({ length: 1000 }, (_, index) => `line ${index}`).join('\n')}\n`)
  const lines = diagnosticsText({ ...facts, logPath }).split('\n')
  expect(lines.slice(0, 4)).toEqual([
    'Tagwright 0.1.0',
    'electron 45.4.1 · chrome 150 · node 24',
    'linux x64 6.1 · de',
    '',
  ])
  expect(lines).toHaveLength(204)
  expect(lines.at(-1)).toBe('line 999')
})

it('does without a log', () => {
  expect(diagnosticsText({ ...facts, logPath: '/nowhere' })).toContain('(no log)')
})
