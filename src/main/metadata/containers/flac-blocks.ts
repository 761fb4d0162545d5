import { concat, fromUint24, startsWith, uint8, uint24 } from '../bytes'
import { accessBytes, type FileAccess } from '../file-access'
import { flacPictureBytes } from '../pictures'
import { NotStorableError } from '../tags/not-storable'
import { parseVorbisComment } from '../tags/vorbis-comment'
import { isFlacFrameAt } from './flac-frame'

/** Types of metadata block (RFC 9639 §8.1). */
export const blockType = { streamInfo: 0, padding: 1, vorbisComment: 4, picture: 6 } as const

/** A metadata block; its body is fetched when somebody looks at it. */
export interface Block {
  readonly type: number
  readonly body: FileAccess
  /** What its header says it holds: less than it does where pictures outgrew 24 bits. */
  readonly declaredBytes: number
}

export interface Blocks {
  readonly blocks: readonly Block[]
  /** Where the sound starts. */
  readonly end: number
  /** The block that says it is the last was reached. */
  readonly isWhole: boolean
}

export const blockHeaderBytes = 4
export const maxBlockBytes = 2 ** 24 - 1
/** Empty blocks cost four bytes: a file of millions of them must not hold up the others. */
const maxBlocks = 10_000

/** A part of a file as if it were one. */
export const partOf = (access: FileAccess, start: number, size: number): FileAccess =>
  new FilePart(access, start, size)

class FilePart implements FileAccess {
  readonly size: number
  readonly #access: FileAccess
  readonly #start: number

  constructor(access: FileAccess, start: number, size: number) {
    this.#access = access
    this.#start = start
    this.size = size
  }

  read(at: number, length: number): Uint8Array {
    const from = Math.max(0, at)
    return this.#access.read(this.#start + from, Math.max(0, Math.min(length, this.size - from)))
  }
}

export const bytesOf = ({ body }: Block): Uint8Array => body.read(0, body.size)

export const newBlock = (type: number, body: Uint8Array): Block => ({
  type,
  body: accessBytes(body),
  declaredBytes: body.length,
})

/** How long a block is: what its header says, or what it holds. Undefined when that cannot be said. */
type Measure = (access: FileAccess, type: number, at: number, declaredBytes: number) => number | undefined

const byHeader: Measure = (_access, _type, _at, declaredBytes) => declaredBytes

/**
 * Some writers give comments and pictures a wrong size, and the reference decoder happens to read them all the
 * same: by the lengths inside (quodlibet/mutagen issues 52 and 106).
 */
const byContent: Measure = (access, type, at, declaredBytes) => {
  if (type === blockType.picture) return flacPictureBytes(access.read(at, 64 * 1024))
  if (type !== blockType.vorbisComment) return declaredBytes
  const { flaw, contentBytes } = parseVorbisComment(partOf(access, at, access.size - at))
  return flaw === undefined ? contentBytes : undefined
}

function walkBlocks(access: FileAccess, start: number, measure: Measure): Blocks {
  const blocks: Block[] = []
  const cut: Blocks = { blocks, end: access.size, isWhole: false }
  if (!startsWith(access.read(start, 4), 'fLaC')) return { ...cut, end: start }
  let at = start + 4
  while (blocks.length < maxBlocks) {
    const header = access.read(at, blockHeaderBytes)
    if (header.length < blockHeaderBytes) return cut
    const type = uint8(header, 0) & 0x7f
    const declaredBytes = uint24(header, 1)
    at += blockHeaderBytes
    const size = measure(access, type, at, declaredBytes)
    // The readable part of a block that is cut off is still worth showing.
    const there = Math.min(size ?? declaredBytes, access.size - at)
    blocks.push({ type, body: partOf(access, at, there), declaredBytes })
    if (size === undefined || size > there) return cut
    at += size
    if ((uint8(header, 0) & 0x80) !== 0) return { blocks, end: at, isWhole: true }
  }
  return cut
}

const canBeRead = (measured: () => Blocks): Blocks | undefined => {
  try {
    return measured()
  } catch {
    // Lengths that make no sense: not a way to read this file.
    return undefined
  }
}

/**
 * The metadata blocks. Their headers are believed when they lead to a frame of sound; else what the blocks hold
 * is, when that does. `isCertain`: one of the two, so it is clear where the metadata ends.
 */
export function readBlocks(access: FileAccess, start: number): Blocks & { readonly isCertain: boolean } {
  const declared = walkBlocks(access, start, byHeader)
  const leadsToSound = ({ isWhole, end }: Blocks) => isWhole && isFlacFrameAt(access, end)
  if (leadsToSound(declared)) return withCertainty(declared, true)
  const measured = canBeRead(() => walkBlocks(access, start, byContent))
  if (measured !== undefined && leadsToSound(measured)) return withCertainty(measured, true)
  // No sound where it should start, but both ways of reading agree on where that is.
  return withCertainty(
    declared,
    declared.isWhole && measured?.isWhole === true && measured.end === declared.end,
  )
}

const withCertainty = ({ blocks, end, isWhole }: Blocks, isCertain: boolean) => ({
  blocks,
  end,
  isWhole,
  isCertain,
})

/** A block as the file holds it. Sizes beyond 24 bits were written wrong before, and stay as they were. */
export function renderBlock(block: Block, isLast: boolean): Uint8Array {
  const body = bytesOf(block)
  const isTooLarge = body.length > maxBlockBytes
  if (isTooLarge && block.declaredBytes === body.length) {
    throw new NotStorableError(`${Math.ceil(body.length / 2 ** 20)} MB`, 'a FLAC block (at most 16 MB)')
  }
  const size = isTooLarge ? block.declaredBytes : body.length
  return concat([Uint8Array.of(block.type | (isLast ? 0x80 : 0)), fromUint24(size), body])
}
