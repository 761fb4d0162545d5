import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NameTakenError, VolumeGoneError } from './errors'
import { diskFiles, type FileSystem } from './file-system'
import { writeNewFile } from './write-new'

let root = ''
let folder = ''
let journal = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tagwright-new-'))
  folder = join(root, 'album')
  journal = join(root, 'journal')
  mkdirSync(folder)
})
afterEach(() => {
  chmodSync(folder, 0o755)
  rmSync(root, { recursive: true, force: true })
})

const bytes = new TextEncoder().encode('a picture')
const write = (name: string, files?: FileSystem) =>
  writeNewFile(join(folder, name), bytes, { journal }, files)

describe('writing a new file', () => {
  it('leaves the file, whole, and nothing beside it', () => {
    write('cover.jpg')
    expect(readFileSync(join(folder, 'cover.jpg'))).toEqual(Buffer.from(bytes))
    expect(readdirSync(folder)).toEqual(['cover.jpg'])
    expect(readdirSync(journal).filter((name) => name.endsWith('.lock'))).toEqual([])
  })

  it.each(['cover.jpg', 'Cover.JPG'])('never writes over %s', (there) => {
    writeFileSync(join(folder, there), 'mine')
    expect(() => write('cover.jpg')).toThrow(NameTakenError)
    expect(readFileSync(join(folder, there), 'utf8')).toBe('mine')
    expect(readdirSync(folder)).toEqual([there])
  })

  it('never writes over a file that comes at the last moment', () => {
    const files: FileSystem = {
      ...diskFiles,
      link: (from, to) => {
        if (to.endsWith('cover.jpg')) writeFileSync(to, 'mine')
        diskFiles.link(from, to)
      },
    }
    expect(() => write('cover.jpg', files)).toThrow(NameTakenError)
    expect(readFileSync(join(folder, 'cover.jpg'), 'utf8')).toBe('mine')
    expect(readdirSync(folder)).toEqual(['cover.jpg'])
  })

  it('writes where a volume knows no links', () => {
    const files: FileSystem = {
      ...diskFiles,
      link: (from, to) => {
        if (to.endsWith('cover.jpg')) throw Object.assign(new Error('no links'), { code: 'EPERM' })
        diskFiles.link(from, to)
      },
    }
    write('cover.jpg', files)
    expect(readFileSync(join(folder, 'cover.jpg'))).toEqual(Buffer.from(bytes))
    expect(readdirSync(folder)).toEqual(['cover.jpg'])
  })

  it.each(['open', 'write', 'flush', 'close'] as const)('leaves nothing when %s fails', (call) => {
    let armed = false
    const files = { ...diskFiles }
    const real = diskFiles[call] as (...args: unknown[]) => unknown
    Object.assign(files, {
      mayWrite: (path: string) => {
        armed = true
        diskFiles.mayWrite(path)
      },
      [call]: (...args: unknown[]) => {
        if (!armed) return real(...args)
        armed = false
        if (call === 'close') real(...args)
        throw Object.assign(new Error('broken'), { code: 'EIO' })
      },
    })
    expect(() => write('cover.jpg', files)).toThrow('broken')
    expect(readdirSync(folder)).toEqual([])
  })

  it('says that the folder is gone', () => {
    rmSync(folder, { recursive: true })
    try {
      expect(() => write('cover.jpg')).toThrow(VolumeGoneError)
      expect(existsSync(folder)).toBe(false)
    } finally {
      mkdirSync(folder)
    }
  })
})
