import { describe, expect, it } from 'vitest'
import { applyPlan, defaultWriteOptions, type WriteOptions } from '../../../shared/model'
import { concat, fromLatin1, fromUint32le, fromUtf8, sameBytes, uint16, uint32le } from '../bytes'
import { accessBytes, type FileAccess } from '../file-access'
import type { MetadataPatch } from '../metadata'
import { describePicture, encodeFlacPicture } from '../pictures'
import { firstOf } from '../tags/entry'
import { renderVorbisComment } from '../tags/vorbis-comment'
import { fixture, holds } from '../testing/fixture'
import { MetadataWriter } from '../writer'
import { openOgg } from './ogg'
import { withFlacPackets } from './ogg-codecs'
import { type OggPage, pageChecksum, pageEnd, readPage, renderPage, renumbered } from './ogg-pages'
import { readStreams } from './ogg-streams'

const writer = new MetadataWriter()
const title = (text: string): MetadataPatch => ({ values: { title: [text] } })

async function planOf(bytes: Uint8Array, patch: MetadataPatch) {
  const outcome = await writer.plan(accessBytes(bytes), patch, 'file.ogg')
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return outcome.plan
}
const save = async (bytes: Uint8Array, patch: MetadataPatch) => applyPlan(bytes, await planOf(bytes, patch))

async function savedAs(bytes: Uint8Array, patch: MetadataPatch, options: WriteOptions) {
  const outcome = await writer.plan(accessBytes(bytes), patch, 'file.ogg', options)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return applyPlan(bytes, outcome.plan)
}

const open = (bytes: Uint8Array) => openOgg(accessBytes(bytes), 0)
const valuesOf = (bytes: Uint8Array) => firstOf(open(bytes).tags.map((tag) => tag.values))
const picturesOf = (bytes: Uint8Array) => open(bytes).tags.flatMap(({ pictures }) => pictures)

const ogg = fixture('tagged.ogg')
const opus = fixture('tagged.opus')
const speex = fixture('tagged.spx')
const oggFlac = fixture('flac.oga')
const theora = fixture('theora.ogv')
const all = { ogg, opus, speex, oggFlac, theora }

const cover = describePicture(fixture('cover.png'), { type: 3, mime: 'image/png', description: 'vorne' })
const large = describePicture(concat([fixture('cover.png'), new Uint8Array(300_000).fill(7)]), cover)

function pagesOf(bytes: Uint8Array): OggPage[] {
  const pages: OggPage[] = []
  const access = accessBytes(bytes)
  for (let page = readPage(access, 0); page !== undefined; page = readPage(access, pageEnd(page)))
    pages.push(page)
  return pages
}
const bytesOf = (bytes: Uint8Array, page: OggPage) => bytes.subarray(page.at, pageEnd(page))
const bodyOf = (bytes: Uint8Array, page: OggPage) => bytes.subarray(page.at + page.headerBytes, pageEnd(page))

/** A page with other parts, its checksum with them. */
const rebuilt = (bytes: Uint8Array, page: OggPage, parts: Partial<Parameters<typeof renderPage>[0]>) =>
  renderPage({ ...page, body: bodyOf(bytes, page), ...parts })

/** Every page of a stream by its packets' bytes and granule positions; what a decoder sees of the sound. */
const soundOf = (bytes: Uint8Array, serial?: number) =>
  pagesOf(bytes)
    .filter((page) => page.granule > 0n && (serial === undefined || page.serial === serial))
    .map((page) => [page.granule, page.flags, Buffer.from(bodyOf(bytes, page)).toString('base64')])

function expectWellFormed(bytes: Uint8Array): void {
  const pages = pagesOf(bytes)
  const next = new Map<number, number>()
  for (const page of pages) {
    expect(pageChecksum(bytesOf(bytes, page))).toBe(page.checksum)
    expect(page.sequence).toBe(next.get(page.serial) ?? page.sequence)
    next.set(page.serial, page.sequence + 1)
  }
  expect(pageEnd(pages.at(-1) ?? ({} as OggPage))).toBe(bytes.length)
}

