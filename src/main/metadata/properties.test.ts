// What must hold for every patch and every tag, tried with values that nobody picked. Seeded: a failure comes again.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyPlan, type FieldName, type FieldValues, noValue, valueEntries } from '../../shared/model'
import { concat, fromLatin1, fromUint32le } from './bytes'
import { accessBytes } from './file-access'
import type { Metadata, MetadataPatch } from './metadata'
import { describePicture } from './pictures'
import { emptyApe, parseApe, patchApe, renderApe } from './tags/apev2'
import { attributesOf, patchAsf } from './tags/asf-attributes'
import { asfHomes, readAsfAttributes, renderAsfAttributes } from './tags/asf-attributes-records'
import type { ValueChanges } from './tags/entry'
import { emptyId3v1, patchId3v1, valuesOfId3v1 } from './tags/id3v1'
import { convertId3v2, emptyId3v2, type Id3v2Tag, patchedId3v2, readId3v2 } from './tags/id3v2'
import { renderFrame, renderId3v2 } from './tags/id3v2-render'
import { parseIlst, patchIlst, renderIlst } from './tags/ilst'
import { parseLyrics3, patchLyrics3, renderLyrics3 } from './tags/lyrics3'
import { readMatroskaTags } from './tags/matroska-tags'
import { patchMatroskaTags } from './tags/matroska-tags-patch'
import { parseTags, renderTags } from './tags/matroska-tags-tree'
import { NotStorableError } from './tags/not-storable'
import { parseRiffInfo, patchRiffInfo, renderRiffInfo } from './tags/riff-info'
import {
  emptyVorbisComment,
  parseVorbisComment,
  patchVorbisComment,
  renderVorbisComment,
} from './tags/vorbis-comment'
import {
  emptyWave64Summary,
  parseWave64Summary,
  patchWave64Summary,
  renderWave64Summary,
} from './tags/wave64-summary'
import { valuesToSet } from './testing/arbitrary-values'
import { everyFormat } from './testing/every-format'
import { fixture } from './testing/fixture'
import { layoutOf } from './testing/layouts'
import { read, save as saved, writerWithoutVotes } from './testing/round-trip'

const seed = 20_261_126

/** The libraries have their say in other specs; here it is about our own modules. */
const save = (bytes: Uint8Array, patch: MetadataPatch) => saved(bytes, patch, { by: writerWithoutVotes })

/** The file after as much of the patch as its format has a place for. */
async function saveWhatFits(bytes: Uint8Array, { values, pictures }: MetadataPatch): Promise<Uint8Array> {
  let left: FieldValues = values
  for (;;) {
    const patch = pictures === undefined ? { values: left } : { values: left, pictures }
    const outcome = await writerWithoutVotes.plan(accessBytes(bytes), patch, 'file')
    if (outcome.ok) return applyPlan(bytes, outcome.plan)
    const { code, params } = outcome.problem
    const { field } = params
    if (code !== 'metadata.notStorable' || !Object.hasOwn(left, String(field))) {
      throw new Error(JSON.stringify(outcome.problem))
    }
    left = Object.fromEntries(valueEntries(left).filter(([name]) => name !== field))
  }
}

/** The patch that takes a change back. */
function inverseOf(original: Metadata, now: Metadata): MetadataPatch {
  const gone = Object.fromEntries(valueEntries(now.values).map(([field]) => [field, noValue]))
  return { values: { ...gone, ...original.values }, pictures: original.pictures }
}

const soundOf = (bytes: Uint8Array): Uint8Array =>
  concat(layoutOf(bytes).audio.map(({ start, end }) => bytes.subarray(start, end)))

const label = { type: 3, mime: '', description: '' }
const pictures = ['cover.png', 'cover.jpg', 'cover.gif'].map((name) => describePicture(fixture(name), label))

/** Formats that hold one picture of each type, or none. */
const somePictures = (name: string) => (name === 'wide.w64' ? [] : pictures)

