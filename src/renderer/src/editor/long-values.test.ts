import { describe, expect, it } from 'vitest'
import { trackId } from '../../../shared/model'
import { editorWith, picture, track } from '../testing/track'
import { changesToSave, currentOf, editOf, isKnown, pictureEditOf, revertEditOf, withUnknownValues } from '.'

const a = trackId('a')
const b = trackId('b')

describe('long values', () => {
  it('are unknown until they are read, and not edited before', () => {
    const editor = editorWith(track('a', {}, { longSizes: { comment: 5 } }), track('b'))
    expect(withUnknownValues(editor.getState(), [a, b])).toEqual([a])
    const edit = editOf(editor.getState(), 'Comment', [a, b], 'comment', ['New'])
    expect(Object.keys(edit.changes)).toEqual(['b'])
  })

  it('join the truth and the edits that lie over it', () => {
    const editor = editorWith(track('a', { title: ['A'] }, { longSizes: { comment: 5 } }))
    const { getState } = editor
    getState().perform(editOf(getState(), 'Title', [a], 'title', ['B']), { source: 'cell' })
    getState().learn([{ id: a, values: { title: ['A'], comment: ['Hello'] } }])
    expect(currentOf(getState(), a).values).toEqual({ title: ['B'], comment: ['Hello'] })
    expect(Object.keys(changesToSave(getState())[0]?.changes ?? {})).toEqual(['title'])
    getState().perform(editOf(getState(), 'Comment', [a], 'comment', []), { source: 'panel' })
    expect(changesToSave(getState())[0]?.changes.comment).toEqual({ from: ['Hello'], to: [] })
  })

  it('are not asked for again when there turned out to be none', () => {
    const editor = editorWith(track('a', {}, { longSizes: { lyrics: 9 } }))
    editor.getState().learn([{ id: a, values: {} }])
    expect(withUnknownValues(editor.getState(), [a])).toEqual([])
  })

  it('stay known over a save, and are read anew when the file changed', () => {
    const row = (modifiedMs: number) => track('a', {}, { longSizes: { comment: 5 }, modifiedMs })
    const editor = editorWith(row(1))
    const { getState } = editor
    getState().learn([{ id: a, values: { comment: ['Hello'] } }])
    getState().perform(editOf(getState(), 'Comment', [a], 'comment', ['Howdy']), { source: 'panel' })
    getState().markSaving(changesToSave(getState()))
    getState().replaceTracks([row(2)])
    expect(getState().edited.size).toBe(0)
    expect(currentOf(getState(), a).values.comment).toEqual(['Howdy'])
    getState().replaceTracks([row(3)])
    const changed = getState().tracks.get(a)
    expect(changed && isKnown(changed, 'comment')).toBe(false)
  })
})

describe('what may not be written', () => {
  const readOnly = { readOnly: { code: 'file.notWritable', params: {} } } as const

  it('is left out of every edit', () => {
    const editor = editorWith(track('a', {}, readOnly), track('b'))
    const { getState } = editor
    expect(Object.keys(editOf(getState(), 'x', [a, b], 'title', ['X']).changes)).toEqual(['b'])
    const forged = { label: 'x', changes: { a: { title: { from: [], to: ['X'] } } } }
    getState().perform(forged as never, { source: 'lookup' })
    expect(getState().edited.size).toBe(0)
    expect(getState().undoable).toHaveLength(0)
  })

  it('undoes only what was applied', () => {
    const editor = editorWith(track('a', { title: ['Other'] }))
    const { getState } = editor
    const edit = {
      label: 'x',
      changes: { a: { title: { from: ['Seen'], to: ['X'] }, genre: { from: [], to: ['Folk'] } } },
    }
    getState().perform(edit as never, { source: 'review' })
    getState().undo()
    expect(currentOf(getState(), a).values).toEqual({ title: ['Other'] })
    getState().redo()
    expect(currentOf(getState(), a).values).toEqual({ title: ['Other'], genre: ['Folk'] })
  })
})

describe('edits of pictures', () => {
  it('are made from what each track has, and reverted alone', () => {
    const editor = editorWith(track('a', {}, { pictures: [picture('1')] }), track('b'))
    const { getState } = editor
    const add = pictureEditOf(getState(), 'x', [a, b], (pictures) => [...pictures, picture('2')])
    getState().perform(add, { source: 'artwork' })
    getState().perform(editOf(getState(), 'x', [a], 'title', ['A']), { source: 'cell' })
    expect(currentOf(getState(), a).pictures).toHaveLength(2)
    getState().perform(revertEditOf(getState(), 'x', [a, b], 'pictures'), { source: 'artwork' })
    expect(currentOf(getState(), a).pictures).toEqual([picture('1')])
    expect(currentOf(getState(), a).values.title).toEqual(['A'])
    expect(getState().edited.has(b)).toBe(false)
  })
})
