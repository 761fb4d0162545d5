import { describe, expect, it } from 'vitest'
import { applyPlan } from '../../shared/model'
import {
  DiskFullError,
  FileChangedError,
  JournalNotWritableError,
  NotWritableError,
  OwnPlaceError,
} from './errors'
import type { FileSystem } from './file-system'
import { makeWritable } from './make-writable'
import { recover } from './recover'
import { saveCopy } from './save-copy'
import { stampOf } from './stamp'
import { cases, diskOf, firstPid } from './testing/cases'
import { faults, inject, StoppedDead } from './testing/faults'
import {
  contentOf,
  filesOf,
  journalFolder,
  type MemoryDisk,
  musicFolder,
  namesIn,
  placeFile,
  song,
} from './testing/memory-disk'

const growing = cases.find(({ name }) => name === 'a tag that grows')
if (growing === undefined) throw new Error('a case is missing')
const { plan, old, next } = growing
const to = '/elsewhere/copy.flac'

/** A disk with the song, and a place for the copy that holds something already. */
function diskWithPlace(there?: Uint8Array): MemoryDisk {
  const disk = diskOf(growing as NonNullable<typeof growing>)
  placeFile(disk, '/elsewhere/other', new Uint8Array(1))
  if (there !== undefined) placeFile(disk, to, there)
  return disk
}

const copyOn = (disk: MemoryDisk, files: FileSystem = filesOf(disk, firstPid), place = to) =>
  saveCopy(
    song,
    plan,
    stampOf(filesOf(disk, firstPid).stat(song)),
    { to: place, journal: journalFolder },
    files,
  )

const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

describe('saving a copy', () => {
  it('writes the file with its changes elsewhere and leaves the file alone', () => {
    const disk = diskWithPlace()
    const before = filesOf(disk, firstPid).stat(song)
    copyOn(disk)
    expect(same(contentOf(disk, to), applyPlan(old, plan))).toBe(true)
    expect(same(contentOf(disk, song), old)).toBe(true)
    expect(filesOf(disk, firstPid).stat(song)).toMatchObject({ ino: before.ino, mtimeNs: before.mtimeNs })
  })

  it('copies a file whole that has no changes', () => {
    const disk = diskWithPlace()
    const none = { ...plan, splices: [] }
    saveCopy(song, none, undefined, { to, journal: journalFolder }, filesOf(disk, firstPid))
    expect(same(contentOf(disk, to), old)).toBe(true)
  })

  it('also of a file, or in a folder, that nobody may write to; the copy may be written to', () => {
    const disk = diskWithPlace()
    const files = filesOf(disk, firstPid)
    const fd = files.open(song, 0)
    files.changeMode(fd, 0o444)
    files.close(fd)
    const locked: FileSystem = {
      ...files,
      mayWrite: (path) => {
        if (path === musicFolder) throw Object.assign(new Error('EACCES'), { code: 'EACCES' })
        files.mayWrite(path)
      },
    }
    copyOn(disk, locked)
    expect(same(contentOf(disk, to), next)).toBe(true)
    expect(() => files.mayWrite(to)).not.toThrow()
  })

  it('never puts it in the place of the file itself, under none of its names', () => {
    const disk = diskWithPlace()
    for (const own of [song, `${musicFolder}/link.flac`]) {
      expect(() => copyOn(disk, undefined, own)).toThrow(OwnPlaceError)
    }
    expect(same(contentOf(disk, song), old)).toBe(true)
  })

  it('refuses a file that is not the one that was read, a folder that is read-only, a volume that is full', () => {
    const disk = diskWithPlace()
    const files = filesOf(disk, firstPid)
    const wrong = { ...stampOf(files.stat(song)), modifiedNs: 1n }
    const options = { to, journal: journalFolder }
    expect(() => saveCopy(song, plan, wrong, options, files)).toThrow(FileChangedError)
    const refusing = (folder: string): FileSystem => ({
      ...files,
      mayWrite: (path) => {
        if (path === folder) throw Object.assign(new Error('EACCES'), { code: 'EACCES' })
      },
      open: (path, flags, mode) => {
        if (path.startsWith(folder)) throw Object.assign(new Error('EACCES'), { code: 'EACCES' })
        return files.open(path, flags, mode)
      },
    })
    expect(() => copyOn(disk, refusing('/elsewhere'))).toThrow(NotWritableError)
    expect(() => copyOn(disk, refusing(journalFolder))).toThrow(JournalNotWritableError)
    expect(() => copyOn(disk, { ...files, freeBytes: () => 100 })).toThrow(DiskFullError)
    expect(namesIn(disk, '/elsewhere')).toEqual(['other'])
  })

  it.each(faults)('with $name at any call, what was at the place is there, or the copy as a whole', (one) => {
    const there = Uint8Array.from({ length: 5000 }, (_, index) => index & 255)
    const counted = inject(filesOf(diskWithPlace(there), firstPid), 0, { kind: 'short' })
    saveCopy(song, plan, undefined, { to, journal: journalFolder }, counted.files)
    for (let at = 1; at <= counted.calls(); at++) {
      const disk = diskWithPlace(there)
      const { files, hit } = inject(filesOf(disk, firstPid), at, one.fault, one.onwards)
      let error: unknown
      try {
        saveCopy(song, plan, undefined, { to, journal: journalFolder }, files)
      } catch (thrown) {
        error = thrown
      }
      const what = `call ${at}: ${hit()}`
      if (error instanceof StoppedDead) disk.running.clear()
      expect(recover(journalFolder, filesOf(disk, firstPid + 1)).failed, what).toEqual([])
      const isNew = same(contentOf(disk, to), next)
      expect(isNew || same(contentOf(disk, to), there), what).toBe(true)
      if (error === undefined) expect(isNew, what).toBe(true)
      expect(same(contentOf(disk, song), old), what).toBe(true)
      disk.running.clear()
      recover(journalFolder, filesOf(disk, firstPid + 2))
      expect(namesIn(disk, '/elsewhere'), what).toEqual(['copy.flac', 'other'])
    }
  })
})

describe('making a file writable', () => {
  const readOnly = (mode: number) => {
    const disk = diskWithPlace()
    const files = filesOf(disk, firstPid)
    files.changeMode(files.open(song, 0), mode)
    return { disk, files }
  }

  it('lets its owner write again, and nobody else', () => {
    const { files } = readOnly(0o444)
    makeWritable(`${musicFolder}/link.flac`, files)
    expect(files.stat(song).mode & 0o777n).toBe(0o644n)
  })

  it('says so when the file belongs to somebody else', () => {
    const { files } = readOnly(0o444)
    const foreign: FileSystem = {
      ...files,
      changeMode: () => {
        throw Object.assign(new Error('EPERM'), { code: 'EPERM' })
      },
    }
    expect(() => makeWritable(song, foreign)).toThrow('stays read-only')
    expect(() => makeWritable('/nowhere/x.mp3', files)).toThrow('is gone')
  })
})
