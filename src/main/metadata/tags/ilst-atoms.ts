import { fourCc, uint32, utf8 } from '../bytes'
import type { FileAccess } from '../file-access'
import type { TagEntry } from './entry'
import { decodeIlst, type IlstData, itunesMean } from './ilst-values'

/** One atom of iTunes' `ilst` list, with its `data` atoms taken apart. `raw` is the whole atom. */
export interface IlstEntry extends TagEntry {
  /** `©nam`, `----`: the type of the atom. */
  readonly type: string
  readonly data: readonly IlstData[]
}

/** A list as far as it can be followed. */
export interface Ilst {
  readonly entries: readonly IlstEntry[]
  /** Zeros behind the last atom, kept as they are. */
  readonly rest: Uint8Array
  /** Atoms do not fill the list: it is shown as far as it goes, and not written. */
  readonly isDamaged: boolean
}

export const dataHeaderBytes = 16
/** Most lists are smaller than this, but for their pictures. */
const blockBytes = 8192
/** A cover of this size or more is read when asked for. */
const lazyBytes = 4096
const maxEntries = 5000
/** Values or pictures of one atom. Nobody reads more; the atom is kept whole. */
const maxData = 2000

/** Reads small pieces out of larger ones: a list is read in one piece, and again behind each picture. */
function blocksOf(access: FileAccess, end: number): (at: number, length: number) => Uint8Array {
  let blockAt = 0
  let block: Uint8Array = new Uint8Array(0)
  return (at, length) => {
    if (at < blockAt || at + length > blockAt + block.length) {
      blockAt = at
      block = access.read(at, Math.min(Math.max(length, blockBytes), end - at))
    }
    return block.subarray(at - blockAt, at - blockAt + length)
  }
}

/** The atoms in the body of an `ilst`: `length` bytes at `start`. Never throws for what is in it. */
export function readIlst(access: FileAccess, start: number, length: number): Ilst {
  const end = Math.min(start + length, access.size)
  const read = blocksOf(access, end)
  const entries: IlstEntry[] = []
  let at = start
  while (at + 8 <= end) {
    const head = read(at, 8)
    const size = uint32(head, 0)
    if (size < 8 || at + size > end || entries.length >= maxEntries) break
    const type = fourCc(head, 4)
    const isLazy = type === 'covr' && size >= lazyBytes
    entries.push(isLazy ? lazyEntry(access, type, at, size) : entryOf(type, read(at, size)))
    at += size
  }
  const rest = new Uint8Array(read(at, Math.min(end - at, blockBytes)))
  const isDamaged = end - at > blockBytes || rest.some((byte) => byte !== 0) || start + length > end
  return { entries, rest, isDamaged }
}

/** An atom out of its bytes. Rubbish behind the atoms in it is not read; it is copied with the atom. */
export function entryOf(type: string, raw: Uint8Array): IlstEntry {
  const data: IlstData[] = []
  let mean: string | undefined
  let ownName: string | undefined
  for (let at = 8; at + 8 <= raw.length; ) {
    const size = uint32(raw, at)
    const end = at + size
    if (size < 8 || end > raw.length) break
    switch (fourCc(raw, at + 4)) {
      case 'data':
        if (size < dataHeaderBytes || data.length >= maxData) break
        data.push({
          type: uint32(raw, at + 8) & 0xffffff,
          sizeBytes: size - dataHeaderBytes,
          bytes: raw.subarray(at + dataHeaderBytes, end),
        })
        break
      case 'mean':
        mean ??= utf8(raw, Math.min(at + 12, end), end)
        break
      case 'name':
        ownName ??= utf8(raw, Math.min(at + 12, end), end)
        break
    }
    at = end
  }
  const name = type === '----' ? freeformName(mean, ownName) : type
  return { name, type, values: decodeIlst(name, data), raw, data }
}

/** An atom whose pictures are located but not read. */
function lazyEntry(access: FileAccess, type: string, start: number, length: number): IlstEntry {
  const end = start + length
  const data: IlstData[] = []
  for (let at = start + 8; at + 8 <= end; ) {
    const head = access.read(at, dataHeaderBytes)
    const size = uint32(head, 0)
    if (size < 8 || at + size > end) break
    if (data.length >= maxData) break
    if (fourCc(head, 4) === 'data' && size >= dataHeaderBytes) {
      data.push(
        new LazyData(access, uint32(head, 8) & 0xffffff, at + dataHeaderBytes, size - dataHeaderBytes),
      )
    }
    at += size
  }
  return new LazyEntry(type, type, data, () => access.read(start, length))
}

class LazyEntry implements IlstEntry {
  readonly name: string
  readonly type: string
  readonly values: readonly string[] = []
  readonly data: readonly IlstData[]
  readonly #read: () => Uint8Array

  constructor(name: string, type: string, data: readonly IlstData[], read: () => Uint8Array) {
    this.name = name
    this.type = type
    this.data = data
    this.#read = read
  }

  get raw(): Uint8Array {
    return this.#read()
  }
}

/** The entry under another name. */
export const renamed = (entry: IlstEntry, name: string): IlstEntry =>
  entry instanceof LazyEntry
    ? new LazyEntry(name, entry.type, entry.data, () => entry.raw)
    : { ...entry, name }

class LazyData implements IlstData {
  readonly type: number
  readonly sizeBytes: number
  readonly #access: FileAccess
  readonly #at: number

  constructor(access: FileAccess, type: number, at: number, sizeBytes: number) {
    this.#access = access
    this.#at = at
    this.type = type
    this.sizeBytes = sizeBytes
  }

  get bytes(): Uint8Array {
    return this.#access.read(this.#at, this.sizeBytes)
  }
}

/** A name that begins like a reversed domain is read as a mean: `org.tagger:NAME`. */
const meanPattern = /^([A-Za-z][\w-]*(?:\.[\w-]+)+):(.*)$/s

const hasMean = (name: string): boolean => name.includes(':') && meanPattern.test(name)

/** The notation of the field registry: `----:NAME` for iTunes' own, `----:mean:NAME` for others. */
function freeformName(mean: string | undefined, name: string | undefined): string {
  // Without both names nobody can ask for it: kept, never listed.
  if (mean === undefined || name === undefined || name === '') return '----'
  if (mean === itunesMean && !hasMean(name)) return `----:${name}`
  return hasMean(`${mean}:${name}`) ? `----:${mean}:${name}` : `----(${mean}):${name}`
}

/** The two names of a freeform atom by its notation. */
export function freeformParts(notation: string): { mean: string; name: string } {
  const rest = notation.slice('----:'.length)
  const match = meanPattern.exec(rest)
  return { mean: match?.[1] ?? itunesMean, name: match?.[2] ?? rest }
}