/** Comments as a packet, behind what the codec puts in front and in front of what it puts behind. */
const commentPacket = (lead: string, comments: readonly string[], rest: readonly number[] = []) =>
  concat([
    fromLatin1(lead),
    renderVorbisComment({
      vendor: fromUtf8('v'),
      entries: comments.map((text) => ({ name: '', values: [], raw: fromUtf8(text) })),
      rest: Uint8Array.from(rest),
    }),
  ])

const lacing = (...sizes: readonly number[]) =>
  Uint8Array.from(
    sizes.flatMap((size) => [...new Array<number>(Math.floor(size / 255)).fill(255), size % 255]),
  )

/** Opus with another comment packet, which has a page to itself (RFC 7845 §3). */
function opusWith(packet: Uint8Array): Uint8Array {
  const [head, comments] = pagesOf(opus)
  if (head === undefined || comments === undefined) throw new Error('no pages')
  const page = rebuilt(opus, comments, { lacing: lacing(packet.length), body: packet })
  return concat([opus.subarray(0, comments.at), page, opus.subarray(pageEnd(comments))])
}

describe.each(Object.entries(all))('%s', (_, original) => {
  it('reads its comments, and says how it sounds', () => {
    expect(valuesOf(original)).toMatchObject({ title: ['Ein Titel'], artist: ['AC/DC'], album: ['Größe'] })
    expect(open(original).properties.sampleRate).toBeGreaterThan(8000)
    expect(open(original).properties.durationMs).toBeGreaterThan(100)
    expect(open(original).notWritable).toBeUndefined()
  })

  it('has pages with right numbers and checksums after any change, and the sound it had', async () => {
    for (const patch of [
      title('Neu'),
      title(''),
      { values: {}, pictures: [cover, large] },
      { values: { lyrics: ['x'.repeat(200_000)] } },
    ]) {
      const result = await save(original, patch)
      expectWellFormed(result)
      for (const serial of new Set(pagesOf(original).map((page) => page.serial))) {
        expect(soundOf(result, serial)).toEqual(soundOf(original, serial))
      }
    }
  })

  it('keeps several values and names of any spelling', async () => {
    const values = { genre: ['Rock', 'A; B'], 'custom:My Name': ['x=y'], track: ['A1'] } as const
    expect(valuesOf(await save(original, { values }))).toMatchObject(values)
  })

  it('is again what it was after a picture came and went', async () => {
    const before = await save(original, title('Neu'))
    const withPicture = await save(before, { values: {}, pictures: [large] })
    expect(picturesOf(withPicture)[0]?.hash).toBe(large.hash)
    const after = await save(withPicture, { values: {}, pictures: [] })
    expect(picturesOf(after)).toEqual([])
    expect(after.length).toBeLessThan(before.length + 2000)
  })
})

describe('pages (RFC 3533 §6)', () => {
  it('change in one place while their number stays', async () => {
    const { splices } = await planOf(ogg, { values: { lyrics: ['x'.repeat(40_000)] } })
    expect(splices).toHaveLength(1)
  })

  it('are given new numbers without being read', () => {
    for (const page of pagesOf(ogg)) {
      const bytes = bytesOf(ogg, page).slice()
      bytes.set(renumbered(page, page.sequence + 70_000), 18)
      expect(uint32le(bytes, 22)).toBe(pageChecksum(bytes))
    }
  })

  it('have zero bytes as room behind the comments, and then nothing grows', async () => {
    const grown = await save(ogg, title('x'.repeat(50)))
    let again = grown
    for (const text of ['y'.repeat(500), 'z', 'w'.repeat(900)]) again = await save(again, title(text))
    expect(again).toHaveLength(grown.length)
  })

  it('on which no packet ends have granule position −1', async () => {
    const pages = pagesOf(await save(ogg, { values: {}, pictures: [large] }))
    const inside = pages.filter((page) => page.lacing.every((size) => size === 255))
    expect(inside.length).toBeGreaterThan(3)
    expect(new Set(inside.map(({ granule }) => granule))).toEqual(new Set([-1n]))
  })

  it('that someone damaged do not keep those behind from new numbers', async () => {
    const pages = pagesOf(ogg)
    const middle = pages[4]?.at ?? 0
    const original = concat([ogg.subarray(0, middle), fromLatin1('rubbish'), ogg.subarray(middle)])
    const result = await save(original, { values: {}, pictures: [large] })
    const added = pagesOf(result).length - pagesOf(original).length
    const tail = pages.at(-1)
    const last = readPage(accessBytes(result), result.length - (ogg.length - (tail?.at ?? 0)))
    expect(last?.sequence).toBe((tail?.sequence ?? 0) + added)
  })
})

