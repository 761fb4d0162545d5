import { describe, expect, it } from 'vitest'
import { type Edit, type FieldChanges, trackId } from '../../../shared/model'
import {
  allTicked,
  carriedTicks,
  type Target,
  tickedEdit,
  ticksOf,
  type Unticked,
  untickFields,
} from './ticks'

const [a, b, c] = ['a', 'b', 'c'].map(trackId) as [never, never, never]
const to = (value: string, from: string[] = []) => ({ from, to: [value] })
const edit = (changes: Record<string, FieldChanges>): Edit => ({ label: 'Look up: Tideworks', changes })

/** The ticks after each of these was pressed, one after another. */
const pressed = (on: Edit, from: Unticked, ...targets: Target[]): Unticked =>
  targets.reduce<Unticked>((unticked, target) => ticksOf(on, unticked).toggled(target), from)

/** What is left ticked, as `a.title b.genre`. */
const left = (on: Edit, unticked: Unticked): string =>
  Object.entries(tickedEdit(on, unticked).changes)
    .flatMap(([id, changes]) => Object.keys(changes).map((field) => `${id}.${field}`))
    .join(' ')

const lookup = edit({
  a: { title: to('Drift', ['Drift (feat.)']), label: to('Kelp Records') },
  b: { title: to('Ebb'), label: to('Kelp Records') },
})

describe('ticks', () => {
  it('are all set at first, so that everything is applied', () => {
    const ticks = ticksOf(lookup, allTicked)
    for (const target of [{}, { id: a }, { fields: ['title'] }, { id: a, fields: ['title'] }] as Target[])
      expect(ticks.stateOf(target)).toBe('all')
    expect(tickedEdit(lookup, allTicked)).toEqual(lookup)
  })

  it('go off and on by cell', () => {
    const cell = { id: a, fields: ['title'] } as const
    const off = pressed(lookup, allTicked, cell)
    expect(ticksOf(lookup, off).isTicked(a, 'title')).toBe(false)
    expect(ticksOf(lookup, off).stateOf(cell)).toBe('none')
    expect(left(lookup, off)).toBe('a.label b.title b.label')
    expect(pressed(lookup, off, cell)).toEqual(allTicked)
  })

  it('go off and on by column: half a column is filled first', () => {
    const column = { fields: ['title'] } as const
    const half = pressed(lookup, allTicked, { id: a, fields: ['title'] })
    expect(ticksOf(lookup, half).stateOf(column)).toBe('some')
    expect(pressed(lookup, half, column)).toEqual(allTicked)
    expect(left(lookup, pressed(lookup, half, column, column))).toBe('a.label b.label')
  })

  it('go off and on by file, with what is the same in all of them', () => {
    const off = pressed(lookup, allTicked, { id: b })
    expect(left(lookup, off)).toBe('a.title a.label')
    expect(ticksOf(lookup, off).stateOf({ fields: ['label'] })).toBe('some')
    expect(pressed(lookup, off, { id: b })).toEqual(allTicked)
  })

  it('go off and on for several fields at once', () => {
    const both = { fields: ['title', 'label'] } as const
    const half = pressed(lookup, allTicked, { fields: ['title'] })
    expect(ticksOf(lookup, half).stateOf(both)).toBe('some')
    expect(pressed(lookup, half, both)).toEqual(allTicked)
    expect(left(lookup, pressed(lookup, allTicked, both))).toBe('')
  })

  it('tell a field that a person named from one of the registry', () => {
    const named = edit({ a: { 'custom:title': to('x'), 'custom:a title': to('y'), title: to('z') } })
    const off = pressed(named, allTicked, { id: a, fields: ['custom:a title'] })
    expect(left(named, off)).toBe('a.custom:title a.title')
  })

  it('leave what is ticked elsewhere alone', () => {
    const before = untickFields(lookup, ['label'])
    expect(pressed(lookup, before, { id: a, fields: ['title'] }, { id: a, fields: ['title'] })).toEqual(
      before,
    )
    expect(before).toEqual(untickFields(lookup, ['label']))
  })
})

describe('what is ticked', () => {
  it('leaves out what is not, and files with nothing left', () => {
    expect(tickedEdit(lookup, untickFields(lookup, ['label'])).changes).toEqual({
      a: { title: to('Drift', ['Drift (feat.)']) },
      b: { title: to('Ebb') },
    })
    expect(tickedEdit(lookup, pressed(lookup, allTicked, { id: a })).changes).toEqual({
      b: lookup.changes[b],
    })
  })

  it('is nothing when everything starts unticked', () => {
    expect(tickedEdit(lookup, untickFields(lookup))).toEqual({ label: lookup.label, changes: {} })
  })
})

describe('the tick of a file', () => {
  const genre = to('Folk', ['Jazz'])
  const three = edit({ a: { title: to('Drift'), genre }, b: { title: to('Ebb'), genre }, c: { genre } })
  const noGenre = untickFields(three, ['genre'])

  it('passes over a field that nobody wants', () => {
    expect(ticksOf(three, noGenre).stateOf({ id: a })).toBe('all')
    expect(left(three, pressed(three, noGenre, { id: a }))).toBe('b.title')
    expect(pressed(three, noGenre, { id: a }, { id: a })).toEqual(noGenre)
  })

  it('does not pass over it where one file wants it', () => {
    const some = pressed(three, noGenre, { id: b, fields: ['genre'] })
    expect(ticksOf(three, some).stateOf({ id: a })).toBe('some')
  })

  it('stands for that field where the file has no other', () => {
    expect(ticksOf(three, noGenre).stateOf({ id: c })).toBe('none')
    expect(left(three, pressed(three, noGenre, { id: c }))).toBe('a.title b.title c.genre')
  })

  it('counts a field that only this file has: taken away, it is half a file', () => {
    const own = edit({ a: { title: to('Drift'), genre }, b: { title: to('Ebb') } })
    const off = pressed(own, allTicked, { id: a, fields: ['genre'] })
    expect(ticksOf(own, off).stateOf({ id: a })).toBe('some')
    expect(pressed(own, off, { id: a })).toEqual(allTicked)
  })

  it('of the only file counts every field', () => {
    const single = edit({ a: { title: to('Drift'), genre } })
    expect(ticksOf(single, untickFields(single, ['genre'])).stateOf({ id: a })).toBe('some')
  })
})

describe('the ticks of an edit that another one became', () => {
  const moved = edit({
    a: { title: to('Ebb', ['Drift (feat.)']), label: to('Kelp Records') },
    b: { title: to('Drift'), label: to('Kelp Records') },
    c: { title: to('Flow'), label: to('Kelp Records'), genre: to('Folk') },
  })
  const carried = (...targets: Target[]) =>
    left(
      moved,
      carriedTicks(lookup, pressed(lookup, allTicked, ...targets), moved, untickFields(moved, ['genre'])),
    )

  it('stay where they were, and begin as usual where nothing was', () => {
    expect(carried()).toBe('a.title a.label b.title b.label c.title c.label')
    expect(carried({ id: a, fields: ['title'] })).toBe('a.label b.title b.label c.title c.label')
  })

  it('follow the column for a file that had no change of it', () => {
    expect(carried({ fields: ['label'] })).toBe('a.title b.title c.title')
  })
})