describe('any patch, then its inverse', () => {
  it.each(Object.entries(everyFormat))(
    'gives the original tags back: %s',
    { timeout: 60_000 },
    async (name, bytesOf) => {
      const bytes = bytesOf()
      const original = await read(bytes)
      const sound = soundOf(bytes)
      const patch = fc.record(
        { values: valuesToSet, pictures: fc.subarray([...somePictures(name)]) },
        { requiredKeys: ['values'] },
      )
      await fc.assert(
        fc.asyncProperty(patch, async (change) => {
          const changed = await saveWhatFits(bytes, change)
          const restored = await save(changed, inverseOf(original, await read(changed)))
          const { values, pictures: found, audio } = await read(restored)
          expect(values).toEqual(original.values)
          expect(found).toEqual(original.pictures)
          expect(audio.durationMs).toBe(original.audio.durationMs)
          expect(soundOf(restored)).toEqual(sound)
        }),
        { seed, numRuns: 8 },
      )
    },
  )
})

/** A kind of tag: how a change makes bytes, and what of the bytes is an entry. */
interface TagKind {
  readonly name: string
  /** A tag with these values. @throws NotStorableError */
  readonly make: (changes: ValueChanges) => Uint8Array
  /** Name and bytes of each entry. */
  readonly entries: (bytes: Uint8Array) => readonly Entry[]
  /** Parsed and written again. */
  readonly rewritten: (bytes: Uint8Array) => Uint8Array
}

type Entry = readonly [name: string, values: readonly string[], raw: Uint8Array]

const entriesOf = (
  entries: readonly { name: string; values: readonly string[]; raw: Uint8Array }[],
): readonly Entry[] => entries.map(({ name, values, raw }) => [name, values, raw])

function id3v2(version: 2 | 3 | 4): TagKind {
  const render = ({ frames }: Id3v2Tag) => renderId3v2(frames, version, { roomBytes: 0, padding: 0 })
  const parse = (bytes: Uint8Array): Id3v2Tag => readId3v2(bytes) ?? emptyId3v2
  return {
    name: `ID3v2.${version}`,
    // What is new is never ID3v2.2, so that one is made out of ID3v2.3.
    make: (changes) =>
      render(
        convertId3v2(
          patchedId3v2({ ...emptyId3v2, version: version === 4 ? 4 : 3 }, changes, undefined),
          version,
        ).tag,
      ),
    entries: (bytes) =>
      parse(bytes).frames.map((frame) => [frame.name, frame.values, renderFrame(frame, version)]),
    rewritten: (bytes) => render(parse(bytes)),
  }
}

const asfBody = (lists: readonly Uint8Array[]): Uint8Array =>
  concat(lists.flatMap((list) => [fromUint32le(list.length), list]))

/** The four objects of an ASF header one after the other, each behind its length. */
function asfLists(bytes: Uint8Array) {
  let at = 0
  return asfHomes.map((home) => {
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true)
    const body = bytes.slice(at + 4, at + 4 + length)
    at += 4 + length
    return readAsfAttributes(home, accessBytes(body), 0xffff)
  })
}

const renderAsf = (attributes: ReturnType<typeof patchAsf>): Uint8Array =>
  asfBody(
    asfHomes.map((home) =>
      renderAsfAttributes(
        home,
        attributes.filter((attribute) => attribute.home === home),
        new Uint8Array(),
      ),
    ),
  )

const lyrics3 = {
  version: 2,
  fields: ['LYR', 'ETT', 'EAR', 'EAL', 'INF'].map((id) => ({ id, text: 'x' })),
} as const