describe('streams side by side (RFC 3533 §4)', () => {
  const pages = pagesOf(ogg)
  const piece = (page: OggPage | undefined) => (page === undefined ? new Uint8Array() : bytesOf(ogg, page))
  const stranger = (sequence: number, flags: number, text: string) =>
    renderPage({
      serial: 77,
      sequence,
      flags,
      granule: 0n,
      lacing: lacing(text.length),
      body: fromLatin1(text),
    })

  it('leave the pages of others where they are', async () => {
    const [first, second, ...rest] = pages
    const strange = [stranger(0, 2, 'fishead\0'), stranger(1, 0, 'x'), stranger(2, 4, 'y')]
    const multiplexed = concat([
      piece(first),
      ...strange.slice(0, 1),
      piece(second),
      ...strange.slice(1, 2),
      ...rest.slice(0, 3).map(piece),
      ...strange.slice(2),
      ...rest.slice(3).map(piece),
    ])
    for (const patch of [title('Neu'), { values: {}, pictures: [large] }]) {
      const result = await save(multiplexed, patch)
      expectWellFormed(result)
      for (const page of strange) expect(holds(result, page)).toBe(true)
      expect(soundOf(result)).toEqual(soundOf(ogg))
    }
  })

  it('have the comments of the sound found behind those of others', () => {
    const skeletonFirst = concat([stranger(0, 2, 'fishead\0'), ogg])
    expect(valuesOf(skeletonFirst).title).toEqual(['Ein Titel'])
  })

  it('each have comments, and all of them follow the edit (Theora and Vorbis)', async () => {
    const result = await save(theora, { values: { title: ['Neu'], mood: ['Heiter'] } })
    const [picture, sound] = open(result).tags
    expect(open(result).container).toBe('Ogg Theora')
    expect(picture?.values).toMatchObject({ title: ['Neu'], mood: ['Heiter'] })
    expect(sound?.values.title).toEqual(['Neu'])
    expect(sound?.values).toMatchObject({ title: ['Neu'], mood: ['Heiter'] })
  })

  it('one after the other (a chain): the first is edited, the others stay', async () => {
    const second = concat(pages.map((page) => rebuilt(ogg, page, { serial: 4711 })))
    const chained = concat([ogg, second])
    expect(open(chained).properties.durationMs).toBe(open(ogg).properties.durationMs)
    const result = await save(chained, { values: {}, pictures: [large] })
    expect(sameBytes(result.subarray(-second.length), second)).toBe(true)
    expectWellFormed(result)
  })
})

describe('the comments’ last page', () => {
  it('may hold sound, which keeps its place and its granule position', async () => {
    const [head, comments, ...sound] = pagesOf(opus)
    const [first, ...rest] = sound
    if (head === undefined || comments === undefined || first === undefined) throw new Error('no pages')
    const shared = rebuilt(opus, comments, {
      lacing: concat([comments.lacing, first.lacing]),
      body: concat([bodyOf(opus, comments), bodyOf(opus, first)]),
      granule: first.granule,
      flags: first.flags,
    })
    const original = concat([bytesOf(opus, head), shared, ...rest.map((page) => bytesOf(opus, page))])
    for (const patch of [title('Neu'), { values: {}, pictures: [large] }]) {
      const result = await save(original, patch)
      expect(valuesOf(result).artist).toEqual(['AC/DC'])
      expect(holds(result, bodyOf(opus, first))).toBe(true)
      const withSound = pagesOf(result).find((page) => holds(bodyOf(result, page), bodyOf(opus, first)))
      expect(withSound?.granule).toBe(first.granule)
    }
  })

  it('may hold only the start of Vorbis’ setup header', async () => {
    // As libvorbis writes it: comments and setup one behind the other, over as many pages as it takes.
    const result = await save(ogg, { values: {}, pictures: [large] })
    const cleared = await save(result, { values: {}, pictures: [] })
    expect(pagesOf(cleared).length).toBeLessThan(pagesOf(result).length)
    expect(valuesOf(cleared)).toEqual(valuesOf(ogg))
  })
})

