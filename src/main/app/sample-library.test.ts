import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rememberingLog } from '../ipc/testing/log'
import { createSampleLibrary } from './sample-library'

let root: string
let from: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tagwright-sample-'))
  from = join(root, 'resources')
  mkdirSync(join(from, 'Album', 'CD 1'), { recursive: true })
  mkdirSync(join(from, 'catalogue'))
  writeFileSync(join(from, 'Album', 'CD 1', '01.mp3'), 'music', { mode: 0o444 })
  writeFileSync(join(from, 'manifest.json'), '{}')
  writeFileSync(join(from, 'catalogue', 'releases.json'), '[]')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const sample = (...places: string[]) => createSampleLibrary({ from, places, log: rememberingLog() })

describe('the sample library', () => {
  it('is copied without what is not music, and may be written to', async () => {
    const folder = await sample(join(root, 'Music')).provide()
    expect(folder).toBe(join(root, 'Music', 'Tagwright sample'))
    expect(readdirSync(folder)).toEqual(['Album'])
    expect(statSync(join(folder, 'Album', 'CD 1', '01.mp3')).mode & 0o200).toBe(0o200)
    expect(readdirSync(join(root, 'Music'))).toEqual(['Tagwright sample'])
  })

  it('keeps what was edited in it', async () => {
    const song = join(await sample(root).provide(), 'Album', 'CD 1', '01.mp3')
    writeFileSync(song, 'edited')
    await sample(root).provide()
    expect(readFileSync(song, 'utf8')).toBe('edited')
  })

  it('goes to the next place when the first cannot be written to', async () => {
    const blocked = join(root, 'a-file')
    writeFileSync(blocked, '')
    const folder = await sample(blocked, join(root, 'Documents')).provide()
    expect(folder).toBe(join(root, 'Documents', 'Tagwright sample'))
  })

  it('leaves nothing half-copied behind', async () => {
    rmSync(from, { recursive: true })
    await expect(sample(join(root, 'Music')).provide()).rejects.toThrow()
    expect(existsSync(join(root, 'Music', 'Tagwright sample'))).toBe(false)
    expect(readdirSync(join(root, 'Music'))).toEqual([])
  })

  it('is copied once when asked for twice at the same time', async () => {
    const library = sample(root)
    const folders = await Promise.all([library.provide(), library.provide()])
    expect(new Set(folders).size).toBe(1)
  })
})
