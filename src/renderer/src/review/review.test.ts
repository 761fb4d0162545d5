import { describe, expect, it } from 'vitest'
import { type Edit, type FieldChanges, trackId } from '../../../shared/model'
import { isTicked, layoutOf, tickedEdit, tickState, toggleTicks, untickFields } from './ticks'
import { markChanges } from './word-difference'

const a = trackId('a')
const b = trackId('b')
const c = trackId('c')
const edit = (changes: Record<string, FieldChanges>): Edit => ({ label: 'Look up: Tideworks', changes })
const to = (value: string, from: string[] = []) => ({ from, to: [value] })

const lookup = edit({
  a: { title: to('Drift', ['Drift (feat.)']), label: to('Kelp Records') },
  b: { title: to('Ebb'), label: to('Kelp Records') },
})

describe('the layout of a review', () => {
  it('collapses what is the same in all files into one line', () => {
    expect(layoutOf(lookup)).toEqual({
      shared: ['label'],
      identifiers: [],
      columns: ['title'],
      rows: [a, b],
    })
  })

  it('collapses nothing for a single file', () => {
    expect(layoutOf(edit({ a: { label: to('Kelp') } })).columns).toEqual(['label'])
  })

  it('keeps a column when one of the files is left alone', () => {
    expect(layoutOf(lookup, [a, b, c]).shared).toEqual([])
  })

  it('keeps a column when the old values differ', () => {
    const mixed = edit({ a: { date: to('2019', ['2018']) }, b: { date: to('2019') } })
    expect(layoutOf(mixed)).toMatchObject({ shared: [], columns: ['date'] })
  })

  it('takes identifiers together, equal or not', () => {
    const ids = edit({
      a: { releaseId: to('1'), recordingId: to('2') },
      b: { releaseId: to('1'), recordingId: to('3') },
    })
    expect(layoutOf(ids)).toMatchObject({
      shared: [],
      columns: [],
      identifiers: ['recordingId', 'releaseId'],
    })
  })

  it('shows fields in the order of the registry, pictures last', () => {
    const many = edit({ a: { pictures: { from: [], to: [] }, genre: to('Folk'), title: to('Ebb') } })
    expect(layoutOf(many).columns).toEqual(['title', 'genre', 'pictures'])
  })
})

describe('ticks', () => {
  it('are all set at first, so that everything is applied', () => {
    expect(tickState(lookup, new Set(), { field: 'title' })).toBe('all')
    expect(tickedEdit(lookup, new Set())).toEqual(lookup)
  })

  it('go off and on by cell, column and row', () => {
    let unticked = toggleTicks(lookup, new Set(), { id: a, field: 'title' })
    expect(isTicked(unticked, a, 'title')).toBe(false)
    expect(tickState(lookup, unticked, { field: 'title' })).toBe('some')
    expect(tickState(lookup, unticked, { id: a })).toBe('some')
    unticked = toggleTicks(lookup, unticked, { field: 'title' })
    expect(tickState(lookup, unticked, { field: 'title' })).toBe('all')
    unticked = toggleTicks(lookup, unticked, { id: b })
    expect(tickState(lookup, unticked, { id: b })).toBe('none')
    expect(tickedEdit(lookup, unticked).changes).toEqual({ a: lookup.changes[a] })
  })

  it('leave out what is not ticked, and files with nothing left', () => {
    const unticked = untickFields(lookup, ['label'])
    expect(tickedEdit(lookup, unticked).changes).toEqual({
      a: { title: to('Drift', ['Drift (feat.)']) },
      b: { title: to('Ebb') },
    })
  })
})

describe('the words that changed', () => {
  it.each([
    ['Drift (feat. Anouk Reyes)', 'Drift', '«Drift»( (feat. Anouk Reyes))'],
    ['Drift', 'Drift (feat. Anouk Reyes)', '«Drift»'],
    ['Mira Solen feat. Anouk Reyes', 'Mira Solen', '«Mira Solen»( feat. Anouk Reyes)'],
    ['The Long Quay', 'The Short Quay', '«The »(Long)« Quay»'],
    ['Überfahrt', 'Ãœberfahrt', '(Überfahrt)'],
    ['', 'x', ''],
    ['same', 'same', '«same»'],
    ['a b a b', 'b a', '(a )«b a»( b)'],
  ])('of “%s” against “%s” are marked', (text, other, marked) => {
    const shown = markChanges(text, other)
      .map((piece) => (piece.changed ? `(${piece.text})` : `«${piece.text}»`))
      .join('')
    expect(shown).toBe(marked)
    expect(
      markChanges(text, other)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text)
  })

  it('are not looked for in very long texts', () => {
    const long = 'word '.repeat(300)
    expect(markChanges(long, 'x')).toEqual([{ text: long, changed: true }])
  })
})

describe('the tick of a file', () => {
  const three = edit({
    a: { title: to('Drift'), genre: to('Folk', ['Jazz']) },
    b: { title: to('Ebb'), genre: to('Folk', ['Jazz']) },
    c: { genre: to('Folk', ['Jazz']) },
  })
  const noGenre = untickFields(three, ['genre'])

  it('passes over a field that nobody wants', () => {
    expect(tickState(three, noGenre, { id: a })).toBe('all')
    const without = toggleTicks(three, noGenre, { id: a })
    expect(Object.keys(tickedEdit(three, without).changes)).toEqual(['b'])
    expect(toggleTicks(three, without, { id: a })).toEqual(noGenre)
  })

  it('does not pass over it where one file wants it', () => {
    const some = toggleTicks(three, noGenre, { id: b, field: 'genre' })
    expect(tickState(three, some, { id: a })).toBe('some')
  })

  it('stands for that field where the file has no other', () => {
    expect(tickState(three, noGenre, { id: c })).toBe('none')
    expect(tickedEdit(three, toggleTicks(three, noGenre, { id: c })).changes[c]).toHaveProperty('genre')
  })
})
