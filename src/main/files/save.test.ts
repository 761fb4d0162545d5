import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyPlan, type SavePlan } from '../../shared/model'
import {
  BeingSavedError,
  DiskFullError,
  FileChangedError,
  FileInUseError,
  NotRegularError,
  saveProblem,
  VolumeGoneError,
} from './errors'
import { diskFiles, type FileSystem } from './file-system'
import { lock } from './lock'
import { save } from './save'
import { readStamp } from './stamp'
import { replace } from './whole-file'

let folder = ''
let path = ''
/** Larger than a block, so that the copy takes several calls. */
const original = new Uint8Array(5 * 1024 * 1024).map((_, index) => (index * 31 + (index >> 8)) & 255)
const bytes = (...values: readonly number[]) => Uint8Array.from(values)
const plan: SavePlan = {
  size: original.length,
  splices: [
    { at: 0, remove: 10, insert: bytes(1, 2, 3) },
    { at: 4096, remove: 0, insert: new Uint8Array(10_000).fill(7) },
    { at: original.length, remove: 0, insert: bytes(9, 9) },
  ],
  audio: [{ start: 5000, end: original.length }],
}
const result = applyPlan(original, plan)

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tagwright-save-')))
  path = join(folder, 'song.mp3')
  writeFileSync(path, original)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const onDisk = (file = path) => new Uint8Array(readFileSync(file))
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(Buffer.from(a), Buffer.from(b)) === 0

function problemOfSave(made = plan, files: FileSystem = diskFiles) {
  try {
    save(path, made, readStamp(path), files)
    return undefined
  } catch (error) {
    return saveProblem(error, path)
  }
}

describe('carrying out a plan', () => {
  it('writes the new version and leaves nothing else behind', () => {
    save(path, plan, readStamp(path))
    expect(same(onDisk(), result)).toBe(true)
    expect(readdirSync(folder)).toEqual(['song.mp3'])
  })

  it('writes nothing when nothing changes', () => {
    const before = readStamp(path)
    save(path, { ...plan, splices: [] }, before)
    expect(readStamp(path)).toEqual(before)
  })

  it.skipIf(process.platform === 'win32')('keeps the mode of the file', () => {
    chmodSync(path, 0o640)
    save(path, plan, readStamp(path))
    expect(statSync(path).mode & 0o777).toBe(0o640)
  })

  it.skipIf(process.platform === 'win32')('follows a symbolic link, which stays one', () => {
    const link = join(folder, 'link.mp3')
    symlinkSync(path, link)
    save(link, plan, readStamp(link))
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(same(onDisk(), result)).toBe(true)
  })

  it('refuses a plan that would touch the sound', () => {
    const bad = { ...plan, splices: [{ at: 6000, remove: 1, insert: bytes() }] }
    expect(problemOfSave(bad)).toBeDefined()
    expect(same(onDisk(), original)).toBe(true)
  })

  it('refuses, without a journal, a file that has other names, which would keep the old version', () => {
    linkSync(path, join(folder, 'other.mp3'))
    expect(problemOfSave()?.code).toBe('file.hardLinked')
    expect(same(onDisk(), original)).toBe(true)
  })

  it.skipIf(process.platform === 'win32')('refuses a file that nobody may write to', () => {
    chmodSync(path, 0o444)
    expect(problemOfSave()?.code).toBe('file.notWritable')
  })
})

describe('a file that changed since it was read', () => {
  it('is never overwritten', () => {
    const stamp = readStamp(path)
    writeFileSync(path, 'something else')
    expect(() => save(path, plan, stamp)).toThrow()
    expect(readFileSync(path, 'utf8')).toBe('something else')
    expect(readdirSync(folder)).toEqual(['song.mp3'])
  })

  it('is noticed even when it changes during the save', () => {
    let flushed = false
    const meddled: FileSystem = {
      ...diskFiles,
      flush: (fd) => {
        diskFiles.flush(fd)
        if (!flushed) writeFileSync(path, 'something else')
        flushed = true
      },
    }
    expect(problemOfSave(plan, meddled)?.code).toBe('file.changed')
    expect(readFileSync(path, 'utf8')).toBe('something else')
    expect(readdirSync(folder)).toEqual(['song.mp3'])
  })

  it('that is gone is reported as such', () => {
    const stamp = readStamp(path)
    rmSync(path)
    expect(() => save(path, plan, stamp)).toThrow('not there')
  })
})

describe('a full disk', () => {
  it('is noticed before the first byte, with the room that is missing', () => {
    const full: FileSystem = { ...diskFiles, freeBytes: () => 1000 }
    const problem = problemOfSave(plan, full)
    expect(problem?.code).toBe('file.diskFull')
    expect(problem?.params['needBytes']).toBeGreaterThan(5_000_000)
  })

  it('that answers with short counts first gets every byte or an error', () => {
    const dripping: FileSystem = {
      ...diskFiles,
      write: (fd, part, at) => diskFiles.write(fd, part.subarray(0, 100_000), at),
    }
    save(path, plan, readStamp(path), dripping)
    expect(same(onDisk(), result)).toBe(true)
  })

  it('that takes nothing any more is an error', () => {
    const stuck: FileSystem = { ...diskFiles, write: () => 0 }
    expect(problemOfSave(plan, stuck)?.code).toBe('file.diskFull')
    expect(readdirSync(folder)).toEqual(['song.mp3'])
  })
})

