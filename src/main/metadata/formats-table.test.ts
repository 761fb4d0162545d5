import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import reviewed from '../../../bench/corpus/reviewed.json'
import { applyPlan, type FieldValues, resultSize, type SavePlan, sameValue } from '../../shared/model'
import { accessBytes } from './file-access'
import type { MetadataPatch } from './metadata'
import { describePicture } from './pictures'
import { tableRow, withPart } from './testing/document-part'
import { fixture, holds } from './testing/fixture'
import { aiff, dsdiff, dsf, monkeysAudio, optimFrog, tak } from './testing/rare-formats'
import { read, title } from './testing/round-trip'
import {
  type Chaptered,
  matroskaChapters,
  withChapterFrame,
  withCueChunk,
  withMarkers,
  withNeroChapters,
} from './testing/with-chapters'
import { MetadataWriter } from './writer'

/** What the table of docs/formats.md says is tried here on a real file of each container, and written from the result. */

const writer = new MetadataWriter()

/** The plan and the file after it; undefined when the save was refused. */
async function save(
  bytes: Uint8Array,
  patch: MetadataPatch,
): Promise<{ plan: SavePlan; bytes: Uint8Array } | undefined> {
  const outcome = await writer.plan(accessBytes(bytes), patch, 'file')
  return outcome.ok ? { plan: outcome.plan, bytes: applyPlan(bytes, outcome.plan) } : undefined
}

async function saved(bytes: Uint8Array, patch: MetadataPatch): Promise<Uint8Array> {
  const result = await save(bytes, patch)
  if (result === undefined) throw new Error('refused')
  return result.bytes
}

/** Whether these values come back as they were given. */
async function comesBack(bytes: Uint8Array, values: FieldValues): Promise<boolean> {
  const result = await save(bytes, { values })
  if (result === undefined) return false
  const found = (await read(result.bytes)).values
  return Object.entries(values).every(([field, value]) =>
    sameValue(found[field as keyof FieldValues] ?? [], value ?? []),
  )
}

const yesOrNo = (does: boolean): string => (does ? 'yes' : '–')

/** Where a change that fits the room is written: one region of unchanged length needs no new file (decisions.md 5). */
function placeOf(plan: SavePlan | undefined): string {
  const [first, ...others] = plan?.splices ?? []
  if (plan === undefined || first === undefined) return '–'
  const isSameSize = plan.splices.every(({ remove, insert }) => remove === insert.length)
  const isSameTotal = resultSize(plan) === plan.size
  const last = others.at(-1) ?? first
  const aroundSound = plan.audio.some(({ start, end }) => start < last.at + last.remove && end > first.at)
  if (isSameSize && aroundSound) return `${others.length + 1} places, size kept`
  if (isSameTotal) return aroundSound ? '–' : 'yes'
  const isBehind = plan.audio.length > 0 && plan.audio.every(({ end }) => end <= first.at)
  return isBehind ? 'behind the sound' : '–'
}

type Cell = (bytes: Uint8Array, container: Container) => Promise<string>

