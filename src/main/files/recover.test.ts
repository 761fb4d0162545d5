import { describe, expect, it } from 'vitest'
import { FileChangedError, HalfSavedError } from './errors'
import type { FileSystem } from './file-system'
import { recover } from './recover'
import { asideSuffix } from './settle'
import { cases, diskOf, firstPid, saveAs } from './testing/cases'
import { inject } from './testing/faults'
import {
  contentOf,
  copyDisk,
  filesOf,
  inodeAt,
  journalFolder,
  type MemoryDisk,
  musicFolder,
  namesIn,
  placeFile,
  song,
} from './testing/memory-disk'

const [title] = cases
const longer = cases.find(({ name }) => name === 'a tag of more than a page')
const growing = cases.find(({ name }) => name === 'a tag that grows')
if (title === undefined || longer === undefined || growing === undefined) throw new Error('a case is missing')

/** The disk after a save that stopped dead in its first write into the song. */
function torn(one = title as NonNullable<typeof title>): MemoryDisk {
  const songInode = inodeAt(diskOf(one), song)
  for (let at = 1; ; at++) {
    const disk = diskOf(one)
    const calm = filesOf(disk, firstPid)
    const { files } = inject(calm, at, { kind: 'stop', moment: 'halfway' }, true)
    expect(() => saveAs(one, files, calm)).toThrow()
    if (disk.log.some((event) => event.kind === 'write' && event.inode === songInode)) {
      disk.running.clear()
      return disk
    }
  }
}

const recovered = (disk: MemoryDisk) => recover(journalFolder, filesOf(disk, firstPid + 1))
const journalNames = (disk: MemoryDisk) => namesIn(disk, journalFolder).filter((name) => name !== 'keep')
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

const nothing = {
  restored: [],
  completed: [],
  waiting: [],
  foreign: [],
  movedBack: [],
  damagedJournals: 0,
  swept: [],
  failed: [],
}

