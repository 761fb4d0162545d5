import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildWorker } from '../../src/main/library/testing/built-worker'
import { seededRandom } from '../../src/main/metadata/testing/seeded-random'
import { torture } from './rounds'

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../src/main/metadata/testing/fixtures/${name}`, import.meta.url))

/** One of each family of containers. The first has a second name too. */
const names = [
  'tagged.flac',
  'v24.mp3',
  'tagged.m4a',
  'tagged.opus',
  'tagged.aiff',
  'tagged.wma',
  'chapters.mka',
  'tagged.wv',
]
const rounds = 6

let saver: { path: string; remove: () => void } | undefined
beforeAll(async () => {
  saver = await buildWorker(fileURLToPath(new URL('./peer-saver.ts', import.meta.url)))
}, 60_000)
afterAll(() => saver?.remove())

it('a process that saves and is killed leaves every file old or new, with its sound, and nothing else', {
  timeout: 120_000,
}, async () => {
  const wrong: string[] = []
  const tally = await torture({
    originals: names.map(fixture),
    rounds,
    random: seededRandom(5),
    saver: saver?.path ?? '',
    asksFfmpeg: false,
    say: (line) => wrong.push(line),
  })
  expect(wrong).toEqual([])
  expect(tally).toMatchObject({ damaged: 0, mixed: 0, audio: 0, leftovers: 0, unclear: 0 })
  expect(tally).toMatchObject({ kills: rounds, files: rounds * 6 })
  // Otherwise nothing was proven. By this seed most kills come after a save that was finished.
  expect(tally.saved).toBeGreaterThan(rounds)
})
