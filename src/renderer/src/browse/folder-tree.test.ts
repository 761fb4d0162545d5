import { describe, expect, it } from 'vitest'
import { editorWith, track } from '../testing/track'
import { folderLines, folderTree } from './folder-tree'

function treeOf(...folders: string[]) {
  const tracks = folders.map((folder, index) => track(String(index), {}, { folder }))
  return folderTree(editorWith(...tracks).getState())
}

describe('the folder tree', () => {
  it('begins at the deepest folder that holds everything, and counts what lies below', () => {
    const [top, ...others] = treeOf('/home/me/Music/B', '/home/me/Music/A', '/home/me/Music/A/Disc 1')
    expect(others).toEqual([])
    expect(top).toMatchObject({ name: 'Music', path: '/home/me/Music', count: 3 })
    expect(top?.children.map(({ name, count }) => [name, count])).toEqual([
      ['A', 2],
      ['B', 1],
    ])
  })

  it('leaves out folders that only lead on', () => {
    const [top] = treeOf('/m/a/x/y', '/m/b')
    expect(top?.children.map(({ path }) => path)).toEqual(['/m/b', '/m/a/x/y'])
  })

  it('has several tops where nothing holds them all', () => {
    expect(treeOf('C:\\Music', 'D:\\More').map(({ name }) => name)).toEqual(['More', 'Music'])
    expect(treeOf()).toEqual([])
  })

  it('is open at the top and closed below, until it is turned', () => {
    const tree = treeOf('/m/a', '/m/a/1', '/m/b')
    const names = (turned: string[]) => folderLines(tree, new Set(turned)).map(({ folder }) => folder.name)
    expect(names([])).toEqual(['m', 'a', 'b'])
    expect(names(['/m/a'])).toEqual(['m', 'a', '1', 'b'])
    expect(names(['/m'])).toEqual(['m'])
  })
})
