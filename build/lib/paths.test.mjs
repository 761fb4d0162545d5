// @ts-check
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { absoluteArguments } from './arguments.mjs'
import { cacheDir } from './paths.mjs'
import { temporaryFolder } from './temporary-folder.mjs'

test('the cache is where the user wants it', () => {
  const folder = temporaryFolder()
  expect(cacheDir({ env: { XDG_CACHE_HOME: folder }, root: true })).toBe(join(folder, 'tagwright'))
})

test('root keeps it where other users can read it', () => {
  const systemCache = temporaryFolder()
  expect(cacheDir({ env: {}, root: true, systemCache })).toBe(join(systemCache, 'tagwright'))
})

test('everyone else, and root on a read-only system, keeps it at home', () => {
  const home = join(homedir(), '.cache', 'tagwright')
  expect(cacheDir({ env: {}, root: false })).toBe(home)
  expect(cacheDir({ env: {}, root: true, systemCache: '/not/there' })).toBe(home)
})

test('paths are meant from where the person stood; options stay as they are', () => {
  expect(absoluteArguments(['--lang=de', 'a.mp3', '/music', '--', '-odd.mp3'], '/home/me')).toEqual([
    '--lang=de',
    '/home/me/a.mp3',
    '/music',
    '/home/me/-odd.mp3',
  ])
})
