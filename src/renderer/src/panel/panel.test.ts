import { describe, expect, it } from 'vitest'
import { type FieldName, fieldNames, trackId } from '../../../shared/model'
import { editOf } from '../editor'
import { editorWith, track } from '../testing/track'
import { anyChanged, fieldsIn, summaryOf } from './field-summary'
import { addableFields, fieldNamed, mainLines, moreLines } from './panel-fields'

const [a, b, c] = ['a', 'b', 'c'].map(trackId) as [never, never, never]

const stateOf = (...tracks: ReturnType<typeof track>[]) => editorWith(...tracks).getState

describe('a field over many tracks', () => {
  it('has one value where all agree, and none where they do not', () => {
    const state = stateOf(track('a', { genre: ['Folk'] }), track('b', { genre: ['Folk'] }), track('c'))
    expect(summaryOf(state(), [a, b], 'genre').value).toEqual(['Folk'])
    const mixed = summaryOf(state(), [a, b, c], 'genre')
    expect(mixed.value).toBeUndefined()
    expect(mixed.values).toEqual([
      { value: ['Folk'], count: 2 },
      { value: [], count: 1 },
    ])
  })

  it('does not take two values for one with the same letters, nor a blank one for none', () => {
    const state = stateOf(
      track('a', { genre: ['A', 'B'] }),
      track('b', { genre: ['A; B'] }),
      track('c', { genre: [''] }),
    )
    expect(summaryOf(state(), [a, b], 'genre').values).toHaveLength(2)
    const blank = stateOf(track('a', { title: [''] }), track('b'))
    expect(summaryOf(blank(), [a, b], 'title').values).toHaveLength(2)
  })

  it('counts what is changed, unread and writable', () => {
    const state = stateOf(
      track('a', { title: ['x'] }),
      track('b', {}, { readOnly: { code: 'file.notWritable', params: {} } }),
      track('c', {}, { longSizes: { comment: 4 } }),
    )
    state().perform(editOf(state(), 'x', [a], 'title', ['y']), { source: 'panel' })
    expect(summaryOf(state(), [a, b, c], 'title')).toMatchObject({ changed: 1, writable: 2, unknown: 0 })
    expect(summaryOf(state(), [a, b, c], 'comment')).toMatchObject({ unknown: 1, value: undefined })
    expect(summaryOf(state(), [], 'title').value).toEqual([])
  })
})

describe('the fields of some tracks', () => {
  const fields = (...tracks: ReturnType<typeof track>[]) => [
    ...fieldsIn(
      stateOf(...tracks)(),
      tracks.map(({ id }) => id),
    ),
  ]

  it('are those that any of them holds, long ones that are not read yet included', () => {
    expect(
      fields(track('a', { bpm: ['120'] }), track('b', { mood: [''] }, { longSizes: { lyrics: 9 } })),
    ).toEqual(['bpm', 'lyrics'])
    expect(fields(track('a', { 'custom:RIPPER': ['x'] }))).toEqual(['custom:RIPPER'])
  })

  it('keep one that is cleared until it is saved: it can be taken back', () => {
    const state = stateOf(track('a', { bpm: ['120'] }))
    state().perform(editOf(state(), 'x', [a], 'bpm', []), { source: 'panel' })
    expect([...fieldsIn(state(), [a])]).toEqual(['bpm'])
    expect(anyChanged(state(), [a], ['bpm'])).toBe(true)
    expect(anyChanged(state(), [a], ['mood'])).toBe(false)
  })
})

describe('the lines beyond the usual ones', () => {
  it('are of the fields that are there, what belongs together in a row, identifiers last', () => {
    const there = new Set<FieldName>([
      'releaseId',
      'title',
      'custom:RIPPER',
      'artistSort',
      'mood',
      'gapless',
      'show',
    ])
    expect(moreLines(there)).toEqual([
      ['mood'],
      ['custom:RIPPER'],
      ['artistSort'],
      ['show'],
      ['gapless'],
      ['releaseId'],
    ])
  })

  it('have a number and its total in one, whichever is there', () => {
    expect(moreLines(new Set(['movementTotal']))).toEqual([['movementNumber', 'movementTotal']])
  })

  it('and the usual ones and those that can be added are all fields, each once', () => {
    const addable = addableFields(new Set()).flat()
    const all = [...mainLines.flat(), ...moreLines(new Set(addable)).flat()]
    expect([...all].sort()).toEqual([...fieldNames].sort())
    expect(addableFields(new Set(['mood'])).flat()).not.toContain('mood')
  })
})

describe('a name that is typed for a field', () => {
  const named = (text: string) => fieldNamed(text, (field) => (field === 'bpm' ? 'Beats per minute' : field))

  it('means the field that is called so, else one of its own', () => {
    expect(named('beats per Minute ')).toBe('bpm')
    expect(named(' Ripped by')).toBe('custom:Ripped by')
  })

  it('is none where no file could hold it', () => {
    expect(['', '   ', 'a=b', 'a\nb', 'x'.repeat(101)].map(named)).toEqual(Array(5).fill(undefined))
  })
})
