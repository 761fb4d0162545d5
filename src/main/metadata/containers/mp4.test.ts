import { describe, expect, it } from 'vitest'
import { applyPlan } from '../../../shared/model'
import {
  concat,
  fourCc,
  fromLatin1,
  fromUint16,
  fromUint32,
  fromUint64,
  fromUtf8,
  uint32,
  uint64,
} from '../bytes'
import { accessBytes, type FileAccess } from '../file-access'
import { describePicture } from '../pictures'
import { MetadataReader } from '../reader'
import { fixture, holds } from '../testing/fixture'
import { planOf, read, save, title } from '../testing/round-trip'
import { MetadataWriter } from '../writer'
import { openMp4 } from './mp4'
import { type Atom, atomBodyAt, atomEnd, atomsBetween, everyAtom, newBudget } from './mp4-atoms'
import { readSampleEntry } from './mp4-codecs'

const reader = new MetadataReader()
const writer = new MetadataWriter()

async function reasonAgainst(bytes: Uint8Array, patch = title('Neu')): Promise<unknown> {
  const outcome = await writer.plan(accessBytes(bytes), patch, 'file.m4a')
  return outcome.ok ? undefined : (outcome.problem.params['reason'] ?? outcome.problem.code)
}

const longTitle = title('x'.repeat(6000))

const box = (type: string, ...content: readonly Uint8Array[]): Uint8Array => {
  const body = concat(content)
  return concat([fromUint32(body.length + 8), fromLatin1(type), body])
}
const longBox = (type: string, ...content: readonly Uint8Array[]): Uint8Array => {
  const body = concat(content)
  return concat([fromUint32(1), fromLatin1(type), fromUint64(body.length + 16), body])
}

/** All boxes of a file, each with its path: `/moov/udta/meta/ilst`. */
function atomsOf(bytes: Uint8Array): { path: string; atom: Atom }[] {
  const access = accessBytes(bytes)
  return [...everyAtom([...atomsBetween(access, 0, bytes.length, newBudget())])]
}

function find(bytes: Uint8Array, path: string): Atom {
  const found = atomsOf(bytes).find((each) => each.path === path)
  if (found === undefined) throw new Error(`no ${path} in ${atomsOf(bytes).map((each) => each.path)}`)
  return found.atom
}

const bytesOf = (bytes: Uint8Array, path: string): Uint8Array => {
  const { at, size } = find(bytes, path)
  return bytes.subarray(at, at + size)
}
const bodyIn = (bytes: Uint8Array, path: string): Uint8Array =>
  bytes.subarray(atomBodyAt(find(bytes, path)), atomEnd(find(bytes, path)))

/** The file with bytes of one box replaced, and the boxes named by `parents` resized. No position is put right. */
function replaced(bytes: Uint8Array, at: number, remove: number, insert: Uint8Array, ...parents: string[]) {
  const result = concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)])
  for (const path of parents) {
    const parent = find(bytes, path)
    result.set(fromUint32(parent.size + insert.length - remove), parent.at)
  }
  return result
}

/** `tagged.m4a` has its `moov` behind the sound, `tags-first.m4a` in front of it. */
const behind = fixture('tagged.m4a')
const inFront = fixture('tags-first.m4a')

/** Without `udta`, as many programs write them. */
function withoutUserData(bytes: Uint8Array): Uint8Array {
  const udta = find(bytes, '/moov/udta')
  return replaced(bytes, udta.at, udta.size, new Uint8Array(0), '/moov')
}

/** The bytes that every chunk offset points at. */
function chunks(bytes: Uint8Array): string[] {
  const table = bodyIn(bytes, '/moov/trak/mdia/minf/stbl/stco')
  return Array.from({ length: uint32(table, 4) }, (_, index) => {
    const at = uint32(table, 8 + index * 4)
    return Buffer.from(bytes.subarray(at, at + 64)).toString('hex')
  })
}

