import { describe, expect, it } from 'vitest'
import {
  apply,
  compact,
  countChanges,
  difference,
  type Edit,
  type Editable,
  type FieldChanges,
  type FieldName,
  type FieldValue,
  invert,
  isEmpty,
  type Picture,
  type TrackId,
  trackId,
} from '.'

const a = trackId('a')
const b = trackId('b')
const cover = (hash: string): Picture => ({
  hash: hash.repeat(64),
  type: 3,
  mime: 'image/jpeg',
  description: '',
  sizeBytes: 1,
  width: 1,
  height: 1,
})

type Tracks = ReadonlyMap<TrackId, Editable>
const tracks = (rows: Record<string, Editable['values']>, pictures: readonly Picture[] = []): Tracks =>
  new Map(Object.entries(rows).map(([id, values]) => [trackId(id), { values, pictures }]))
const edit = (changes: Record<string, FieldChanges>): Edit => ({ label: 'test', changes })

const merged = (before: Tracks, changed: Tracks): Tracks => new Map([...before, ...changed])

/** Every edit obeys these, whatever it does. */
function lawful(before: Tracks, change: Edit, after: Tracks): void {
  const applied = apply(change, before)
  expect(applied.conflicts).toEqual([])
  const result = merged(before, applied.changed)
  expect(result).toEqual(after)
  expect(merged(result, apply(invert(change), result).changed)).toEqual(before)
  expect(invert(invert(change))).toEqual(change)
  expect(JSON.parse(JSON.stringify(change))).toEqual(change)
  expect(compact(compact(change))).toEqual(compact(change))
  for (const [id, state] of result) {
    const start = before.get(id)
    if (start !== undefined) {
      const differs = edit({ [id]: difference(start, state) })
      expect(merged(before, apply(differs, before).changed).get(id)).toEqual(state)
    }
  }
}

