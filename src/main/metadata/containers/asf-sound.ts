import type { AudioProperties } from '../../../shared/model'
import { uint16le, uint32le, uint64le } from '../bytes'
import { utf16le } from '../tags/asf-attributes-text'
import { type AsfHeader, type AsfObject, asfGuids, bodyOf, guidBytes, objectHeaderBytes } from './asf-objects'

const audioMedia = '409e69f84d5bcf11a8fd00805f5c442b'

/** The codecs by their number (WAVEFORMATEX, `wFormatTag`). What is not here is called what the Codec List calls it. */
const codecNames: ReadonlyMap<number, string> = new Map([
  [0x0001, 'PCM'],
  [0x0002, 'ADPCM'],
  [0x0003, 'PCM'],
  [0x000a, 'WMA Voice'],
  [0x0011, 'ADPCM'],
  [0x0050, 'MP2'],
  [0x0055, 'MP3'],
  [0x00ff, 'AAC'],
  [0x0160, 'WMA 1'],
  [0x0161, 'WMA 2'],
  [0x0162, 'WMA Pro'],
  [0x0163, 'WMA Lossless'],
  [0x0164, 'WMA Pro'],
  [0x1600, 'AAC'],
  [0x1610, 'AAC'],
  [0x2000, 'AC-3'],
  [0x2001, 'DTS'],
  [0xf1ac, 'FLAC'],
])
const losslessTags: ReadonlySet<number> = new Set([0x0001, 0x0003, 0x0163, 0xf1ac])

/** The sound as the header tells it; nothing when there is no stream of sound. `encoder` comes from the attributes. */
export function asfSound(header: AsfHeader): Omit<AudioProperties, 'encoder'> | undefined {
  const format = soundFormat(header)
  if (format === undefined) return undefined
  const tag = uint16le(format, 0)
  const named = codecNames.get(tag)
  return {
    durationMs: durationOf(header),
    channels: uint16le(format, 2),
    sampleRate: uint32le(format, 4),
    bitrate: uint32le(format, 8) * 8,
    bitsPerSample: format.length >= 16 ? uint16le(format, 14) : 0,
    lossless: losslessTags.has(tag),
    codec: named ?? codecListed(header),
  }
}

/** File Properties (§3.2): play duration in 100 ns, which includes the preroll, in ms. */
function durationOf(header: AsfHeader): number {
  const object = header.objects.find(({ guid }) => guid === asfGuids.fileProperties)
  const body = object === undefined ? new Uint8Array() : bodyOf(header.access, object).read(0, 80)
  if (body.length < 64) return 0
  const durationMs = uint64le(body, 40) / 10_000 - uint64le(body, 56)
  return Number.isFinite(durationMs) ? Math.max(0, durationMs) : 0
}

/**
 * WAVEFORMATEX of the first stream of sound (§3.3, §9.1): at the top, or at the end of an Extended Stream Properties
 * object (§4.1), which may hold the stream's only description.
 */
function soundFormat(header: AsfHeader): Uint8Array | undefined {
  const bodies = [
    ...header.objects
      .filter(({ guid }) => guid === asfGuids.streamProperties)
      .map((object) => streamBody(header, object)),
    ...(header.extension?.objects ?? [])
      .filter(({ guid }) => guid === asfGuids.extendedStreamProperties)
      .map((object) => hiddenStream(header, object)),
  ]
  const sound = bodies.find(
    (body) => body.length >= 54 + 14 && Buffer.from(body.subarray(0, 16)).toString('hex') === audioMedia,
  )
  return sound?.subarray(54)
}

const streamBody = (header: AsfHeader, object: AsfObject): Uint8Array =>
  bodyOf(header.access, object).read(0, 54 + 18)

function hiddenStream(header: AsfHeader, object: AsfObject): Uint8Array {
  const body = bodyOf(header.access, object).read(0, 4096)
  const at = Buffer.from(body).indexOf(guidBytes(asfGuids.streamProperties))
  return at < 0 ? new Uint8Array() : body.subarray(at + objectHeaderBytes)
}

/** A word that counts characters, then the text. */
function textAt(body: Uint8Array, at: number): { readonly text: Uint8Array; readonly next: number } {
  const next = at + 2 + 2 * uint16le(body, at)
  return { text: body.subarray(at + 2, next), next }
}

/** The name of the first entry of kind 2, sound (§3.5). */
function codecListed(header: AsfHeader): string {
  const object = header.objects.find(({ guid }) => guid === asfGuids.codecList)
  if (object === undefined) return ''
  const body = bodyOf(header.access, object).read(0, 4096)
  let at = 20
  while (at + 8 <= body.length) {
    const name = textAt(body, at + 2)
    if (uint16le(body, at) === 2) return utf16le(name.text).trim()
    if (name.next + 2 > body.length) return ''
    const description = textAt(body, name.next)
    if (description.next + 2 > body.length) return ''
    at = description.next + 2 + uint16le(body, description.next)
  }
  return ''
}