describe('the comment packet', () => {
  it('of Vorbis ends with a framing bit, added where it is missing (Vorbis I §5.2.1)', async () => {
    const [, comments] = pagesOf(ogg)
    if (comments === undefined) throw new Error('no page')
    const body = bodyOf(ogg, comments).slice()
    const setupAt = Buffer.from(body).indexOf('\x05vorbis', 0, 'latin1')
    body[setupAt - 1] = 0
    const original = concat([
      ogg.subarray(0, comments.at),
      rebuilt(ogg, comments, { body }),
      ogg.subarray(pageEnd(comments)),
    ])
    const result = await save(original, title('x'.repeat(3000)))
    const [, after] = pagesOf(result)
    if (after === undefined) throw new Error('no page')
    const text = Buffer.from(bodyOf(result, after)).toString('latin1')
    expect(text.replaceAll('\0', '')).toContain('\x01\x05vorbis')
  })

  it('of Opus keeps what follows the comments when its first byte is odd (RFC 7845 §5.2)', async () => {
    const rest = [3, 1, 4, 1, 5, 0, 0]
    const original = opusWith(commentPacket('OpusTags', ['TITLE=Ein Titel'], rest))
    const result = await save(original, title('x'.repeat(300)))
    const [, page] = pagesOf(result)
    if (page === undefined) throw new Error('no page')
    expect([...bodyOf(result, page).subarray(-rest.length)]).toEqual(rest)
  })

  it('of Opus uses what follows as room when it is padding', async () => {
    const original = opusWith(commentPacket('OpusTags', ['TITLE=Ein Titel'], new Array<number>(400).fill(0)))
    expect(await save(original, title('x'.repeat(300)))).toHaveLength(original.length)
  })

  it('that lies about its lengths shows what can be read, and keeps the rest', async () => {
    const packet = commentPacket('OpusTags', ['TITLE=Ein Titel', 'ARTIST=AC/DC'])
    packet.set(fromUint32le(0xffffffff), Buffer.from(packet).indexOf('ARTIST') - 4)
    const original = opusWith(packet)
    expect(valuesOf(original)).toEqual({ title: ['Ein Titel'] })
    const result = await save(original, title('Neu'))
    expect(valuesOf(result).title).toEqual(['Neu'])
    expect(holds(result, fromUtf8('ARTIST=AC/DC'))).toBe(true)
  })

  it('of FLAC shares the headers with other blocks, whose number is in the first (RFC 9639 §10.1)', async () => {
    const result = await save(oggFlac, { values: { title: ['Neu'] }, pictures: [cover] })
    const [first] = pagesOf(oggFlac)
    if (first === undefined) throw new Error('no page')
    // The block of padding that is new is counted; nothing else of the first page is another.
    const countAt = first.headerBytes + 7
    expect(uint16(result, countAt)).toBe(uint16(oggFlac, countAt) + 1)
    expect(
      sameBytes(result.subarray(countAt + 2, pageEnd(first)), oggFlac.subarray(countAt + 2, pageEnd(first))),
    ).toBe(true)
    expectWellFormed(result)
    expect(picturesOf(result)).toEqual([cover])
    expect(open(result).properties).toMatchObject({ codec: 'FLAC', lossless: true, bitsPerSample: 24 })
  })
})

