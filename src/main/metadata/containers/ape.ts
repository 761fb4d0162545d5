import { uint16le, uint32le } from '../bytes'
import type { FileAccess } from '../file-access'
import { openApeTagged, type Sound } from './ape-tagged'
import type { Layout } from './layout'
import { type SampleCount, soundProperties } from './sound'

/** Monkey's Audio: an APEv2 tag behind the sound; ID3v1 behind and ID3v2 in front are kept in step. */
export const openApe = (access: FileAccess, start: number): Layout =>
  openApeTagged(access, start, 'ape', readMonkeys)

/** More than either kind of header. */
const headBytes = 64
/** A descriptor that claims more than the largest is damaged; the header behind it may still be found. */
const leastDescriptorBytes = 52
const mostDescriptorBytes = 4096

function readMonkeys(access: FileAccess, start: number, end: number): Sound {
  const head = new Uint8Array(headBytes)
  head.set(access.read(start, Math.min(headBytes, access.size - start)))
  const version = uint16le(head, 4)
  const isNew = version >= 3980 || (uint16le(head, 6) === 0 && uint32le(head, 8) >= leastDescriptorBytes)
  const layouts = isNew ? [described, undescribed] : [undescribed, described]
  const properties = layouts
    .map((read) => soundProperties(read(access, start, head), end - start))
    .find(({ sampleRate }) => sampleRate !== undefined)
  // A damaged header is no reason to refuse: what changes stands behind all of the sound.
  return { container: 'Monkey’s Audio', properties: properties ?? {}, isSoundSure: end - start > headBytes }
}

const levels: Readonly<Record<number, string>> = {
  1000: 'fast',
  2000: 'normal',
  3000: 'high',
  4000: 'extra high',
  5000: 'insane',
}

const encoderOf = (version: number, level: number): string =>
  `Monkey’s Audio ${(version / 1000).toFixed(2)}${levels[level] === undefined ? '' : `, ${levels[level]}`}`

const codec = 'Monkey’s Audio'

/** All frames have the same number of blocks (samples of each channel) but for the last. */
const samplesOf = (frames: number, blocksPerFrame: number, lastFrameBlocks: number): number =>
  frames === 0 ? 0 : (frames - 1) * blocksPerFrame + lastFrameBlocks

/** APE_DESCRIPTOR and APE_HEADER (MACLib.h), since 3.98; files that call themselves older have been seen with them. */
function described(access: FileAccess, start: number, head: Uint8Array): SampleCount {
  const declared = uint32le(head, 8)
  const isDescriptor = declared >= leastDescriptorBytes && declared <= mostDescriptorBytes
  const headerAt = start + (isDescriptor ? declared : leastDescriptorBytes)
  const header = new Uint8Array(24)
  if (headerAt < access.size) header.set(access.read(headerAt, Math.min(24, access.size - headerAt)))
  return {
    samples: samplesOf(uint32le(header, 12), uint32le(header, 4), uint32le(header, 8)),
    sampleRate: uint32le(header, 20),
    channels: uint16le(header, 18),
    bitsPerSample: uint16le(header, 16),
    lossless: true,
    codec,
    encoder: encoderOf(uint16le(head, 4), uint16le(header, 0)),
  }
}

/** APE_HEADER_OLD (MACLib.h): depth by flags, length of a frame by version and level. */
function undescribed(_access: FileAccess, _start: number, head: Uint8Array): SampleCount {
  const version = uint16le(head, 4)
  const level = uint16le(head, 6)
  const flags = uint16le(head, 8)
  return {
    samples: samplesOf(uint32le(head, 24), blocksPerFrameBefore398(version, level), uint32le(head, 28)),
    sampleRate: uint32le(head, 12),
    channels: uint16le(head, 10),
    bitsPerSample: (flags & 1) !== 0 ? 8 : (flags & 8) !== 0 ? 24 : 16,
    lossless: true,
    codec,
    encoder: encoderOf(version, level),
  }
}

function blocksPerFrameBefore398(version: number, level: number): number {
  if (version >= 3950) return 73_728 * 4
  return version >= 3900 || (version >= 3800 && level === 4000) ? 73_728 : 9216
}
