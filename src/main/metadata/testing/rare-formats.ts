import { concat, fromLatin1, fromUint16, fromUint32, fromUint32le } from '../bytes'
import { dsdiffChunks, iffChunks } from '../containers/chunks'
import { chunk, form } from './chunk-files'

/** Smallest files of formats that no encoder at hand makes, byte by byte; their specs are beside their modules. */

const sound = Uint8Array.from({ length: 4096 }, (_, index) => index % 251)
const fromUint16le = (value: number) => Uint8Array.of(value & 255, value >>> 8)
const wide = (value: number) => concat([fromUint32le(value), fromUint32le(0)])

/** Monkey’s Audio 3.99: APE_DESCRIPTOR and APE_HEADER. */
export const monkeysAudio = (): Uint8Array =>
  concat([
    fromLatin1('MAC '),
    ...[3990, 0].map(fromUint16le),
    ...[52, 24, 0, 44, sound.length, 0, 0].map(fromUint32le),
    new Uint8Array(16),
    ...[2000, 0].map(fromUint16le),
    ...[73_728, 12_345, 1].map(fromUint32le),
    ...[16, 2].map(fromUint16le),
    fromUint32le(44_100),
    sound,
  ])

export function optimFrog(): Uint8Array {
  const part = (id: string, body: Uint8Array) => concat([fromLatin1(id), fromUint32le(body.length), body])
  const head = [
    fromUint32le(176_400),
    Uint8Array.of(0, 0, 3, 1),
    fromUint32le(44_100),
    Uint8Array.of(0x82, 0x25, 10),
  ]
  const packed = [new Uint8Array(4), fromUint32le(176_400), Uint8Array.of(3, 1, 0x41, 8), sound]
  return concat([
    part('OFR ', concat(head)),
    part('HEAD', new Uint8Array(44)),
    part('COMP', concat(packed)),
    part('TAIL', new Uint8Array(10)),
  ])
}

/** TAK: a stream info block whose fields have odd widths, the least bit first. */
export function tak(): Uint8Array {
  const fields = [
    [2, 6],
    [4, 4],
    [3, 4],
    [441_000, 35],
    [0, 3],
    [44_100 - 6000, 18],
    [24 - 8, 5],
    [2 - 1, 4],
    [0, 1],
  ]
  let [bits, at] = [0n, 0n]
  for (const [value = 0, width = 0] of fields) {
    bits |= BigInt(value) << at
    at += BigInt(width)
  }
  const info = Uint8Array.from({ length: 13 }, (_, index) => Number((bits >> BigInt(8 * index)) & 255n))
  const block = (kind: number, body: Uint8Array) =>
    concat([Uint8Array.of(kind, body.length & 255, body.length >>> 8, 0), body])
  return concat([fromLatin1('tBaK'), block(1, info), block(0, new Uint8Array()), sound])
}

/** DSF: header, format, sound; no tag yet. */
export const dsf = (): Uint8Array =>
  concat([
    ...[fromLatin1('DSD '), wide(28), wide(92 + sound.length), wide(0)],
    ...[fromLatin1('fmt '), wide(52), fromUint32le(1), fromUint32le(0), fromUint32le(2), fromUint32le(2)],
    ...[fromUint32le(2822400), fromUint32le(1), wide(28224), fromUint32le(4096), fromUint32le(0)],
    ...[fromLatin1('data'), wide(12 + sound.length), sound],
  ])

export function dsdiff(): Uint8Array {
  const part = (id: string, body: Uint8Array) => chunk(dsdiffChunks, id, body)
  const properties = concat([
    fromLatin1('SND '),
    part('FS  ', fromUint32(2822400)),
    part('CHNL', concat([fromUint16(2), fromLatin1('SLFTSRGT')])),
    part('CMPR', concat([fromLatin1('DSD '), Uint8Array.of(3), fromLatin1('any')])),
  ])
  return form(
    { format: dsdiffChunks, magic: 'FRM8', type: 'DSD ' },
    part('FVER', fromUint32(0x01050000)),
    part('PROP', properties),
    part('DSD ', sound),
  )
}

/** AIFF of 8,000 Hz; the rate is an 80-bit float (AIFF 1.3, Common Chunk). */
export function aiff(): Uint8Array {
  const part = (id: string, body: Uint8Array) => chunk(iffChunks, id, body)
  const rate = Uint8Array.of(0x40, 0x0b, 0xfa, 0, 0, 0, 0, 0, 0, 0)
  return form(
    { format: iffChunks, magic: 'FORM', type: 'AIFF' },
    part('COMM', concat([fromUint16(1), fromUint32(sound.length / 2), fromUint16(16), rate])),
    part('SSND', concat([new Uint8Array(8), sound])),
  )
}
