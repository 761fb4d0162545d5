// @ts-check
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { repo } from './lib/paths.mjs'
import { run } from './lib/run.mjs'

it('a judge that fails makes its command fail', { timeout: 60_000 }, async () => {
  // Without a folder there is nothing to judge.
  const { code, stderr } = await run(process.execPath, [join(repo, 'build/bench.mjs'), 'corpus'], {
    capture: true,
  })
  expect(stderr).toContain('name a folder')
  expect(code).toBe(1)
})
