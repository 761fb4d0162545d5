import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyPlan, type SavePlan } from '../../shared/model'
import { saveProblem } from './errors'
import { diskFiles, type FileSystem } from './file-system'
import { save } from './save'
import { readStamp } from './stamp'

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

  it('refuses a file that has other names, which would keep the old version', () => {
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

/** The same files, but call number `failAt` fails; counts the calls. */
function failing(failAt: number, code: string, from = false) {
  let calls = 0
  let failedIn = ''
  const files = Object.fromEntries(
    Object.entries(diskFiles).map(([name, call]) => [
      name,
      (...args: readonly unknown[]) => {
        calls++
        if (calls === failAt || (from && calls > failAt)) {
          failedIn ||= name
          // What fails to close is closed all the same.
          if (name === 'close') (call as (fd: unknown) => void)(args[0])
          throw Object.assign(new Error(code), { code })
        }
        return (call as (...values: readonly unknown[]) => unknown)(...args)
      },
    ]),
  ) as unknown as FileSystem
  return { files, calls: () => calls, failedIn: () => failedIn }
}

describe('whatever call fails', () => {
  const count = () => {
    const counter = failing(0, 'EIO')
    save(path, plan, readStamp(path), counter.files)
    writeFileSync(path, original)
    return counter.calls()
  }

  it.each(['EIO', 'ENOSPC', 'EACCES', 'EROFS', 'EDQUOT'])(
    'with %s, the file is the old version or the new one, and no temporary is left',
    (code) => {
      const calls = count()
      expect(calls).toBeGreaterThan(15)
      for (let failAt = 1; failAt <= calls; failAt++) {
        writeFileSync(path, original)
        const { files, failedIn } = failing(failAt, code)
        let thrown = false
        try {
          save(path, plan, readStamp(path), files)
        } catch (error) {
          thrown = true
          expect(saveProblem(error, path).params['file']).toBe('song.mp3')
        }
        const now = onDisk()
        const isOld = same(now, original)
        expect(isOld || same(now, result), `call ${failAt}, ${failedIn()}`).toBe(true)
        // Success is only claimed for the new version.
        if (!thrown) expect(isOld, `call ${failAt}, ${failedIn()}`).toBe(false)
        expect(readdirSync(folder), `call ${failAt}, ${failedIn()}`).toEqual(['song.mp3'])
      }
    },
    60_000,
  )
})