describe('in place, on a real disk', () => {
  const journal = () => join(folder, 'data', 'journal')
  const song = () => join(folder, 'music', 'song.mp3')
  const small: SavePlan = {
    size: original.length,
    splices: [{ at: 100, remove: 5000, insert: new Uint8Array(5000).fill(3) }],
    audio: [{ start: 6000, end: original.length }],
  }
  beforeEach(() => {
    mkdirSync(join(folder, 'music'))
    writeFileSync(song(), original)
  })
  const saveSong = (made: SavePlan, keepModified = false) =>
    save(song(), made, readStamp(song()), diskFiles, { journal: journal(), keepModified })
  const expectNothingLeft = (names = ['song.mp3']) => {
    expect(readdirSync(join(folder, 'music')).sort()).toEqual(names)
    expect(readdirSync(journal()).filter((name) => !name.endsWith('.folder'))).toEqual([])
  }

  it('writes a region that keeps its length, and nothing else of the file', () => {
    const before = readStamp(song())
    let written = 0
    const counting: FileSystem = {
      ...diskFiles,
      write: (fd, part, at) => {
        const count = diskFiles.write(fd, part, at)
        written += count
        return count
      },
    }
    const saved = save(song(), small, before, counting, { journal: journal() })
    expect(saved).toEqual({ route: 'in-place', unkept: [] })
    expect(same(onDisk(song()), applyPlan(original, small))).toBe(true)
    expect(readStamp(song()).inode).toBe(before.inode)
    expect(written).toBeLessThan(3 * 5000 + 2000)
    expectNothingLeft()
  })

  it('leaves a file alone whose new bytes are the old ones', () => {
    const before = readStamp(song())
    const insert = original.slice(100, 5100)
    expect(saveSong({ ...small, splices: [{ at: 100, remove: 5000, insert }] }).route).toBe('nothing')
    expect(readStamp(song())).toEqual(before)
  })

  it('keeps the modification time when asked to, by every route', () => {
    utimesSync(song(), 1_500_000_000.25, 1_500_000_000.25)
    saveSong(small, true)
    expect(readStamp(song()).modifiedNs).toBe(1_500_000_000_250_000_000n)
    writeFileSync(song(), original)
    utimesSync(song(), 1_500_000_000.25, 1_500_000_000.25)
    expect(saveSong({ ...plan, audio: [] }, true).route).toBe('whole-file')
    expect(readStamp(song()).modifiedNs).toBe(1_500_000_000_250_000_000n)
  })

  it('saves a file with several names under its own inode, also when it grows or shrinks', () => {
    const other = join(folder, 'music', 'other.mp3')
    linkSync(song(), other)
    for (const made of [small, { ...plan, audio: [] }]) {
      writeFileSync(song(), original)
      saveSong(made)
      expect(same(onDisk(other), applyPlan(original, made))).toBe(true)
      expect(statSync(song()).ino).toBe(statSync(other).ino)
      expectNothingLeft(['other.mp3', 'song.mp3'])
    }
  })

  it('replaces a file whole when sound lies between the changes', () => {
    const around: SavePlan = {
      size: original.length,
      splices: [
        { at: 10, remove: 1, insert: bytes(9) },
        { at: 9000, remove: 1, insert: bytes(9) },
      ],
      audio: [{ start: 6000, end: 8000 }],
    }
    expect(saveSong(around).route).toBe('whole-file')
    expectNothingLeft()
  })

  it('notices a file that changes while its journal is being written', () => {
    let flushed = false
    const meddled: FileSystem = {
      ...diskFiles,
      flush: (fd) => {
        diskFiles.flush(fd)
        if (!flushed)
          writeFileSync(
            song(),
            original.map((byte) => byte ^ 1),
          )
        flushed = true
      },
    }
    const expected = readStamp(song())
    expect(() => save(song(), small, expected, meddled, { journal: journal() })).toThrow(FileChangedError)
    expect(
      same(
        onDisk(song()),
        original.map((byte) => byte ^ 1),
      ),
    ).toBe(true)
    expectNothingLeft()
  })

  it('keeps two processes from saving the same file at once', () => {
    const key = `${statSync(song()).dev}-${statSync(song()).ino}`
    mkdirSync(journal(), { recursive: true })
    const release = lock(journal(), key, { path: song(), temporary: '' }, diskFiles)
    const impatient: FileSystem = { ...diskFiles, pause: () => undefined }
    expect(() => save(song(), small, readStamp(song()), impatient, { journal: journal() })).toThrow(
      BeingSavedError,
    )
    expect(same(onDisk(song()), original)).toBe(true)
    release()
    saveSong(small)
    expectNothingLeft()
  })
})

