import { describe, expect, it } from 'vitest'
import { applyPlan } from '../../../shared/model'
import { concat, fromUint64, fromUtf8, sameBytes } from '../bytes'
import { accessBytes } from '../file-access'
import type { MetadataPatch } from '../metadata'
import { describePicture } from '../pictures'
import { MetadataReader } from '../reader'
import { tagId } from '../tags/matroska-tags-tree'
import { fixture, holds } from '../testing/fixture'
import {
  planOf as planned,
  read,
  refusalOf,
  save as saved,
  title,
  writerWithoutVotes,
} from '../testing/round-trip'
import {
  crc32,
  fitElement,
  idBytes,
  readElementHeader,
  renderElement,
  renderVoid,
  sizeBytes,
  uintBytes,
  uintOf,
} from './ebml'
import { openMatroska } from './matroska'
import { matroskaId, openSegment, parseSeekHead, walkSegment } from './matroska-segment'

const reader = new MetadataReader()

// The libraries' votes have tests of their own; here our inventory decides.
const by = writerWithoutVotes
const planOf = (bytes: Uint8Array, patch: MetadataPatch) => planned(bytes, patch, { by })
const save = (bytes: Uint8Array, patch: MetadataPatch) => saved(bytes, patch, { by })
const refusal = (bytes: Uint8Array, patch = title('Neu')) => refusalOf(bytes, patch, { by })

const long: MetadataPatch = { values: { comment: ['x'.repeat(6000)] } }
const picture = (bytes: number, type = 3) =>
  describePicture(new Uint8Array(bytes).fill(7), { type, mime: 'image/jpeg', description: 'Vorne' })

/** The Segment's elements, all of them. */
function elementsOf(bytes: Uint8Array) {
  const access = accessBytes(bytes)
  const segment = openSegment(access, 0)
  const elements = segment === undefined ? undefined : walkSegment(access, segment)
  if (segment === undefined || elements === undefined) throw new Error('no Segment')
  return { segment, elements }
}
const idsOf = (bytes: Uint8Array) => elementsOf(bytes).elements.map(({ id }) => id)
const countOf = (bytes: Uint8Array, id: number) => idsOf(bytes).filter((other) => other === id).length
const clustersOf = (bytes: Uint8Array) =>
  elementsOf(bytes)
    .elements.filter(({ id }) => id === matroskaId.cluster)
    .map(({ at, end }) => bytes.slice(at, end))

/** What each SeekHead entry says, and whether the element is there. */
function indexOf(bytes: Uint8Array) {
  const { segment, elements } = elementsOf(bytes)
  return elements
    .filter(({ id }) => id === matroskaId.seekHead)
    .flatMap(({ bodyAt, end }) => parseSeekHead(bytes.subarray(bodyAt, end)))
    .map(({ id, position }) => ({
      id,
      isThere: elements.some((element) => element.at === position + segment.bodyAt && element.id === id),
    }))
}
const expectSoundIndex = (bytes: Uint8Array) => {
  expect(indexOf(bytes).filter(({ isThere }) => !isThere)).toEqual([])
}

// Files byte by byte: positions in two bytes each, so that they can be counted in a second round.

const text = (id: number, value: string) => renderElement(id, fromUtf8(value))
const uint = (id: number, value: number) => renderElement(id, uintBytes(value))
const ebmlHeader = (docType = 'matroska', version = 2) =>
  renderElement(0x1a45dfa3, concat([text(0x4282, docType), uint(0x4285, version)]))
const info = renderElement(matroskaId.info, concat([uint(0x2ad7b1, 1_000_000), text(0x5741, 'Hand')]))
const audioTrack = renderElement(
  0xae,
  concat([
    uint(0xd7, 1),
    uint(0x73c5, 1),
    uint(0x83, 2),
    text(0x86, 'A_PCM/INT/LIT'),
    renderElement(
      0xe1,
      concat([renderElement(0xb5, fromUint64Float(8000)), uint(0x9f, 2), uint(0x6264, 16)]),
    ),
  ]),
)
const tracks = renderElement(matroskaId.tracks, audioTrack)
const block = (time: number) =>
  renderElement(0xa3, Uint8Array.of(0x81, time >> 8, time & 255, 0x80, 1, 2, 3, 4, time))
