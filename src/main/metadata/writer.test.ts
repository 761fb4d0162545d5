import { describe, expect, it } from 'vitest'
import {
  applyPlan,
  type FieldName,
  type FieldValues,
  fieldNames,
  fieldRow,
  planChangesNothing,
  type SavePlan,
} from '../../shared/model'
import { accessBytes } from './file-access'
import type { Metadata, MetadataPatch } from './metadata'
import { describePicture } from './pictures'
import { MetadataReader } from './reader'
import { fixture, holds, seededRandom, writtenFormats } from './testing/fixture'
import { MetadataWriter } from './writer'

const reader = new MetadataReader()
const writer = new MetadataWriter()

async function read(bytes: Uint8Array, name: string): Promise<Metadata> {
  const outcome = await reader.readFrom(accessBytes(bytes), name)
  if (!outcome.ok) throw new Error(`${name}: ${JSON.stringify(outcome.problem)}`)
  return outcome.metadata
}

async function plan(bytes: Uint8Array, patch: MetadataPatch, name: string): Promise<SavePlan> {
  const outcome = await writer.plan(accessBytes(bytes), patch, name)
  if (!outcome.ok) throw new Error(`${name}: ${JSON.stringify(outcome.problem)}`)
  return outcome.plan
}

async function refusal(bytes: Uint8Array, patch: MetadataPatch, name = 'file') {
  const outcome = await writer.plan(accessBytes(bytes), patch, name)
  return outcome.ok ? undefined : outcome.problem
}

/** Applies a patch and checks what must hold for every save; answers the new bytes. */
async function lawful(original: Uint8Array, patch: MetadataPatch, name: string): Promise<Uint8Array> {
  const before = await read(original, name)
  const made = await plan(original, patch, name)
  const result = applyPlan(original, made)
  const after = await read(result, name)

  const expected: { [Name in FieldName]?: readonly string[] } = { ...before.values }
  for (const field of Object.keys(patch.values) as FieldName[]) {
    const value = patch.values[field] ?? []
    if (value.length === 0) delete expected[field]
    else expected[field] = value
  }
  expect(after.values).toEqual(expected)
  expect(after.readOnly).toBeUndefined()
  expect(after.audio.durationMs).toBe(before.audio.durationMs)
  if (patch.pictures === undefined) expect(after.pictures).toEqual(before.pictures)
  for (const { start, end } of made.audio) {
    expect(holds(result, original.subarray(start, end))).toBe(true)
  }
  // Saved again without a change, nothing is written.
  expect(planChangesNothing(await plan(result, patch, name))).toBe(true)
  return result
}

/** Identifiers and addresses have a form of their own in ID3. */
const ownValues: FieldValues = {
  recordingId: ['0b1b2c3d-aaaa'],
  website: ['https://example.org/a'],
  podcastFeed: ['https://example.org/feed'],
}

/** A value that a field can hold in every format. */
function valueFor(field: FieldName): readonly string[] {
  switch (fieldRow(field).type) {
    case 'number':
      return ['7']
    case 'date':
      return ['2001-02-03']
    case 'flag':
      return ['1']
    case 'rating':
      return ['60']
    case 'long':
      if (field === 'syncedLyrics') return ['[00:01.00]eins\n[00:02.50]zwei']
      return [`Zeile eins\nZeile zwei ${field} 😀`]
    default:
      return ownValues[field] ?? [`${field} ß 新`]
  }
}

const everyField: FieldValues = Object.fromEntries(fieldNames.map((field) => [field, valueFor(field)]))

