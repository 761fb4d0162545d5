import { describe, expect, it } from 'vitest'
import { trackId } from '../../../shared/model'
import { createEditor, editOf } from '../editor'
import { track } from '../testing/track'
import { fieldsIn, summaryOf } from './field-summary'
import { moreFields, panelLines } from './panel-fields'

const [a, b, c] = ['a', 'b', 'c'].map(trackId) as [never, never, never]

function stateOf(...tracks: ReturnType<typeof track>[]) {
  const editor = createEditor()
  editor.getState().addTracks(tracks)
  return editor.getState
}

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

describe('the panel', () => {
  it('shows the usual fields, and others that hold something', () => {
    const state = stateOf(track('a', { bpm: ['120'] }, { longSizes: { lyrics: 100 } }))
    expect([...fieldsIn(state(), [a], moreFields)]).toEqual(['bpm', 'lyrics'])
    const lines = panelLines(new Set(['bpm']))
    expect(lines[0]).toEqual(['title'])
    expect(lines).toContainEqual(['track', 'trackTotal'])
    expect(lines.at(-1)).toEqual(['bpm'])
    expect(moreFields).not.toContain('trackTotal')
  })
})