const clusterBody = (time: number, ...first: readonly Uint8Array[]) =>
  concat([uint(0xe7, time), ...first, block(0), block(40)])
const cluster = (time: number, ...first: readonly Uint8Array[]) =>
  renderElement(matroskaId.cluster, clusterBody(time, ...first))
const unknownSize = Uint8Array.of(0x01, 255, 255, 255, 255, 255, 255, 255)
const tagsElement = (name: string, value: string) =>
  renderElement(
    matroskaId.tags,
    renderElement(
      tagId.tag,
      concat([
        renderElement(tagId.targets, uint(tagId.targetTypeValue, 30)),
        renderElement(tagId.simpleTag, concat([text(tagId.tagName, name), text(tagId.tagString, value)])),
      ]),
    ),
  )

function fromUint64Float(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setFloat64(0, value)
  return bytes
}

type Part = Uint8Array | ((positionOf: (part: Part) => number) => Uint8Array)

/** An index of these parts. */
const seekHead =
  (...parts: readonly (readonly [id: number, part: Part])[]): Part =>
  (positionOf) =>
    renderElement(
      matroskaId.seekHead,
      concat(
        parts.map(([id, part]) =>
          renderElement(
            matroskaId.seek,
            concat([
              renderElement(matroskaId.seekId, idBytes(id)),
              renderElement(matroskaId.seekPosition, uintBytes(positionOf(part), 2)),
            ]),
          ),
        ),
      ),
    )

/** Cues that point to these Clusters, at 0, 1, 2 … seconds; `more` is said of each. */
const cues =
  (clusters: readonly Part[], more: Uint8Array = new Uint8Array()): Part =>
  (positionOf) =>
    renderElement(
      matroskaId.cues,
      concat(
        clusters.map((part, index) =>
          renderElement(
            0xbb,
            concat([
              uint(0xb3, index * 1000),
              renderElement(
                0xb7,
                concat([uint(0xf7, 1), renderElement(0xf1, uintBytes(positionOf(part), 2)), more]),
              ),
            ]),
          ),
        ),
      ),
    )

function file(
  parts: readonly Part[],
  { header = ebmlHeader(), size = 'known' }: { header?: Uint8Array; size?: 'known' | 'unknown' } = {},
): Uint8Array {
  const render = (positionOf: (part: Part) => number) =>
    parts.map((part) => (typeof part === 'function' ? part(positionOf) : part))
  const lengths = render(() => 0).map(({ length }) => length)
  const positionOf = (part: Part) =>
    lengths.slice(0, parts.indexOf(part)).reduce((sum, length) => sum + length, 0)
  const body = concat(render(positionOf))
  const sizeField = size === 'known' ? sizeBytes(body.length) : unknownSize
  return concat([header, idBytes(matroskaId.segment), sizeField, body])
}

const two = [cluster(0), cluster(1000)] as const

describe('EBML (RFC 8794)', () => {
  it.each([2, 3, 128, 129, 130, 200, 20_000])('makes a Void of %i bytes', (length) => {
    const bytes = renderVoid(length)
    const header = readElementHeader(accessBytes(bytes), 0)
    expect(bytes).toHaveLength(length)
    expect(header).toMatchObject({ id: 0xec, end: length })
  })

  it('fills a room exactly, with a wider size where a Void would need one byte more', () => {
    const body = new Uint8Array(10)
    for (const room of [12, 13, 14, 15, 140, 141]) expect(fitElement(0xae, body, room)).toHaveLength(room)
    expect(fitElement(0xae, body, 11)).toBeUndefined()
  })

  it('takes no size of all ones for a number (§6.2)', () => {
    expect(sizeBytes(127)).toHaveLength(2)
    expect(readElementHeader(accessBytes(Uint8Array.of(0xae, 0xff)), 0)?.end).toBe(Number.POSITIVE_INFINITY)
    expect(readElementHeader(accessBytes(Uint8Array.of(0, 0x81, 0)), 0)).toBeUndefined()
  })
})

