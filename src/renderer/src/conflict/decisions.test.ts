import { describe, expect, it } from 'vitest'
import { trackId } from '../../../shared/model'
import { editOf } from '../editor'
import { editorWith, track } from '../testing/track'
import { choiceOf, chosen, countOf, current, linesOf, noDecisions } from './decisions'

const [a, b] = ['a', 'b'].map(trackId) as [never, never]

/** Two files whose title and genre were edited, and changed by another program meanwhile. */
function inConflict() {
  const editor = editorWith(
    track('a', { title: ['Old'], genre: ['Folk'] }),
    track('b', { title: ['Old'], genre: ['Folk'] }),
  )
  for (const field of ['genre', 'title'] as const) {
    editor.getState().perform(editOf(editor.getState(), '', [a, b], field, ['Mine']), { source: 'panel' })
  }
  editor
    .getState()
    .takeOutside([
      track('b', { title: ['Theirs'], genre: ['Folk'] }),
      track('a', { title: ['Theirs'], genre: ['Rock'] }),
    ])
  return editor
}

describe('deciding between mine and theirs', () => {
  const lines = linesOf(inConflict().getState())

  it('goes file by file in the order of the list, field by field as everywhere', () => {
    expect(lines).toEqual([
      { kind: 'file', id: a, fields: ['title', 'genre'] },
      { kind: 'field', id: a, field: 'title' },
      { kind: 'field', id: a, field: 'genre' },
      { kind: 'file', id: b, fields: ['title'] },
      { kind: 'field', id: b, field: 'title' },
    ])
  })

  it('of a whole file chooses all its fields, and shows no choice where they differ', () => {
    const [file, title, genre] = lines
    if (file === undefined || title === undefined || genre === undefined) throw new Error('no lines')
    const all = chosen(noDecisions, [file], 'theirs')
    expect(lines.map((line) => choiceOf(all, line))).toEqual([
      'theirs',
      'theirs',
      'theirs',
      undefined,
      undefined,
    ])
    const mixed = chosen(all, [genre], 'mine')
    expect([choiceOf(mixed, file), choiceOf(mixed, title)]).toEqual([undefined, 'theirs'])
    expect(countOf(mixed)).toBe(2)
  })

  it('leaves what is no conflict any more alone', () => {
    const editor = inConflict()
    const all = chosen(noDecisions, lines, 'mine')
    expect(countOf(all)).toBe(3)
    editor.getState().decide(new Map([[a, ['genre']]]))
    const left = current(all, linesOf(editor.getState()))
    expect(countOf(left)).toBe(2)
    expect(left.get(a)?.has('genre')).toBe(false)
  })
})