const columns: readonly (readonly [string, Cell])[] = [
  ['Read', async (bytes) => yesOrNo((await read(bytes)).audio.sampleRate > 0)],
  ['Write', async (bytes) => yesOrNo(await comesBack(bytes, { title: ['Neu – 新しい'] }))],
  [
    'Kind of tag',
    async (bytes) => {
      const { values } = await read(bytes)
      const none = Object.fromEntries(Object.keys(values).map((field) => [field, []]))
      const empty = await save(bytes, { values: none, pictures: [] })
      const result = empty && (await save(empty.bytes, title('Neu')))
      return result === undefined ? '–' : ((await read(result.bytes)).tagKinds[0] ?? '–')
    },
  ],
  [
    'Pictures',
    async (bytes) => {
      const label = { type: 3, mime: '', description: 'Vorne' }
      const wanted = [
        describePicture(fixture('cover.png'), label),
        describePicture(fixture('cover.jpg'), { ...label, type: 8, description: '' }),
      ]
      const result = await save(bytes, { values: {}, pictures: wanted })
      const found = result === undefined ? [] : (await read(result.bytes)).pictures
      const same = wanted.every((picture, index) => found[index]?.hash === picture.hash)
      if (!same) return '–'
      const labelled = wanted.every(
        ({ type, description }, index) =>
          found[index]?.type === type && found[index]?.description === description,
      )
      return labelled ? 'with type and description' : 'without type'
    },
  ],
  ['Several values', async (bytes) => yesOrNo(await comesBack(bytes, { artist: ['AC/DC', 'Björk; Band'] }))],
  ['Fields of your own', async (bytes) => yesOrNo(await comesBack(bytes, { 'custom:My Field': ['x', 'y'] }))],
  [
    'Lyrics',
    async (bytes) => {
      const plain = await comesBack(bytes, { lyrics: ['Eins\n\nZwei'] })
      const timed = await comesBack(bytes, { syncedLyrics: ['[00:01.00]Eins\n[00:02.50]Zwei'] })
      return plain && timed ? 'plain and timed' : plain ? 'plain' : timed ? 'timed' : '–'
    },
  ],
  [
    'ReplayGain',
    async (bytes) => {
      const gain = { replayGainTrackGain: ['-6.50 dB'], replayGainTrackPeak: ['0.988553'] }
      const album = { replayGainAlbumGain: ['-7.01 dB'], replayGainAlbumPeak: ['1.000000'] }
      return yesOrNo(await comesBack(bytes, { ...gain, ...album }))
    },
  ],
  [
    'Chapters kept',
    async (original, container) => {
      const [name, made] = await container.chapters(original)
      const { bytes, chapters } = made
      const result = await saved(bytes, { values: { title: ['x'.repeat(20_000)] } })
      return holds(bytes, chapters) && holds(result, chapters) ? name : '–'
    },
  ],
  [
    'Saves in place',
    async (bytes) => {
      const roomy = await saved(bytes, { values: { title: ['x'.repeat(3000)] } })
      return placeOf((await save(roomy, title('Etwas kürzer')))?.plan)
    },
  ],
]

interface Container {
  readonly name: string
  readonly bytes: () => Uint8Array
  /** Some form of chapters that this container has: its name, a file with it, and its bytes. */
  readonly chapters: (bytes: Uint8Array) => Promise<readonly [string, Chaptered]>
}

/** Chapters that are fields: `CHAPTER001` in Vorbis comments, a cue sheet in APEv2. */
const asField =
  (name: string, text: string): Container['chapters'] =>
  async (bytes) => [
    `\`${name}\``,
    {
      bytes: await saved(bytes, { values: { [`custom:${name}`]: [text] } }),
      chapters: new Uint8Array(Buffer.from(text)),
    },
  ]

const inComments = asField('CHAPTER001', '00:00:01.000')
const inApe = asField('Cuesheet', 'FILE "a" WAVE\nTRACK 01 AUDIO')
const inId3: Container['chapters'] = async (bytes) => [
  '`CHAP`',
  // The long title goes again and leaves its room.
  withChapterFrame(await saved(await saved(bytes, title('x'.repeat(3000))), title('Neu'))),
]
const inUdta: Container['chapters'] = async (bytes) => ['`chpl`', withNeroChapters(bytes)]
const inMatroska =
  (name: string): Container['chapters'] =>
  async () => ['Chapters', matroskaChapters(fixture(name))]

const container = (name: string, bytes: () => Uint8Array, chapters: Container['chapters']): Container => ({
  name,
  bytes,
  chapters,
})