describe('Matroska: reading', () => {
  it('reads what FFmpeg writes: a Tag without a level, the title in Info', async () => {
    for (const [name, container] of [
      ['flat.mka', 'Matroska'],
      ['flat.webm', 'WebM'],
    ] as const) {
      const metadata = await read(fixture(name))
      expect(metadata).toMatchObject({
        format: 'mka',
        container,
        audio: { sampleRate: 48000, channels: 1, durationMs: 508, codec: 'Opus', encoder: 'Lavf' },
      })
      expect(metadata.tags.map(({ kind }) => kind)).toEqual(['Matroska', 'Matroska segment title'])
      expect(metadata.values).toMatchObject({
        title: ['Ein Titel'],
        artist: ['AC/DC'],
        album: ['Größe'],
        albumArtist: ['Various Artists'],
        track: ['3'],
        trackTotal: ['12'],
        date: ['2019-09-13'],
        genre: ['Rock'],
        comment: ['Ein Kommentar'],
      })
    }
  })

  it('reads what mkvmerge writes: Tags by level behind the Clusters, a cover among the Attachments', async () => {
    const metadata = await read(fixture('levels.mka'))
    expect(metadata.values).toMatchObject({
      title: ['Ein Titel'],
      artist: ['AC/DC', 'Jemand'],
      album: ['Größe'],
      albumArtist: ['Various Artists'],
      albumArtistSort: ['Artists, Various'],
      track: ['3'],
      trackTotal: ['12'],
      'custom:Mein Feld': ['eigen'],
    })
    expect(metadata.audio).toMatchObject({ codec: 'FLAC', lossless: true, bitsPerSample: 16, channels: 1 })
    expect(metadata.audio.encoder).toMatch(/^mkvmerge/)
    const [cover, ...others] = metadata.pictures
    expect(others).toEqual([])
    expect(cover).toMatchObject({ type: 3, mime: 'image/png', width: 24, height: 16 })
    expect(sameBytes(cover?.bytes ?? new Uint8Array(), fixture('cover.png'))).toBe(true)
  })

  it('reads a stream that was never closed, and how long it is from its last Cluster', async () => {
    const metadata = await read(fixture('live.webm'))
    expect(metadata.values).toMatchObject({ title: ['Ein Titel'], artist: ['AC/DC'] })
    expect(metadata.audio.durationMs).toBeGreaterThan(450)
    expect(metadata.audio.durationMs).toBeLessThan(550)
  })

  it('is no music without a sounding track', async () => {
    const outcome = await reader.readFrom(accessBytes(fixture('video.webm')), 'video.webm')
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'metadata.notAudio' } })
  })

  it('finds Tags by the SeekHead without walking over the Clusters', () => {
    const many = Array.from({ length: 200 }, (_, index) => cluster(index * 100))
    const tags = tagsElement('TITLE', 'Title')
    const bytes = file([seekHead([matroskaId.tags, tags]), info, tracks, ...many, tags])
    let reads = 0
    const access = accessBytes(bytes)
    const counting = (at: number, length: number) => {
      reads++
      return access.read(at, length)
    }
    const layout = openMatroska({ size: access.size, read: counting }, 0)
    expect(layout.tags[0]?.values).toEqual({ title: ['Title'] })
    expect(reads).toBeLessThan(30)
  })

  it('walks where there is no SeekHead, and reads several Tags elements', async () => {
    const bytes = file([
      info,
      tracks,
      tagsElement('TITLE', 'Title'),
      ...two,
      tagsElement('ARTIST', 'Someone'),
    ])
    expect((await read(bytes)).values).toEqual({ title: ['Title'], artist: ['Someone'] })
  })

  it('says the properties of PCM, and of codecs that it does not know', async () => {
    expect((await read(file([info, tracks, ...two]))).audio).toMatchObject({
      codec: 'PCM',
      lossless: true,
      sampleRate: 8000,
      channels: 2,
      bitsPerSample: 16,
      bitrate: 256_000,
      durationMs: 1040,
      encoder: 'Hand',
    })
  })
})