describe('room in FLAC', () => {
  const grown = () => save(oggFlac, title('x'.repeat(500)))
  const flags = (bytes: Uint8Array) => openedBlocks(bytes).map((packet) => (packet[0] ?? 0) >>> 7)

  /** Metadata blocks: a packet each. */
  function openedBlocks(bytes: Uint8Array): Uint8Array[] {
    const [stream] = readStreams(accessBytes(bytes), 0)
    return stream?.place?.packets.map((packet) => packet.read(0, packet.size)) ?? []
  }

  it('is left by the first change, which adds a block of padding behind the comments', async () => {
    const blocks = openedBlocks(await grown())
    expect(blocks).toHaveLength(openedBlocks(oggFlac).length + 1)
    expect((blocks[1]?.[0] ?? 0) & 0x7f).toBe(1)
    expect(blocks[1]?.length).toBe(4 + 1024)
    // Only the last of them is marked as that.
    expect(flags(await grown()).slice(0, -1)).not.toContain(1)
  })

  it('takes the next one in place: no byte moves, and none is added any more', async () => {
    const before = await grown()
    // Whatever number of segments the lengths come to.
    for (const text of ['kurz', ...Array.from({ length: 12 }, (_, step) => 'y'.repeat(20 + step * 71))]) {
      const plan = await planOf(before, title(text))
      const after = applyPlan(before, plan)
      expect(after.length).toBe(before.length)
      expect(openedBlocks(after)).toHaveLength(openedBlocks(before).length)
      expectWellFormed(after)
    }
  })

  it('is made of what a shorter text leaves', async () => {
    const packed = await savedAs(oggFlac, title('x'.repeat(100)), { ...defaultWriteOptions, padding: 0 })
    expect(openedBlocks(packed)).toHaveLength(openedBlocks(oggFlac).length)
    const after = await save(packed, title('kurz'))
    expect(after.length).toBe(packed.length)
    expect(openedBlocks(after)).toHaveLength(openedBlocks(oggFlac).length + 1)
    expectWellFormed(after)
  })

  it('is not added to a first packet that does not stand alone, nor counted where nobody counts', async () => {
    const [first] = pagesOf(oggFlac)
    if (first === undefined) throw new Error('no page')
    const uncounted = concat([
      rebuilt(oggFlac, first, { body: withFlacPackets(bodyOf(oggFlac, first), 0) }),
      oggFlac.subarray(pageEnd(first)),
    ])
    const result = await save(uncounted, title('Neu und länger'))
    expect(uint16(result, first.headerBytes + 7)).toBe(0)
    expect(valuesOf(result).title).toEqual(['Neu und länger'])
    expectWellFormed(result)
  })
})

describe('pictures', () => {
  it('of 300 kB are counted by their first bytes', async () => {
    const bytes = await save(ogg, { values: {}, pictures: [large] })
    let fetched = 0
    const counting: FileAccess = {
      size: bytes.length,
      read: (at, length) => {
        const read = accessBytes(bytes).read(at, length)
        fetched += read.length
        return read
      },
    }
    const { tags } = openOgg(counting, 0)
    expect(tags[0]?.pictureCount).toBe(1)
    expect(tags[0]?.values.title).toEqual(['Ein Titel'])
    expect(fetched).toBeLessThan(60_000)
    expect(tags[0]?.pictures[0]?.hash).toBe(large.hash)
  })

  it('in COVERART are shown with their type, and kept by any other edit (formats.md B13, C3)', async () => {
    const base64 = Buffer.from(cover.bytes).toString('base64')
    const original = opusWith(
      commentPacket('OpusTags', [
        `COVERART=${base64}`,
        'COVERARTMIME=image/png',
        'COVERARTTYPE=4',
        'TITLE=x',
      ]),
    )
    expect(picturesOf(original)).toEqual([{ ...cover, type: 4, description: '' }])
    expect(holds(await save(original, title('y')), fromUtf8(`COVERART=${base64}`))).toBe(true)
    const result = await save(original, { values: {}, pictures: [...picturesOf(original), cover] })
    expect(holds(result, fromUtf8('COVERART'))).toBe(false)
    expect(picturesOf(result).map(({ type }) => type)).toEqual([4, 3])
  })

  it('that stay keep their comment byte for byte', async () => {
    const odd = encodeFlacPicture(cover)
    odd[odd.length - cover.bytes.length - 9] = 24
    const text = `metadata_block_picture=${Buffer.from(odd).toString('base64')}`
    const original = opusWith(commentPacket('OpusTags', [text]))
    const result = await save(original, { values: {}, pictures: [...picturesOf(original), large] })
    expect(holds(result, fromUtf8(text))).toBe(true)
  })
})