describe.each(writtenFormats)('saving %s', (name) => {
  it('writes only the field that was edited', async () => {
    await lawful(fixture(name), { values: { title: ['Neuer Titel'] } }, name)
  })

  it('writes nothing when nothing changes', async () => {
    const unchanged = await plan(fixture(name), { values: { title: ['Ein Titel'] } }, name)
    expect(unchanged.splices).toEqual([])
  })

  it('writes every field there is', async () => {
    await lawful(fixture(name), { values: everyField }, name)
  })

  it('removes every field there is', async () => {
    const full = await lawful(fixture(name), { values: everyField }, name)
    const none = Object.fromEntries(fieldNames.map((field) => [field, []]))
    const result = await lawful(full, { values: none }, name)
    expect((await read(result, name)).values).toEqual({})
  })

  it('keeps several values apart', async () => {
    const values = { artist: ['AC/DC', 'Björk; Band', '林檎'], genre: ['Rock', 'Hip-Hop/Rap'] }
    await lawful(fixture(name), { values }, name)
  })

  it('holds a long text and takes it away again', async () => {
    const lyrics = ['Zeile mit 😀\n'.repeat(400)]
    const grown = await lawful(fixture(name), { values: { lyrics } }, name)
    await lawful(grown, { values: { lyrics: [] } }, name)
  })

  it('adds, replaces and removes pictures', async () => {
    const label = { type: 3, mime: '', description: '' }
    const png = describePicture(fixture('cover.png'), label)
    const jpg = describePicture(fixture('cover.jpg'), label)
    const one = await lawful(fixture(name), { values: {}, pictures: [png] }, name)
    expect((await read(one, name)).pictures).toEqual([png])
    const two = await lawful(
      one,
      { values: { title: ['x'] }, pictures: [jpg, { ...png, bytes: undefined }] },
      name,
    )
    expect((await read(two, name)).pictures.map(({ hash }) => hash)).toEqual([jpg.hash, png.hash])
    const none = await lawful(two, { values: {}, pictures: [] }, name)
    expect((await read(none, name)).pictures).toEqual([])
  })

  it('uses the room that an earlier save left', async () => {
    const grown = await lawful(fixture(name), { values: { comment: ['x'.repeat(3000)] } }, name)
    const next = await plan(grown, { values: { conductor: ['Etwas mehr als vorher'] } }, name)
    expect(applyPlan(grown, next)).toHaveLength(grown.length)
  })

  it('survives a hundred random edits', async () => {
    const seed = 20_261_125
    const random = seededRandom(seed)
    let bytes = fixture(name)
    const texts = ['', 'a', 'Ein längerer Titel', '新しい', '😀'.repeat(40), 'x'.repeat(2500)]
    const fields: readonly FieldName[] = [
      'title',
      'artist',
      'comment',
      'lyrics',
      'label',
      'barcode',
      'composer',
    ]
    // The libraries have had their say above; here it is about our own modules.
    const quick = new MetadataWriter({ opinions: [] })
    for (let edit = 0; edit < 100; edit++) {
      const field = fields[Math.floor(random() * fields.length)] ?? 'title'
      const text = texts[Math.floor(random() * texts.length)] ?? ''
      const outcome = await quick.plan(accessBytes(bytes), { values: { [field]: [text] } }, name)
      if (!outcome.ok) throw new Error(`seed ${seed}, edit ${edit}: ${JSON.stringify(outcome.problem)}`)
      bytes = applyPlan(bytes, outcome.plan)
      expect((await read(bytes, name)).values[field] ?? []).toEqual(text === '' ? [] : [text])
    }
  })
})

describe.each(['plain.mp3', 'plain.flac', 'plain.wav', 'chapters.m4b'])('saving %s', (name) => {
  it('makes a tag where there is none', async () => {
    const result = await lawful(fixture(name), { values: everyField }, name)
    expect((await read(result, name)).tagKinds).toHaveLength(1)
  })

  it('makes no tag only to remove something', async () => {
    const outcome = await plan(fixture(name), { values: { lyrics: [] }, pictures: [] }, name)
    expect(outcome.splices).toEqual([])
  })
})

describe('what a save leaves alone', () => {
  it('keeps the chapters of an audio book', async () => {
    const original = Buffer.from(fixture('chapters.m4b'))
    const result = Buffer.from(await lawful(original, { values: { title: ['x'.repeat(5000)] } }, 'a.m4b'))
    const at = original.indexOf('chpl')
    expect(at).toBeGreaterThan(0)
    const chapters = original.subarray(at - 4, at - 4 + original.readUInt32BE(at - 4))
    expect(result.includes(chapters)).toBe(true)
  })

  it('keeps 03 and A1 as they were typed, except in MP4, which has only numbers', async () => {
    for (const name of ['v24.mp3', 'tagged.flac', 'info.wav']) {
      await lawful(fixture(name), { values: { track: ['03'], disc: ['A1'] } }, name)
    }
    const made = await plan(fixture('tagged.m4a'), { values: { track: ['07'], compilation: ['0'] } }, 'a.m4a')
    const metadata = await read(applyPlan(fixture('tagged.m4a'), made), 'a.m4a')
    expect(metadata.values).toMatchObject({ track: ['7'], trackTotal: ['12'] })
    expect(metadata.values.compilation).toBeUndefined()
  })

  it('adds no ID3v1 tag, and keeps one that is there in step', async () => {
    const plain = await lawful(fixture('plain.mp3'), { values: { title: ['Neu'] } }, 'a.mp3')
    expect(Buffer.from(plain).subarray(-128, -125).toString()).not.toBe('TAG')
    const both = await lawful(fixture('v23-v1.mp3'), { values: { title: ['Neu – 新'] } }, 'a.mp3')
    expect(Buffer.from(both).subarray(-128, -112).toString('latin1').replaceAll('\0', '')).toBe('TAGNeu ? ?')
  })

  it('keeps the version of an ID3v2 tag', async () => {
    for (const [name, version] of [
      ['v23-v1.mp3', 3],
      ['v24.mp3', 4],
    ] as const) {
      const result = await lawful(fixture(name), { values: { date: ['2020-05-06'] } }, name)
      expect(result[3]).toBe(version)
    }
  })

  it('keeps a year and month in ID3v2.3, which has no place for them', async () => {
    await lawful(
      fixture('v23-v1.mp3'),
      { values: { date: ['2020-05'], originalDate: ['1999-12-31'] } },
      'a.mp3',
    )
  })

  it('keeps INFO in step with the ID3v2 chunk', async () => {
    const result = await lawful(fixture('info.wav'), { values: { title: ['Größe'], album: [] } }, 'a.wav')
    const text = Buffer.from(result).toString('latin1')
    expect(text).toContain(Buffer.from('INAM\x08\0\0\0Größe\0').toString('latin1'))
    expect(text).not.toContain('IPRD')
  })
})