describe('sound', () => {
  it.each([
    ['tagged.m4a', 'AAC', 44_100, 0, 523],
    ['mp4-alac.m4a', 'ALAC', 96_000, 24, 20],
    ['mp4-flac.m4a', 'FLAC', 96_000, 24, 20],
    ['mp4-opus.m4a', 'Opus', 48_000, 0, 107],
    ['mp4-ac3.m4a', 'AC-3', 48_000, 0, 128],
    ['mp4-eac3.m4a', 'E-AC-3', 48_000, 0, 128],
    ['mp4-mp3.m4a', 'MP3', 44_100, 0, 125],
    ['mp4-pcm.mov', 'PCM', 8_000, 24, 20],
  ])(
    '%s: codec, rate, depth and length (ISO 14496-12 §8.5.2)',
    async (name, codec, sampleRate, bits, length) => {
      const { audio } = await read(fixture(name))
      expect(audio).toMatchObject({ codec, sampleRate, bitsPerSample: bits, channels: 2, lossless: bits > 0 })
      expect(Math.round(audio.durationMs)).toBe(length)
      expect(audio.bitrate).toBeGreaterThan(10_000)
    },
  )

  const descriptor = (tag: number, body: Uint8Array) => concat([Uint8Array.of(tag, body.length), body])
  /** A sample entry with an elementary stream descriptor (ISO 14496-14 §5.6) around this configuration. */
  const mp4a = (configuration: number[], { rate = 22_050, channels = 2, objectType = 0x40 } = {}) => {
    const decoder = concat([
      Uint8Array.of(objectType, 0x15, 0, 0, 0),
      fromUint32(0),
      fromUint32(48_000),
      descriptor(5, Uint8Array.from(configuration)),
    ])
    const esds = box(
      'esds',
      fromUint32(0),
      descriptor(3, concat([Uint8Array.of(0, 1, 0), descriptor(4, decoder)])),
    )
    const fields = [
      new Uint8Array(16),
      fromUint16(channels),
      fromUint16(16),
      fromUint32(0),
      fromUint16(rate),
      fromUint16(0),
    ]
    return box('mp4a', ...fields, esds)
  }

  it('tells HE-AAC by the audio object type, with the rate that is heard (ISO 14496-3 §1.6.2.1)', () => {
    // 5 spectral band replication, 24 kHz below, 2 channels, 48 kHz above, then 2 for the core.
    expect(readSampleEntry(mp4a([0x2b, 0x11, 0x88, 0x00]))).toMatchObject({
      codec: 'HE-AAC',
      sampleRate: 48_000,
      channels: 2,
      bitrate: 48_000,
    })
    // 29 parametric stereo over one channel.
    expect(readSampleEntry(mp4a([0xeb, 0x09, 0x88, 0x00]))).toMatchObject({ codec: 'HE-AAC v2', channels: 2 })
    // 2 with 22.05 kHz, then announced for those who know it: 0x2b7, 5, yes, 44.1 kHz.
    expect(readSampleEntry(mp4a([0x13, 0x88, 0x56, 0xe5, 0xa0]))).toMatchObject({
      codec: 'HE-AAC',
      sampleRate: 44_100,
      channels: 1,
    })
    expect(readSampleEntry(mp4a([0x13, 0x88]))).toMatchObject({
      codec: 'AAC',
      sampleRate: 22_050,
      channels: 1,
    })
    expect(readSampleEntry(mp4a([0x12, 0x08], { rate: 44_100 }))).toMatchObject({ codec: 'AAC', channels: 1 })
    expect(readSampleEntry(mp4a([], { objectType: 0x6b }))).toMatchObject({ codec: 'MP3' })
  })

  it('reads a damaged description as far as it goes', () => {
    const whole = mp4a([0x12, 0x10])
    for (let length = 0; length < whole.length; length++) {
      expect(() => readSampleEntry(whole.subarray(0, length))).not.toThrow()
    }
  })

  it('a film without sound is no music', async () => {
    const outcome = await reader.readFrom(accessBytes(fixture('mp4-silent-film.mp4')), 'film.mp4')
    expect(outcome.ok ? undefined : outcome.problem.code).toBe('metadata.notAudio')
  })

  it('takes the length of fragments from their table, from an index, or from their samples (§8.8)', async () => {
    const whole = (await read(behind)).audio.durationMs
    const fragments = fixture('mp4-fragments.m4a')
    const table = find(fragments, '/mfra')
    for (const bytes of [fragments, fragments.subarray(0, table.at), fixture('mp4-dash.m4a')]) {
      expect((await read(bytes)).audio.durationMs).toBeCloseTo(whole, 3)
    }
  })

  it('does not read sound, sample tables or pictures to show a file', async () => {
    const cover = describePicture(pictureOf(300_000), { type: 3, mime: '', description: '' })
    const bytes = await save(inFront, { values: {}, pictures: [cover] })
    let read = 0
    const plain = accessBytes(bytes)
    const counted: FileAccess = {
      size: plain.size,
      read: (at, length) => {
        const part = plain.read(at, length)
        read += part.length
        return part
      },
    }
    const layout = openMp4(counted)
    expect(layout.tags[0]?.values.title).toEqual(['Ein Titel'])
    expect(layout.tags[0]?.pictureCount).toBe(1)
    expect(layout.properties.bitrate).toBeGreaterThan(0)
    expect(read).toBeLessThan(20_000)
    expect(layout.tags[0]?.pictures[0]?.sizeBytes).toBe(300_000)
  })
})

