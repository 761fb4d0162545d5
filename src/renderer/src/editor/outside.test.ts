import { describe, expect, it } from 'vitest'
import { type FieldName, trackId } from '../../../shared/model'
import { editorWith, track } from '../testing/track'
import { changesToSave, editOf, fieldValue, isUndecided } from '.'

const a = trackId('a')
const stateOf = (editor: ReturnType<typeof editorWith>) => editor.getState().trackStates.get(a)

function editing(field: FieldName, to: string) {
  const editor = editorWith(track('a', { title: ['Old'], genre: ['Folk'] }))
  const { perform } = editor.getState()
  perform(editOf(editor.getState(), 'Edit', [a], field, [to]), { source: 'cell' })
  return editor
}

describe('what another program does to a file', () => {
  it('shows at once where nothing is being edited', () => {
    const editor = editorWith(track('a', { title: ['Old'] }))
    expect(editor.getState().takeOutside([track('a', { title: ['Theirs'] })])).toEqual([])
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Theirs'])
    expect(editor.getState().edited.size).toBe(0)
  })

  it('leaves edits of other fields as they are, and needs no decision', () => {
    const editor = editing('genre', 'Ambient')
    expect(editor.getState().takeOutside([track('a', { title: ['Theirs'], genre: ['Folk'] })])).toEqual([])
    expect(changesToSave(editor.getState())).toEqual([
      { id: a, changes: { genre: { from: ['Folk'], to: ['Ambient'] } } },
    ])
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Theirs'])
  })

  it('waits for a decision where it is the same field, and nothing typed is lost', () => {
    const editor = editing('title', 'Mine')
    expect(editor.getState().takeOutside([track('a', { title: ['Theirs'], genre: ['Folk'] })])).toEqual([a])
    expect(isUndecided(stateOf(editor))).toBe(true)
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Mine'])
    // Another change of theirs meanwhile: still waiting.
    editor.getState().takeOutside([track('a', { title: ['Theirs'], genre: ['Rock'] })])
    expect(isUndecided(stateOf(editor))).toBe(true)

    editor.getState().decide([a])
    expect(stateOf(editor)).toBeUndefined()
    expect(changesToSave(editor.getState())).toEqual([
      { id: a, changes: { title: { from: ['Theirs'], to: ['Mine'] } } },
    ])
  })

  it('can be taken, and had back by undo', () => {
    const editor = editing('title', 'Mine')
    editor.getState().takeOutside([track('a', { title: ['Theirs'], genre: ['Folk'] })])
    editor.getState().decide([a])
    editor.getState().revert([a], 'Take theirs')
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Theirs'])
    expect(editor.getState().edited.size).toBe(0)
    editor.getState().undo()
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Mine'])
  })

  it('is no clash where both came to the same', () => {
    const editor = editing('title', 'Same')
    expect(editor.getState().takeOutside([track('a', { title: ['Same'], genre: ['Folk'] })])).toEqual([])
    expect(editor.getState().edited.size).toBe(0)
    expect(stateOf(editor)).toBeUndefined()
  })
})
