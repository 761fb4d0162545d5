import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { z } from 'zod'

// A journal holds what a save overwrites, so that it can be taken back:
//   "tagwright journal 1\n"  head: JSON, "\n"  the old bytes  tail: JSON  SHA-256 of everything before it
// The tail comes last because it is about the new bytes, which are seen while the old ones are copied.

export const magic = 'tagwright journal 1\n'
export const digestBytes = 32
/** Longest head that is believed: a path has at most 32,767 UTF-16 units. */
export const maxHeadBytes = 256 * 1024

const Bytes = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)

export const JournalHead = z.strictObject({
  /** `region`: bytes within a file that keeps its length. `whole`: the whole file, which changes its length. */
  kind: z.enum(['region', 'whole']),
  /** All links resolved. */
  path: z.string().min(1),
  device: z.string(),
  inode: z.string(),
  sizeBefore: Bytes,
  sizeAfter: Bytes,
  /** Where the old bytes belong in the file, and how many there are. */
  at: Bytes,
  length: Bytes,
})
export type JournalHead = z.infer<typeof JournalHead>

export const JournalTail = z.strictObject({
  /** SHA-256 of the new bytes, as hex: tells a finished save from a torn one. */
  digest: z.string(),
  /** The new bytes of a short region as base64, else empty. */
  bytes: z.string(),
  /** Of a long region the CRC-32 of each sector of the new bytes, little-endian, as base64; else empty. */
  sectors: z.string(),
})
export type JournalTail = z.infer<typeof JournalTail>

export const encodeHead = (head: JournalHead): Buffer => Buffer.from(`${magic}${JSON.stringify(head)}\n`)
export const encodeTail = (tail: JournalTail): Buffer => Buffer.from(JSON.stringify(tail))

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Parses what is JSON of the given shape; anything else is undefined. */
export function parseJson<T>(schema: z.ZodType<T>, bytes: Uint8Array): T | undefined {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8'))).data
  } catch {
    return undefined
  }
}

const sectorBytes = 512
const shortRegionBytes = 4096

/** The new bytes of a region as its journal remembers them: enough to tell a torn save from a foreign edit. */
export function fingerprint(at: number, after: Uint8Array): Pick<JournalTail, 'bytes' | 'sectors'> {
  if (after.length <= shortRegionBytes) return { bytes: Buffer.from(after).toString('base64'), sectors: '' }
  const parts = sectorsOf(at, after.length)
  const checks = Buffer.alloc(parts.length * 4)
  parts.forEach(({ start, end }, index) => {
    checks.writeUInt32LE(crc32(after.subarray(start, end)), index * 4)
  })
  return { bytes: '', sectors: checks.toString('base64') }
}

/** A region cut where the disk's sectors end; offsets within the region. */
function sectorsOf(at: number, length: number): { start: number; end: number }[] {
  const parts: { start: number; end: number }[] = []
  let end = 0
  for (let start = 0; start < length; start = end) {
    end = Math.min(length, start + sectorBytes - ((at + start) % sectorBytes))
    parts.push({ start, end })
  }
  return parts
}

/**
 * How `now` may have come about by a save from `old` that was cut short.
 * - `sectors`: each sector is old or new, as a power cut leaves them.
 * - `stopped`: besides, one sector is new up to some byte and old from there, where a write stopped.
 * - `no`: somebody else wrote it.
 */
export function isTorn(
  at: number,
  old: Uint8Array,
  now: Uint8Array,
  after: Pick<JournalTail, 'bytes' | 'sectors'>,
): 'sectors' | 'stopped' | 'no' {
  const parts = sectorsOf(at, old.length)
  const short = Buffer.from(after.bytes, 'base64')
  const checks = Buffer.from(after.sectors, 'base64')
  const isShort = short.length === old.length
  if (now.length !== old.length || !(isShort || checks.length === parts.length * 4)) return 'no'
  const isOld = ({ start, end }: Part) => equal(now.subarray(start, end), old.subarray(start, end))
  const isNew = ({ start, end }: Part, index: number) =>
    isShort
      ? equal(now.subarray(start, end), short.subarray(start, end))
      : crc32(now.subarray(start, end)) === checks.readUInt32LE(index * 4)
  const strange = parts.filter((part, index) => !isOld(part) && !isNew(part, index))
  const [one] = strange
  if (one === undefined) return 'sectors'
  if (strange.length > 1) return 'no'
  if (isShort) return stopsWithin(one, old, now, short) ? 'stopped' : 'no'
  const where = parts.indexOf(one)
  const fitsIn = parts.every(
    (part, index) => index === where || (index < where ? isNew(part, index) : isOld(part)),
  )
  return fitsIn ? 'stopped' : 'no'
}

type Part = ReturnType<typeof sectorsOf>[number]

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

function stopsWithin({ start, end }: Part, old: Uint8Array, now: Uint8Array, after: Uint8Array): boolean {
  let stop = start
  while (stop < end && now[stop] === after[stop]) stop++
  return equal(now.subarray(stop, end), old.subarray(stop, end))
}