function pictureOf(size: number): Uint8Array {
  const bytes = new Uint8Array(size).fill(7)
  bytes.set([0xff, 0xd8, 0xff, 0xe0])
  return bytes
}

describe('saving', () => {
  it('changes the list and nothing else where the room is there', async () => {
    const first = await save(behind, title('Neu'))
    const plan = await planOf(first, title('Etwas länger'))
    expect(plan.splices).toHaveLength(1)
    expect(plan.splices[0]?.insert.length).toBe(plan.splices[0]?.remove)
    expect((await read(applyPlan(first, plan))).values.title).toEqual(['Etwas länger'])
  })

  it('does not grow from save to save (formats.md A4)', async () => {
    let bytes = await save(inFront, title('0'))
    const { length } = bytes
    for (let count = 1; count < 5; count++) {
      bytes = await save(bytes, title(`Titel ${count}`))
      expect(bytes.length).toBe(length)
    }
    expect((await planOf(bytes, title('Titel 4'))).splices).toEqual([])
  })

  it('moves the sound and every chunk offset with it when tags in front must grow (§8.7.5)', async () => {
    const result = await save(inFront, longTitle)
    expect(chunks(result)).toEqual(chunks(inFront))
    expect(bodyIn(result, '/mdat')).toEqual(bodyIn(inFront, '/mdat'))
  })

  it('leaves 4 kB of room when the list must grow', async () => {
    expect(find(await save(behind, longTitle), '/moov/udta/meta/free').size).toBe(4096)
  })

  it('uses free boxes on either side of the list, in udta, in moov and behind it', async () => {
    const free = box('free', new Uint8Array(200))
    const ilst = find(behind, '/moov/udta/meta/ilst')
    const list = ['/moov', '/moov/udta', '/moov/udta/meta']
    const places = [
      { at: ilst.at, parents: list },
      { at: atomEnd(ilst), parents: list },
      { at: atomEnd(find(behind, '/moov/udta/meta')), parents: list.slice(0, 2) },
      { at: atomEnd(find(behind, '/moov/udta')), parents: list.slice(0, 1) },
      { at: atomEnd(find(behind, '/moov')), parents: [] },
    ]
    for (const { at, parents } of places) {
      for (const room of [free, concat([box('free'), free, box('skip', new Uint8Array(40))])]) {
        const original = withoutFree(behind, (bytes) => replaced(bytes, at, 0, room, ...parents))
        const plan = await planOf(original, title('Ein längerer Titel als zuvor'))
        expect(plan.splices).toHaveLength(1)
        expect(applyPlan(original, plan)).toHaveLength(original.length)
      }
    }
  })

  /** `tagged.m4a` has no room of its own, which `change` may rely on. */
  function withoutFree(bytes: Uint8Array, change: (bytes: Uint8Array) => Uint8Array): Uint8Array {
    expect(atomsOf(bytes).some(({ path }) => path === '/moov/udta/meta/free')).toBe(false)
    return change(bytes)
  }

  it('gives the room of a large cover back', async () => {
    const cover = describePicture(pictureOf(200_000), { type: 3, mime: '', description: '' })
    const with_ = await save(inFront, { values: {}, pictures: [cover] })
    const without = await save(with_, { values: {}, pictures: [] })
    expect(without.length).toBeLessThan(inFront.length + 5000)
    expect(chunks(without)).toEqual(chunks(inFront))
  })

  it('tags a file that has no udta, no meta or no list (formats.md B14)', async () => {
    const bare = withoutUserData(inFront)
    const udta = replaced(bare, atomEnd(find(bare, '/moov')), 0, box('udta'), '/moov')
    const terminated = replaced(
      bare,
      atomEnd(find(bare, '/moov')),
      0,
      box('udta', new Uint8Array(4)),
      '/moov',
    )
    const ilst = find(inFront, '/moov/udta/meta/ilst')
    const noList = replaced(
      inFront,
      ilst.at,
      ilst.size,
      new Uint8Array(0),
      '/moov',
      '/moov/udta',
      '/moov/udta/meta',
    )
    for (const original of [bare, udta, terminated, noList, fixture('mp4-untagged-first.m4a')]) {
      fixOffsetsOf(original, atomBodyAt(find(original, '/mdat')) - firstOffset(original))
      const result = await save(original, longTitle)
      expect((await read(result)).values.title).toEqual(longTitle.values.title)
      const table = bodyIn(result, '/moov/trak/mdia/minf/stbl/stco')
      expect(uint32(table, 8)).toBe(atomBodyAt(find(result, '/mdat')))
    }
  })

  it('finds and keeps a meta without version, as QuickTime has it (formats.md B12a)', async () => {
    const meta = find(behind, '/moov/udta/meta')
    const original = replaced(
      behind,
      meta.at + 8,
      4,
      new Uint8Array(0),
      '/moov',
      '/moov/udta',
      '/moov/udta/meta',
    )
    expect((await read(original)).values.title).toEqual(['Ein Titel'])
    const result = await save(original, longTitle)
    expect((await read(result)).values.title).toEqual(longTitle.values.title)
    expect(fourCc(result, find(result, '/moov/udta/meta').at + 12)).toBe('hdlr')
  })

  it('keeps Nero chapters, chapter tracks, uuid and unknown boxes (formats.md A2)', async () => {
    const chapters = fixture('chapters.m4b')
    const chpl = box('chpl', fromUint32(0x01000000), new Uint8Array(5), Uint8Array.of(4), fromLatin1('Eins'))
    const uuid = box('uuid', new Uint8Array(16).fill(9), fromLatin1('something'))
    const inMeta = replaced(
      chapters,
      atomEnd(find(chapters, '/moov/udta/meta')),
      0,
      uuid,
      '/moov',
      '/moov/udta',
      '/moov/udta/meta',
    )
    const inUdta = replaced(inMeta, atomEnd(find(inMeta, '/moov/udta')), 0, chpl, '/moov', '/moov/udta')
    const original = concat([uuid, inUdta, box('\x01\x02\x03\x04', new Uint8Array(3))])
    fixOffsets(original, uuid.length)
    const result = await save(original, longTitle)
    for (const kept of [chpl, uuid, bodyIn(chapters, '/moov/trak/mdia/minf/stbl/stsz')])
      expect(holds(result, kept)).toBe(true)
    expect(result.subarray(0, uuid.length)).toEqual(uuid)
    expect(atomsOf(result).filter(({ path }) => path === '/moov/trak')).toHaveLength(2)
  })

  /** Moves all chunk offsets of a file by hand. */
  function fixOffsets(bytes: Uint8Array, by: number): void {
    for (const { atom } of atomsOf(bytes).filter(({ path }) => path.endsWith('/stco'))) {
      for (let at = atomBodyAt(atom) + 8; at < atomEnd(atom); at += 4)
        bytes.set(fromUint32(uint32(bytes, at) + by), at)
    }
  }

  it('leaves spare bytes behind the chunk offsets where they are (formats.md A2)', async () => {
    const parents = [
      '/moov',
      '/moov/trak',
      '/moov/trak/mdia',
      '/moov/trak/mdia/minf',
      '/moov/trak/mdia/minf/stbl',
    ]
    const table = find(inFront, `${parents[4]}/stco`)
    const spare = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
    const original = replaced(inFront, atomEnd(table), 0, spare, ...parents, `${parents[4]}/stco`)
    fixOffsetsOf(original, spare.length)
    const result = await save(original, longTitle)
    expect(bodyIn(result, `${parents[4]}/stco`).subarray(-8)).toEqual(spare)
    expect(uint32(bodyIn(result, `${parents[4]}/stco`), 8)).toBe(atomBodyAt(find(result, '/mdat')))
  })

  const firstOffset = (bytes: Uint8Array): number =>
    uint32(bodyIn(bytes, '/moov/trak/mdia/minf/stbl/stco'), 8)

  function fixOffsetsOf(bytes: Uint8Array, by: number): void {
    const body = atomBodyAt(find(bytes, '/moov/trak/mdia/minf/stbl/stco'))
    const count = uint32(bytes, body + 4)
    for (let index = 0; index < count; index++) {
      const at = body + 8 + index * 4
      bytes.set(fromUint32(uint32(bytes, at) + by), at)
    }
  }

  it('follows boxes with sizes of 64 bits, and chunk offsets of 64 bits', async () => {
    const stbl = '/moov/trak/mdia/minf/stbl'
    const body = (path: string) => bodyIn(inFront, path)
    const children = (path: string, except: string) =>
      atomsOf(inFront)
        .filter((each) => each.path.startsWith(`${path}/`) && !each.path.slice(path.length + 1).includes('/'))
        .filter((each) => each.path !== `${path}/${except}`)
        .map((each) => bytesOf(inFront, each.path))
    const count = uint32(body(`${stbl}/stco`), 4)
    const offsets = Array.from({ length: count }, (_, index) => uint32(body(`${stbl}/stco`), 8 + index * 4))
    const make = (by: number) => {
      const co64 = box('co64', fromUint32(0), fromUint32(count), ...offsets.map((at) => fromUint64(at + by)))
      const table = box('stbl', ...children(stbl, 'stco'), co64)
      const minf = box('minf', ...children('/moov/trak/mdia/minf', 'stbl'), table)
      const mdia = box('mdia', ...children('/moov/trak/mdia', 'minf'), minf)
      const trak = box('trak', ...children('/moov/trak', 'mdia'), mdia)
      const meta = longBox('meta', new Uint8Array(4), body('/moov/udta/meta'))
      const moov = longBox('moov', bytesOf(inFront, '/moov/mvhd'), trak, longBox('udta', meta))
      return concat([bytesOf(inFront, '/ftyp'), moov, longBox('mdat', body('/mdat'))])
    }
    const shift = atomBodyAt(find(make(0), '/mdat')) - atomBodyAt(find(inFront, '/mdat'))
    const original = make(shift)
    const result = await save(original, longTitle)
    expect((await read(result)).values.title).toEqual(longTitle.values.title)
    expect(uint64(bodyIn(result, `${stbl}/co64`), 8)).toBe(
      (offsets[0] ?? 0) + shift + result.length - original.length,
    )
    expect(bodyIn(result, '/mdat')).toEqual(body('/mdat'))
  })

  it('keeps a last mdat whose size of 0 means “to the end of the file”', async () => {
    const original = inFront.slice()
    original.set(fromUint32(0), find(original, '/mdat').at)
    const result = await save(original, longTitle)
    expect(uint32(result, find(result, '/mdat').at)).toBe(0)
    expect(chunks(result)).toEqual(chunks(inFront))
  })

  it('edits the list that others read, when there are several', async () => {
    const udta = bytesOf(behind, '/moov/udta')
    const empty = box('udta', box('name', fromLatin1('x')))
    for (const more of [udta, empty]) {
      for (const at of [find(behind, '/moov/udta').at, atomEnd(find(behind, '/moov'))]) {
        const original = replaced(behind, at, 0, more, '/moov')
        const result = await save(original, longTitle)
        expect((await read(result)).values.title).toEqual(longTitle.values.title)
        expect(holds(result, more) || more === udta).toBe(true)
      }
    }
  })

  it('puts absolute positions of auxiliary data and items right (§8.7.9, §8.11.3)', async () => {
    const at = find(inFront, '/mdat').at + 100
    const iloc = concat([fromUint32(0x01000000), Uint8Array.of(0x44, 0x40), fromUint16(1), fromUint16(7)])
    const item = concat([
      fromUint16(0),
      fromUint16(0),
      fromUint32(0),
      fromUint16(1),
      fromUint32(at),
      fromUint32(4),
    ])
    const meta = box('meta', fromUint32(0), box('hdlr', new Uint8Array(25)), box('iloc', iloc, item))
    const original = concat([inFront, meta])
    const result = await save(original, longTitle)
    const moved = uint32(bodyIn(result, '/meta/iloc'), 20)
    expect(moved).toBe(at + result.length - original.length)
    expect(result.subarray(moved, moved + 4)).toEqual(original.subarray(at, at + 4))
  })

  it('writes a file whose sound was cut off, as other taggers do', async () => {
    const original = inFront.subarray(0, inFront.length - 100)
    const result = await save(original, longTitle)
    expect((await read(result)).values.title).toEqual(longTitle.values.title)
    const sound = result.subarray(atomBodyAt(find(result, '/mdat')))
    expect(sound).toEqual(original.subarray(atomBodyAt(find(original, '/mdat'))))
  })

  it('keeps bytes in a list that are no atom, as long as they are zeros', async () => {
    const ilst = '/moov/udta/meta/ilst'
    const list = ['/moov', '/moov/udta', '/moov/udta/meta', ilst]
    const zeros = replaced(behind, atomEnd(find(behind, ilst)), 0, new Uint8Array(20), ...list)
    expect((await read(await save(zeros, title('Neu')))).values.title).toEqual(['Neu'])
    const rubbish = replaced(behind, atomEnd(find(behind, ilst)), 0, fromLatin1('\0\0\0\x05rubbish'), ...list)
    expect((await read(rubbish)).values.title).toEqual(['Ein Titel'])
    expect(await reasonAgainst(rubbish)).toBe('damaged tag list')
  })

  it('refuses what it cannot follow', async () => {
    const cmov = replaced(behind, find(behind, '/moov/mvhd').at, 0, box('cmov', new Uint8Array(9)), '/moov')
    expect(await reasonAgainst(cmov)).toBe('compressed moov')
    const cut = behind.subarray(0, behind.length - 40)
    expect((await read(cut)).readOnly?.code).toBe('metadata.truncated')
    // A sample table with rubbish in it: harmless while nothing has to move.
    const stsc = find(inFront, '/moov/trak/mdia/minf/stbl/stsc')
    const damaged = inFront.slice()
    damaged.set(fromUint32(5), stsc.at)
    expect(await reasonAgainst(damaged, longTitle)).toBe('damaged stbl')
  })
})

