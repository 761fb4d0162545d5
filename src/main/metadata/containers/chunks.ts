import type { Splice } from '../../../shared/model'
import { concat, fourCc, fromLatin1, latin1, uint32, uint32le, uint64, uint64le } from '../bytes'
import type { FileAccess } from '../file-access'
import { spliceOf } from './layout'

/**
 * Files made of chunks — an id, a size, a body, padding — are one idea with small differences: RIFF (little-endian,
 * 32 bits), IFF (big-endian), DSDIFF (64 bits), Wave64 (GUIDs, sizes that count their header).
 */
export interface ChunkFormat {
  readonly idBytes: 4 | 16
  readonly sizeBytes: 4 | 8
  readonly littleEndian: boolean
  /** Chunks start at multiples of this, counted from the start of the form. */
  readonly alignment: 2 | 8
  readonly sizeCountsHeader: boolean
}

export const riffChunks: ChunkFormat = {
  idBytes: 4,
  sizeBytes: 4,
  littleEndian: true,
  alignment: 2,
  sizeCountsHeader: false,
}
export const iffChunks: ChunkFormat = { ...riffChunks, littleEndian: false }
export const dsdiffChunks: ChunkFormat = { ...iffChunks, sizeBytes: 8 }
export const wave64Chunks: ChunkFormat = {
  idBytes: 16,
  sizeBytes: 8,
  littleEndian: true,
  alignment: 8,
  sizeCountsHeader: true,
}

export interface Chunk {
  /** Four characters; sixteen bytes as characters in Wave64. */
  readonly id: string
  readonly at: number
  readonly bodyAt: number
  /** Bytes of the body that are in the file. */
  readonly size: number
  /** Where the next chunk starts or should start: behind the padding, as far as there is any. */
  readonly end: number
  /** Zero bytes that should be at `end` and that the writer forgot. */
  readonly missingPadding: number
  /** What the size field says, in bytes of the body. */
  readonly declared: number
  /** The file ends before the body does. */
  readonly isCut: boolean
}

export const headerBytesOf = ({ idBytes, sizeBytes }: ChunkFormat): number => idBytes + sizeBytes

const paddingOf = ({ alignment }: ChunkFormat, size: number): number =>
  (alignment - (size % alignment)) % alignment

/** A number of 4 or 8 bytes. Beyond 2⁵³ it is larger than any file: infinite. */
export function readSize({ sizeBytes, littleEndian }: ChunkFormat, bytes: Uint8Array, at: number): number {
  if (sizeBytes === 4) return littleEndian ? uint32le(bytes, at) : uint32(bytes, at)
  return littleEndian ? uint64le(bytes, at) : uint64(bytes, at)
}

/** @throws RangeError when the form would hold more than its sizes can say. */
export function renderSize(format: ChunkFormat, value: number): Uint8Array {
  if (value >= 2 ** (format.sizeBytes * 8)) throw new RangeError('a file of this kind holds at most 4 GB')
  const bytes = new Uint8Array(format.sizeBytes)
  let rest = BigInt(value)
  for (let index = 0; index < format.sizeBytes; index++) {
    bytes[format.littleEndian ? index : format.sizeBytes - 1 - index] = Number(rest & 0xffn)
    rest >>= 8n
  }
  return bytes
}

export function renderChunk(format: ChunkFormat, id: string, body: Uint8Array): Uint8Array {
  const counted = body.length + (format.sizeCountsHeader ? headerBytesOf(format) : 0)
  const padding = new Uint8Array(paddingOf(format, body.length))
  return concat([fromLatin1(id), renderSize(format, counted), body, padding])
}

/** Says how long a chunk really is where its size field does not; undefined where it does. */
export type ResolveSize = (id: string, declared: number, bodyAt: number) => number | undefined

export interface Chunks {
  readonly chunks: readonly Chunk[]
  /** Behind the last chunk. */
  readonly end: number
}

/** Files of music have a few dozen; what follows more than these is kept as it is. */
const maxChunks = 4096

/**
 * The chunks from `from` on. Ends at `declaredEnd` where that is a boundary between chunks, and else where there
 * is nothing more that looks like a chunk: many writers get the size of the form wrong, or leave it 0.
 */
export function readChunks(
  access: FileAccess,
  format: ChunkFormat,
  from: number,
  declaredEnd: number,
  resolve: ResolveSize = () => undefined,
): Chunks {
  const chunks: Chunk[] = []
  let at = from
  while (chunks.length < maxChunks && at < access.size) {
    // One byte more: the padding of an odd chunk at the end, which some count and some do not.
    if (at === declaredEnd || at === declaredEnd + 1) break
    const chunk = chunkAt(access, format, at, resolve)
    if (chunk === undefined) break
    chunks.push(chunk)
    at = chunk.end
  }
  return { chunks, end: at }
}

function headerAt(
  access: FileAccess,
  format: ChunkFormat,
  at: number,
): { id: string; declared: number } | undefined {
  const length = headerBytesOf(format)
  const header = access.read(at, length)
  if (header.length < length) return undefined
  const id = format.idBytes === 4 ? fourCc(header, 0) : latin1(header.subarray(0, format.idBytes))
  if (format.idBytes === 4 && !/^[\x20-\x7e]{4}$/.test(id)) return undefined
  const declared = readSize(format, header, format.idBytes) - (format.sizeCountsHeader ? length : 0)
  return declared < 0 ? undefined : { id, declared }
}

