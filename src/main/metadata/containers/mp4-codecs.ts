import { fourCc, latin1, uint8, uint16, uint24, uint32 } from '../bytes'
import { aacFormat } from './mp4-aac'

/** What a sample entry says about the sound. 0 or '' where it does not say. */
export interface SoundFormat {
  readonly codec: string
  readonly sampleRate: number
  readonly channels: number
  readonly bitsPerSample: number
  /** Bits in a second, on average. */
  readonly bitrate: number
  readonly lossless: boolean
}

/** Names of codecs by the type of their sample entry; `!` marks those whose sound is as it was recorded. */
const codecsByEntry: Readonly<Record<string, string>> = {
  mp4a: 'AAC',
  aavd: 'AAC',
  alac: '!ALAC',
  fLaC: '!FLAC',
  Opus: 'Opus',
  'ac-3': 'AC-3',
  'ec-3': 'E-AC-3',
  'ac-4': 'AC-4',
  mlpa: '!TrueHD',
  '.mp3': 'MP3',
  'ms\0U': 'MP3',
  samr: 'AMR-NB',
  sawb: 'AMR-WB',
  sqcp: 'QCELP',
  Qclp: 'QCELP',
  QDM2: 'QDesign 2',
  QDMC: 'QDesign',
  MAC3: 'MACE 3',
  MAC6: 'MACE 6',
  ima4: 'ADPCM',
  dtsc: 'DTS',
  dtsh: 'DTS-HD',
  dtsl: '!DTS-HD',
  dtse: 'DTS Express',
  mha1: 'MPEG-H',
  mhm1: 'MPEG-H',
  ulaw: 'µ-law',
  alaw: 'A-law',
  'raw ': '!PCM',
  lpcm: '!PCM',
  ipcm: '!PCM',
  fpcm: '!PCM',
  sowt: '!PCM',
  twos: '!PCM',
  in24: '!PCM',
  in32: '!PCM',
  fl32: '!PCM',
  fl64: '!PCM',
}

/** Bits of a sample where the entry's own field is a template value (QuickTime File Format, Sound sample types). */
const bitsByEntry: Readonly<Record<string, number>> = { in24: 24, in32: 32, fl32: 32, fl64: 64 }

/** Codecs behind an elementary stream descriptor (MP4 registration authority, object types). */
const codecsByObjectType: Readonly<Record<number, string>> = {
  64: 'AAC',
  102: 'AAC',
  103: 'AAC',
  104: 'AAC',
  105: 'MP3',
  107: 'MP3',
  165: 'AC-3',
  166: 'E-AC-3',
  169: 'DTS',
  170: 'DTS-HD',
  173: 'Opus',
  221: 'Vorbis',
  225: 'QCELP',
}

/** Bytes of an audio sample entry before its boxes (ISO 14496-12 §12.2.3; QuickTime versions 1 and 2 have more). */
const entryBytes = 36
const moreBytesOfVersion: Readonly<Record<number, number>> = { 1: 16, 2: 36 }

/** The first entry of a sample description, from its size field on. Never throws: what is cut off is not known. */
export function readSampleEntry(entry: Uint8Array): SoundFormat {
  const type = fourCc(entry, 4)
  const known = codecsByEntry[type]
  const plain = basicFormat(entry, type, known)
  try {
    return refined(plain, entry, type)
  } catch {
    return plain
  }
}

function basicFormat(entry: Uint8Array, type: string, known: string | undefined): SoundFormat {
  const lossless = known?.startsWith('!') === true
  const isVersion2 = entry.length >= 72 && uint16(entry, 16) === 2
  const bits = entry.length >= 28 ? uint16(entry, 26) : 0
  const bitsPerSample = bitsByEntry[type] ?? (isVersion2 ? uint32(entry, 56) : bits)
  return {
    codec: known === undefined ? type.trim() : known.replace('!', ''),
    sampleRate: isVersion2 ? doubleAt(entry, 40) : entry.length >= 36 ? uint16(entry, 32) : 0,
    channels: isVersion2 ? uint32(entry, 48) : entry.length >= 26 ? uint16(entry, 24) : 0,
    bitsPerSample: lossless ? bitsPerSample : 0,
    bitrate: 0,
    lossless,
  }
}