describe('fragments (ISO 14496-12 §8.8)', () => {
  /** Where each track fragment says that its data is based, and where its `moof` is. */
  const bases = (bytes: Uint8Array) =>
    atomsOf(bytes)
      .filter(({ path }) => path === '/moof/traf/tfhd')
      .map(({ atom }) => uint64(bytes, atomBodyAt(atom) + 8))
  const moofs = (bytes: Uint8Array) =>
    atomsOf(bytes)
      .filter(({ path }) => path === '/moof')
      .map(({ atom }) => atom.at)

  it('moves absolute offsets and the random access table (formats.md A3)', async () => {
    const original = fixture('mp4-fragments.m4a')
    expect(bases(original)).toEqual(moofs(original))
    const result = await save(original, longTitle)
    expect(bases(result)).toEqual(moofs(result))
    expect(moofs(result)).toEqual(moofs(original).map((at) => at + result.length - original.length))
    const table = bodyIn(result, '/mfra/tfra')
    expect(uint64(table, 16 + 8)).toBe(moofs(result)[0])
    expect((await read(result)).audio.durationMs).toBe((await read(original)).audio.durationMs)
  })

  it('keeps a segment index right, in front of moov or behind it (§8.16.3)', async () => {
    const dash = fixture('mp4-dash.m4a')
    const behindMoov = await save(dash, longTitle)
    expect(bytesOf(behindMoov, '/sidx')).toEqual(bytesOf(dash, '/sidx'))

    const [ftyp, moov, sidx] = ['/ftyp', '/moov', '/sidx'].map((path) => bytesOf(dash, path))
    const rest = dash.subarray(atomEnd(find(dash, '/sidx')))
    const original = concat([ftyp ?? rest, sidx ?? rest, moov ?? rest, rest])
    const offsetAt = atomBodyAt(find(original, '/sidx')) + 20
    const version = original[atomBodyAt(find(original, '/sidx'))]
    expect(version).toBe(1)
    original.set(fromUint64(find(original, '/moov').size), offsetAt)
    const result = await save(original, longTitle)
    expect(uint64(bodyIn(result, '/sidx'), 20)).toBe(find(result, '/moov').size)
  })
})