const containers: readonly Container[] = [
  container('MPEG audio, ID3v2.3 and ID3v1', () => fixture('v23-v1.mp3'), inId3),
  container('MPEG audio, ID3v2.4', () => fixture('v24.mp3'), inId3),
  container('MPEG audio, layer II', () => fixture('layer2.mp2'), inId3),
  container('AAC (ADTS)', () => fixture('stream.aac'), inId3),
  container('FLAC', () => fixture('tagged.flac'), inComments),
  container('Ogg Vorbis', () => fixture('tagged.ogg'), inComments),
  container('Ogg Opus', () => fixture('tagged.opus'), inComments),
  container('Ogg Speex', () => fixture('tagged.spx'), inComments),
  container('Ogg FLAC', () => fixture('flac.oga'), inComments),
  container('Ogg Theora', () => fixture('theora.ogv'), inComments),
  container('MP4 (M4A, M4B)', () => fixture('tagged.m4a'), inUdta),
  container(
    'MP4, tags in front',
    () => fixture('tags-first.m4a'),
    async () => [
      'chapter track',
      { bytes: fixture('chapters.m4b'), chapters: textSamples(fixture('chapters.m4b')) },
    ],
  ),
  container('MP4, fragmented', () => fixture('mp4-dash.m4a'), inUdta),
  container('QuickTime', () => fixture('mp4-quicktime.mov'), inUdta),
  container('3GP', () => fixture('mp4-texts.3gp'), inUdta),
  container(
    'WMA (ASF)',
    () => fixture('plain.wma'),
    async (bytes) => ['Marker Object', withMarkers(bytes)],
  ),
  container('WAV', () => fixture('plain.wav'), inId3),
  container('WAV with LIST INFO', () => fixture('info.wav'), inId3),
  container('RF64, BW64 with LIST INFO', () => fixture('wide.rf64.wav'), inId3),
  container(
    'Wave64',
    () => fixture('wide.w64'),
    async (bytes) => ['`cue `', withCueChunk(bytes)],
  ),
  container('AIFF', aiff, inId3),
  container('AIFF with text chunks', () => fixture('tagged.aiff'), inId3),
  container('AIFC with text chunks', () => fixture('alaw.aifc'), inId3),
  container('Monkey’s Audio', monkeysAudio, inApe),
  container('WavPack', () => fixture('plain.wv'), inApe),
  container('Musepack', () => fixture('plain.mpc'), inApe),
  container('OptimFROG', optimFrog, inApe),
  container('TAK', tak, inApe),
  container('True Audio', () => fixture('plain.tta'), inId3),
  container('DSF', dsf, inId3),
  container('DSDIFF', dsdiff, inId3),
  container('Matroska', () => fixture('flat.mka'), inMatroska('chapters.mka')),
  container('WebM', () => fixture('flat.webm'), inMatroska('chapters.webm')),
]

/** The samples of a chapter track that ffmpeg wrote: titles behind their lengths, one after the other. */
function textSamples(bytes: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes).indexOf('chap')
  return bytes.subarray(at - 8, at + 8)
}

async function rowOf(one: Container): Promise<string> {
  const cells: string[] = []
  for (const [name, cell] of columns) {
    try {
      cells.push(await cell(one.bytes(), one))
    } catch (error) {
      throw new Error(`${one.name}, ${name}: ${error}`, { cause: error })
    }
  }
  return tableRow([one.name, ...cells])
}

async function formatsTable(): Promise<string> {
  const rows: string[] = []
  for (const one of containers) rows.push(await rowOf(one))
  const head = ['Container', ...columns.map(([name]) => name)]
  return [tableRow(head), tableRow(head.map(() => '---')), ...rows].join('\n')
}

function disagreementsTable(): string {
  const head = ['File', 'Field', 'Right', 'Why']
  const rows = reviewed.map(({ file, field, right, why }) => tableRow([`\`${file}\``, field, right, why]))
  return [tableRow(head), tableRow(head.map(() => '---')), ...rows].join('\n')
}

const path = '../../../docs/formats.md'

it('docs/formats.md says what happens to a real file of each container', { timeout: 120_000 }, async () => {
  const document = readFileSync(join(import.meta.dirname, path), 'utf8')
  const table = withPart(document, 'table', await formatsTable())
  await expect(withPart(table, 'disagreements', disagreementsTable())).toMatchFileSnapshot(path)
})