describe('the length', () => {
  it('is that of the stream’s last page, without what Opus does not play (RFC 7845 §4)', () => {
    expect(open(ogg).properties.durationMs).toBeCloseTo(2000, 0)
    expect(open(opus).properties.durationMs).toBeCloseTo(500, -1)
    expect(open(speex).properties).toMatchObject({ codec: 'Speex', sampleRate: 16_000, channels: 1 })
    expect(open(theora).properties).toMatchObject({ codec: 'Vorbis', channels: 1 })
  })

  it('is found in front of a long stretch that is no Ogg', () => {
    expect(open(concat([ogg, new Uint8Array(600_000)])).properties.durationMs).toBeCloseTo(2000, 0)
  })

  it('of a recording that starts in the middle is not counted from the start of the broadcast', () => {
    const hours = 44_100n * 7200n
    const shifted = concat(
      pagesOf(ogg).map((page) =>
        page.granule > 0n ? rebuilt(ogg, page, { granule: page.granule + hours }) : bytesOf(ogg, page),
      ),
    )
    expect(open(shifted).properties.durationMs).toBeLessThan(2100)
  })
})

describe('a file that is cut', () => {
  it('inside its sound is read and written: what is there stays', async () => {
    const cut = ogg.subarray(0, ogg.length - 1000)
    const { properties } = open(cut)
    expect(properties.durationMs).toBeGreaterThan(1000)
    const result = await save(cut, { values: {}, pictures: [large] })
    const last = pagesOf(cut).at(-1)
    expect(result.subarray(-(cut.length - (last?.at ?? 0)))).toHaveLength(cut.length - (last?.at ?? 0))
    expect(picturesOf(result)[0]?.hash).toBe(large.hash)
  })

  it('behind its comments, before FLAC says that they were all, has them and takes more', async () => {
    const [, comments] = pagesOf(oggFlac)
    if (comments === undefined) throw new Error('no comments')
    const body = bodyOf(oggFlac, comments).slice()
    body[0] = (body[0] ?? 0) & 0x7f
    const cut = concat([oggFlac.subarray(0, comments.at), rebuilt(oggFlac, comments, { body })])
    const result = await save(cut, { values: { title: ['x'.repeat(5000)] } })
    expect(valuesOf(result)).toEqual({ ...valuesOf(oggFlac), title: ['x'.repeat(5000)] })
  })

  it('inside its comments is read-only', () => {
    const [, comments] = pagesOf(ogg)
    const cut = ogg.subarray(0, (comments?.at ?? 0) + 100)
    expect(open(cut).notWritable?.code).toBe('metadata.truncated')
  })
})

describe('hostile Ogg', () => {
  const page = (parts: Partial<Parameters<typeof renderPage>[0]>) =>
    renderPage({
      serial: 1,
      sequence: 0,
      flags: 0,
      granule: -1n,
      lacing: new Uint8Array(),
      body: new Uint8Array(),
      ...parts,
    })
  const [first] = pagesOf(ogg)
  const head = ogg.subarray(0, first === undefined ? 0 : pageEnd(first))
  const serial = first?.serial ?? 0
  const repeat = (bytes: Uint8Array, count: number) => Buffer.concat(new Array<Uint8Array>(count).fill(bytes))

  it.each([
    ['pages without end', () => concat([head, repeat(page({ serial }), 100_000)])],
    [
      'a comment without end',
      () =>
        concat([
          head,
          repeat(page({ serial, lacing: new Uint8Array(255).fill(255), body: new Uint8Array(65_025) }), 200),
        ]),
    ],
    ['streams without end', () => repeat(head, 50_000)],
    ['marks without pages', () => concat([ogg, repeat(fromLatin1('OggS'), 200_000)])],
  ])('of %s come to an end', (_, make) => {
    const bytes = new Uint8Array(make())
    const access = accessBytes(bytes)
    const { tags } = openOgg(access, 0)
    expect(tags.length).toBeLessThan(2)
  })
})
