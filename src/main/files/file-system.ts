import * as node from 'node:fs'

/** What a save needs of the file system. Injected, so that tests can make any call fail. */
export interface FileSystem {
  realpath(path: string): string
  /** @throws like Node's `openSync` */
  open(path: string, flags: number, mode?: number): number
  close(fd: number): void
  read(fd: number, into: Uint8Array, at: number): number
  /** May write fewer bytes than given: a full disk answers so before it answers with an error. */
  write(fd: number, bytes: Uint8Array, at: number): number
  flush(fd: number): void
  stat(path: string): node.BigIntStats
  statOpen(fd: number): node.BigIntStats
  mayWrite(path: string): void
  changeOwner(fd: number, uid: number, gid: number): void
  changeMode(fd: number, mode: number): void
  rename(from: string, to: string): void
  remove(path: string): void
  /** Bytes that an ordinary program may still write to the volume of `path`. */
  freeBytes(path: string): number
}

export const diskFiles: FileSystem = {
  realpath: (path) => node.realpathSync(path),
  open: (path, flags, mode) => node.openSync(path, flags, mode),
  close: (fd) => node.closeSync(fd),
  read: (fd, into, at) => node.readSync(fd, into, 0, into.length, at),
  write: (fd, bytes, at) => node.writeSync(fd, bytes, 0, bytes.length, at),
  flush: (fd) => node.fsyncSync(fd),
  stat: (path) => node.statSync(path, { bigint: true }),
  statOpen: (fd) => node.fstatSync(fd, { bigint: true }),
  mayWrite: (path) => node.accessSync(path, node.constants.W_OK),
  changeOwner: (fd, uid, gid) => node.fchownSync(fd, uid, gid),
  changeMode: (fd, mode) => node.fchmodSync(fd, mode),
  rename: (from, to) => node.renameSync(from, to),
  remove: (path) => node.unlinkSync(path),
  freeBytes: (path) => {
    const { bavail, bsize } = node.statfsSync(path)
    return bavail * bsize
  },
}