describe('an edit', () => {
  it('sets a field that was absent', () => {
    lawful(
      tracks({ a: {} }),
      edit({ a: { title: { from: [], to: ['Ebb'] } } }),
      tracks({ a: { title: ['Ebb'] } }),
    )
  })

  it('clears a field, which is then absent', () => {
    lawful(
      tracks({ a: { title: ['Ebb'] } }),
      edit({ a: { title: { from: ['Ebb'], to: [] } } }),
      tracks({ a: {} }),
    )
  })

  it('changes several fields of several tracks and no others', () => {
    lawful(
      tracks({ a: { title: ['A'], genre: ['Folk'] }, b: { title: ['B'] }, c: { title: ['C'] } }),
      edit({
        a: { genre: { from: ['Folk'], to: ['Folk', 'Ambient'] } },
        b: { title: { from: ['B'], to: ['Ebb'] }, track: { from: [], to: ['05'] } },
      }),
      tracks({
        a: { title: ['A'], genre: ['Folk', 'Ambient'] },
        b: { title: ['Ebb'], track: ['05'] },
        c: { title: ['C'] },
      }),
    )
  })

  it('replaces pictures', () => {
    lawful(
      tracks({ a: {} }, [cover('1')]),
      edit({ a: { pictures: { from: [cover('1')], to: [cover('2')] } } }),
      tracks({ a: {} }, [cover('2')]),
    )
  })

  it('marks kinds of tag for removal, and takes the mark away', () => {
    const plain: Editable = { values: {}, pictures: [] }
    lawful(
      new Map([[a, plain]]),
      edit({ a: { removedKinds: { from: [], to: ['APEv2'] }, title: { from: [], to: ['Ebb'] } } }),
      new Map([[a, { values: { title: ['Ebb'] }, pictures: [], removedKinds: ['APEv2'] }]]),
    )
    lawful(
      new Map([[a, { ...plain, removedKinds: ['APEv2'] }]]),
      edit({ a: { removedKinds: { from: ['APEv2'], to: [] } } }),
      new Map([[a, plain]]),
    )
  })

  it('tells kinds apart, and not the order in which they were marked', () => {
    const marked = new Map([[a, { values: {}, pictures: [], removedKinds: ['ID3v1', 'APEv2'] }]])
    const change = (from: string[]) => edit({ a: { removedKinds: { from, to: ['ID3v1'] } } })
    expect(apply(change(['APEv2', 'ID3v1']), marked).conflicts).toEqual([])
    expect(apply(change(['APEv2']), marked).conflicts).toEqual([{ trackId: a, field: 'removedKinds' }])
    expect(isEmpty(edit({ a: { removedKinds: { from: ['A', 'B'], to: ['B', 'A'] } } }))).toBe(true)
  })

  it('leaves a field alone that no longer holds what the person saw, and says so', () => {
    const { changed, conflicts } = apply(
      edit({ a: { title: { from: ['Old'], to: ['New'] }, genre: { from: [], to: ['Folk'] } } }),
      tracks({ a: { title: ['Other'] } }),
    )
    expect(conflicts).toEqual([{ trackId: a, field: 'title' }])
    expect(changed.get(a)?.values).toEqual({ title: ['Other'], genre: ['Folk'] })
  })

  it('reports pictures that changed meanwhile', () => {
    const { conflicts } = apply(
      edit({ a: { pictures: { from: [cover('1')], to: [] } } }),
      tracks({ a: {} }, [cover('9')]),
    )
    expect(conflicts).toEqual([{ trackId: a, field: 'pictures' }])
  })

  it('passes over tracks that are not there any more', () => {
    const { changed, conflicts } = apply(
      edit({ gone: { title: { from: [], to: ['x'] } } }),
      tracks({ a: {} }),
    )
    expect(changed.size).toBe(0)
    expect(conflicts).toEqual([])
  })

  it('counts its cells and knows when it changes nothing', () => {
    const idle = edit({ a: { title: { from: ['x'], to: ['x'] } } })
    expect(isEmpty(idle)).toBe(true)
    expect(compact(idle).changes).toEqual({})
    const real = edit({
      a: { title: { from: [], to: ['x'] }, album: { from: [], to: ['y'] } },
      b: { title: { from: [], to: ['z'] } },
    })
    expect(countChanges(real)).toBe(3)
    expect(isEmpty(real)).toBe(false)
    expect(real.changes[b]).toBeDefined()
  })

  it('keeps the laws under a thousand random edits', () => {
    const seed = 20_261_124
    const random = mulberry(seed)
    const names: FieldName[] = ['title', 'artist', 'genre', 'track', 'date']
    const words = ['', 'Ebb', 'AC/DC', '01', 'Überfahrt', '__proto__']
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
    const value = (): FieldValue => Array.from({ length: Math.floor(random() * 3) }, () => pick(words))
    for (let round = 0; round < 1000; round++) {
      const before = new Map<TrackId, Editable>()
      const after = new Map<TrackId, Editable>()
      const changes: Record<TrackId, FieldChanges> = {}
      for (const id of ['a', 'b', 'c'].map(trackId)) {
        const start: { [Name in FieldName]?: FieldValue } = {}
        for (const name of names) {
          const present = value()
          if (present.length > 0) start[name] = present
        }
        const end = { ...start }
        const change: { [Name in FieldName]?: { from: FieldValue; to: FieldValue } } = {}
        for (const name of names) {
          if (random() < 0.5) continue
          const to = value()
          change[name] = { from: start[name] ?? [], to }
          if (to.length > 0) end[name] = to
          else delete end[name]
        }
        before.set(id, { values: start, pictures: [] })
        after.set(id, { values: end, pictures: [] })
        changes[id] = change
      }
      expect(
        () => lawful(before, { label: 'random', changes }, after),
        `seed ${seed}, round ${round}`,
      ).not.toThrow()
    }
  })
})

/** A small seeded generator: the same edits on every run. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