describe('what a save refuses', () => {
  it('refuses a value that the format cannot hold, and names it', async () => {
    const problem = await refusal(fixture('tagged.m4a'), { values: { track: ['A1'] } })
    expect(problem).toMatchObject({ code: 'metadata.notStorable', params: { value: 'A1', field: 'track' } })
    expect(await refusal(fixture('tagged.m4a'), { values: { bpm: ['128.5'] } })).toMatchObject({
      code: 'metadata.notStorable',
      params: { value: '128.5', field: 'bpm' },
    })
  })

  it('refuses a picture whose bytes nobody has', async () => {
    const { bytes: _, ...picture } = describePicture(fixture('cover.png'), {
      type: 3,
      mime: '',
      description: '',
    })
    const problem = await refusal(fixture('v24.mp3'), { values: {}, pictures: [picture] })
    expect(problem?.code).toBe('picture.missing')
  })

  it('refuses what is no music, and what is not there', async () => {
    expect((await refusal(new Uint8Array(100), { values: { title: ['x'] } }))?.code).toBe('metadata.notAudio')
    const outcome = await writer.planFile('/nowhere.mp3', { values: {} })
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'file.notFound' } })
  })

  it('refuses when another reader that understood the original sees something else', async () => {
    const stubborn = {
      name: 'stubborn',
      read: async () => ({ title: ['Ein Titel'] }),
    }
    const doubtful = new MetadataWriter({ opinions: [stubborn] })
    const outcome = await doubtful.plan(
      accessBytes(fixture('v24.mp3')),
      { values: { title: ['Neu'] } },
      'a.mp3',
    )
    expect(outcome).toMatchObject({
      ok: false,
      problem: { code: 'metadata.notVerified', params: { reason: 'stubborn: title' } },
    })
  })

  it('does not ask a reader that saw the original differently', async () => {
    const blind = { name: 'blind', read: async () => ({}) }
    const wrong = { name: 'wrong', read: async () => ({ title: ['Something else'] }) }
    const cannotOpen = { name: 'cannot open', read: async () => undefined }
    const careful = new MetadataWriter({ opinions: [blind, wrong, cannotOpen] })
    const outcome = await careful.plan(
      accessBytes(fixture('v24.mp3')),
      { values: { title: ['Neu'] } },
      'a.mp3',
    )
    expect(outcome.ok).toBe(true)
  })
})

describe('damaged files', () => {
  it.each(writtenFormats)('a mutant of %s is refused, or saved with its sound as it was', async (name) => {
    const quick = new MetadataWriter({ opinions: [] })
    const original = fixture(name)
    for (let seed = 0; seed < 150; seed++) {
      const random = seededRandom(seed)
      const mutant = original.slice()
      // Most of a file is sound: damage goes where the structure is.
      const reach = random() < 0.8 ? Math.min(1500, mutant.length) : mutant.length
      for (let change = 0; change < 3; change++) {
        const at = Math.floor(random() * reach)
        const value = [0, 1, 0x7f, 0x80, 0xff][Math.floor(random() * 5)] ?? 0
        mutant.fill(value, at, at + 1 + Math.floor(random() * 4))
      }
      const outcome = await quick.plan(accessBytes(mutant), { values: { title: ['Neu'] } }, name)
      if (!outcome.ok) continue
      const result = applyPlan(mutant, outcome.plan)
      const metadata = await reader.readFrom(accessBytes(result), name)
      if (!metadata.ok) continue
      expect(metadata.metadata.values.title, `seed ${seed}`).toEqual(['Neu'])
      for (const { start, end } of outcome.plan.audio) {
        expect(holds(result, mutant.subarray(start, end)), `seed ${seed}`).toBe(true)
      }
    }
  })
})