describe('what cannot be saved', () => {
  it('is told apart: a folder, a file that nobody may replace, a folder that is gone', () => {
    expect(() => save(folder, plan, undefined)).toThrow(NotRegularError)
    const stamp = readStamp(path)
    const locked: FileSystem = { ...diskFiles, mayWrite: refuse(folder, 'EACCES') }
    expect(problemOfSave(plan, locked)?.code).toBe('file.folderNotWritable')
    const busy: FileSystem = {
      ...diskFiles,
      pause: () => undefined,
      rename: () => {
        throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' })
      },
    }
    expect(() => save(path, plan, stamp, busy)).toThrow(FileInUseError)
    expect(readdirSync(folder)).toEqual(['song.mp3'])
    expect(() => save(join(folder, 'gone', 'song.mp3'), plan, stamp)).toThrow(VolumeGoneError)
  })

  it('on Windows is tried again while another program holds the file', () => {
    let attempts = 0
    let waits = 0
    const held: FileSystem = {
      ...diskFiles,
      pause: () => waits++,
      rename: () => {
        if (++attempts < 4) throw Object.assign(new Error('EPERM'), { code: 'EPERM' })
      },
    }
    replace('a', 'b', 'b', held, 'win32')
    expect([attempts, waits]).toEqual([4, 3])
  })

  it('says what of a file could not be kept', () => {
    const poor: FileSystem = {
      ...diskFiles,
      copyAttributes: () => false,
      changeOwner: () => {
        throw Object.assign(new Error('EPERM'), { code: 'EPERM' })
      },
      statOpen: (fd) => {
        const stat = diskFiles.statOpen(fd)
        return Object.assign(Object.create(stat as object), {
          uid: stat.size === BigInt(original.length) ? 7n : 8n,
        })
      },
    }
    expect(save(path, plan, undefined, poor)).toEqual({
      route: 'whole-file',
      unkept: ['owner', 'attributes'],
    })
  })
})

const refuse = (what: string, code: string) => (asked: string) => {
  if (asked === what) throw Object.assign(new Error(code), { code })
}

/** Root may mount: a real small disk, filled up. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0

describe.skipIf(!canMount)('a real disk that is full', () => {
  let disk = ''
  beforeEach(() => {
    disk = join(folder, 'disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tagwright-test', disk])
  })
  afterEach(() => {
    execFileSync('umount', [disk])
  })

  const song = () => join(disk, 'song.mp3')
  const content = original.slice(0, 300_000)
  const growing: SavePlan = {
    size: content.length,
    splices: [{ at: 10, remove: 0, insert: new Uint8Array(50_000).fill(5) }],
    audio: [],
  }
  const sameLength: SavePlan = {
    size: content.length,
    splices: [{ at: 10, remove: 9000, insert: new Uint8Array(9000).fill(5) }],
    audio: [],
  }
  /** Leaves so many bytes free. */
  const fill = (free: number) => {
    const { bavail, bsize } = statfsSync(disk)
    writeFileSync(join(disk, 'filling'), new Uint8Array(Math.max(0, bavail * bsize - free)))
  }
  /** Believes that there is room, so that the disk fills up in mid-write. */
  const hopeful: FileSystem = { ...diskFiles, freeBytes: () => 1e9 }

  it('is noticed before, and the error names the volume and the space needed', () => {
    writeFileSync(song(), content)
    fill(100_000)
    try {
      save(song(), growing, undefined, diskFiles, { journal: join(folder, 'journal') })
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(DiskFullError)
      expect(error).toMatchObject({ volume: disk })
      expect((error as DiskFullError).needBytes).toBeGreaterThan(250_000)
    }
    expect(same(onDisk(song()), content)).toBe(true)
  })

  it('is noticed before in place, too, where the journal has no room', () => {
    const elsewhere = join(folder, 'song.mp3')
    writeFileSync(elsewhere, content)
    fill(50_000)
    try {
      save(elsewhere, sameLength, undefined, diskFiles, { journal: join(disk, 'journal') })
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(DiskFullError)
      expect(error).toMatchObject({ volume: disk })
    }
    expect(same(onDisk(elsewhere), content)).toBe(true)
  })

  it.each([0, 4096, 20_480, 102_400, 299_008, 339_968])(
    'in mid-write, with %i bytes free, harms nothing',
    (free) => {
      writeFileSync(song(), content)
      fill(free)
      for (const journal of [join(folder, 'journal'), join(disk, 'journal')]) {
        for (const made of [growing, sameLength]) {
          const before = onDisk(song())
          try {
            save(song(), made, undefined, hopeful, { journal })
            expect(same(onDisk(song()), applyPlan(before, made))).toBe(true)
            writeFileSync(song(), content)
          } catch (error) {
            expect(error).toBeInstanceOf(DiskFullError)
            expect(error).toMatchObject({ volume: disk })
            expect((error as DiskFullError).needBytes).toBeGreaterThan(0)
            expect(same(onDisk(song()), before), String(error)).toBe(true)
          }
          expect(readdirSync(disk).filter((name) => name.startsWith('.tagwright'))).toEqual([])
        }
      }
    },
  )
})
