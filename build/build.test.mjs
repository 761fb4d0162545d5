// @ts-check
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { forgetBuild, isBuilt, stampBuild } from './build.mjs'
import { put, temporaryFolder } from './lib/temporary-folder.mjs'

/** @param {string[]} [without] */
function built(without = []) {
  const files = [
    'out/main/index.js',
    'out/preload/index.cjs',
    'out/renderer/index.html',
    'out/cli/read.js',
    'out/cli/save.js',
    'src/main/index.ts',
  ]
  const present = files.filter((path) => !without.includes(path))
  const folder = temporaryFolder(Object.fromEntries(present.map((path) => [path, path])))
  stampBuild(folder)
  return folder
}

test('nothing is built twice', () => {
  expect(isBuilt(built())).toBe(true)
})

test('a changed source, a new one or other packages ask for a build', () => {
  for (const path of ['src/main/index.ts', 'src/renderer/new.css', 'package-lock.json']) {
    const folder = built()
    put(join(folder, path), 'changed')
    expect(isBuilt(folder), path).toBe(false)
  }
})

test('a changed test does not', () => {
  const folder = built()
  put(join(folder, 'src/main/index.test.ts'), 'changed')
  expect(isBuilt(folder)).toBe(true)
})

test('a missing output or a forgotten stamp does', () => {
  expect(isBuilt(built(['out/preload/index.cjs']))).toBe(false)
  const folder = built()
  forgetBuild(folder)
  expect(isBuilt(folder)).toBe(false)
})
