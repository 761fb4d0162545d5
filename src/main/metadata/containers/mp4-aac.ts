import type { SoundFormat } from './mp4-codecs'

const aacRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
]

/** Reads bits from the left; zeros past the end. */
function bitReader(bytes: Uint8Array): (count: number) => number {
  let position = 0
  return (count) => {
    let value = 0
    for (let index = 0; index < count; index++, position++) {
      const byte = bytes[position >> 3] ?? 0
      value = value * 2 + ((byte >> (7 - (position & 7))) & 1)
    }
    return value
  }
}

const codecsByAudioObject: Readonly<Record<number, string>> = {
  5: 'HE-AAC',
  29: 'HE-AAC v2',
  32: 'MP1',
  33: 'MP2',
  34: 'MP3',
  36: 'ALS',
  42: 'xHE-AAC',
}

/** Sound above this rate has no spectral band replication that nobody announced. */
const maxHalvedRate = 24_000

const channelsOf = (layout: number, plain: SoundFormat): number =>
  layout === 7 ? 8 : layout >= 1 && layout <= 6 ? layout : plain.channels

interface Extension {
  readonly rate: number
  readonly isParametric: boolean
}

const extendedFormat = (
  { rate, isParametric }: Extension,
  layout: number,
  plain: SoundFormat,
): Partial<SoundFormat> => ({
  sampleRate: rate || plain.sampleRate,
  channels: isParametric && layout === 1 ? 2 : channelsOf(layout, plain),
})

/** Spectral band replication that old decoders skip, announced behind their configuration (§1.6.6). */
function syncExtension(bits: (count: number) => number, rate: () => number): Extension | undefined {
  bits(1)
  const dependsOnCore = bits(1) === 1
  if (dependsOnCore) bits(14)
  bits(1)
  if (bits(11) !== 0x2b7 || bits(5) !== 5 || bits(1) === 0) return undefined
  const extendedRate = rate()
  return { rate: extendedRate, isParametric: bits(11) === 0x548 && bits(1) === 1 }
}

/** AudioSpecificConfig (ISO 14496-3 §1.6.2.1). */
export function aacFormat(configuration: Uint8Array, plain: SoundFormat): Partial<SoundFormat> {
  const bits = bitReader(configuration)
  const objectType = () => {
    const short = bits(5)
    return short === 31 ? 32 + bits(6) : short
  }
  const rate = () => {
    const index = bits(4)
    return index === 15 ? bits(24) : (aacRates[index] ?? 0)
  }
  const kind = objectType()
  const coreRate = rate()
  const layout = bits(4)
  if (kind === 5 || kind === 29) {
    const extended = { rate: rate(), isParametric: kind === 29 }
    return { codec: codecsByAudioObject[kind] ?? 'AAC', ...extendedFormat(extended, layout, plain) }
  }
  const extension = layout > 0 && kind >= 1 && kind <= 4 ? syncExtension(bits, rate) : undefined
  if (extension !== undefined) {
    const codec = codecsByAudioObject[extension.isParametric ? 29 : 5] ?? 'AAC'
    return { codec, ...extendedFormat(extension, layout, plain) }
  }
  const sampleRate = coreRate > maxHalvedRate ? coreRate : plain.sampleRate || coreRate
  // One channel below may become two by parametric stereo that nobody announced.
  const mayBeStereo = layout === 1 && coreRate <= maxHalvedRate && plain.sampleRate !== coreRate
  const channels = mayBeStereo ? plain.channels : channelsOf(layout, plain)
  return {
    codec: codecsByAudioObject[kind] ?? 'AAC',
    sampleRate: sampleRate || plain.sampleRate,
    channels,
    ...(kind === 36 ? { lossless: true } : {}),
  }
}