function doubleAt(bytes: Uint8Array, at: number): number {
  const value = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat64(at)
  return Number.isFinite(value) && value > 0 && value < 1e9 ? value : 0
}

function refined(plain: SoundFormat, entry: Uint8Array, type: string): SoundFormat {
  const boxes = boxesOfEntry(entry)
  const body = (wanted: string) => boxes.find((box) => box.type === wanted)?.body
  const alac = body('alac')
  if (alac !== undefined && alac.length >= 28) {
    // Apple's ALACSpecificConfig behind version and flags.
    return {
      ...plain,
      bitsPerSample: uint8(alac, 9),
      channels: uint8(alac, 13) || plain.channels,
      bitrate: uint32(alac, 20),
      sampleRate: uint32(alac, 24) || plain.sampleRate,
    }
  }
  const dfLa = body('dfLa')
  if (dfLa !== undefined && dfLa.length >= 26) return { ...plain, ...flacFormat(dfLa.subarray(8)) }
  const dOps = body('dOps')
  if (dOps !== undefined && dOps.length >= 11)
    return { ...plain, channels: uint8(dOps, 1), sampleRate: 48_000 }
  const dac3 = body('dac3')
  if (dac3 !== undefined) return { ...plain, ...ac3Format(uint24(dac3, 0)) }
  const dec3 = body('dec3')
  if (dec3 !== undefined) return { ...plain, ...eac3Format(dec3) }
  const pcmC = body('pcmC')
  if (pcmC !== undefined && pcmC.length >= 6) return { ...plain, bitsPerSample: uint8(pcmC, 5) }
  const esds = body('esds')
  const protectedName = plain.codec === type ? undefined : plain.codec
  const bitrate = bitrateOf(body('btrt'))
  return esds === undefined
    ? { ...plain, bitrate, codec: protectedName ?? originalCodec(boxes) ?? plain.codec }
    : withDescriptor({ ...plain, bitrate }, esds)
}

/** ISO 14496-12 §8.5.2: buffer, highest and average bits in a second. */
const bitrateOf = (btrt: Uint8Array | undefined): number =>
  btrt === undefined || btrt.length < 12 ? 0 : uint32(btrt, 8)

/** What a protected entry was before (`sinf/frma`, ISO 14496-12 §8.12). */
function originalCodec(boxes: readonly EntryBox[]): string | undefined {
  const sinf = boxes.find(({ type }) => type === 'sinf')
  const frma = sinf === undefined ? undefined : boxesIn(sinf.body, 0).find(({ type }) => type === 'frma')
  return frma === undefined ? undefined : codecsByEntry[fourCc(frma.body, 0)]?.replace('!', '')
}

interface EntryBox {
  readonly type: string
  readonly body: Uint8Array
}

/** The boxes in an entry; QuickTime keeps some of them in a `wave` box. */
function boxesOfEntry(entry: Uint8Array): EntryBox[] {
  const more = moreBytesOfVersion[uint16(entry, 16)] ?? 0
  // In MP4 a version 1 has no more fields; only QuickTime's has. What follows decides.
  const boxes = more > 0 && isBoxAt(entry, entryBytes + more) ? boxesIn(entry, entryBytes + more) : []
  const found = boxes.length > 0 ? boxes : boxesIn(entry, entryBytes)
  const wave = found.find(({ type }) => type === 'wave')
  return wave === undefined ? found : [...boxesIn(wave.body, 0), ...found]
}

const isBoxAt = (bytes: Uint8Array, at: number): boolean =>
  at + 8 <= bytes.length && uint32(bytes, at) >= 8 && /^[\x20-\x7e]{4}$/.test(fourCc(bytes, at + 4))

