import { fourCc, startsWith, uint8, uint32le } from '../bytes'
import type { FileAccess } from '../file-access'
import { openApeTagged, type Sound } from './ape-tagged'
import type { Layout } from './layout'
import { readOldMusepack } from './musepack-sv4'
import { type SampleCount, soundProperties } from './sound'

/** Musepack: an APEv2 tag behind the sound; ID3v1 behind and ID3v2 in front are kept in step. */
export const openMusepack = (access: FileAccess, start: number): Layout =>
  openApeTagged(access, start, 'mpc', readMusepack)

const headBytes = 32
const sampleRates = [44_100, 48_000, 37_800, 32_000]
/** Samples of each channel in a frame. */
const frameSamples = 1152

function readMusepack(access: FileAccess, start: number, end: number): Sound {
  const head = new Uint8Array(headBytes)
  head.set(access.read(start, Math.min(headBytes, access.size - start)))
  const { version, count } = startsWith(head, 'MPCK')
    ? { version: 8, count: readSv8(access, start, end) }
    : startsWith(head, 'MP+')
      ? { version: uint8(head, 3) & 15, count: readSv7(head) }
      : readSv4to6(head)
  return {
    container: `Musepack, SV${version}`,
    properties: count === undefined ? {} : soundProperties(count, end - start),
  }
}

const sound = (
  version: number,
  {
    samples,
    sampleRate,
    channels,
    encoder,
  }: Pick<SampleCount, 'samples' | 'sampleRate' | 'channels' | 'encoder'>,
): SampleCount => ({
  samples,
  sampleRate,
  channels,
  bitsPerSample: 0,
  lossless: false,
  codec: `Musepack SV${version}`,
  ...(encoder === undefined ? {} : { encoder }),
})

/** The profiles of mppenc, by the four bits that name them; `Standard` is 10. */
const profiles = ['Telephone', 'Thumb', 'Radio', 'Standard', 'Xtreme', 'Insane', 'BrainDead']
const profileName = (profile: number): string => {
  const name = profiles[profile - 7]
  return name === undefined ? '' : `, ${name}`
}

/** SV7: a header of 28 bytes, in words of 32 bits, least byte first (Musepack SV7 specification). */
function readSv7(head: Uint8Array): SampleCount {
  const frames = uint32le(head, 4)
  const flags = uint32le(head, 8)
  const gapless = uint32le(head, 20)
  const lastFrame = (gapless >>> 20) & 0x7ff
  const isGapless = gapless >>> 31 === 1 && lastFrame > 0
  // Without the length of the last frame, it is the decoder's delay that is taken off, as other readers do.
  const samples = isGapless ? (frames - 1) * frameSamples + lastFrame : frames * frameSamples - 576
  const version = uint8(head, 27)
  const encoder =
    version === 0 ? '' : `mppenc ${(version / 100).toFixed(2)}${profileName((flags >>> 20) & 15)}`
  return sound(7, {
    samples: Math.max(0, samples),
    sampleRate: sampleRates[(flags >>> 16) & 3] ?? 0,
    channels: 2,
    encoder,
  })
}

function readSv4to6(head: Uint8Array): { version: number; count: SampleCount | undefined } {
  const old = readOldMusepack(head)
  if (old === undefined) return { version: 0, count: undefined }
  const samples = old.frames * frameSamples - 576
  return { version: old.version, count: sound(old.version, { samples, sampleRate: 44_100, channels: 2 }) }
}

/** A packet of SV8: two letters, then its size, which counts both. */
interface Packet {
  readonly key: string
  readonly bodyAt: number
  readonly end: number
}

/** Seven bits a byte, the highest first; the top bit says that more follow (SV8 specification, Packet size). */
function readSize(
  bytes: Uint8Array,
  at: number,
): { readonly value: number; readonly next: number } | undefined {
  let value = 0
  for (let index = at; index < bytes.length && index < at + 8; index++) {
    const byte = uint8(bytes, index)
    value = value * 128 + (byte & 127)
    if (byte < 128) return { value, next: index + 1 }
  }
  return undefined
}

function readPacket(access: FileAccess, at: number, end: number): Packet | undefined {
  const head = access.read(at, Math.min(10, end - at))
  const key = fourCc(head, 0).slice(0, 2)
  const size = readSize(head, 2)
  if (size === undefined || !/^[A-Z]{2}$/.test(key) || size.value < size.next) return undefined
  return { key, bodyAt: at + size.next, end: at + size.value }
}

/** The header packets come first; sound (AP) ends the search. */
const maxHeaderPackets = 64

/** SV8: packets, of which SH says what the sound is and EI who encoded it (SV8 specification). */
function readSv8(access: FileAccess, start: number, end: number): SampleCount | undefined {
  let header: Omit<SampleCount, 'encoder'> | undefined
  let encoder = ''
  let at = start + 4
  for (let count = 0; count < maxHeaderPackets; count++) {
    const packet = readPacket(access, at, end)
    if (packet === undefined || packet.key === 'AP' || packet.key === 'SE') break
    const body = access.read(packet.bodyAt, Math.min(32, packet.end - packet.bodyAt))
    if (packet.key === 'SH') header ??= streamHeader(body)
    if (packet.key === 'EI') encoder = encoderInfo(body)
    at = packet.end
  }
  return header === undefined ? undefined : { ...header, encoder }
}

/** Checksum, version, samples, silence before them, then rate, bands, channels (SV8 specification, SH). */
function streamHeader(body: Uint8Array): SampleCount | undefined {
  const samples = readSize(body, 5)
  const silence = samples === undefined ? undefined : readSize(body, samples.next)
  if (samples === undefined || silence === undefined || silence.next + 2 > body.length) return undefined
  return sound(8, {
    samples: Math.max(0, samples.value - silence.value),
    sampleRate: sampleRates[uint8(body, silence.next) >>> 5] ?? 0,
    channels: (uint8(body, silence.next + 1) >>> 4) + 1,
  })
}

/** The profile in eighths, in seven bits, then the version (SV8 specification, EI). */
function encoderInfo(body: Uint8Array): string {
  if (body.length < 4) return ''
  const version = [1, 2, 3].map((at) => uint8(body, at)).join('.')
  return `mpcenc ${version}${profileName(uint8(body, 0) >>> 4)}`
}
