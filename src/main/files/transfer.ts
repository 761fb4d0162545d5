import type { SavePlan } from '../../shared/model'
import { DiskFullError, FileChangedError } from './errors'
import type { FileSystem } from './file-system'

// Moving bytes between open files, with every short count minded. Positions and lengths are bytes.

/** Of all sizes the one that copies fastest here; larger ones leave the processor's cache. */
const blockBytes = 1024 * 1024

/** An open file; `path` is the name to use in errors. */
export interface OpenFile {
  readonly fd: number
  readonly path: string
}

/** Writes all of `bytes`, however little the system takes at a time; answers the position behind them. */
export function writeAll({ fd, path }: OpenFile, bytes: Uint8Array, at: number, files: FileSystem): number {
  let done = 0
  while (done < bytes.length) {
    const count = files.write(fd, bytes.subarray(done), at + done)
    if (count === 0) throw new DiskFullError(path, bytes.length - done)
    done += count
  }
  return at + done
}

/** Reads exactly `length` bytes. */
export function readAll({ fd, path }: OpenFile, at: number, length: number, files: FileSystem): Uint8Array {
  const bytes = new Uint8Array(length)
  let done = 0
  while (done < length) {
    const count = files.read(fd, bytes.subarray(done), at + done)
    if (count === 0) throw new FileChangedError(path, 'became shorter while it was being saved')
    done += count
  }
  return bytes
}

/** A range in blocks. Each block is valid until the next is asked for. */
export function* blocksOf(
  { fd, path }: OpenFile,
  start: number,
  end: number,
  files: FileSystem,
): Generator<Uint8Array> {
  const block = new Uint8Array(Math.min(blockBytes, Math.max(0, end - start)))
  let at = start
  while (at < end) {
    const count = files.read(fd, block.subarray(0, Math.min(block.length, end - at)), at)
    if (count === 0) throw new FileChangedError(path, 'became shorter while it was being saved')
    yield block.subarray(0, count)
    at += count
  }
}

/** A stretch of a file before or after a plan: kept bytes are in both, removed and inserted ones in one. */
export interface Piece {
  readonly before: Uint8Array
  readonly after: Uint8Array
}

const nothing = new Uint8Array(0)

/** The whole original beside what the plan makes of it, in order; the original begins at `offset` in `source`. */
export function* piecesOf(source: OpenFile, plan: SavePlan, files: FileSystem, offset = 0): Generator<Piece> {
  let from = 0
  for (const { at, remove, insert } of plan.splices) {
    for (const kept of blocksOf(source, offset + from, offset + at, files))
      yield { before: kept, after: kept }
    for (const gone of blocksOf(source, offset + at, offset + at + remove, files)) {
      yield { before: gone, after: nothing }
    }
    yield { before: nothing, after: insert }
    from = at + remove
  }
  for (const kept of blocksOf(source, offset + from, offset + plan.size, files)) {
    yield { before: kept, after: kept }
  }
}

/** As `piecesOf`, only what the plan makes: nothing that goes is read. */
export function* resultOf(
  source: OpenFile,
  plan: SavePlan,
  files: FileSystem,
  offset = 0,
): Generator<Uint8Array> {
  let from = 0
  for (const { at, remove, insert } of plan.splices) {
    yield* blocksOf(source, offset + from, offset + at, files)
    yield insert
    from = at + remove
  }
  yield* blocksOf(source, offset + from, offset + plan.size, files)
}