function boxesIn(bytes: Uint8Array, start: number): EntryBox[] {
  const boxes: EntryBox[] = []
  for (let at = start; at + 8 <= bytes.length; ) {
    const size = uint32(bytes, at)
    if (size < 8) break
    boxes.push({ type: latin1(bytes.subarray(at + 4, at + 8)), body: bytes.subarray(at + 8, at + size) })
    at += size
  }
  return boxes
}

/** STREAMINFO (RFC 9639 §8.2). */
function flacFormat(streamInfo: Uint8Array): Partial<SoundFormat> {
  const packed = uint32(streamInfo, 10)
  return {
    sampleRate: packed >>> 12,
    channels: ((packed >>> 9) & 7) + 1,
    bitsPerSample: ((packed >>> 4) & 31) + 1,
  }
}

/** Channels by audio coding mode (ETSI TS 102 366 §4.4.2.3), the low-frequency one not counted. */
const ac3Channels = [2, 1, 2, 3, 3, 4, 4, 5]
const ac3Rates = [48_000, 44_100, 32_000, 0]
const ac3Kilobits = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640]

/** AC3SpecificBox (ETSI TS 102 366 §F.4): 2 bits rate, 5 + 3 stream, 3 mode, 1 low-frequency, 5 bitrate. */
function ac3Format(bits: number): Partial<SoundFormat> {
  const rate = ac3Rates[bits >> 22] ?? 0
  return {
    channels: (ac3Channels[(bits >> 11) & 7] ?? 0) + ((bits >> 10) & 1),
    bitrate: (ac3Kilobits[(bits >> 5) & 31] ?? 0) * 1000,
    ...(rate === 0 ? {} : { sampleRate: rate }),
  }
}

/** EC3SpecificBox (§F.6): 13 bits kilobits in a second, 3 substreams; then the first of them. */
function eac3Format(body: Uint8Array): Partial<SoundFormat> {
  const first = uint24(body, 2)
  const rate = ac3Rates[first >> 22] ?? 0
  return {
    channels: (ac3Channels[(first >> 9) & 7] ?? 0) + ((first >> 8) & 1),
    bitrate: (uint16(body, 0) >> 3) * 1000,
    ...(rate === 0 ? {} : { sampleRate: rate }),
  }
}

interface Descriptor {
  readonly tag: number
  readonly body: Uint8Array
}

/** One descriptor: a tag, a length in up to four bytes of 7 bits, a body (ISO 14496-1 §8.3.3). */
function descriptorAt(bytes: Uint8Array, start: number): Descriptor {
  let at = start + 1
  let length = 0
  for (let count = 0; count < 4; count++) {
    const byte = uint8(bytes, at++)
    length = (length << 7) | (byte & 127)
    if (byte < 128) break
  }
  return { tag: uint8(bytes, start), body: bytes.subarray(at, at + length) }
}

/** The elementary stream descriptor (ISO 14496-14 §5.6, ISO 14496-1 §7.2.6): codec, average bitrate, configuration. */
function withDescriptor(plain: SoundFormat, esds: Uint8Array): SoundFormat {
  const stream = descriptorAt(esds, 4).body
  const flags = uint8(stream, 2)
  const url = (flags & 0x40) === 0 ? 0 : 1 + uint8(stream, 3 + ((flags & 0x80) === 0 ? 0 : 2))
  const skipped = 3 + ((flags & 0x80) === 0 ? 0 : 2) + url + ((flags & 0x20) === 0 ? 0 : 2)
  const decoder = descriptorAt(stream, skipped)
  if (decoder.tag !== 4) return plain
  const objectType = uint8(decoder.body, 0)
  const described: SoundFormat = {
    ...plain,
    codec: codecsByObjectType[objectType] ?? plain.codec,
    bitrate: uint32(decoder.body, 9) || plain.bitrate,
  }
  if (objectType !== 0x40 || decoder.body.length < 15) return described
  const configuration = descriptorAt(decoder.body, 13)
  return configuration.tag === 5 ? { ...described, ...aacFormat(configuration.body, described) } : described
}
