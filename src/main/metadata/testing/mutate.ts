/** Names that parsers look for: putting one where another stood reaches code that random bytes never do. */
const dictionary = [
  'ID3\x03',
  'ID3\x04',
  'ID3\x02',
  'TAG',
  'APETAGEX',
  'LYRICSBEGIN',
  '3DI',
  'TIT2',
  'TXXX',
  'APIC',
  'COMM',
  'USLT',
  'SYLT',
  'CHAP',
  'PRIV',
  'GEOB',
  'POPM',
  'UFID',
  'TIPL',
  'RVA2',
  'fLaC',
  'OggS',
  '\x01vorbis',
  '\x03vorbis',
  'OpusHead',
  'OpusTags',
  'METADATA_BLOCK_PICTURE=',
  'TITLE=',
  'ftyp',
  'moov',
  'mdat',
  'udta',
  'meta',
  'ilst',
  'data',
  'mean',
  'name',
  '----',
  'covr',
  'free',
  'stco',
  'co64',
  'trak',
  'stsd',
  'moof',
  'traf',
  'tfhd',
  'trun',
  'sidx',
  'uuid',
  'chpl',
  'RIFF',
  'RF64',
  'WAVE',
  'LIST',
  'INFO',
  'INAM',
  'fmt ',
  'id3 ',
  'JUNK',
  'ds64',
  'FORM',
  'AIFF',
  'AIFC',
  'COMM',
  'SSND',
  'FRM8',
  'DSD ',
  'PROP',
  'MAC ',
  'wvpk',
  'MPCK',
  'MP+',
  'TTA1',
  'tBaK',
  'OFR ',
  '\x30\x26\xb2\x75\x8e\x66\xcf\x11',
  '\x33\x26\xb2\x75\x8e\x66\xcf\x11',
  '\x1a\x45\xdf\xa3',
  '\x18\x53\x80\x67',
  '\x12\x54\xc3\x67',
  '\x11\x4d\x9b\x74',
].map((text) => Buffer.from(text, 'latin1'))

/** Sizes and counts that trip arithmetic. */
const numbers = [
  0, 1, 2, 3, 4, 7, 8, 16, 0x7f, 0x80, 0xff, 0x100, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff,
]

type Random = () => number

const below = (random: Random, limit: number): number => Math.floor(random() * limit)

const pick = <T>(random: Random, list: readonly [T, ...T[]] | readonly T[], fallback: T): T =>
  list[below(random, list.length)] ?? fallback

/** Most of what matters lies in the first and last kilobytes. */
function placeIn(random: Random, length: number): number {
  const near = Math.min(length, 4096)
  const roll = random()
  if (roll < 0.6) return below(random, near)
  return roll < 0.8 ? length - 1 - below(random, near) : below(random, length)
}

type Mutation = (bytes: Buffer, random: Random) => Buffer

const splice = (bytes: Buffer, at: number, remove: number, insert: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)])

const changed = (bytes: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(bytes)
  change(copy)
  return copy
}

const mutations: readonly Mutation[] = [
  // One bit.
  (bytes, random) =>
    changed(bytes, (copy) => {
      const at = placeIn(random, copy.length)
      copy[at] = (copy[at] ?? 0) ^ (1 << below(random, 8))
    }),
  // One byte.
  (bytes, random) =>
    changed(bytes, (copy) => {
      copy[placeIn(random, copy.length)] = below(random, 256)
    }),
  // A size or count, in either byte order.
  (bytes, random) =>
    changed(bytes, (copy) => {
      if (copy.length < 8) return
      const at = Math.min(placeIn(random, copy.length), copy.length - 4)
      const number = pick(random, numbers, 0)
      if (random() < 0.5) copy.writeUInt32BE(number, at)
      else copy.writeUInt32LE(number, at)
    }),
  // A name of the dictionary over another.
  (bytes, random) =>
    changed(bytes, (copy) => {
      const word = pick(random, dictionary, Buffer.alloc(0))
      word.copy(copy, Math.max(0, Math.min(placeIn(random, copy.length), copy.length - word.length)))
    }),
  // A name put in between.
  (bytes, random) =>
    splice(bytes, placeIn(random, bytes.length), 0, pick(random, dictionary, Buffer.alloc(0))),
  // Cut off.
  (bytes, random) => bytes.subarray(0, 1 + below(random, bytes.length)),
  // A piece taken out.
  (bytes, random) => splice(bytes, placeIn(random, bytes.length), 1 + below(random, 64), new Uint8Array()),
  // A piece twice.
  (bytes, random) => {
    const at = placeIn(random, bytes.length)
    return splice(bytes, at, 0, bytes.subarray(at, at + 1 + below(random, 256)))
  },
]

/** The file with one to four things wrong in it; the same for the same sequence of numbers. */
export function mutate(original: Uint8Array, random: Random): Uint8Array {
  let bytes = Buffer.from(original)
  const times = random() < 0.7 ? 1 : 1 + below(random, 4)
  for (let count = 0; count < times; count++) {
    const mutation = mutations[below(random, mutations.length)]
    if (mutation !== undefined && bytes.length > 0) bytes = Buffer.from(mutation(bytes, random))
  }
  return new Uint8Array(bytes)
}
