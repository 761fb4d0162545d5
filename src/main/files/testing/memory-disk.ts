import { constants } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { FileStat, FileSystem } from '../file-system'

/** What happened to the disk, in order: what a power cut may keep or lose. */
export type DiskEvent =
  | { readonly kind: 'write'; readonly inode: number; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly inode: number; readonly size: number }
  /** Names set or taken away in one step; `newFolder`: what gets the name is a folder that comes with it. */
  | {
      readonly kind: 'names'
      readonly inode: number
      readonly set: readonly (readonly [string, number | null])[]
      readonly newFolder?: true
    }
  | { readonly kind: 'times'; readonly inode: number; readonly modifiedNs: bigint }
  | { readonly kind: 'flush'; readonly inode: number }

export interface FileNode {
  readonly kind: 'file'
  data: Uint8Array
  mode: number
  owner: number
  modifiedNs: bigint
  attributes: string
}
export interface FolderNode {
  readonly kind: 'folder'
  readonly names: Map<string, number>
}
export interface LinkNode {
  readonly kind: 'link'
  readonly to: string
}
export type Node = FileNode | FolderNode | LinkNode

/** A disk in memory with inodes, folders, links of both kinds, and a log. Paths are POSIX. */
export interface MemoryDisk {
  readonly nodes: Map<number, Node>
  readonly log: DiskEvent[]
  readonly running: Set<number>
  /** Folders that are volumes of their own, beside the one of the root. */
  readonly volumes: readonly string[]
  freeBytes: number
  nextInode: number
  nowNs: bigint
}

const rootInode = 1

export function createDisk(volumes: readonly string[] = []): MemoryDisk {
  return {
    nodes: new Map([[rootInode, { kind: 'folder', names: new Map() }]]),
    log: [],
    running: new Set(),
    volumes,
    freeBytes: 1e9,
    nextInode: 2,
    nowNs: 1_700_000_000_000_000_000n,
  }
}

/** The same disk once more, with an empty log and nothing running. */
export function copyDisk(disk: MemoryDisk): MemoryDisk {
  const nodes = new Map<number, Node>()
  for (const [inode, node] of disk.nodes) nodes.set(inode, copyNode(node))
  return { ...disk, nodes, log: [], running: new Set() }
}

function copyNode(node: Node): Node {
  if (node.kind === 'file') return { ...node, data: node.data.slice() }
  return node.kind === 'folder' ? { ...node, names: new Map(node.names) } : node
}

export function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}

const blankFile = (mode = 0o644): FileNode => ({
  kind: 'file',
  data: new Uint8Array(0),
  mode,
  owner: 1000,
  modifiedNs: 0n,
  attributes: '',
})

/** Does to the nodes what the event says; a name that leads to an inode never written to finds an empty file. */
export function applyEvent(nodes: Map<number, Node>, event: DiskEvent): void {
  if (event.kind === 'flush') return
  const node = nodes.get(event.inode) ?? blankFile()
  nodes.set(event.inode, node)
  if (event.kind === 'times') {
    if (node.kind === 'file') node.modifiedNs = event.modifiedNs
    return
  }
  if (event.kind === 'names') {
    if (node.kind !== 'folder') return
    for (const [name, inode] of event.set) {
      if (inode === null) node.names.delete(name)
      else node.names.set(name, inode)
      if (inode !== null && !nodes.has(inode)) {
        nodes.set(inode, event.newFolder ? { kind: 'folder', names: new Map() } : blankFile())
      }
    }
    return
  }
  if (node.kind !== 'file') return
  if (event.kind === 'truncate') node.data = resized(node.data, event.size)
  else {
    const end = event.at + event.bytes.length
    if (end > node.data.length) node.data = resized(node.data, end)
    node.data.set(event.bytes, event.at)
  }
}

function resized(data: Uint8Array, size: number): Uint8Array {
  const result = new Uint8Array(size)
  result.set(data.subarray(0, size))
  return result
}

/** Puts something on the disk before a test begins: not in the log, so it has always been there. */
export function place(disk: MemoryDisk, path: string, node: Node | number): number {
  const parent = folderAt(disk, dirname(path), true)
  const inode = typeof node === 'number' ? node : disk.nextInode++
  if (typeof node !== 'number') disk.nodes.set(inode, node)
  parent.names.set(basename(path), inode)
  return inode
}

export const placeFile = (disk: MemoryDisk, path: string, data: Uint8Array): number =>
  place(disk, path, { ...blankFile(), data: data.slice(), modifiedNs: disk.nowNs })