describe('texts beside the list', () => {
  it('takes iTunes’ list for what it is where keys of FFmpeg’s stayed in front of it', async () => {
    const key = box('mdta', fromLatin1('title'))
    const keys = box('keys', new Uint8Array(4), fromUint32(1), key)
    const { at } = find(behind, '/moov/udta/meta/ilst')
    const mixed = replaced(behind, at, 0, keys, '/moov', '/moov/udta', '/moov/udta/meta')
    expect(await read(mixed)).toMatchObject({ tagKinds: ['iTunes'], values: { title: ['Ein Titel'] } })
    const result = await save(mixed, title('Neu'))
    expect((await read(result)).values.title).toEqual(['Neu'])
    expect(bytesOf(result, '/moov/udta/meta/keys')).toEqual(keys)
  })

  it.each([
    ['mp4-quicktime.mov', 'QuickTime'],
    ['mp4-texts.3gp', '3GPP'],
    ['mp4-keys.mov', 'QuickTime keys'],
  ])('%s: reads them, keeps them in step and adds the list that others read', async (name, kind) => {
    const original = fixture(name)
    const before = await read(original)
    expect(before.tagKinds).toEqual([kind])
    expect(before.values).toMatchObject({
      title: ['Ein Titel'],
      artist: ['AC/DC'],
      album: ['Größe'],
      date: ['2019'],
    })

    const result = await save(original, {
      values: { title: ['Neuer Titel – ü'], album: [], genre: ['Rock'] },
    })
    const after = await read(result)
    expect(after.tagKinds).toEqual(['iTunes', kind])
    expect(after.values).toMatchObject({ title: ['Neuer Titel – ü'], artist: ['AC/DC'], genre: ['Rock'] })
    expect(after.values.album).toBeUndefined()
    const layout = openMp4(accessBytes(result))
    expect(layout.tags[1]?.values).toMatchObject({ title: ['Neuer Titel – ü'], artist: ['AC/DC'] })

    const removed = await save(original, {
      values: { title: [], artist: [], album: [], date: [], comment: [] },
    })
    expect((await read(removed)).values).toEqual({})
    expect((await read(removed)).tagKinds).not.toContain('iTunes')
  })

  it('reads Macintosh letters (QuickTime File Format, User Data Text Strings)', async () => {
    const text = box('©nam', fromUint16(5), fromUint16(0), Uint8Array.of(0x47, 0x72, 0x9a, 0xa7, 0x65))
    const bare = withoutUserData(behind)
    const original = replaced(bare, atomEnd(find(bare, '/moov')), 0, box('udta', text), '/moov')
    expect((await read(original)).values.title).toEqual(['Größe'])
    expect((await read(await save(original, title('Größer – 音')))).values.title).toEqual(['Größer – 音'])
  })

  it('reads UTF-16 in 3GPP texts (3GPP TS 26.244 §8)', async () => {
    const text = Uint8Array.of(0xfe, 0xff, 0, 0x47, 0, 0xf6, 0, 0)
    const bare = withoutUserData(behind)
    const titl = box('titl', fromUint32(0), fromUint16(0x55c4), text)
    const original = replaced(bare, atomEnd(find(bare, '/moov')), 0, box('udta', titl), '/moov')
    expect((await read(original)).values.title).toEqual(['Gö'])
  })
})

