import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createTranslate, problemSentence } from '../../shared/i18n'
import { defaultWriteOptions } from '../../shared/model'
import type { Recovery } from '../files'
import { copyOf, temporaryFolder } from '../metadata/testing/fixture'
import { journalFolder, recoverSaves } from './recovery'
import { saveTask } from './tasks'

const nothing: Recovery = {
  restored: [],
  completed: [],
  waiting: [],
  foreign: [],
  movedBack: [],
  damagedJournals: 0,
  swept: [],
  failed: [],
}

const said = (recovery: Partial<Recovery>) =>
  recoverSaves(
    '/data',
    () => {},
    () => ({ ...nothing, ...recovery }),
  ).map((problem) => problemSentence(createTranslate('en'), problem))

it('has nothing to say when nothing was left', () => {
  expect(said({ swept: ['/music/.tagwright-0011223344556677.tmp'] })).toEqual([])
})

it('names one file, and counts more', () => {
  expect(said({ restored: ['/music/a.mp3'] })).toEqual([
    '“a.mp3” was being saved when Tagwright stopped. It is the version before that save again.',
  ])
  expect(said({ completed: ['/music/a.mp3', '/music/b.mp3'] })).toEqual([
    '2 files were being saved when Tagwright stopped. Their saves were complete.',
  ])
  expect(said({ movedBack: ['/music/a.mp3'] })).toEqual([
    'Renaming “a.mp3” was cut short. It has its old name again.',
  ])
  expect(said({ foreign: ['/music/a.mp3'], damagedJournals: 1 })).toHaveLength(1)
})

it('finds nothing to put right after a save that went well, and sweeps its entry', async () => {
  const dataDir = temporaryFolder()
  const path = copyOf('tagged.flac')
  const before = readFileSync(path)
  const outcome = await saveTask({
    path,
    changes: { values: { title: { from: ['Ein Titel'], to: ['Ein Titol'] } } },
    newPictures: new Map(),
    options: defaultWriteOptions,
    journal: journalFolder(dataDir),
    keepModified: false,
    recording: undefined,
  })
  expect(outcome.ok).toBe(true)
  expect(readFileSync(path).length).toBe(before.length)
  let seen: Recovery | undefined
  expect(
    recoverSaves(dataDir, (recovery) => {
      seen = recovery
    }),
  ).toEqual([])
  expect(seen).toEqual(nothing)
})