function folderAt(disk: MemoryDisk, path: string, make = false): FolderNode {
  if (path === '/') return disk.nodes.get(rootInode) as FolderNode
  const inode = inodeAt(disk, path)
  if (inode === undefined && make) {
    folderAt(disk, dirname(path), true)
    place(disk, path, { kind: 'folder', names: new Map() })
    return folderAt(disk, path)
  }
  const node = inode === undefined ? undefined : disk.nodes.get(inode)
  if (node === undefined) throw failure('ENOENT')
  if (node.kind === 'link') return folderAt(disk, node.to)
  if (node.kind === 'file') throw failure('ENOTDIR')
  return node
}

/** Without following a link at the end. */
export function inodeAt(disk: MemoryDisk, path: string): number | undefined {
  if (path === '/') return rootInode
  try {
    return folderAt(disk, dirname(path)).names.get(basename(path))
  } catch {
    return undefined
  }
}

export function namesIn(disk: MemoryDisk, folder: string): string[] {
  return [...folderAt(disk, folder).names.keys()].sort()
}

export function contentOf(disk: MemoryDisk, path: string): Uint8Array {
  const node = disk.nodes.get(inodeOf(disk, path))
  if (node?.kind !== 'file') throw failure('EISDIR')
  return node.data
}

/** With links followed. */
function inodeOf(disk: MemoryDisk, path: string): number {
  const inode = inodeAt(disk, path)
  const node = inode === undefined ? undefined : disk.nodes.get(inode)
  if (inode === undefined || node === undefined) throw failure('ENOENT')
  return node.kind === 'link' ? inodeOf(disk, node.to) : inode
}

