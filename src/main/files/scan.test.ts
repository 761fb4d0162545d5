import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Found, walk } from './scan'

let root = ''
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'tagwright-scan-')))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const file = (name: string) => {
  const path = join(root, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, '')
  return path
}

async function found(paths: readonly string[], signal = new AbortController().signal): Promise<Found[]> {
  const all: Found[] = []
  for await (const one of walk(paths, { signal })) all.push(one)
  return all
}

/** Paths below the root, refused ones with their code. */
const names = (all: readonly Found[]) =>
  all.map((one) =>
    one.kind === 'file'
      ? one.path.slice(root.length + 1)
      : `${one.problem.code} ${one.file.slice(root.length + 1)}`,
  )

const needsLinks = process.platform === 'win32'

describe('walking a folder', () => {
  it('finds music in every folder below, in the order a person expects', async () => {
    for (const name of [
      '10 b.mp3',
      '2 a.mp3',
      'Z.FLAC',
      'cover.jpg',
      'notes.txt',
      'CD 10/1.ogg',
      'CD 2/1.opus',
      'CD 2/x/1.wav',
    ]) {
      file(name)
    }
    expect(names(await found([root]))).toEqual([
      '2 a.mp3',
      '10 b.mp3',
      'Z.FLAC',
      'CD 2/1.opus',
      'CD 2/x/1.wav',
      'CD 10/1.ogg',
    ])
  })

  it('lists the formats that are only read, and no leftovers of others', async () => {
    for (const name of [
      'a.wma',
      'b.ape',
      'c.aiff',
      '._d.mp3',
      '.tagwright-0123456789abcdef.tmp',
      'e.mp3.part',
    ])
      file(name)
    expect(names(await found([root]))).toEqual(['a.wma', 'b.ape', 'c.aiff'])
  })

  it.skipIf(needsLinks)('survives links that lead in circles, and visits each folder once', async () => {
    file('a/1.mp3')
    symlinkSync(root, join(root, 'a/loop'))
    symlinkSync(join(root, 'a'), join(root, 'again'))
    symlinkSync('self.mp3', join(root, 'self.mp3'))
    expect(names(await found([root]))).toEqual(['file.notFound self.mp3', 'a/1.mp3'])
  })

  it.skipIf(needsLinks)('answers the real path of a link to a file', async () => {
    file('real/1.mp3')
    mkdirSync(join(root, 'links'))
    symlinkSync(join(root, 'real/1.mp3'), join(root, 'links/other name.mp3'))
    expect(names(await found([join(root, 'links')]))).toEqual(['real/1.mp3'])
  })

  it.skipIf(needsLinks)('reports links that lead nowhere when they are named like music', async () => {
    symlinkSync(join(root, 'gone'), join(root, 'gone.mp3'))
    symlinkSync(join(root, 'gone'), join(root, 'gone.txt'))
    expect(names(await found([root]))).toEqual(['file.notFound gone.mp3'])
  })

  it.skipIf(process.platform === 'win32')('passes over a FIFO without opening it', async () => {
    file('a.mp3')
    execFileSync('mkfifo', [join(root, 'fifo.mp3')])
    expect(names(await found([root]))).toEqual(['a.mp3'])
    expect(names(await found([join(root, 'fifo.mp3')]))).toEqual(['file.notRegular fifo.mp3'])
  })

  it.skipIf(process.platform !== 'linux')('reports names that are not text', async () => {
    const name = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x61, 0xff, 0x2e]), Buffer.from('mp3')])
    writeFileSync(name, '')
    expect(names(await found([root]))).toEqual(['file.nameNotUtf8 a\\xff.mp3'])
  })

  it('takes a folder that is named like a file for a folder', async () => {
    file('x.mp3/1.mp3')
    expect(names(await found([root]))).toEqual(['x.mp3/1.mp3'])
  })

  it('ends when it is told to', async () => {
    for (let index = 0; index < 20; index++) file(`${index}.mp3`)
    const controller = new AbortController()
    const seen: Found[] = []
    for await (const one of walk([root], { signal: controller.signal })) {
      seen.push(one)
      if (seen.length === 3) controller.abort()
    }
    expect(seen).toHaveLength(3)
    expect(await found([root], controller.signal)).toEqual([])
  })
})

describe('what was chosen by itself', () => {
  it('is looked at whatever its extension', async () => {
    const path = file('music.dat')
    expect(names(await found([path]))).toEqual(['music.dat'])
  })

  it('is reported when it is not there', async () => {
    expect(names(await found([join(root, 'gone.mp3')]))).toEqual(['file.notFound gone.mp3'])
  })
})
