import { beginningOf, type SoundSource } from './source'

/** One box at the top of an MP4 (ISO 14496-12 §4.2), positions from the start of the container. */
interface Box {
  readonly type: string
  readonly at: number
  readonly end: number
  readonly headBytes: number
}

/** What a damaged file may pretend to have. */
const maxBoxes = 10_000

/**
 * As much of an MP4 as its first minutes need, still an MP4: the first `wanted` bytes and the box that says where the
 * sound lies (`moov`), which may stand behind all of it. Nothing moves, so the positions in it stay true; those beyond
 * lead nowhere.
 */
export function mp4Beginning(source: SoundSource, wanted: number): Uint8Array {
  const size = source.bytes.size - source.start
  if (size <= wanted) return beginningOf(source, size)
  const all = boxesOf(source, size)
  const moov = all.find(({ type }) => type === 'moov')
  const cut = all.find(({ at, end }) => at < wanted && end > wanted)
  if (moov === undefined || cut === undefined || moov.end <= wanted || moov.end - moov.at > wanted) {
    return beginningOf(source, wanted)
  }
  if (moov === cut) return beginningOf(source, moov.end)
  const beginning = new Uint8Array(wanted + moov.end - moov.at)
  beginning.set(beginningOf(source, wanted))
  beginning.set(source.bytes.read(source.start + moov.at, moov.end - moov.at), wanted)
  shorten(beginning, cut, wanted)
  return beginning
}

/** The box ends where it was cut off. */
function shorten(bytes: Uint8Array, { at, headBytes }: Box, end: number): void {
  const view = new DataView(bytes.buffer)
  if (headBytes === 16) view.setBigUint64(at + 8, BigInt(end - at))
  else view.setUint32(at, end - at)
}

function boxesOf({ bytes, start }: SoundSource, size: number): Box[] {
  const boxes: Box[] = []
  for (let at = 0; at + 8 <= size && boxes.length < maxBoxes; ) {
    const head = bytes.read(start + at, 16)
    if (head.length < 8) break
    const view = new DataView(head.buffer, head.byteOffset, head.length)
    const short = view.getUint32(0)
    const isWide = short === 1 && head.length === 16
    // 0: up to the end of the file.
    const length = isWide ? Number(view.getBigUint64(8)) : short === 0 ? size - at : short
    const headBytes = isWide ? 16 : 8
    if (length < headBytes) break
    const type = Buffer.from(head.subarray(4, 8)).toString('latin1')
    boxes.push({ type, at, end: Math.min(size, at + length), headBytes })
    at += length
  }
  return boxes
}
