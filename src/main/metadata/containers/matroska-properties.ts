import { type AudioProperties, noAudio } from '../../../shared/model'
import { fourCc, uint16le } from '../bytes'
import type { FileAccess } from '../file-access'
import {
  type Element,
  type ElementHeader,
  ebmlId,
  findElement,
  floatOf,
  parseElements,
  readElementHeader,
  textOf,
  uintOf,
} from './ebml'
import { matroskaId } from './matroska-segment'

/** What the Info element says (RFC 9559 §5.1.2). */
export interface SegmentInfo {
  /** Undefined where there is none. */
  readonly title: string | undefined
  /** Nanoseconds of one tick. */
  readonly timestampScale: number
  /** Ticks; 0 when not said. */
  readonly duration: number
  /** The program that wrote the file, else the library it did it with. */
  readonly encoder: string
}

export const infoId = {
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  title: 0x7ba9,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
} as const

export function parseInfo(body: Uint8Array): SegmentInfo {
  const { elements } = parseElements(body)
  const text = (id: number) => {
    const element = findElement(elements, id)
    return element === undefined ? undefined : textOf(element.body)
  }
  const scale = findElement(elements, infoId.timestampScale)
  return {
    title: text(infoId.title),
    timestampScale: scale === undefined ? 1_000_000 : uintOf(scale.body),
    duration: floatOf(findElement(elements, infoId.duration)?.body ?? new Uint8Array()),
    encoder: text(infoId.writingApp) || text(infoId.muxingApp) || '',
  }
}

/** A TrackEntry (RFC 9559 §5.1.4.1). */
export interface Track {
  readonly uid: number
  readonly isAudio: boolean
  readonly isDefault: boolean
  readonly codecId: string
  readonly codecPrivate: Uint8Array
  readonly sampleRate: number
  readonly channels: number
  readonly bitDepth: number
}

const trackId = {
  entry: 0xae,
  uid: 0x73c5,
  type: 0x83,
  isDefault: 0x88,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  outputSamplingFrequency: 0x78b5,
  channels: 0x9f,
  bitDepth: 0x6264,
} as const

const nothing = new Uint8Array()

export function parseTracks(body: Uint8Array): Track[] {
  return parseElements(body)
    .elements.filter(({ id }) => id === trackId.entry)
    .map((entry) => parseTrack(parseElements(entry.body).elements))
}

function parseTrack(parts: readonly Element[]): Track {
  const body = (id: number) => findElement(parts, id)?.body ?? nothing
  const sound = parseElements(body(trackId.audio)).elements
  const of = (id: number) => findElement(sound, id)?.body
  const flag = findElement(parts, trackId.isDefault)
  // What a decoder puts out: of HE-AAC twice what its frames say.
  const rate = of(trackId.outputSamplingFrequency) ?? of(trackId.samplingFrequency)
  const channels = of(trackId.channels)
  return {
    uid: uintOf(body(trackId.uid)),
    isAudio: uintOf(body(trackId.type)) === 2,
    isDefault: flag === undefined || uintOf(flag.body) !== 0,
    codecId: textOf(body(trackId.codecId)),
    codecPrivate: body(trackId.codecPrivate),
    sampleRate: rate === undefined ? 8000 : floatOf(rate),
    channels: channels === undefined ? 1 : uintOf(channels),
    bitDepth: uintOf(of(trackId.bitDepth) ?? nothing),
  }
}

/** The track that a player plays: the default one, else the first. */
export const audioTrackOf = (tracks: readonly Track[]): Track | undefined => {
  const sounding = tracks.filter(({ isAudio }) => isAudio)
  return sounding.find(({ isDefault }) => isDefault) ?? sounding[0]
}

const codecs: readonly (readonly [pattern: RegExp, name: string, lossless: boolean])[] = [
  [/^A_OPUS/, 'Opus', false],
  [/^A_VORBIS/, 'Vorbis', false],
  [/^A_FLAC/, 'FLAC', true],
  [/^A_AAC/, 'AAC', false],
  [/^A_MPEG\/L3/, 'MP3', false],
  [/^A_MPEG\/L2/, 'MP2', false],
  [/^A_MPEG\/L1/, 'MP1', false],
  [/^A_ALAC/, 'ALAC', true],
  [/^A_PCM/, 'PCM', true],
  [/^A_EAC3/, 'E-AC-3', false],
  [/^A_AC3/, 'AC-3', false],
  [/^A_DTS\/LOSSLESS/, 'DTS-HD', true],
  [/^A_DTS/, 'DTS', false],
  [/^A_TRUEHD/, 'TrueHD', true],
  [/^A_MLP/, 'MLP', true],
  [/^A_TTA1/, 'True Audio', true],
  [/^A_WAVPACK4/, 'WavPack', true],
  [/^A_REAL/, 'RealAudio', false],
]

/** Formats of a WAVEFORMATEX, which A_MS/ACM keeps in CodecPrivate. */
const waveFormats: ReadonlyMap<number, readonly [name: string, lossless: boolean]> = new Map([
  [0x0001, ['PCM', true]],
  [0x0003, ['PCM', true]],
  [0x0055, ['MP3', false]],
  [0x0050, ['MP2', false]],
  [0x00ff, ['AAC', false]],
  [0x0160, ['WMA 1', false]],
  [0x0161, ['WMA 2', false]],
  [0x0162, ['WMA Pro', false]],
  [0x0163, ['WMA Lossless', true]],
  [0x2000, ['AC-3', false]],
])