describe('hostile files', () => {
  const opened = (bytes: Uint8Array): string => {
    try {
      const layout = openMp4(accessBytes(bytes))
      layout.inventory({ fields: [], pictures: false })
      return layout.notWritable?.reason ?? 'read'
    } catch (error) {
      return error instanceof Error ? error.name : 'thrown'
    }
  }

  it('answers whatever the size of any box says', () => {
    for (const source of [inFront, fixture('mp4-fragments.m4a'), fixture('mp4-keys.mov')]) {
      for (const { atom } of atomsOf(source)) {
        for (const size of [0, 1, 7, 8, 9, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]) {
          const bytes = source.slice()
          bytes.set(fromUint32(size), atom.at)
          opened(bytes)
        }
      }
    }
  })

  it('answers a description with 2³²−1 entries of no size (security.md)', () => {
    const bytes = inFront.slice()
    const stsd = atomBodyAt(find(bytes, '/moov/trak/mdia/minf/stbl/stsd'))
    bytes.set(fromUint32(0xffff_ffff), stsd + 4)
    bytes.set(fromUint32(0), stsd + 8)
    expect(opened(bytes)).toBe('read')
  })

  it('does not go down into boxes within boxes without end', () => {
    const depth = 50_000
    const bytes = new Uint8Array(depth * 8)
    for (let level = 0; level < depth; level++) {
      bytes.set(fromUint32(bytes.length - level * 8), level * 8)
      bytes.set(fromLatin1('moov'), level * 8 + 4)
    }
    expect(opened(bytes)).toBe('read')
  })

  it('shows a file of more boxes than any has, and does not write it', () => {
    const bytes = new Uint8Array(2_000_000)
    bytes.set(bytesOf(inFront, '/moov'))
    for (let at = find(inFront, '/moov').size; at + 8 <= bytes.length; at += 8) {
      bytes.set(fromUint32(8), at)
      bytes.set(fromLatin1('junk'), at + 4)
    }
    const layout = openMp4(accessBytes(bytes))
    expect(layout.tags[0]?.values.title).toEqual(['Ein Titel'])
    expect(() => layout.plan({ values: { title: ['x'.repeat(9000)] }, pictures: undefined })).toThrow(
      'too many boxes',
    )
  })

  it('a list that names a million atoms stays cheap', () => {
    const atoms = new Uint8Array(2_000_000)
    for (let at = 0; at < atoms.length; at += 8) {
      atoms.set(fromUint32(8), at)
      atoms.set(fromUtf8('abcd'), at + 4)
    }
    const meta = box('meta', fromUint32(0), box('ilst', atoms))
    expect(opened(concat([box('moov', box('udta', meta))]))).toBe('damaged tag list')
  })
})