describe('Matroska: writing in place', () => {
  it('changes the title where it is, in one region of the same length', async () => {
    for (const name of ['flat.mka', 'flat.webm', 'live.webm', 'levels.mka', 'plain.mka']) {
      const plan = await planOf(fixture(name), title('Neu Titel'))
      const result = applyPlan(fixture(name), plan)
      expect(plan.splices).toHaveLength(1)
      expect(result).toHaveLength(fixture(name).length)
      expect((await read(result)).values.title).toEqual(['Neu Titel'])
      expectSoundIndex(result)
    }
  })

  it('writes nothing when nothing changes', async () => {
    for (const name of ['flat.mka', 'levels.mka', 'live.webm']) {
      const { values } = await read(fixture(name))
      expect((await planOf(fixture(name), { values })).splices).toEqual([])
    }
  })

  it('uses the room before an element, and leaves the SeekHead some of its own', async () => {
    const tags = tagsElement('TITLE', 'Title')
    const bytes = file([seekHead([matroskaId.tags, tags]), renderVoid(150), tags, info, tracks, ...two])
    const result = await save(bytes, { values: { comment: ['x'.repeat(60)] } })
    expect(result).toHaveLength(bytes.length)
    expectSoundIndex(result)
    const grown = await save(bytes, { values: { comment: ['x'.repeat(120)] } })
    expect(grown.length).toBeGreaterThan(bytes.length)
    expectSoundIndex(grown)
  })

  it('puts new Tags into a Void that is large enough', async () => {
    const bytes = file([
      seekHead([matroskaId.info, info]),
      renderVoid(60),
      info,
      tracks,
      renderVoid(400),
      ...two,
    ])
    const result = await save(bytes, title('Titel'))
    expect(result).toHaveLength(bytes.length)
    expect(indexOf(result)).toContainEqual({ id: matroskaId.tags, isThere: true })
  })

  it('keeps the Segment’s title in step with the track’s, and apart where it is another', async () => {
    const titled = (text0: string) =>
      renderElement(matroskaId.info, concat([uint(0x2ad7b1, 1_000_000), text(0x7ba9, text0)]))
    const same = await save(
      file([titled('Title'), renderVoid(99), tracks, tagsElement('TITLE', 'Title'), ...two]),
      title('Neu'),
    )
    expect((await read(same)).tags.map(({ values }) => values.title)).toEqual([['Neu'], ['Neu']])
    const film = file([titled('Film'), renderVoid(99), tracks, tagsElement('TITLE', 'Title'), ...two])
    const apart = await save(film, title('Neu'))
    expect((await read(apart)).tags.map(({ values }) => values.title)).toEqual([['Neu'], ['Film']])
    expect((await read(await save(film, { values: { title: [] } }))).values).toEqual({})
  })

  it('writes a title that only Info has in the Tags too when it gets a sort name', async () => {
    const result = await save(fixture('flat.mka'), { values: { titleSort: ['Titel, Ein'] } })
    expect((await read(result)).tags[0]?.values).toMatchObject({
      title: ['Ein Titel'],
      titleSort: ['Titel, Ein'],
    })
  })
})

