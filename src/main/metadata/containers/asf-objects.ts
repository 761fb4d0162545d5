import { concat, isZero, uint32le, uint64le } from '../bytes'
import { type FileAccess, readExactly } from '../file-access'
import type { NotWritable } from './layout'

/** GUIDs of ASF objects (ASF §10), as the bytes lie in the file. */
export const asfGuids = {
  header: '3026b2758e66cf11a6d900aa0062ce6c',
  fileProperties: 'a1dcab8c47a9cf118ee400c00c205365',
  streamProperties: '9107dcb7b7a9cf118ee600c00c205365',
  headerExtension: 'b503bf5f2ea9cf118ee300c00c205365',
  codecList: '4052d1861d31d011a3a400a0c90348f6',
  contentDescription: '3326b2758e66cf11a6d900aa0062ce6c',
  extendedContentDescription: '40a4d0d207e3d21197f000a0c95ea850',
  metadata: 'eacbf8c5af5b77488467aa8c44fa4cca',
  metadataLibrary: '941c23449894d149a1411d134e457054',
  data: '3626b2758e66cf11a6d900aa0062ce6c',
  padding: '74d40618dfca0945a4ba9aabcb96aae8',
  extendedStreamProperties: 'cba5e61472c632438399a96952065b5a',
} as const

/** An object: 16 bytes of GUID, 8 of size, its body. */
export interface AsfObject {
  readonly guid: string
  readonly at: number
  /** Bytes, header included. */
  readonly size: number
}

/** Objects that follow each other, and how many bytes behind the last one are none. */
export interface AsfObjects {
  readonly objects: readonly AsfObject[]
  readonly end: number
  readonly restBytes: number
}

/** The Header Object (§3.1). Positions are the file's. */
export interface AsfHeader extends AsfObjects {
  readonly at: number
  readonly size: number
  /** Reads what is in the header; its beginning is in memory. */
  readonly access: FileAccess
  /** The Header Extension (§3.4) and what is in it. */
  readonly extension: (AsfObjects & { readonly object: AsfObject }) | undefined
  readonly trouble: NotWritable | undefined
}

export const objectHeaderBytes = 24
/** Object header, count of objects, two reserved bytes. */
export const headerFixedBytes = 30
/** Object header, reserved GUID and word, size of the data. */
export const extensionFixedBytes = 46
/** A header has a dozen objects; whoever sends ten thousand wants to keep us busy. */
const maxObjects = 1000
const maxHeaderBytes = 256 * 1024 * 1024
const firstReadBytes = 16 * 1024

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

export const guidBytes = (guid: string): Uint8Array => new Uint8Array(Buffer.from(guid, 'hex'))

export const structure = (reason: string): NotWritable => ({ code: 'metadata.structureNotWritable', reason })

/** @throws TruncatedError, RangeError when this is no ASF header at all */
export function readAsfHeader(file: FileAccess, at: number): AsfHeader {
  const fixed = readExactly(file, at, headerFixedBytes)
  const size = uint64le(fixed, 16)
  if (size < headerFixedBytes) throw new RangeError(`an ASF header of ${size} bytes`)
  const end = Math.min(at + size, file.size)
  const access = withHead(file, at, Math.min(firstReadBytes, end - at))
  const isCut = at + size > file.size
  const top = readObjects(access, at + headerFixedBytes, end, isCut)
  const object = top.objects.find(({ guid }) => guid === asfGuids.headerExtension)
  const extension = object === undefined ? undefined : readExtension(access, object, isCut)
  const header = { ...top, at, size: end - at, access, extension }
  return { ...header, trouble: troubleOf(header, isCut, uint32le(fixed, 24)) }
}

function readExtension(access: FileAccess, object: AsfObject, isCut: boolean): AsfHeader['extension'] {
  const from = object.at + Math.min(extensionFixedBytes, object.size)
  return { object, ...readObjects(access, from, object.at + object.size, isCut) }
}

/**
 * What stands in the way of writing. A count of objects that is too small is put right, as is what the extension
 * says of its size; one that is too large means that something is missing.
 */
function troubleOf(
  header: Omit<AsfHeader, 'trouble'>,
  isCut: boolean,
  count: number,
): NotWritable | undefined {
  if (isCut) return { code: 'metadata.truncated', reason: 'ASF' }
  if (header.size > maxHeaderBytes) return structure('a header of more than 256 MB')
  if (header.objects.length < count) return structure('damaged ASF header')
  if (!isFiller(header)) return structure('unknown data in the ASF header')
  // Its outer size is what counts: what cannot be followed inside is kept as it is, behind the objects that can.
  const isWhole = header.extension === undefined || header.extension.object.size >= extensionFixedBytes
  return isWhole ? undefined : structure('damaged ASF header extension')
}

const isFiller = ({ access, end, restBytes }: Pick<AsfHeader, 'access' | 'end' | 'restBytes'>): boolean =>
  restBytes < objectHeaderBytes || isZero(access.read(end, restBytes))

/** Of a file that was cut within the header, the last object is taken as far as it goes: to be read, not written. */
function readObjects(access: FileAccess, from: number, until: number, isCut: boolean): AsfObjects {
  const objects: AsfObject[] = []
  let at = from
  while (at + objectHeaderBytes <= until && objects.length < maxObjects) {
    const header = access.read(at, objectHeaderBytes)
    if (header.length < objectHeaderBytes) break
    const declared = uint64le(header, 16)
    const size = isCut ? Math.min(declared, until - at) : declared
    if (size < objectHeaderBytes || at + size > until) break
    objects.push({ guid: hex(header.subarray(0, 16)), at, size })
    at += size
  }
  return { objects, end: at, restBytes: until - at }
}

/** All of an object but its own header, as positions from 0. */
export const bodyOf = (access: FileAccess, { at, size }: AsfObject): FileAccess => {
  const bodyAt = at + objectHeaderBytes
  const bodySize = size - objectHeaderBytes
  return {
    size: bodySize,
    read: (offset, length) => access.read(bodyAt + offset, Math.max(0, Math.min(length, bodySize - offset))),
  }
}

/** The file with some of its bytes in memory: the many small reads of a header cost one. Nobody changes them. */
function withHead(file: FileAccess, at: number, length: number): FileAccess {
  const head = file.read(at, length)
  return {
    size: file.size,
    read: (from, wanted) =>
      from >= at && from + wanted <= at + head.length
        ? head.subarray(from - at, from - at + wanted)
        : file.read(from, wanted),
  }
}

export function fromUint64le(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true)
  return bytes
}

export const renderObject = (guid: string, body: Uint8Array): Uint8Array =>
  concat([guidBytes(guid), fromUint64le(objectHeaderBytes + body.length), body])
