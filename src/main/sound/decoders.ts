import { loaded, NotDecodableError } from './errors'
import { decodeWithFfmpeg } from './ffmpeg'
import { flacPiece, withoutFlacTags } from './flac-sound'
import { mp4Beginning } from './mp4-beginning'
import type { Decoded } from './pcm'
import { beginningOf, type SoundContainer, type SoundSource } from './source'

/** Decodes piece by piece; whoever has heard enough stops asking. */
type Decode = (source: SoundSource, seconds: number) => AsyncIterable<Decoded>

/** What every package of `@audio/decode-…` exports as `decoder`. */
interface StreamDecoder {
  decode(bytes: Uint8Array): Decoded | Promise<Decoded>
  flush?(): Decoded | Promise<Decoded>
  free?(): void
}
type Package = { readonly decoder: () => StreamDecoder | Promise<StreamDecoder> }

const pieceBytes = 16 * 1024
/** Silence in FLAC is 60,000 times as large as its bytes: a hostile file makes 250 MB of this, and of more too much. */
const flacPieceBytes = 4 * 1024
/** This decoder begins anew with each piece as long as there are only tags, and they may hold covers. */
const asfPieceBytes = 256 * 1024
/** AAC needs 9 MB for two minutes at its highest rate; the rest is for covers, chapters and pictures of a film. */
const ffmpegBytes = 48 * 1024 * 1024

/** Piece by piece, so that only as much is read and kept as is listened to. */
const streamed = (
  load: () => Promise<Package>,
  pieceAt = (bytes: SoundSource['bytes'], at: number) => bytes.read(at, pieceBytes),
): Decode =>
  async function* ({ bytes, start }) {
    const { decoder } = await loaded(load)
    const stream = await decoder()
    try {
      for (let at = start; at < bytes.size; ) {
        // A copy: some decoders keep what they are given.
        const piece = Uint8Array.from(pieceAt(bytes, at))
        if (piece.length === 0) break
        at += piece.length
        yield await stream.decode(piece)
      }
      const rest = await stream.flush?.()
      if (rest !== undefined) yield rest
    } finally {
      stream.free?.()
    }
  }

/** The same bytes under another name in their first four. */
function named(source: SoundSource, name: string): SoundSource {
  const read = (at: number, length: number): Uint8Array => {
    const bytes = Uint8Array.from(source.bytes.read(at, length))
    if (at === source.start) bytes.set(Buffer.from(name, 'latin1').subarray(0, bytes.length))
    return bytes
  }
  return { ...source, bytes: { size: source.bytes.size, read } }
}

const byFfmpeg = (beginning: (source: SoundSource, wanted: number) => Uint8Array): Decode =>
  async function* (source, seconds) {
    const decoded = await decodeWithFfmpeg(beginning(source, ffmpegBytes), seconds)
    if (decoded === undefined) throw new NotDecodableError('')
    yield decoded
  }

const flac = streamed(
  () => import('@audio/decode-flac'),
  (bytes, at) => flacPiece(bytes, at, flacPieceBytes),
)
const vorbis = streamed(() => import('@audio/decode-vorbis'))
const wav = streamed(() => import('@audio/decode-wav'))
const dsd = streamed(() => import('@audio/decode-dsd'))

/** How the sound of each container is decoded; otherwise the name of what nothing here decodes. */
export const decoders: Readonly<Record<SoundContainer, Decode | string>> = {
  mpeg: streamed(() => import('@audio/decode-mp3')),
  flac: (source, seconds) => flac(withoutFlacTags(source), seconds),
  'ogg-vorbis': vorbis,
  'ogg-opus': streamed(() => import('@audio/decode-opus')),
  'ogg-flac': flac,
  // A film with sound.
  'ogg-theora': vorbis,
  mp4: byFfmpeg(mp4Beginning),
  wav,
  // The sizes beyond 4 GB are all that makes it another format, and nobody listens that far.
  rf64: (source, seconds) => wav(named(source, 'RIFF'), seconds),
  aiff: streamed(() => import('@audio/decode-aiff')),
  adts: byFfmpeg(beginningOf),
  asf: streamed(
    () => import('@audio/decode-wma'),
    (bytes, at) => bytes.read(at, asfPieceBytes),
  ),
  wavpack: streamed(() => import('@audio/decode-wavpack')),
  musepack: streamed(() => import('@audio/decode-mpc')),
  tta: streamed(() => import('@audio/decode-tta')),
  dsf: dsd,
  dsdiff: dsd,
  ape: 'Monkey’s Audio',
  'ogg-speex': 'Speex',
  ogg: 'Ogg',
  w64: 'Wave64',
  matroska: 'Matroska',
  optimfrog: 'OptimFROG',
  tak: 'TAK',
}
