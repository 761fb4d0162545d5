import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromSyncsafe, sameBytes } from './bytes'
import { accessBytes, accessPlanned } from './file-access'
import { isReadByReference, readReference } from './reference-reader'
import { withoutBallast } from './reference-view'
import { type ContainerKind, sniff } from './sniff'
import { everyFormat } from './testing/every-format'
import { fixture } from './testing/fixture'
import { MetadataWriter } from './writer'

const whole = (bytes: Uint8Array) => accessBytes(bytes)
const seen = (bytes: Uint8Array, kind: ContainerKind): Uint8Array => {
  const view = withoutBallast(whole(bytes), kind)
  return view.read(0, view.size)
}

/** A tag of one title with this much room, in front of a frame of sound. */
const padded = (room: number, { version = 4, flags = 0 } = {}): Uint8Array => {
  const title = concat([fromLatin1('TIT2'), fromSyncsafe(4), new Uint8Array(2), fromLatin1('\x00Ebb')])
  return concat([
    fromLatin1('ID3'),
    new Uint8Array([version, 0, flags]),
    fromSyncsafe(title.length + room),
    title,
    new Uint8Array(room),
    fixture('plain.mp3'),
  ])
}
const reference = (bytes: Uint8Array, kind: ContainerKind, viewed: boolean) =>
  readReference(viewed ? withoutBallast(whole(bytes), kind) : whole(bytes), kind, { pictures: false })

describe('what music-metadata is shown of a file', () => {
  it.each(Object.entries(everyFormat))('says the same of the tags as the whole of %s', async (_, bytesOf) => {
    const bytes = bytesOf()
    const kind = sniff(whole(bytes))!.kind
    if (!isReadByReference(kind)) return
    expect((await reference(bytes, kind, true)).values).toEqual((await reference(bytes, kind, false)).values)
  })

  it.each([3, 4])(
    'takes the padding of an ID3v2.%i tag for one frame, whatever its size',
    async (version) => {
      for (const room of [1024, 5000, 100_000]) {
        const bytes = padded(room, { version })
        const covered = seen(bytes, 'mpeg')
        expect(covered).toHaveLength(bytes.length)
        expect(sameBytes(covered, bytes)).toBe(false)
        expect((await reference(bytes, 'mpeg', true)).values).toEqual({ title: ['Ebb'] })
      }
    },
  )

  it.each(['tagged.aiff', 'info.wav'])('does so in the chunk of %s, too', async (name) => {
    const bytes = await longTitled(fixture(name))
    const kind = sniff(whole(bytes))!.kind
    const covered = seen(bytes, kind)
    expect([...bytes.keys()].filter((at) => bytes[at] !== covered[at]).length).toBeGreaterThan(4)
    expect((await reference(bytes, kind, true)).values).toEqual((await reference(bytes, kind, false)).values)
  })

  it('leaves a tag as it is that has little room, or is not plain, or holds something there', () => {
    const junk = padded(2000)
    junk[100] = 1
    for (const bytes of [
      padded(1000),
      padded(2000, { flags: 0x80 }),
      padded(2000, { flags: 0x40 }),
      padded(2000, { flags: 0x10 }),
      junk,
      fixture('plain.mp3'),
    ]) {
      expect(sameBytes(seen(bytes, 'mpeg'), bytes)).toBe(true)
    }
  })

  it('covers the tables of sound in MP4 and nothing else', () => {
    const bytes = fixture('chapters.m4b')
    const covered = seen(bytes, 'mp4')
    const differing = [...bytes.keys()].filter((at) => bytes[at] !== covered[at])
    const names = new Set(differing.map((at) => nameAround(bytes, at)))
    expect([...names].every((name) => /^(stts|stsc|stsz|stco)$/.test(name))).toBe(true)
    expect(names.size).toBeGreaterThan(2)
    // Those of the chapters' own track stay.
    expect(Buffer.from(covered).toString('latin1')).toContain('stco')
  })
})

/** The name of a table that a byte belongs to. */
function nameAround(bytes: Uint8Array, at: number): string {
  const text = Buffer.from(bytes.subarray(at - 3, at + 4)).toString('latin1')
  return /st(ts|sc|sz|co)/.exec(text)?.[0] ?? text
}

/** With a title that outgrew the tag, which then has room again. */
async function longTitled(bytes: Uint8Array): Promise<Uint8Array> {
  const planned = await new MetadataWriter({
    open: () => ({ ...accessBytes(bytes), close: () => {} }),
  }).planFile('file', {
    values: { title: ['T'.repeat(5000)] },
  })
  if (!planned.ok) throw new Error(planned.problem.code)
  const access = accessPlanned(accessBytes(bytes), planned.plan)
  return access.read(0, access.size)
}
