import { statSync } from 'node:fs'
import type { FileStat } from './file-system'

/** What tells one version of a file from another without reading it. */
export interface Stamp {
  readonly sizeBytes: number
  readonly modifiedNs: bigint
  readonly device: bigint
  readonly inode: bigint
}

export const stampOf = (stat: Pick<FileStat, 'size' | 'mtimeNs' | 'dev' | 'ino'>): Stamp => ({
  sizeBytes: Number(stat.size),
  modifiedNs: stat.mtimeNs,
  device: stat.dev,
  inode: stat.ino,
})

export const readStamp = (path: string): Stamp => stampOf(statSync(path, { bigint: true }))

export const sameStamp = (a: Stamp, b: Stamp): boolean =>
  a.sizeBytes === b.sizeBytes && a.modifiedNs === b.modifiedNs && a.device === b.device && a.inode === b.inode

export const modifiedMs = (stamp: Stamp): number => Number(stamp.modifiedNs / 1_000_000n)