describe('Matroska: elements that must grow', () => {
  it.each(['flat.mka', 'flat.webm', 'levels.mka', 'plain.mka', 'clusters.mka'])(
    'moves no Cluster of %s, and the SeekHead follows',
    async (name) => {
      const original = fixture(name)
      const plan = await planOf(original, long)
      const result = applyPlan(original, plan)
      expectSoundIndex(result)
      expect(countOf(result, matroskaId.tags)).toBe(1)
      expect(clustersOf(result)).toEqual(clustersOf(original))
      expect((await read(result)).values).toEqual({ ...(await read(original)).values, ...long.values })
      // There is room now: the next save stays in place.
      const again = await planOf(result, { values: { comment: ['x'.repeat(6500)] } })
      expect(again.splices).toHaveLength(1)
      expect(applyPlan(result, again)).toHaveLength(result.length)
    },
  )

  it('takes them back to what they were', async () => {
    for (const name of ['flat.mka', 'levels.mka', 'live.webm']) {
      const { values } = await read(fixture(name))
      const back = await save(await save(fixture(name), long), { values: { comment: values.comment ?? [] } })
      expect((await read(back)).values).toEqual(values)
    }
  })

  it('widens the size of the Segment when it needs to', async () => {
    const tags = tagsElement('TITLE', 'Title')
    const bytes = file([seekHead([matroskaId.tags, tags]), info, tracks, ...two, tags])
    expect(elementsOf(bytes).segment.sizeWidth).toBe(2)
    const result = await save(bytes, { values: { comment: ['x'.repeat(20_000)] } })
    expect(elementsOf(result).segment.sizeWidth).toBe(3)
    expectSoundIndex(result)
    expect(clustersOf(result)).toEqual([...two])
  })

  it('moves what lies behind Tags that lie behind the Clusters', async () => {
    const tags = tagsElement('TITLE', 'Title')
    const index = cues(two)
    const bytes = file([
      seekHead([matroskaId.tags, tags], [matroskaId.cues, index]),
      renderVoid(40),
      info,
      tracks,
      ...two,
      tags,
      index,
    ])
    const result = await save(bytes, { values: { comment: ['x'.repeat(70_000)] } })
    expectSoundIndex(result)
    expect(idsOf(result).slice(-3)).toEqual([matroskaId.tags, 0xec, matroskaId.cues])
  })

  it('moves the Clusters where the SeekHead has no room, and Cues and SeekHead with them', async () => {
    const index = cues(two)
    const bytes = file([
      seekHead([matroskaId.info, info], [matroskaId.cues, index]),
      info,
      tracks,
      ...two,
      index,
    ])
    const result = await save(bytes, { values: { comment: ['x'.repeat(70_000)] } })
    expectSoundIndex(result)
    expect(indexOf(result).map(({ id }) => id)).toContain(matroskaId.tags)
    expect(clustersOf(result)).toEqual([...two])
    expect(cuedClusters(result)).toEqual([0, 1])
  })

  it('inserts Tags in front of the Clusters where there is no SeekHead', async () => {
    const bytes = file([info, tracks, ...two])
    const result = await save(bytes, title('Titel'))
    expect(idsOf(result).slice(0, 4)).toEqual([matroskaId.info, matroskaId.tracks, matroskaId.tags, 0xec])
    expect((await read(result)).values).toEqual({ title: ['Titel'] })
  })

  it('does so in a live stream too, whose Segment and Clusters are of unknown size', async () => {
    const live = (time: number) => concat([idBytes(matroskaId.cluster), unknownSize, clusterBody(time)])
    const bytes = file([info, tracks, live(0), live(1000)], { header: ebmlHeader('webm'), size: 'unknown' })
    const result = await save(bytes, title('Titel'))
    const { values, audio } = await read(result)
    expect(values).toEqual({ title: ['Titel'] })
    expect(audio.durationMs).toBe(1040)
    expect(elementsOf(result).segment.hasUnknownSize).toBe(true)
    expect(clustersOf(result)).toEqual([live(0), live(1000)])
  })

  it('moves no Clusters that say where they are (RFC 9559 §5.1.3.2)', async () => {
    const positioned = file([info, tracks, cluster(0, uint(0xa7, 99))])
    expect(await refusal(positioned)).toBeDefined()
    expect((await read(positioned)).values).toEqual({})
  })

  it('moves no Clusters when Cues say more than can be moved', async () => {
    const index = cues(two, uint(0xea, 77))
    expect(await refusal(file([info, tracks, ...two, index]))).toBeDefined()
  })

  it('keeps CRC-32s right in SeekHead, Tags and Cues, and drops the one of the whole Segment', async () => {
    const crc = (body: Uint8Array) => {
      const value = crc32(body)
      return Uint8Array.of(0xbf, 0x84, value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24)
    }
    const withCrc = (part: Part): Part => {
      const made: Part = (positionOf) => {
        const bytes = typeof part === 'function' ? part(positionOf) : part
        const header = readElementHeader(accessBytes(bytes), 0)
        const body = bytes.slice(header?.bodyAt ?? 0)
        return renderElement(header?.id ?? 0, concat([crc(body), body]))
      }
      return made
    }
    const tags = withCrc(tagsElement('TITLE', 'Title'))
    const index = withCrc(cues(two))
    const bytes = file([
      Uint8Array.of(0xbf, 0x84, 1, 2, 3, 4),
      withCrc(seekHead([matroskaId.tags, tags], [matroskaId.cues, index])),
      info,
      tracks,
      tags,
      ...two,
      index,
    ])
    const result = await save(bytes, { values: { comment: ['x'.repeat(70_000)] } })
    expectSoundIndex(result)
    const { elements, segment } = elementsOf(result)
    expect(result[segment.bodyAt]).toBe(0xec)
    for (const { id, bodyAt, end } of elements) {
      const checked: readonly number[] = [matroskaId.seekHead, matroskaId.tags, matroskaId.cues]
      if (!checked.includes(id)) continue
      const body = result.slice(bodyAt, end)
      expect(sameBytes(body.slice(0, 6), crc(body.slice(6)))).toBe(true)
    }
  })

  it('keeps what follows the Segment', async () => {
    const bytes = concat([file([info, tracks, ...two]), file([info, tracks, cluster(0)])])
    const result = await save(bytes, title('Titel'))
    expect(holds(result, file([info, tracks, cluster(0)]))).toBe(true)
  })
})

