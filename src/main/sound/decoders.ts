import { NotDecodableError } from './errors'
import { decodeWithFfmpeg } from './ffmpeg'
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

/**
 * Little enough that what a hostile file makes of it still fits into memory (silence in FLAC is 20,000 times as large
 * as its bytes), large enough for decoders that begin anew with each piece as long as there are only covers.
 */
const pieceBytes = 16 * 1024
/** AAC needs 9 MB for two minutes at its highest rate; the rest is for covers, chapters and pictures of a film. */
const ffmpegBytes = 48 * 1024 * 1024

/** Piece by piece, so that only as much is read and kept as is listened to. */
const streamed = (load: () => Promise<Package>, firstBytes = ''): Decode =>
  async function* ({ bytes, start }) {
    const { decoder } = await load()
    const stream = await decoder()
    try {
      for (let at = start; at < bytes.size; at += pieceBytes) {
        // A copy: some decoders keep what they are given.
        const piece = Uint8Array.from(bytes.read(at, pieceBytes))
        if (piece.length === 0) break
        if (at === start) piece.set(Buffer.from(firstBytes, 'latin1').subarray(0, piece.length))
        yield await stream.decode(piece)
      }
      const rest = await stream.flush?.()
      if (rest !== undefined) yield rest
    } finally {
      stream.free?.()
    }
  }

const byFfmpeg = (beginning: (source: SoundSource, wanted: number) => Uint8Array): Decode =>
  async function* (source, seconds) {
    const decoded = await decodeWithFfmpeg(beginning(source, ffmpegBytes), seconds)
    if (decoded === undefined) throw new NotDecodableError('')
    yield decoded
  }

const flac = streamed(() => import('@audio/decode-flac'))
const vorbis = streamed(() => import('@audio/decode-vorbis'))
const wav = () => import('@audio/decode-wav')
const dsd = streamed(() => import('@audio/decode-dsd'))

/** How the sound of each container is decoded; otherwise the name of what nothing here decodes. */
export const decoders: Readonly<Record<SoundContainer, Decode | string>> = {
  mpeg: streamed(() => import('@audio/decode-mp3')),
  flac,
  'ogg-vorbis': vorbis,
  'ogg-opus': streamed(() => import('@audio/decode-opus')),
  'ogg-flac': flac,
  // A film with sound.
  'ogg-theora': vorbis,
  mp4: byFfmpeg(mp4Beginning),
  wav: streamed(wav),
  // The sizes beyond 4 GB are all that makes it another format, and nobody listens that far.
  rf64: streamed(wav, 'RIFF'),
  aiff: streamed(() => import('@audio/decode-aiff')),
  adts: byFfmpeg(beginningOf),
  asf: streamed(() => import('@audio/decode-wma')),
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
