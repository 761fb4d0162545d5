import { dirname, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { companionsOf } from './companions'

/** What goes along, in a world of these files. */
function along(files: readonly string[], moves: Readonly<Record<string, string>>): Record<string, string> {
  const namesIn = (folder: string) =>
    files.filter((path) => dirname(path) === folder).map((path) => posix.basename(path))
  const moved = Object.entries(moves).map(([from, to]) => ({ from, to }))
  return Object.fromEntries(companionsOf(moved, namesIn).map(({ from, to }) => [from, to]))
}

describe('what goes along with a file', () => {
  it('bears its name, whatever its case, and gets the new one', () => {
    const beside = [
      '01 Ebb.flac',
      '01 Ebb.lrc',
      '01 ebb.CUE',
      '01 Ebb.log',
      '01 Ebb.txt',
      '01 Ebb.jpg',
      '02.lrc',
    ]
    expect(
      along(
        beside.map((name) => `/a/${name}`),
        { '/a/01 Ebb.flac': '/a/Ebb.flac' },
      ),
    ).toEqual({
      '/a/01 Ebb.lrc': '/a/Ebb.lrc',
      '/a/01 ebb.CUE': '/a/Ebb.CUE',
      '/a/01 Ebb.log': '/a/Ebb.log',
      '/a/01 Ebb.txt': '/a/Ebb.txt',
    })
  })

  it('stays where it cannot be told whose it is', () => {
    expect(along(['/a/x.flac', '/a/x.mp3', '/a/x.lrc'], { '/a/x.flac': '/a/y.flac' })).toEqual({})
  })

  it('stays where another file has the name that it would get', () => {
    const files = ['/a/x.flac', '/a/x.lrc', '/a/x.txt', '/a/Y.LRC']
    expect(along(files, { '/a/x.flac': '/a/y.flac' })).toEqual({ '/a/x.txt': '/a/y.txt' })
  })

  it('changes places with its like, and stays when that one stays', () => {
    const files = ['/a/1.flac', '/a/1.lrc', '/a/2.flac', '/a/2.lrc']
    expect(along(files, { '/a/1.flac': '/a/2.flac', '/a/2.flac': '/a/1.flac' })).toEqual({
      '/a/1.lrc': '/a/2.lrc',
      '/a/2.lrc': '/a/1.lrc',
    })
    const blocked = { '/a/1.flac': '/a/2.flac', '/a/2.flac': '/a/3.flac' }
    expect(along([...files, '/a/3.lrc'], blocked)).toEqual({})
  })
})

describe('pictures of a folder', () => {
  const files = ['/a/1.flac', '/a/2.flac', '/a/Cover.JPG', '/a/folder.png', '/a/scan 1.jpg']

  it('go where all its music goes', () => {
    expect(along(files, { '/a/1.flac': '/b/1.flac', '/a/2.flac': '/b/2.flac' })).toEqual({
      '/a/Cover.JPG': '/b/Cover.JPG',
      '/a/folder.png': '/b/folder.png',
    })
    expect(along([...files, '/b/cover.jpg'], { '/a/1.flac': '/b/1', '/a/2.flac': '/b/2' })).toEqual({
      '/a/folder.png': '/b/folder.png',
    })
  })

  it.each([
    ['some music stays', { '/a/1.flac': '/b/1.flac' }],
    ['the music parts', { '/a/1.flac': '/b/1.flac', '/a/2.flac': '/c/2.flac' }],
    ['the music only gets other names', { '/a/1.flac': '/a/x.flac', '/a/2.flac': '/a/y.flac' }],
  ])('stay where %s', (_, moves) => {
    expect(along(files, moves)).toEqual({})
  })
})