function chunkAt(
  access: FileAccess,
  format: ChunkFormat,
  at: number,
  resolve: ResolveSize,
): Chunk | undefined {
  const header = headerAt(access, format, at)
  if (header === undefined) return undefined
  const { id, declared } = header
  const bodyAt = at + headerBytesOf(format)
  const there = access.size - bodyAt
  const meant = resolve(id, declared, bodyAt) ?? declared
  const size = Math.min(meant, there)
  const bodyEnd = bodyAt + size
  const padding = paddingOf(format, size)
  const missingPadding = missingAt(access, format, bodyEnd, padding)
  return {
    id,
    at,
    bodyAt,
    size,
    end: bodyEnd + padding - missingPadding,
    missingPadding,
    declared,
    isCut: size < meant,
  }
}

/** How many bytes of padding were left out: those behind the end of the file, and all where a chunk follows. */
function missingAt(access: FileAccess, format: ChunkFormat, bodyEnd: number, padding: number): number {
  const behind = bodyEnd + padding - access.size
  if (behind > 0) return Math.min(behind, padding)
  if (padding === 0 || format.alignment !== 2 || (access.read(bodyEnd, 1)[0] ?? 0) === 0) return 0
  const follows = (at: number) => isChunkAt(access, format, at)
  return follows(bodyEnd) && !follows(bodyEnd + padding) ? padding : 0
}

/** Whether a whole chunk may start here. */
export function isChunkAt(access: FileAccess, format: ChunkFormat, at: number): boolean {
  const header = headerAt(access, format, at)
  return header !== undefined && at + headerBytesOf(format) + header.declared <= access.size
}

/** Larger bodies are no tags of music: reading one into memory would only serve an attacker. */
export const maxBodyBytes = 256 * 1024 * 1024

export const bodyOf = (access: FileAccess, { bodyAt, size }: Chunk): Uint8Array =>
  access.read(bodyAt, Math.min(size, maxBodyBytes))

/** What a save does to one chunk: another body, none any more, or a new chunk in front of one or at the end. */
export type ChunkEdit =
  | { readonly chunk: Chunk; readonly body: Uint8Array | undefined }
  | { readonly id: string; readonly body: Uint8Array; readonly before?: Chunk | undefined }

/** How many bytes longer an edit makes the file. */
export function growthOfEdit(format: ChunkFormat, edit: ChunkEdit): number {
  const { body } = edit
  const bytes = body === undefined ? 0 : headerBytesOf(format) + body.length + paddingOf(format, body.length)
  return 'chunk' in edit ? bytes - (edit.chunk.end - edit.chunk.at) : bytes
}

/**
 * The edits as splices in file order, with the padding put right that writers forgot. Behind the last chunk there
 * may be bytes that are no chunk: a new one goes in front of them, where readers find it.
 */
export function planChunkEdits(
  access: FileAccess,
  format: ChunkFormat,
  { chunks, end }: Chunks,
  edits: readonly ChunkEdit[],
): readonly Splice[] {
  const replaced = new Set<Chunk>()
  const splices: Splice[] = []
  const added = new Map<number, Uint8Array[]>()
  const insertAt = (at: number, bytes: Uint8Array) => added.set(at, [...(added.get(at) ?? []), bytes])
  for (const edit of edits) {
    if (!('chunk' in edit)) continue
    const { chunk, body } = edit
    const whole = body === undefined ? new Uint8Array(0) : renderChunk(format, chunk.id, body)
    splices.push(...spliceOf(access, chunk.at, chunk.end - chunk.at, whole))
    replaced.add(chunk)
  }
  for (const chunk of chunks) {
    const forgot = chunk.missingPadding > 0 && !replaced.has(chunk)
    if (forgot) insertAt(chunk.end, new Uint8Array(chunk.missingPadding))
  }
  for (const edit of edits) {
    if ('id' in edit) insertAt(edit.before?.at ?? end, renderChunk(format, edit.id, edit.body))
  }
  for (const [at, parts] of added) splices.push({ at, remove: 0, insert: concat(parts) })
  return mergeTouching(splices.sort((a, b) => a.at - b.at || a.remove - b.remove))
}

/** Splices at one place become one: a plan names each place once. */
function mergeTouching(splices: readonly Splice[]): Splice[] {
  const merged: Splice[] = []
  for (const splice of splices) {
    const last = merged[merged.length - 1]
    if (last === undefined || last.at + last.remove < splice.at) merged.push(splice)
    else {
      merged[merged.length - 1] = {
        at: last.at,
        remove: last.remove + splice.remove,
        insert: concat([last.insert, splice.insert]),
      }
    }
  }
  return merged
}

/** How many bytes longer the file gets. */
export const growthOf = (splices: readonly Splice[]): number =>
  splices.reduce((sum, { remove, insert }) => sum + insert.length - remove, 0)