/** What a process with this number sees of the disk. It runs until it is taken out of `running`. */
export function filesOf(disk: MemoryDisk, pid: number): FileSystem {
  const open = new Map<number, number>()
  /** Of every file that was opened, the volume that it lies on. */
  const volumes = new Map<number, bigint>()
  let nextFd = 3
  disk.running.add(pid)

  const happen = (event: DiskEvent): void => {
    applyEvent(disk.nodes, event)
    disk.log.push(event)
    const node = disk.nodes.get(event.inode)
    if (node?.kind === 'file' && (event.kind === 'write' || event.kind === 'truncate'))
      node.modifiedNs = disk.nowNs += 1_000_000n
  }
  const opened = (fd: number): number => {
    const inode = open.get(fd)
    if (inode === undefined) throw failure('EBADF')
    return inode
  }
  const fileOf = (fd: number): FileNode => {
    const node = disk.nodes.get(opened(fd))
    if (node?.kind !== 'file') throw failure('EISDIR')
    return node
  }
  const setNames = (
    folder: string,
    set: readonly (readonly [string, number | null])[],
    how: { newFolder?: true } = {},
  ): void => {
    folderAt(disk, folder)
    happen({ kind: 'names', inode: inodeOf(disk, folder), set, ...how })
  }
  const requireOneVolume = (from: string, to: string): void => {
    if (volumeOf(disk, dirname(from)) !== volumeOf(disk, dirname(to))) throw failure('EXDEV')
  }

  return {
    realpath: (path) => {
      const node = disk.nodes.get(inodeAt(disk, path) ?? -1)
      if (node === undefined) throw failure('ENOENT')
      return node.kind === 'link' ? node.to : path
    },
    open: (path, flags, mode) => {
      let inode = inodeAt(disk, path)
      if (inode === undefined) {
        if ((flags & constants.O_CREAT) === 0) throw failure('ENOENT')
        inode = disk.nextInode++
        setNames(dirname(path), [[basename(path), inode]])
        const made = disk.nodes.get(inode)
        if (made?.kind === 'file') made.mode = mode ?? 0o644
      } else if ((flags & constants.O_EXCL) !== 0) throw failure('EEXIST')
      if (disk.nodes.get(inode)?.kind === 'link') {
        if ((flags & constants.O_NOFOLLOW) !== 0) throw failure('ELOOP')
        inode = inodeOf(disk, path)
      }
      if ((flags & constants.O_TRUNC) !== 0) happen({ kind: 'truncate', inode, size: 0 })
      open.set(nextFd, inode)
      volumes.set(inode, volumeOf(disk, path))
      return nextFd++
    },
    close: (fd) => {
      opened(fd)
      open.delete(fd)
    },
    read: (fd, into, at) => {
      const part = fileOf(fd).data.subarray(at, at + into.length)
      into.set(part)
      return part.length
    },
    write: (fd, bytes, at) => {
      happen({ kind: 'write', inode: opened(fd), at, bytes: bytes.slice() })
      return bytes.length
    },
    truncate: (fd, size) => happen({ kind: 'truncate', inode: opened(fd), size }),
    flush: (fd) => happen({ kind: 'flush', inode: opened(fd) }),
    stat: (path) => statOf(disk, inodeOf(disk, path), volumeOf(disk, path)),
    statOpen: (fd) => statOf(disk, opened(fd), volumes.get(opened(fd)) ?? 0n),
    mayWrite: (path) => {
      const node = disk.nodes.get(inodeOf(disk, path))
      if (node?.kind === 'file' && (node.mode & 0o200) === 0) throw failure('EACCES')
    },
    changeOwner: (fd, uid) => {
      fileOf(fd).owner = uid
    },
    changeMode: (fd, mode) => {
      fileOf(fd).mode = mode
    },
    changeTimes: (fd, _accessedNs, modifiedNs) => happen({ kind: 'times', inode: opened(fd), modifiedNs }),
    copyAttributes: (from, to) => {
      const [source, target] = [disk.nodes.get(inodeOf(disk, from)), disk.nodes.get(inodeOf(disk, to))]
      if (source?.kind === 'file' && target?.kind === 'file') target.attributes = source.attributes
      return true
    },
    rename: (from, to) => {
      const inode = inodeAt(disk, from)
      if (inode === undefined) throw failure('ENOENT')
      requireOneVolume(from, to)
      if (dirname(from) !== dirname(to)) {
        setNames(dirname(to), [[basename(to), inode]])
        setNames(dirname(from), [[basename(from), null]])
        return
      }
      setNames(dirname(to), [
        [basename(to), inode],
        [basename(from), null],
      ])
    },
    link: (from, to) => {
      const inode = inodeAt(disk, from)
      if (inode === undefined) throw failure('ENOENT')
      requireOneVolume(from, to)
      if (inodeAt(disk, to) !== undefined) throw failure('EEXIST')
      setNames(dirname(to), [[basename(to), inode]])
    },
    remove: (path) => {
      if (inodeAt(disk, path) === undefined) throw failure('ENOENT')
      setNames(dirname(path), [[basename(path), null]])
    },
    list: (folder) => namesIn(disk, folder),
    makeFolder: (path) => {
      folderAt(disk, path, true)
    },
    addFolder: (path) => {
      if (inodeAt(disk, path) !== undefined) throw failure('EEXIST')
      setNames(dirname(path), [[basename(path), disk.nextInode++]], { newFolder: true })
    },
    removeFolder: (path) => {
      if (inodeAt(disk, path) === undefined) throw failure('ENOENT')
      if (namesIn(disk, path).length > 0) throw failure('ENOTEMPTY')
      setNames(dirname(path), [[basename(path), null]])
    },
    freeBytes: () => disk.freeBytes,
    pause: () => undefined,
    thisProcess: () => ({ pid, host: 'memory', start: String(pid), writtenMs: 0, thread: 0 }),
    isRunning: (mark) => disk.running.has(mark.pid),
  }
}

/** The device number of the volume that a path lies on, or is the root of. */
function volumeOf(disk: MemoryDisk, path: string): bigint {
  const index = disk.volumes.findIndex((volume) => path === volume || path.startsWith(`${volume}/`))
  return BigInt(index + 2)
}

function statOf(disk: MemoryDisk, inode: number, volume: bigint): FileStat {
  const node = disk.nodes.get(inode)
  if (node === undefined) throw failure('ENOENT')
  const file = node.kind === 'file' ? node : undefined
  let names = 0
  for (const one of disk.nodes.values()) {
    if (one.kind === 'folder') for (const to of one.names.values()) if (to === inode) names++
  }
  return {
    size: BigInt(file?.data.length ?? 0),
    dev: volume,
    ino: BigInt(inode),
    nlink: BigInt(names),
    mode: BigInt(file?.mode ?? 0o755),
    uid: BigInt(file?.owner ?? 0),
    gid: BigInt(file?.owner ?? 0),
    atimeNs: file?.modifiedNs ?? 0n,
    mtimeNs: file?.modifiedNs ?? 0n,
    isFile: () => file !== undefined,
  }
}

export const musicFolder = '/music'
export const journalFolder = '/data/journal'
export const song = join(musicFolder, 'song.flac')
