// What the two libraries are here for: each is asked about a planned result, and a save that only we could read does
// not happen. Take a library out of `src`, and its test fails.
import { describe, expect, it, vi } from 'vitest'
import type { FieldValue, SavePlan, Splice } from '../../shared/model'
import { concat, fromLatin1, fromSyncsafe, fromUint32 } from './bytes'
import { accessBytes, accessPlanned } from './file-access'
import { MetadataReader } from './reader'
import { musicMetadataOpinion, type Opinion, taglibOpinion } from './second-opinion'
import { sniff } from './sniff'
import { fixture } from './testing/fixture'
import { layoutOf } from './testing/layouts'
import { verifyPlan } from './verify'
import { MetadataWriter } from './writer'

const kindOf = (bytes: Uint8Array) => sniff(accessBytes(bytes))?.kind ?? 'mpeg'
const long = 'x'.repeat(200)

/** ID3v2.4 with one title of ISO-8859-1; its size as the specification has it (§4), or as iTunes once wrote it. */
function titled(title: string, frameSize: (size: number) => Uint8Array): Uint8Array {
  const text = fromLatin1(`\0${title}`)
  const frame = concat([fromLatin1('TIT2'), frameSize(text.length), new Uint8Array(2), text])
  const room = new Uint8Array(500 - frame.length)
  return concat([fromLatin1('ID3\x04\0\0'), fromSyncsafe(500), frame, room])
}

const sound = fixture('plain.mp3')
const original = concat([titled('Alt', fromSyncsafe), sound])

/** What verification says of a new title whose frame has its size written so, asking this library alone. */
async function verdictOn(opinions: readonly Opinion[], frameSize: (size: number) => Uint8Array) {
  const access = accessBytes(original)
  const layout = layoutOf(original)
  const splices: readonly Splice[] = [{ at: 0, remove: 510, insert: titled(long, frameSize) }]
  const plan: SavePlan = { size: original.length, splices, audio: layout.audio }
  // We forgive a size that is not syncsafe and read the whole title.
  expect(layoutOf(concat([titled(long, frameSize), sound])).tags[0]?.values.title).toEqual([long])
  const problem = await verifyPlan(
    { access, kind: kindOf(original), layout, path: '/music/a.mp3' },
    plan,
    { fields: ['title'], values: { title: [long] }, pictures: [], picturesChange: false },
    opinions,
  )
  return problem?.params['reason']
}

describe.each([musicMetadataOpinion, taglibOpinion])('$name', (opinion) => {
  it.each(['v23-v1.mp3', 'v24.mp3', 'tagged.flac', 'tagged.ogg', 'tagged.opus', 'tagged.m4a', 'tagged.wma'])(
    'reads %s by itself, from bytes that are no file',
    async (name) => {
      const bytes = fixture(name)
      const values = await opinion.read(accessBytes(bytes), kindOf(bytes), `/nowhere/${name}`)
      const wanted: Record<string, FieldValue> = { title: ['Ein Titel'], album: ['Größe'], track: ['3'] }
      expect(values).toMatchObject(wanted)
    },
  )

  it('reads a planned result through the overlay', async () => {
    const splice: Splice = { at: 0, remove: 510, insert: titled('Neu', fromSyncsafe) }
    const planned = accessPlanned(accessBytes(original), {
      size: original.length,
      splices: [splice],
      audio: [],
    })
    expect(await opinion.read(planned, 'mpeg', '/music/a.mp3')).toMatchObject({ title: ['Neu'] })
  })

  it('refuses a result that only a forgiving reader understands, which ours is', async () => {
    expect(await verdictOn([], fromUint32)).toBeUndefined()
    expect(await verdictOn([opinion], fromUint32)).toBe(`${opinion.name}: title`)
    expect(await verdictOn([opinion], fromSyncsafe)).toBeUndefined()
  })

  it('is asked about the result of every save, and about the original where it doubts it', async () => {
    const asked = vi.spyOn(opinion, 'read')
    const titles = async () => {
      const all = await Promise.all(asked.mock.results.map(async ({ value }) => (await value)?.title))
      asked.mockClear()
      return all
    }
    await new MetadataWriter().plan(accessBytes(original), { values: { title: ['Neu'] } }, '/music/a.mp3')
    expect(await titles()).toEqual([['Neu']])
    await verdictOn([opinion], fromUint32)
    expect(await titles()).toEqual([[expect.not.stringMatching(long)], ['Alt']])
    asked.mockRestore()
  })

  it('has no vote on what it cannot open', async () => {
    expect(await opinion.read(accessBytes(new Uint8Array(100)), 'flac', '/music/a.flac')).toBeUndefined()
    expect(await opinion.read(accessBytes(new Uint8Array(100)), 'tak', '/music/a.tak')).toBeUndefined()
  })
})

describe('music-metadata', () => {
  it('reads the sound of what our own module does not follow: a WavPack of a later version, shown and not written', async () => {
    const later = fixture('plain.wv').slice()
    later[8] = 0x11
    const outcome = await new MetadataReader().readFrom(accessBytes(later), '/music/a.wv')
    expect(outcome).toMatchObject({
      ok: true,
      metadata: {
        audio: { sampleRate: 8000, channels: 1 },
        readOnly: { code: 'metadata.structureNotWritable' },
      },
    })
  })
})
