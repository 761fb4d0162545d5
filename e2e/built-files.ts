/** Small whole files of formats that no free encoder makes, byte by byte as their documents have them. */

const u16le = (value: number): Buffer => Buffer.of(value & 255, value >>> 8)

function u32le(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

const u32be = (value: number): Buffer => u32le(value).reverse()

/** A number of eight bytes that needs only four of them. */
const u64le = (value: number): Buffer => Buffer.concat([u32le(value), u32le(0)])
const u64be = (value: number): Buffer => u64le(value).reverse()

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

const noise = (length: number): Buffer => Buffer.from(Uint8Array.from({ length }, (_, index) => index % 251))

/** Monkey's Audio 3.99: APE_DESCRIPTOR and APE_HEADER of MACLib.h, then frames. */
function ape(): Buffer {
  const frames = noise(1000)
  return Buffer.concat([
    ...[latin1('MAC '), u16le(3990), u16le(0)],
    ...[52, 24, 0, 44, frames.length, 0, 0].map(u32le),
    Buffer.alloc(16),
    ...[u16le(2000), u16le(0)],
    ...[73_728 * 4, 12_345, 1].map(u32le),
    ...[u16le(16), u16le(2), u32le(44_100)],
    Buffer.alloc(44),
    frames,
  ])
}

/** DSF 1.01: header, format, sound. */
function dsf(): Buffer {
  const sound = noise(8192)
  return Buffer.concat([
    ...[latin1('DSD '), u64le(28), u64le(92 + sound.length), u64le(0)],
    ...[
      latin1('fmt '),
      u64le(52),
      ...[1, 0, 2, 2, 2_822_400, 1].map(u32le),
      u64le(28_224),
      u32le(4096),
      u32le(0),
    ],
    ...[latin1('data'), u64le(12 + sound.length), sound],
  ])
}

/** DSDIFF 1.5: version, properties, sound. */
function dff(): Buffer {
  const chunk = (id: string, ...body: readonly Buffer[]): Buffer => {
    const content = Buffer.concat(body)
    return Buffer.concat([latin1(id), u64be(content.length), content, Buffer.alloc(content.length % 2)])
  }
  return chunk(
    'FRM8',
    latin1('DSD '),
    chunk('FVER', u32be(0x0105_0000)),
    chunk(
      'PROP',
      latin1('SND '),
      chunk('FS  ', u32be(2_822_400)),
      chunk('CHNL', Buffer.of(0, 2), latin1('SLFTSRGT')),
      chunk('CMPR', latin1('DSD '), Buffer.of(3), latin1('any')),
    ),
    chunk('DSD ', noise(7056)),
  )
}

/** OptimFROG 5.1, as its files are: what holds the samples, a head, a block, a tail. */
function ofr(): Buffer {
  const chunk = (id: string, ...body: readonly Buffer[]): Buffer => {
    const content = Buffer.concat(body)
    return Buffer.concat([latin1(id), u32le(content.length), content])
  }
  const [samples, type, channels] = [176_400, 3, 2]
  return Buffer.concat([
    chunk(
      'OFR ',
      u32le(samples),
      Buffer.of(0, 0, type, channels - 1),
      u32le(44_100),
      Buffer.of(0x82, 0x25, 10),
    ),
    chunk('HEAD', Buffer.alloc(44)),
    chunk('COMP', Buffer.alloc(4), u32le(samples), Buffer.of(type, channels - 1, 0x41, 8)),
    chunk('TAIL', Buffer.alloc(10)),
  ])
}

/** TAK 2.3.1, by its SDK: blocks of metadata with a check sum behind each, the last of them empty, then sound. */
function tak(): Buffer {
  const block = (kind: number, body: Buffer): Buffer => {
    const length = kind === 0 ? 0 : body.length + 3
    return Buffer.concat([Buffer.of(kind, length, 0, 0), body, Buffer.alloc(length - body.length)])
  }
  // The stream's information, packed bit by bit, the least first: each field with its width.
  const fields = [
    [2, 6],
    [4, 4],
    [3, 4],
    [441_000, 35],
    [0, 3],
    [38_100, 18],
    [16 - 8, 5],
    [2 - 1, 4],
    [0, 1],
  ] as const
  let packed = 0n
  let at = 0n
  for (const [value, width] of fields) {
    packed |= BigInt(value) << at
    at += BigInt(width)
  }
  const info = Buffer.alloc(16)
  info.writeBigUInt64LE(packed & 0xffff_ffff_ffff_ffffn)
  info.writeBigUInt64LE(packed >> 64n, 8)
  return Buffer.concat([
    latin1('tBaK'),
    block(1, info.subarray(0, 10)),
    block(4, Buffer.of(1, 3, 2, 4)),
    block(0, Buffer.alloc(0)),
    noise(400),
  ])
}

export const builtFiles = {
  'built.ape': ape(),
  'built.dsf': dsf(),
  'built.dff': dff(),
  'built.ofr': ofr(),
  'built.tak': tak(),
}
