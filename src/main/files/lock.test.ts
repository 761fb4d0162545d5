import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import { describe, expect, it } from 'vitest'
import { BeingSavedError } from './errors'
import type { FileSystem } from './file-system'
import { lock } from './lock'
import { isRunning, thisProcess } from './process-mark'
import { createDisk, failure, filesOf, journalFolder, namesIn } from './testing/memory-disk'

const what = { path: '/music/song.flac', temporary: '/music/.tagwright-00.tmp' }

function twoProcesses() {
  const disk = createDisk()
  const [first, second] = [filesOf(disk, 1), filesOf(disk, 2)]
  first.makeFolder(journalFolder)
  return { disk, first, second }
}

describe('the lock of a file', () => {
  it('is held by one process at a time', () => {
    const { disk, first, second } = twoProcesses()
    const release = lock(journalFolder, '1-5', what, first)
    expect(() => lock(journalFolder, '1-5', what, second)).toThrow(BeingSavedError)
    lock(journalFolder, '1-6', what, second)()
    release()
    lock(journalFolder, '1-5', what, second)()
    expect(namesIn(disk, journalFolder)).toEqual([])
  })

  it('is waited for, since a save is short', () => {
    const { first, second } = twoProcesses()
    const release = lock(journalFolder, '1-5', what, first)
    let waits = 0
    const patient: FileSystem = {
      ...second,
      pause: () => {
        if (++waits === 3) release()
      },
    }
    lock(journalFolder, '1-5', what, patient)()
    expect(waits).toBe(3)
  })

  it('is taken over from a process that died, also in the middle of taking it', () => {
    const { disk, first, second } = twoProcesses()
    lock(journalFolder, '1-5', what, first)
    disk.running.delete(1)
    lock(journalFolder, '1-5', what, second)()
    expect(namesIn(disk, journalFolder)).toEqual([])
  })

  it('goes back to a process that took it over more quickly', () => {
    const { disk, first, second } = twoProcesses()
    const third = filesOf(disk, 3)
    lock(journalFolder, '1-5', what, first)
    disk.running.delete(1)
    let meddled = false
    const slow: FileSystem = {
      ...second,
      pause: () => undefined,
      // Between finding the lock stale and taking it away, the third process takes it over.
      rename: (from, to) => {
        if (!meddled) {
          meddled = true
          lock(journalFolder, '1-5', what, third)
        }
        second.rename(from, to)
      },
    }
    expect(() => lock(journalFolder, '1-5', what, slow)).toThrow(BeingSavedError)
    expect(() => lock(journalFolder, '1-5', what, first, { wait: false })).toThrow(BeingSavedError)
    expect(namesIn(disk, journalFolder)).toEqual(['1-5.lock'])
  })

  it('works on a volume that knows no hard links', () => {
    const { disk, first, second } = twoProcesses()
    const withoutLinks = (files: FileSystem): FileSystem => ({
      ...files,
      link: () => {
        throw failure('EPERM')
      },
    })
    const release = lock(journalFolder, '1-5', what, withoutLinks(first))
    expect(() => lock(journalFolder, '1-5', what, withoutLinks(second))).toThrow(BeingSavedError)
    release()
    expect(namesIn(disk, journalFolder)).toEqual([])
  })
})

describe('the mark of a process', () => {
  it('is of one that runs, and of no other with the same number', () => {
    const mark = thisProcess()
    expect(isRunning(mark)).toBe(true)
    if (process.platform === 'linux') {
      expect(isRunning({ ...mark, start: 'another boot:1' })).toBe(false)
    }
  })

  it('is of none once the process has ended', () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    expect(isRunning({ ...thisProcess(), pid, start: '' })).toBe(false)
  })

  it('without a start counts for an hour', () => {
    const mark = { ...thisProcess(), start: '' }
    expect(isRunning(mark)).toBe(true)
    expect(isRunning(mark, mark.writtenMs + 2 * 60 * 60 * 1000)).toBe(false)
    const elsewhere = { ...mark, host: `${hostname()}-other`, pid: 1 << 22 }
    expect(isRunning(elsewhere)).toBe(true)
    expect(isRunning(elsewhere, mark.writtenMs + 2 * 60 * 60 * 1000)).toBe(false)
  })
})
