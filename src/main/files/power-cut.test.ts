import { describe, expect, it } from 'vitest'
import { applyPlan, type SavePlan } from '../../shared/model'
import { recover } from './recover'
import { cases, diskOf, firstPid, type SaveCase, saveAs } from './testing/cases'
import { inject } from './testing/faults'
import { isClean, versionOf } from './testing/injector'
import { copyDisk, filesOf, journalFolder, type MemoryDisk, namesIn, song } from './testing/memory-disk'
import { statesAfter } from './testing/power-cut'
import { type Random, seeded } from './testing/random'

// Every write, name and flush of a save is recorded. For each moment of it, the disk is built as a power cut may
// leave it, with any selection of what was not flushed; then the machine starts again and recovery runs.

const seed = Number(process.env['TAGWRIGHT_SEED'] ?? 5)
const isSoak = process.env['TAGWRIGHT_SOAK'] !== undefined
const samples = isSoak ? 60 : 4

describe.each(cases)(`a power cut while saving $name (seed ${seed})`, (one) => {
  const before = diskOf(one)
  const disk = copyDisk(before)
  const files = filesOf(disk, firstPid)
  saveAs(one, files, files)
  const { log } = disk

  it('leaves the old or the new version, at every moment and whatever was lost', () => {
    const random = seeded(seed)
    const found = { old: 0, new: 0, damaged: 0, unclean: 0, failed: 0 }
    for (let moment = 0; moment <= log.length; moment++) {
      for (const state of statesAfter(before, log.slice(0, moment), { random, samples })) {
        if (recover(journalFolder, filesOf(state, firstPid + 1)).failed.length > 0) found.failed++
        found[versionOf(one, state)]++
        if (!isClean(one, state)) found.unclean++
      }
    }
    expect(found).toMatchObject({ damaged: 0, unclean: 0, failed: 0 })
    expect(found.old).toBeGreaterThan(0)
    expect(found.new).toBeGreaterThan(0)
  })

  it('leaves the new version for certain once the save returned', () => {
    const random = seeded(seed)
    let states = 0
    for (const state of statesAfter(before, log, { random, samples: samples * 10 })) {
      recover(journalFolder, filesOf(state, firstPid + 1))
      expect(versionOf(one, state)).toBe('new')
      states++
    }
    expect(states).toBeGreaterThan(0)
  })

  it('leaves old or new also when the power goes again, or the recovery is killed, on the way up', () => {
    const random = seeded(seed)
    const found = { old: 0, new: 0, damaged: 0, unclean: 0 }
    const step = isSoak ? 1 : 23
    for (let moment = 0; moment <= log.length; moment++) {
      let index = 0
      for (const state of statesAfter(before, log.slice(0, moment), { random, samples: 1 })) {
        if (index++ % step !== 0) continue
        const stop = 1 + Math.floor(random() * 30)
        const again = copyDisk(state)
        const killed = inject(filesOf(again, firstPid + 1), stop, { kind: 'stop', moment: 'after' }, true)
        recover(journalFolder, killed.files)
        for (const second of statesAfter(state, again.log, { random, samples: 1 })) {
          recover(journalFolder, filesOf(second, firstPid + 2))
          found[versionOf(one, second)]++
          if (!isClean(one, second)) found.unclean++
        }
      }
    }
    expect(found).toMatchObject({ damaged: 0, unclean: 0 })
  })
})

describe.each(cases.filter(({ route }) => route !== 'whole-file'))(
  'a power cut while $name is put back',
  (one) => {
    it('leaves a file that the next recovery puts back, and the old one for certain once the recovery is over', () => {
      const random = seeded(seed)
      const before = diskOf(one)
      const torn = tornBy(one, before, random)
      const disk = copyDisk(torn)
      expect(recover(journalFolder, filesOf(disk, firstPid + 1)).restored).toEqual([song])
      for (let moment = 0; moment <= disk.log.length; moment++) {
        const isOver = moment === disk.log.length
        for (const state of statesAfter(torn, disk.log.slice(0, moment), { random, samples })) {
          if (isOver) {
            expect(versionOf(one, state)).toBe('old')
            // One that came back would be played back into whatever the file is by then.
            expect(namesIn(state, journalFolder).filter((name) => name.endsWith('.restore'))).toEqual([])
          }
          recover(journalFolder, filesOf(state, firstPid + 2))
          expect(versionOf(one, state)).toBe('old')
          expect(isClean(one, state)).toBe(true)
        }
      }
    })
  },
)

/** A disk on which a power cut left the song neither old nor new. */
function tornBy(one: SaveCase, before: MemoryDisk, random: Random): MemoryDisk {
  const disk = copyDisk(before)
  const files = filesOf(disk, firstPid)
  saveAs(one, files, files)
  for (let moment = disk.log.length; moment > 0; moment--) {
    for (const state of statesAfter(before, disk.log.slice(0, moment), { random, samples: 1 })) {
      if (versionOf(one, state) === 'damaged') return state
    }
  }
  throw new Error('nothing was torn')
}

const growing: SavePlan = {
  size: 20_000,
  splices: [{ at: 650, remove: 300, insert: new Uint8Array(900).fill(8) }],
  audio: [],
}

describe('a journal that a power cut brings back', () => {
  const [title] = cases
  const later = cases.find(({ name }) => name === 'a tag that fits its padding')
  if (title === undefined || later === undefined) throw new Error('a case is missing')
  // What the second save makes of what the first one made.
  const second: SaveCase = { ...later, old: title.next, next: applyPlan(title.next, later.plan) }

  it.each([
    ['the same place', second],
    ['the whole file', { ...second, plan: growing, next: applyPlan(title.next, growing) }],
  ])('harms no later save of %s', (_, then) => {
    const before = diskOf(title)
    const disk = copyDisk(before)
    const files = filesOf(disk, firstPid)
    saveAs(title, files, files)
    const saved = disk.log.length
    saveAs(then, files, files)
    const random = seeded(seed)
    for (let moment = saved; moment <= disk.log.length; moment++) {
      for (const state of statesAfter(before, disk.log.slice(0, moment), { random, samples })) {
        expect(recover(journalFolder, filesOf(state, firstPid + 1))).toMatchObject({
          foreign: [],
          failed: [],
        })
        const version = versionOf(then, state)
        expect(version).not.toBe('damaged')
        if (moment === disk.log.length) expect(version).toBe('new')
        expect(isClean(title, state)).toBe(true)
      }
    }
  })
})
