import * as node from 'node:fs'
import { copyAttributes } from './attributes'
import { isRunning, isRunningWithout, type ProcessMark, thisProcess } from './process-mark'

/** What a save asks of a file's state; Node's `BigIntStats` has it all. Times are nanoseconds. */
export interface FileStat {
  readonly size: bigint
  readonly dev: bigint
  readonly ino: bigint
  readonly nlink: bigint
  readonly mode: bigint
  readonly uid: bigint
  readonly gid: bigint
  readonly atimeNs: bigint
  readonly mtimeNs: bigint
  isFile(): boolean
}

/**
 * What saving and recovering need of the file system and the machine. Injected, so that tests can make any call
 * fail, cut the power between two of them, or run two processes. Every call throws as Node's own does. Long paths
 * on Windows need nothing here: Node puts the `\\?\` prefix before them itself.
 */
export interface FileSystem {
  /** All links resolved, in the spelling of the disk: putting a file there keeps its upper and lower case. */
  realpath(path: string): string
  open(path: string, flags: number, mode?: number): number
  close(fd: number): void
  read(fd: number, into: Uint8Array, at: number): number
  /** May write fewer bytes than given: a full disk answers so before it answers with an error. */
  write(fd: number, bytes: Uint8Array, at: number): number
  truncate(fd: number, sizeBytes: number): void
  flush(fd: number): void
  stat(path: string): FileStat
  statOpen(fd: number): FileStat
  mayWrite(path: string): void
  changeOwner(fd: number, uid: number, gid: number): void
  changeMode(fd: number, mode: number): void
  changeTimes(fd: number, accessedNs: bigint, modifiedNs: bigint): void
  /** Extended attributes and access control lists. Answers whether all that there are were kept. */
  copyAttributes(from: string, to: string): boolean
  /** Puts `from` in the place of `to`, which may exist, in one step. */
  rename(from: string, to: string): void
  /** Gives the file `from` a second name, which must be free. Not every volume can. */
  link(from: string, to: string): void
  remove(path: string): void
  /** Names in a folder, in no order. */
  list(folder: string): string[]
  /** Makes a folder that only this user may enter, with its parents. It may exist. */
  makeFolder(path: string): void
  /** Makes a folder as any program would. Its parent is there, and it is not. */
  addFolder(path: string): void
  /** Only an empty one goes. */
  removeFolder(path: string): void
  /** Bytes that an ordinary program may still write to the volume of `path`. */
  freeBytes(path: string): number
  pause(delayMs: number): void
  thisProcess(): ProcessMark
  isRunning(mark: ProcessMark): boolean
}

const seconds = (ns: bigint): number => Number(ns / 1000n) / 1e6

export const diskFiles: FileSystem = {
  realpath: (path) => node.realpathSync.native(path),
  open: (path, flags, mode) => node.openSync(path, flags, mode),
  close: (fd) => node.closeSync(fd),
  read: (fd, into, at) => node.readSync(fd, into, 0, into.length, at),
  write: (fd, bytes, at) => node.writeSync(fd, bytes, 0, bytes.length, at),
  truncate: (fd, sizeBytes) => node.ftruncateSync(fd, sizeBytes),
  flush: (fd) => node.fsyncSync(fd),
  stat: (path) => node.statSync(path, { bigint: true }),
  statOpen: (fd) => node.fstatSync(fd, { bigint: true }),
  mayWrite: (path) => node.accessSync(path, node.constants.W_OK),
  changeOwner: (fd, uid, gid) => node.fchownSync(fd, uid, gid),
  changeMode: (fd, mode) => node.fchmodSync(fd, mode),
  changeTimes: (fd, accessedNs, modifiedNs) => node.futimesSync(fd, seconds(accessedNs), seconds(modifiedNs)),
  copyAttributes: (from, to) => copyAttributes(from, to),
  rename: (from, to) => node.renameSync(from, to),
  link: (from, to) => node.linkSync(from, to),
  remove: (path) => node.unlinkSync(path),
  list: (folder) => node.readdirSync(folder),
  makeFolder: (path) => {
    node.mkdirSync(path, { recursive: true, mode: 0o700 })
  },
  addFolder: (path) => node.mkdirSync(path),
  removeFolder: (path) => node.rmdirSync(path),
  freeBytes: (path) => {
    const { bavail, bsize } = node.statfsSync(path)
    return bavail * bsize
  },
  pause: (delayMs) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, delayMs)
  },
  thisProcess,
  isRunning: (mark) => isRunning(mark),
}

/** The same, once these threads of our process have ended: what they were busy with is nobody's any more. */
export const diskFilesWithout = (ended: ReadonlySet<number>): FileSystem => ({
  ...diskFiles,
  isRunning: isRunningWithout(ended),
})