/** Which Clusters the Cues of the file point to, by their number. */
function cuedClusters(bytes: Uint8Array): number[] {
  const { segment, elements } = elementsOf(bytes)
  const clusters = elements.filter(({ id }) => id === matroskaId.cluster).map(({ at }) => at - segment.bodyAt)
  const index = elements.find(({ id }) => id === matroskaId.cues)
  const found: number[] = []
  const walk = (at: number, end: number): void => {
    for (let child = readElementHeader(accessBytes(bytes), at); child !== undefined && child.at < end; ) {
      if (child.id === 0xf1) found.push(clusters.indexOf(uintOf(bytes.subarray(child.bodyAt, child.end))))
      if (child.id === 0xbb || child.id === 0xb7) walk(child.bodyAt, child.end)
      child = readElementHeader(accessBytes(bytes), child.end)
    }
  }
  if (index !== undefined) walk(index.bodyAt, index.end)
  return found
}

describe('Matroska: pictures (RFC 9559 §5.1.6, §18.2)', () => {
  it('adds and removes a cover of 200 kB, and keeps the font', async () => {
    const original = fixture('levels.mka')
    const { pictures } = await read(original)
    const result = await save(original, { values: {}, pictures: [...pictures, picture(200_000, 4)] })
    expectSoundIndex(result)
    expect((await read(result)).pictures.map(({ type, sizeBytes }) => [type, sizeBytes])).toEqual([
      [3, 103],
      [4, 200_000],
    ])
    expect(holds(result, fromUtf8('not really a font'))).toBe(true)
    const none = await save(result, { values: {}, pictures: [] })
    expect((await read(none)).pictures).toEqual([])
    expect(holds(none, fromUtf8('not really a font'))).toBe(true)
  })

  it('makes Attachments where there are none, and takes them away again', async () => {
    for (const name of ['flat.mka', 'live.webm', 'clusters.mka']) {
      const original = fixture(name)
      const result = await save(original, { values: {}, pictures: [picture(50_000)] })
      expectSoundIndex(result)
      expect((await read(result)).pictures).toEqual([picture(50_000)])
      expect(holds(result, fromUtf8('cover.jpg'))).toBe(true)
      const back = await save(result, { values: {}, pictures: [] })
      expect(countOf(back, matroskaId.attachments)).toBe(0)
      expectSoundIndex(back)
    }
  })

  it('keeps every type of picture by its name, and two of a type apart', async () => {
    const all = [...Array(21).keys(), 3].map((type) => picture(10 + type, type))
    const result = await save(fixture('flat.mka'), { values: {}, pictures: all })
    expect((await read(result)).pictures).toEqual(all)
    expect(holds(result, fromUtf8('cover_2.jpg'))).toBe(true)
  })

  it('keeps the bytes of attachments that stay', async () => {
    const original = fixture('levels.mka')
    const { attachments } = {
      attachments: elementsOf(original).elements.find(({ id }) => id === matroskaId.attachments),
    }
    const cover = readElementHeader(accessBytes(original), attachments?.bodyAt ?? 0)
    const result = await save(original, {
      values: {},
      pictures: [picture(10, 4), ...(await read(original)).pictures],
    })
    expect(holds(result, original.subarray(cover?.at, cover?.end))).toBe(true)
  })
})