describe('recovery', () => {
  it('finds nothing to do where nothing was ever saved', () => {
    const disk = diskOf(title)
    expect(recover('/nowhere', filesOf(disk, 1))).toEqual(nothing)
    expect(recovered(disk)).toEqual(nothing)
  })

  it.each([title, longer])('puts a torn file back: $name', (one) => {
    const disk = torn(one)
    expect(same(contentOf(disk, song), one.old)).toBe(false)
    expect(recovered(disk)).toEqual({ ...nothing, restored: [song] })
    expect(same(contentOf(disk, song), one.old)).toBe(true)
    expect(recovered(disk)).toEqual(nothing)
    expect(journalNames(disk)).toEqual([])
  })

  it('names the temporary files that it removed', () => {
    const disk = diskOf(growing)
    const calm = filesOf(disk, firstPid)
    const calls = inject(calm, 0, { kind: 'short' })
    saveAs(growing, calls.files, calm)
    for (let at = 1; at < calls.calls(); at++) {
      const trial = diskOf(growing)
      const files = filesOf(trial, firstPid)
      try {
        saveAs(growing, inject(files, at, { kind: 'stop', moment: 'after' }, true).files, files)
      } catch {
        // Stopped dead, wherever that was.
      }
      const left = namesIn(trial, musicFolder).filter((name) => name.endsWith('.tmp'))
      trial.running.clear()
      expect(recovered(trial).swept).toEqual(left.map((name) => `${musicFolder}/${name}`))
    }
  })

  it('leaves alone what a running process is busy with', () => {
    const disk = torn()
    disk.running.add(firstPid)
    const before = contentOf(disk, song).slice()
    expect(recovered(disk)).toEqual(nothing)
    expect(same(contentOf(disk, song), before)).toBe(true)
    expect(journalNames(disk).length).toBe(2)
  })

  it('keeps a journal whose file is away, and plays it back when the file is there again', () => {
    const disk = torn()
    const inode = inodeAt(disk, song) as number
    const files = filesOf(disk, firstPid + 1)
    files.rename(song, `${musicFolder}/away.flac`)
    expect(recovered(disk)).toEqual({ ...nothing, waiting: [song] })
    files.rename(`${musicFolder}/away.flac`, song)
    expect(inodeAt(disk, song)).toBe(inode)
    expect(recovered(disk).restored).toEqual([song])
  })

  it.each([
    [
      'another file of the same size is there now',
      (disk: MemoryDisk) => {
        filesOf(disk, 9).remove(song)
        placeFile(disk, song, new Uint8Array(title.old.length).fill(1))
      },
    ],
    ['another program changed its size', (disk: MemoryDisk) => write(disk, title.old.length, 1)],
    ['another program changed the region', (disk: MemoryDisk) => write(disk, 1000, 40)],
    [
      'it is a folder now',
      (disk: MemoryDisk) => {
        filesOf(disk, 9).remove(song)
        filesOf(disk, 9).makeFolder(song)
      },
    ],
  ])('leaves a file alone when %s, and sets the journal aside', (_, meddle) => {
    const disk = torn()
    meddle(disk)
    const log = disk.log.length
    const recovery = recovered(disk)
    expect([...recovery.foreign, ...recovery.failed.map(() => song)]).toEqual([song])
    const inode = inodeAt(disk, song)
    expect(disk.log.slice(log).some((event) => event.kind === 'write' && event.inode === inode)).toBe(false)
    if (recovery.foreign.length > 0)
      expect(journalNames(disk).every((name) => name.endsWith(asideSuffix))).toBe(true)
  })

  it('plays no journal back that is not whole: cut anywhere, or with any byte changed', () => {
    const whole = torn()
    const name = journalNames(whole).find((one) => one.endsWith('.journal'))
    const bytes = contentOf(whole, `${journalFolder}/${name}`)
    const damaged = [
      ...Array.from({ length: bytes.length }, (_, length) => bytes.slice(0, length)),
      ...Array.from({ length: bytes.length }, (_, at) =>
        bytes.map((byte, index) => (index === at ? byte ^ 4 : byte)),
      ),
    ]
    for (const [index, content] of damaged.entries()) {
      if (index % 11 !== 0) continue
      const disk = copyDisk(whole)
      const before = contentOf(disk, song).slice()
      placeFile(disk, `${journalFolder}/${name}`, content)
      expect(recovered(disk)).toEqual({ ...nothing, damagedJournals: 1 })
      expect(same(contentOf(disk, song), before)).toBe(true)
      expect(journalNames(disk).every((one) => one.endsWith(asideSuffix))).toBe(true)
    }
  })

  it('goes on after what it cannot do, and tells it', () => {
    const disk = torn()
    const broken: FileSystem = {
      ...filesOf(disk, firstPid + 1),
      write: () => {
        throw Object.assign(new Error('EIO'), { code: 'EIO' })
      },
    }
    const recovery = recover(journalFolder, broken)
    expect(recovery.failed.length).toBeGreaterThan(0)
    expect(recovered(disk).restored).toEqual([song])
  })
})

describe('the next save of a torn file', () => {
  it('puts it back first, and asks to read it again', () => {
    const disk = torn()
    const files = filesOf(disk, firstPid + 1)
    expect(() => saveAs(title, files, files)).toThrow(FileChangedError)
    expect(same(contentOf(disk, song), title.old)).toBe(true)
    expect(saveAs(title, files, files).route).toBe('in-place')
  })

  it('follows also on a save that could not even be taken back', () => {
    const disk = diskOf(title)
    const calm = filesOf(disk, firstPid)
    const songInode = BigInt(inodeAt(disk, song) as number)
    // The first write into the song tears it, and from then on the volume takes nothing more.
    let broken = false
    const failing: FileSystem = {
      ...calm,
      write: (fd, bytes, at) => {
        if (calm.statOpen(fd).ino !== songInode) return calm.write(fd, bytes, at)
        if (!broken) calm.write(fd, bytes.subarray(0, 7), at)
        broken = true
        throw Object.assign(new Error('EIO'), { code: 'EIO' })
      },
    }
    expect(() => saveAs(title, failing, calm)).toThrow(HalfSavedError)
    expect(() => saveAs(title, calm, calm)).toThrow(FileChangedError)
    expect(same(contentOf(disk, song), title.old)).toBe(true)
    expect(journalNames(disk)).toEqual([])
  })
})

function write(disk: MemoryDisk, at: number, length: number): void {
  const files = filesOf(disk, 9)
  files.write(files.open(song, 2), new Uint8Array(length).fill(0xee), at)
  disk.running.delete(9)
}