function codecOf({ codecId, codecPrivate }: Track): { codec: string; lossless: boolean } {
  if (codecId === 'A_MS/ACM' && codecPrivate.length >= 2) {
    const [codec, lossless] = waveFormats.get(uint16le(codecPrivate, 0)) ?? ['ACM', false]
    return { codec, lossless }
  }
  const known = codecs.find(([pattern]) => pattern.test(codecId))
  return { codec: known?.[1] ?? codecId.replace(/^A_/, ''), lossless: known?.[2] ?? false }
}

/** FLAC keeps its depth in STREAMINFO, which few writers repeat (FLAC in Matroska: CodecPrivate is `fLaC` + it). */
function bitDepthOf({ codecId, codecPrivate, bitDepth }: Track, lossless: boolean): number {
  if (codecId === 'A_FLAC' && codecPrivate.length >= 42 && fourCc(codecPrivate, 0) === 'fLaC') {
    return ((((codecPrivate[20] ?? 0) & 1) << 4) | ((codecPrivate[21] ?? 0) >> 4)) + 1
  }
  // Of a lossy codec it is the depth that its decoder happens to put out.
  return lossless ? bitDepth : 0
}

/** The sound's properties; a rate of 0 when there is no sound at all. `soundBytes` in the file, 0 if not known. */
export function propertiesOf(
  info: SegmentInfo,
  track: Track | undefined,
  durationMs: number,
  soundBytes: number,
): AudioProperties {
  if (track === undefined) {
    return { ...noAudio, durationMs, encoder: info.encoder }
  }
  const { codec, lossless } = codecOf(track)
  const bitsPerSample = bitDepthOf(track, lossless)
  const sampleRate = Number.isFinite(track.sampleRate) ? Math.max(0, track.sampleRate) : 0
  const isPcm = codec === 'PCM'
  return {
    durationMs,
    sampleRate,
    channels: track.channels,
    bitsPerSample,
    bitrate: isPcm
      ? sampleRate * track.channels * bitsPerSample
      : durationMs === 0
        ? 0
        : Math.round((soundBytes * 8000) / durationMs),
    lossless,
    codec,
    encoder: info.encoder,
  }
}

const timestampId = 0xe7
const simpleBlockId = 0xa3
const blockGroupId = 0xa0
const blockId = 0xa1
/** How far back the last Cluster is looked for where nothing says how long the file is. */
const tailBytes = 512 * 1024
const maxBlocks = 50_000

/** When the last block in the file starts, in ticks; 0 when it is not found (streams that were never closed). */
export function lastTimestamp(access: FileAccess, from: number, end: number): number {
  const start = Math.max(from, end - tailBytes)
  const tail = Buffer.from(access.read(start, end - start))
  const magic = Buffer.from([0x1f, 0x43, 0xb6, 0x75])
  const budget = { blocks: maxBlocks }
  for (let at = tail.lastIndexOf(magic), tries = 0; at >= 0 && tries < 64; tries++) {
    const cluster = readElementHeader(access, start + at)
    const last = cluster === undefined ? undefined : lastTimestampIn(access, cluster, end, budget)
    if (last !== undefined) return last
    at = at === 0 ? -1 : tail.lastIndexOf(magic, at - 1)
  }
  return 0
}

/** Undefined when it is no Cluster after all: the four bytes of its id may occur in the sound. */
function lastTimestampIn(
  access: FileAccess,
  cluster: ElementHeader,
  end: number,
  budget: { blocks: number },
): number | undefined {
  const limit = Math.min(cluster.end, end)
  let base: number | undefined
  let last = 0
  let at = cluster.bodyAt
  while (at < limit && budget.blocks-- > 0) {
    const child = readElementHeader(access, at)
    if (child === undefined) break
    if (child.id === timestampId && child.end - child.bodyAt <= 8) {
      base = uintOf(access.read(child.bodyAt, child.end - child.bodyAt))
    }
    // A Cluster begins with its timestamp; only a CRC-32 or a Void may come first.
    if (base === undefined && child.id !== ebmlId.crc32 && child.id !== ebmlId.void) return undefined
    if (child.id === simpleBlockId) last = Math.max(last, timeOfBlock(access, child.bodyAt))
    if (child.id === blockGroupId) {
      const block = readElementHeader(access, child.bodyAt)
      if (block?.id === blockId) last = Math.max(last, timeOfBlock(access, block.bodyAt))
    }
    if (child.id === matroskaId.cluster) break
    at = child.end
  }
  return base === undefined ? undefined : base + last
}

/** The timestamp of a block relative to its Cluster: behind the track's number (RFC 9559 §10.1). */
function timeOfBlock(access: FileAccess, at: number): number {
  const head = access.read(at, 12)
  const width = Math.clz32(head[0] ?? 0) - 23
  const time = ((head[width] ?? 0) << 8) | (head[width + 1] ?? 0)
  return time >= 0x8000 ? time - 0x10000 : time
}
