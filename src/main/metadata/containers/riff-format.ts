import type { AudioProperties } from '../../../shared/model'
import { uint16le, uint32le } from '../bytes'

/** Codecs by their number in the `fmt ` chunk (RFC 2361 and mmreg.h). */
const codecs: Readonly<Record<number, string>> = {
  1: 'PCM',
  2: 'MS ADPCM',
  3: 'PCM float',
  6: 'A-law',
  7: 'µ-law',
  8: 'DTS',
  16: 'OKI ADPCM',
  17: 'IMA ADPCM',
  20: 'G.723',
  22: 'G.723',
  32: 'Yamaha ADPCM',
  34: 'TrueSpeech',
  49: 'GSM 6.10',
  64: 'G.721',
  66: 'G.723.1',
  69: 'G.726',
  80: 'MP2',
  85: 'MP3',
  100: 'G.726',
  101: 'G.722',
  112: 'AMR',
  117: 'VOX',
  146: 'AC-3',
  255: 'AAC',
  352: 'WMA 1',
  353: 'WMA 2',
  354: 'WMA Pro',
  355: 'WMA Lossless',
  624: 'ATRAC3',
  8192: 'AC-3',
  8193: 'DTS',
  22127: 'Vorbis',
  26447: 'Vorbis',
  26448: 'Vorbis',
  26449: 'Vorbis',
  26479: 'Vorbis',
  26480: 'Vorbis',
  26481: 'Vorbis',
  28751: 'Opus',
  28781: 'AAC',
  5632: 'AAC',
  27745: 'ALAC',
  41225: 'Speex',
  61868: 'FLAC',
}

const extensible = 0xfffe
const pcm = 1
const float = 3
/** One block is one sample of each channel: length follows from size. */
const isSampleBySample = (tag: number): boolean => tag === pcm || tag === float || tag === 6 || tag === 7
const losslessTags: ReadonlySet<number> = new Set([pcm, float, 0x163, 0x6c61, 0xf1ac])
const adpcmTags: ReadonlySet<number> = new Set([2, 0x11])

/**
 * What the `fmt ` chunk says of the sound (WAVEFORMATEX), with the number of samples of the `fact` chunk where the
 * sound is compressed: for PCM that chunk is wrong more often than it is of use.
 */
export function soundOfFormat(
  format: Uint8Array | undefined,
  soundBytes: number,
  factSamples: number | undefined,
): Partial<AudioProperties> {
  if (format === undefined || format.length < 16) return {}
  const sampleRate = uint32le(format, 4)
  const channels = uint16le(format, 2)
  const bits = uint16le(format, 14)
  // WAVE_FORMAT_EXTENSIBLE keeps the real format at the start of its GUID.
  const first = uint16le(format, 0)
  const tag = first === extensible && format.length >= 26 ? uint16le(format, 24) : first
  const common = {
    sampleRate,
    channels,
    bitsPerSample: losslessTags.has(tag) || isSampleBySample(tag) ? bits : 0,
    lossless: losslessTags.has(tag),
    codec: codecs[tag] ?? '',
    encoder: '',
  }
  if (isSampleBySample(tag)) {
    const bytesPerSecond = (uint16le(format, 12) || channels * Math.ceil(bits / 8)) * sampleRate
    return {
      ...common,
      bitrate: bytesPerSecond * 8,
      durationMs: bytesPerSecond === 0 ? 0 : (soundBytes * 1000) / bytesPerSecond,
    }
  }
  const durationMs = compressedMs(format, tag, soundBytes, factSamples, sampleRate)
  return {
    ...common,
    durationMs,
    bitrate: durationMs === 0 ? 0 : (soundBytes * 8000) / durationMs,
  }
}

/** By the samples that are counted, by the blocks of ADPCM, or by the bytes per second that the header claims. */
function compressedMs(
  format: Uint8Array,
  tag: number,
  soundBytes: number,
  factSamples: number | undefined,
  sampleRate: number,
): number {
  if (sampleRate > 0 && factSamples !== undefined && factSamples > 0 && factSamples < 0xffffffff) {
    return (factSamples * 1000) / sampleRate
  }
  const blockBytes = uint16le(format, 12)
  const samplesPerBlock = adpcmTags.has(tag) && format.length >= 20 ? uint16le(format, 18) : 0
  if (sampleRate > 0 && blockBytes > 0 && samplesPerBlock > 0) {
    return (Math.floor(soundBytes / blockBytes) * samplesPerBlock * 1000) / sampleRate
  }
  const bytesPerSecond = uint32le(format, 8)
  return bytesPerSecond === 0 ? 0 : (soundBytes * 1000) / bytesPerSecond
}
