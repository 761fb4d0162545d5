import type { SoundSource } from './source'

const magicBytes = 4
const headBytes = 4
const isLast = 0x80
/** STREAMINFO (RFC 9639 §8.2) is all that a decoder needs, and always the first. */
const streamInfoBytes = 34
/** What a damaged file may pretend to have. */
const maxBlocks = 10_000

/** A frame's header has at most so many (RFC 9639 §9.1). */
const frameHeaderBytes = 16

type Bytes = SoundSource['bytes']

/**
 * The same FLAC without what lies between its first block and its sound: covers of megabytes, which its decoder would
 * look through again with each piece. A file that is not built like that stays as it is.
 */
export function withoutFlacTags(source: SoundSource): SoundSource {
  const { bytes, start } = source
  const soundAt = soundStart(source)
  if (soundAt === undefined) return source
  const head = Uint8Array.from(bytes.read(start, magicBytes + headBytes + streamInfoBytes))
  head[magicBytes] = isLast
  const skipped = soundAt - head.length
  return {
    ...source,
    start: 0,
    bytes: {
      size: bytes.size - skipped,
      read(at, length) {
        const beginning = head.subarray(at, at + length)
        const rest = bytes.read(Math.max(soundAt, at + skipped), length - beginning.length)
        return beginning.length === 0 ? rest : new Uint8Array(Buffer.concat([beginning, rest]))
      },
    },
  }
}

/**
 * A piece that does not end within the header of a frame: a decoder that sees half of one takes the frame for a part of
 * the one before, and owes its sound until another frame comes, which at the end none does.
 */
export function flacPiece(bytes: Bytes, at: number, length: number): Uint8Array {
  const piece = bytes.read(at, length)
  if (piece.length < length) return piece
  for (let cut = length - frameHeaderBytes; cut < length; cut++) {
    const isSync = piece[cut] === 0xff && (cut + 1 === length || ((piece[cut + 1] ?? 0) & 0xfe) === 0xf8)
    if (isSync) return piece.subarray(0, cut)
  }
  return piece
}

/** Where the frames begin; undefined when the blocks do not lead there. */
function soundStart({ bytes, start }: SoundSource): number | undefined {
  let at = start + magicBytes
  for (let block = 0; block < maxBlocks; block++) {
    const head = bytes.read(at, headBytes)
    const [kind, ...length] = head
    if (kind === undefined || length.length < 3) return undefined
    const size = length.reduce((sum, byte) => sum * 256 + byte, 0)
    if (block === 0 && ((kind & ~isLast) !== 0 || size !== streamInfoBytes)) return undefined
    at += headBytes + size
    if ((kind & isLast) !== 0) return at < bytes.size ? at : undefined
  }
  return undefined
}
