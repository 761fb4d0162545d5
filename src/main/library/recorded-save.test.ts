import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { defaultWriteOptions, ProblemError } from '../../shared/model'
import { save } from '../files'
import { HistoryError, openHistory } from '../history'
import { copyOf, temporaryFolder } from '../metadata/testing/fixture'
import { newOperation } from './past'
import type { SaveHistory } from './recorded-save'
import { ownParts, saveTrack } from './save-track'

type Save = typeof save

/** Saves another title, with another way of putting it on disk. */
function road(carryOut: Save) {
  const history = openHistory(join(temporaryFolder(), 'history.db'))
  onTestFinished(() => history.close())
  const path = copyOf('tagged.flac')
  const before = readFileSync(path)
  const as = { operation: newOperation({ kind: 'edit', label: 'Title' }, 1) }
  const change = {
    path,
    changes: { values: { title: { from: ['Ein Titel'], to: ['Ein Titol'] } } },
    newPictures: new Map(),
    options: defaultWriteOptions,
    journal: join(temporaryFolder(), 'journal'),
    keepModified: false,
  }
  const carry = (recorded: SaveHistory = history) =>
    saveTrack(change, { history: recorded, as }, { ...ownParts(), save: carryOut })
  return { history, carry, before, now: () => readFileSync(path), state: () => history.list({ limit: 1 })[0] }
}

it('a save that changed nothing before it failed has failed in the history too', async () => {
  const { carry, before, now, state } = road(() => {
    throw new Error('no room')
  })
  await expect(carry()).rejects.toThrow('no room')
  expect(now().equals(before)).toBe(true)
  expect(state()).toMatchObject({ failed: 1, unfinished: 0 })
})

it('a save whose very last flush failed is open: the next start asks the file', async () => {
  const { history, carry, before, now, state } = road((...order) => {
    save(...order)
    throw new Error('the disk went away')
  })
  await expect(carry()).rejects.toThrow('the disk went away')
  expect(now().equals(before)).toBe(false)
  expect(state()).toMatchObject({ failed: 0, unfinished: 1 })
  expect(history.resolveUnfinished()).toMatchObject({ done: 1 })
})

it('a save that left half of each is neither, and the next start does not claim to know', async () => {
  const { history, carry, state } = road((path, plan, ...rest) => {
    save(path, plan, ...rest)
    const bytes = readFileSync(path)
    const at = plan.splices[0]?.at ?? 0
    bytes[at] = 255 - (bytes[at] ?? 0)
    writeFileSync(path, bytes)
    throw new Error('half')
  })
  await expect(carry()).rejects.toThrow('half')
  expect(state()).toMatchObject({ failed: 0, unfinished: 1 })
  expect(history.resolveUnfinished()).toMatchObject({ unclear: 1 })
})

it('a save whose way back cannot be stored is not begun', async () => {
  let begun = 0
  const { history, carry, before, now } = road((...order) => {
    begun++
    return save(...order)
  })
  const prepare = () => {
    throw new HistoryError('diskFull', 'no room')
  }
  const refused = await carry({ ...history, prepare }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ProblemError)
  expect(refused).toMatchObject({ problem: { code: 'history.notRecorded', remedy: 'save-without-undo' } })
  expect(begun).toBe(0)
  expect(now().equals(before)).toBe(true)
})

it('a save that came through stays saved when the history cannot note it', async () => {
  const { history, carry, state } = road(save)
  const outcome = await carry({ ...history, done: () => false })
  expect(outcome).toMatchObject({ ok: true, reading: { values: { title: ['Ein Titol'] } } })
  expect(state()).toMatchObject({ unfinished: 1 })
  expect(history.resolveUnfinished()).toMatchObject({ done: 1 })
})
