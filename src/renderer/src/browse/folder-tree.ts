import type { TrackId } from '../../../shared/model'
import { sortKey, type Tracks } from '../editor'

/** A folder that holds music, or that several such folders lie in. */
export interface Folder {
  readonly path: string
  readonly name: string
  /** Files in it and below it. */
  readonly count: number
  readonly children: readonly Folder[]
}

interface Growing {
  path: string
  name: string
  own: number
  children: Map<string, Growing>
}

const separatorOf = (folder: string): string => (folder.includes('\\') && !folder.includes('/') ? '\\' : '/')

const total = ({ own, children }: Growing): number =>
  [...children.values()].reduce((sum, child) => sum + total(child), own)

/** A folder that only leads on to one other is left out: it has nothing to choose. */
function settled(node: Growing): Folder {
  const [only] = node.children.values()
  if (node.own === 0 && node.children.size === 1 && only !== undefined) return settled(only)
  return {
    path: node.path,
    name: node.name,
    count: total(node),
    children: [...node.children.values()]
      .map(settled)
      .map((folder) => ({ folder, key: sortKey(folder.name) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ folder }) => folder),
  }
}

/** The folders of all listed tracks, from the deepest one that holds them all. */
export function folderTree({ tracks, order }: Pick<Tracks, 'tracks' | 'order'>): readonly Folder[] {
  const counts = new Map<string, number>()
  for (const id of order satisfies readonly TrackId[]) {
    const folder = tracks.get(id)?.folder
    if (folder !== undefined) counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  const root: Growing = { path: '', name: '', own: 0, children: new Map() }
  for (const [folder, own] of counts) {
    const separator = separatorOf(folder)
    let node = root
    let path = ''
    for (const [index, name] of folder.split(separator).entries()) {
      path = index === 0 ? name : `${path}${separator}${name}`
      if (name === '') continue
      let child = node.children.get(name)
      if (child === undefined) {
        child = { path, name, own: 0, children: new Map() }
        node.children.set(name, child)
      }
      node = child
    }
    node.own += own
  }
  if (root.children.size === 0) return []
  const top = settled(root)
  return top.path === '' ? top.children : [top]
}

/** A line of the tree as it is shown. */
export interface FolderLine {
  readonly folder: Folder
  readonly level: number
  readonly expanded: boolean | undefined
  readonly parent: string | undefined
}

/** The lines in sight. Top folders are open unless they were closed, the others the other way round. */
export function folderLines(
  folders: readonly Folder[],
  turned: ReadonlySet<string>,
  level = 1,
  parent?: string,
): FolderLine[] {
  return folders.flatMap((folder) => {
    const expanded = folder.children.length === 0 ? undefined : (level === 1) !== turned.has(folder.path)
    const line = { folder, level, expanded, parent }
    return expanded ? [line, ...folderLines(folder.children, turned, level + 1, folder.path)] : [line]
  })
}
