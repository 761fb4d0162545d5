import { describe, expect, it } from 'vitest'
import { HalfSavedError, saveProblem } from './errors'
import { recover } from './recover'
import { cases, diskOf, firstPid, type SaveCase, saveAs } from './testing/cases'
import { faults, inject, StoppedDead } from './testing/faults'
import { callsOf, restart, trySave, versionOf } from './testing/injector'
import {
  copyDisk,
  filesOf,
  journalFolder,
  type MemoryDisk,
  musicFolder,
  namesIn,
  song,
} from './testing/memory-disk'

// Every call of every route of a save is made to fail in every way; afterwards recovery runs, and is itself stopped
// at each of its calls and run again.

/** All of it takes minutes; each run of the tests goes through a part of the recoveries. */
const isSoak = process.env['TAGWRIGHT_SOAK'] !== undefined

function expectClean(one: SaveCase, disk: MemoryDisk, what: string): void {
  expect(namesIn(disk, musicFolder), what).toEqual(one.names)
  expect(namesIn(disk, journalFolder), what).toEqual(['keep'])
}

describe('a save that meets no fault', () => {
  it.each(cases)('writes $name by its route: $route', (one) => {
    const disk = diskOf(one)
    const files = filesOf(disk, firstPid)
    const before = files.stat(song)
    expect(saveAs(one, files, files)).toEqual({ route: one.route, unkept: [] })
    expect(versionOf(one, disk)).toBe('new')
    expect(files.stat(song).mtimeNs === before.mtimeNs).toBe(one.keepModified)
    if (one.route !== 'whole-file') expect(files.stat(song).ino).toBe(before.ino)
    expect(recover(journalFolder, files).restored).toEqual([])
    expectClean(one, disk, one.name)
  })
})

describe.each(cases)('whatever call fails while saving $name', (one) => {
  it.each(faults)(
    'with $name, the file is old or new, and nothing is left once recovery ran',
    ({ fault, onwards }) => {
      const calls = callsOf(one)
      expect(calls).toBeGreaterThan(15)
      for (let at = 1; at <= calls; at++) {
        const { disk, call, error } = trySave(one, at, fault, onwards)
        const what = `${one.name}, call ${at}: ${call}`
        const isDead = error instanceof StoppedDead
        if (!isDead && error !== undefined) {
          expect(saveProblem(error, song).params['file'], what).toBe('song.flac')
          // A process that lives puts its own failures right at once, if only it can.
          if (!(error instanceof HalfSavedError)) expect(versionOf(one, disk), what).not.toBe('damaged')
          else expect(onwards, what).toBe(true)
          if (!onwards)
            expect(namesIn(disk, musicFolder).filter((name) => name.endsWith('.tmp')).length, what).toBe(0)
        }
        if (error === undefined) expect(versionOf(one, disk), what).toBe('new')

        const recovery = recover(journalFolder, filesOf(restart(disk), firstPid + 1))
        expect(recovery.failed, what).toEqual([])
        expect(recovery.foreign, what).toEqual([])
        expect(recovery.damagedJournals, what).toBe(0)
        expect(versionOf(one, disk), what).not.toBe('damaged')
        if (error === undefined) expect(versionOf(one, disk), what).toBe('new')
        expectClean(one, disk, what)
      }
    },
  )

  it('can be tried again after each failure, without a restart', () => {
    const calls = callsOf(one)
    for (let at = 1; at <= calls; at++) {
      const { disk, call, error } = trySave(one, at, { kind: 'error', code: 'EIO' }, false)
      if (error === undefined || versionOf(one, disk) === 'new') continue
      const files = filesOf(disk, firstPid)
      expect(saveAs(one, files, files).route, `call ${at}: ${call}`).toBe(one.route)
      expect(versionOf(one, disk), `call ${at}: ${call}`).toBe('new')
    }
  })

  it('recovers also when the recovery is stopped at each of its calls', () => {
    const calls = callsOf(one)
    for (let at = 1; at <= calls; at++) {
      for (const moment of ['before', 'halfway', 'after'] as const) {
        const { disk: crashed } = trySave(one, at, { kind: 'stop', moment }, true)
        for (let stop = isSoak ? 1 : 1 + (at % 6); ; stop += isSoak ? 1 : 6) {
          const disk = restart(copyDisk(crashed))
          const injection = inject(filesOf(disk, firstPid + 1), stop, { kind: 'stop', moment }, true)
          recover(journalFolder, injection.files)
          const what = `save stopped at ${at}, recovery stopped at ${stop}: ${injection.hit()}`
          const recovery = recover(journalFolder, filesOf(restart(disk), firstPid + 2))
          expect(recovery.failed, what).toEqual([])
          expect(versionOf(one, disk), what).not.toBe('damaged')
          expectClean(one, disk, what)
          if (injection.hit() === '') break
        }
      }
    }
  })
})