describe('Matroska: what is not written, and why', () => {
  it.each([
    ['a file that was cut', fixture('flat.mka').subarray(0, 1500), 'metadata.truncated'],
    [
      'another kind of EBML',
      file([info, tracks, ...two], { header: ebmlHeader('other') }),
      'metadata.structureNotWritable',
    ],
    [
      'a later version',
      file([info, tracks, ...two], { header: ebmlHeader('matroska', 9) }),
      'metadata.structureNotWritable',
    ],
    [
      'damaged tags',
      file([info, tracks, renderElement(matroskaId.tags, Uint8Array.of(0x73, 0x73, 0x90)), ...two]),
      'metadata.structureNotWritable',
    ],
  ])('%s', async (_, bytes, code) => {
    expect(await refusal(bytes)).toMatchObject({ code })
    expect((await read(bytes)).readOnly).toMatchObject({ code })
  })

  it('Tags that no index names', async () => {
    const tags = tagsElement('TITLE', 'Title')
    const bytes = file([seekHead([matroskaId.info, info]), info, tracks, two[0], tags, two[1]])
    expect(await refusal(bytes)).toBeDefined()
  })
})

describe('Matroska: hostile files', () => {
  const deep = (depth: number) => {
    let element = renderElement(tagId.simpleTag, text(tagId.tagName, 'X'))
    for (let level = 0; level < depth; level++) element = renderElement(tagId.simpleTag, element)
    return renderElement(matroskaId.tags, renderElement(tagId.tag, element))
  }
  const huge = concat([idBytes(matroskaId.tags), Uint8Array.of(0x01), fromUint64(2 ** 48).subarray(1)])
  const looping: Part = (positionOf) =>
    renderElement(
      matroskaId.seekHead,
      concat(
        Array.from({ length: 2000 }, () =>
          renderElement(
            matroskaId.seek,
            concat([
              renderElement(matroskaId.seekId, idBytes(matroskaId.seekHead)),
              renderElement(matroskaId.seekPosition, uintBytes(positionOf(looping), 2)),
            ]),
          ),
        ),
      ),
    )
  const voids = new Uint8Array(2_000_000)
  for (let at = 0; at < voids.length; at += 2) voids[at] = 0xec
  for (let at = 1; at < voids.length; at += 2) voids[at] = 0x80

  it.each([
    ['SimpleTags 3,000 deep', file([info, tracks, deep(3000), ...two])],
    // GHSA-mhxj-85r3-2x55: an element of no size must not hold a reader.
    ['a million elements of no size', file([info, tracks, ...two, voids])],
    [
      'a million elements of no size in the Tags',
      file([info, tracks, renderElement(matroskaId.tags, voids), ...two]),
    ],
    [
      'a million elements of no size in a Cluster',
      file([info, tracks, concat([idBytes(matroskaId.cluster), unknownSize, voids])], { size: 'unknown' }),
    ],
    ['a size of 2⁴⁸', file([info, tracks, ...two, huge])],
    [
      'a size of 2⁵⁶ − 2',
      file([
        info,
        tracks,
        concat([idBytes(matroskaId.tags), Uint8Array.of(1, 255, 255, 255, 255, 255, 255, 254)]),
        ...two,
      ]),
    ],
    ['Tags of unknown size', file([info, tracks, concat([idBytes(matroskaId.tags), unknownSize]), ...two])],
    ['a SeekHead that leads to itself', file([looping, info, tracks, ...two])],
    ['nothing but a header', ebmlHeader()],
    ['an empty Segment', file([])],
    ['a header of 2³⁵ bytes', concat([idBytes(0x1a45dfa3), Uint8Array.of(0x08, 0, 0, 0, 0)])],
  ])('survives %s', async (_, bytes) => {
    await reader.readFrom(accessBytes(bytes), 'file.mka')
    const outcome = await by.plan(accessBytes(bytes), title('Neu'), 'file.mka')
    if (outcome.ok) expect((await read(applyPlan(bytes, outcome.plan))).values.title).toEqual(['Neu'])
  })

  it('survives any byte changed, and writes only what it can read back', async () => {
    const original = fixture('levels.mka')
    for (let at = 0; at < original.length; at += 97) {
      const bytes = original.slice()
      bytes[at] = (bytes[at] ?? 0) ^ 0x41
      const outcome = await by.plan(accessBytes(bytes), title('Neu'), 'file.mka')
      if (outcome.ok) expect((await read(applyPlan(bytes, outcome.plan))).values.title).toEqual(['Neu'])
    }
  })
})