const kinds: readonly TagKind[] = [
  id3v2(2),
  id3v2(3),
  id3v2(4),
  {
    name: 'ID3v1',
    make: (changes) => patchId3v1(emptyId3v1(), changes),
    entries: (bytes) =>
      valueEntries(valuesOfId3v1(bytes)).map(([field, values]) => [field, values, fromLatin1('')]),
    rewritten: (bytes) => patchId3v1(emptyId3v1(), valuesOfId3v1(bytes)),
  },
  {
    name: 'Lyrics3',
    make: (changes) => renderLyrics3(patchLyrics3(lyrics3, changes)),
    entries: (bytes) =>
      (parseLyrics3(bytes)?.fields ?? []).map(({ id, text }) => [id, [text], fromLatin1(text)]),
    rewritten: (bytes) => renderLyrics3(parseLyrics3(bytes) ?? lyrics3),
  },
  {
    name: 'Vorbis comment',
    make: (changes) => renderVorbisComment(patchVorbisComment(emptyVorbisComment, changes)),
    entries: (bytes) => entriesOf(parseVorbisComment(bytes).entries),
    rewritten: (bytes) => renderVorbisComment(parseVorbisComment(bytes)),
  },
  {
    name: 'APEv2',
    make: (changes) => renderApe(patchApe(emptyApe, changes)),
    entries: (bytes) => entriesOf(parseApe(bytes)?.entries ?? []),
    rewritten: (bytes) => renderApe(parseApe(bytes) ?? emptyApe),
  },
  {
    name: 'iTunes list',
    make: (changes) => renderIlst(patchIlst([], changes)),
    entries: (bytes) => entriesOf(parseIlst(bytes)),
    rewritten: (bytes) => renderIlst(parseIlst(bytes)),
  },
  {
    name: 'ASF attributes',
    make: (changes) => renderAsf(patchAsf([], changes)),
    entries: (bytes) => entriesOf(attributesOf(asfLists(bytes))),
    rewritten: (bytes) => renderAsf(attributesOf(asfLists(bytes))),
  },
  {
    name: 'RIFF INFO',
    make: (changes) => renderRiffInfo(patchRiffInfo(parseRiffInfo(new Uint8Array()), changes)),
    entries: (bytes) => entriesOf(parseRiffInfo(bytes).entries),
    rewritten: (bytes) => renderRiffInfo(parseRiffInfo(bytes)),
  },
  {
    name: 'Wave64 summary',
    make: (changes) => renderWave64Summary(patchWave64Summary(emptyWave64Summary, changes)),
    entries: (bytes) => entriesOf(parseWave64Summary(bytes).entries),
    rewritten: (bytes) => renderWave64Summary(parseWave64Summary(bytes)),
  },
  {
    name: 'Matroska tags',
    make: (changes) => {
      const [element] = patchMatroskaTags(readMatroskaTags([parseTags(new Uint8Array())], [1]), changes)
      return element === undefined ? new Uint8Array() : renderTags(element)
    },
    entries: (bytes) => entriesOf(readMatroskaTags([parseTags(bytes)], [1]).entries),
    rewritten: (bytes) => renderTags(parseTags(bytes)),
  },
]

/** What of these values the kind of tag can hold, and the tag with them. */
function madeOf({ make }: TagKind, values: FieldValues): Uint8Array {
  const fits = valueEntries(values).filter(([field, value]) => {
    try {
      make({ [field]: value })
      return true
    } catch (error) {
      if (error instanceof NotStorableError) return false
      throw error
    }
  })
  return make(Object.fromEntries(fits) as { [Name in FieldName]?: readonly string[] })
}

describe('entries → bytes → entries', () => {
  it.each(kinds)('is the identity: $name', (kind) => {
    let entriesSeen = 0
    fc.assert(
      fc.property(valuesToSet, (values) => {
        const bytes = madeOf(kind, values)
        const entries = kind.entries(bytes)
        entriesSeen += entries.length
        const again = kind.rewritten(bytes)
        expect(again).toEqual(bytes)
        expect(kind.entries(again)).toEqual(entries)
      }),
      { seed, numRuns: 40 },
    )
    expect(entriesSeen).toBeGreaterThan(5)
  })
})
