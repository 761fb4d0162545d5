import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { sweepTemporaries } from './temporaries'

it('removes only what a killed save left, and only once it is old', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tagwright-sweep-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = (name: string) => join(folder, name)
  const hourAgo = Date.now() / 1000 - 4000
  for (const name of [
    '.tagwright-00000000000000aa.tmp',
    '.tagwright-00000000000000bb.tmp',
    'song.mp3',
    '.tagwright-x.tmp',
  ]) {
    writeFileSync(path(name), '')
    if (!name.includes('bb')) utimesSync(path(name), hourAgo, hourAgo)
  }
  expect(sweepTemporaries(folder)).toEqual(['.tagwright-00000000000000aa.tmp'])
  expect(existsSync(path('.tagwright-00000000000000bb.tmp'))).toBe(true)
  expect(existsSync(path('song.mp3'))).toBe(true)
  expect(sweepTemporaries(path('nowhere'))).toEqual([])
})
