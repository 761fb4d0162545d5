import { describe, expect, it } from 'vitest'
import { type Edit, type FieldChanges, trackId } from '../../../shared/model'
import { editorWith, track } from '../testing/track'
import { changesToSave, currentOf, editOf, fieldValue, isFieldChanged, kindEditOf, namedChanges } from '.'

const a = trackId('a')
const b = trackId('b')
const c = trackId('c')

const edit = (changes: Record<string, FieldChanges>, label = 'test'): Edit => ({ label, changes })

describe('the editor', () => {
  it('selects the first row as soon as there is one, and leaves it at that', () => {
    const editor = editorWith(track('a'), track('b'))
    expect(editor.getState().selection).toEqual(new Set([a]))
    editor.getState().select(b)
    editor.getState().addTracks([track('c')])
    expect(editor.getState().focus).toBe(b)
    expect(editor.getState().order).toEqual([a, b, c])
  })

  it('shows an edit, keeps what is on disk, and saves only what differs', () => {
    const editor = editorWith(track('a', { title: ['Old'], genre: ['Folk'] }), track('b'))
    editor.getState().perform(editOf(editor.getState(), 'Title', [a], 'title', ['New']), { source: 'cell' })
    const state = editor.getState()
    expect(fieldValue(state, a, 'title')).toEqual(['New'])
    expect(state.tracks.get(a)?.values.title).toEqual(['Old'])
    expect(isFieldChanged(state, a, 'title')).toBe(true)
    expect(isFieldChanged(state, a, 'genre')).toBe(false)
    expect(changesToSave(state)).toEqual([{ id: a, changes: { title: { from: ['Old'], to: ['New'] } } }])
  })

  it('counts a value that is typed back as no change', () => {
    const editor = editorWith(track('a', { title: ['Old'] }))
    const { perform } = editor.getState()
    perform(editOf(editor.getState(), 'Title', [a], 'title', ['New']), { source: 'cell' })
    perform(editOf(editor.getState(), 'Title', [a], 'title', ['Old']), { source: 'cell' })
    expect(editor.getState().edited.size).toBe(0)
    expect(editor.getState().undoable).toHaveLength(2)
  })

  it('does not remember an edit that changes nothing', () => {
    const editor = editorWith(track('a', { title: ['Same'] }))
    editor.getState().perform(editOf(editor.getState(), 'Title', [a], 'title', ['Same']), { source: 'cell' })
    expect(editor.getState().undoable).toHaveLength(0)
  })

  it('undoes and redoes without limit, one gesture at a time', () => {
    const editor = editorWith(track('a'))
    for (let n = 1; n <= 300; n++) {
      editor
        .getState()
        .perform(editOf(editor.getState(), 'Track', [a], 'track', [String(n)]), { source: 'cell' })
    }
    for (let n = 0; n < 300; n++) editor.getState().undo()
    expect(fieldValue(editor.getState(), a, 'track')).toEqual([])
    expect(editor.getState().undo()).toBeUndefined()
    for (let n = 0; n < 300; n++) editor.getState().redo()
    expect(fieldValue(editor.getState(), a, 'track')).toEqual(['300'])
    expect(editor.getState().redo()).toBeUndefined()
  })

  it('forgets what could be redone once something new is done, but not when something is selected', () => {
    const editor = editorWith(track('a'), track('b'))
    editor.getState().perform(editOf(editor.getState(), 'Title', [a], 'title', ['x']), { source: 'cell' })
    editor.getState().undo()
    editor.getState().select(b)
    expect(editor.getState().redoable).toHaveLength(1)
    editor.getState().perform(editOf(editor.getState(), 'Title', [b], 'title', ['y']), { source: 'cell' })
    expect(editor.getState().redoable).toHaveLength(0)
  })

  it('answers the fields that changed under the person’s hands as conflicts', () => {
    const editor = editorWith(track('a', { title: ['Other'] }))
    const conflicts = editor
      .getState()
      .perform(edit({ a: { title: { from: ['Seen'], to: ['New'] } } }), { source: 'panel' })
    expect(conflicts).toEqual([{ trackId: a, field: 'title' }])
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Other'])
  })

  it('can take an edit back after it was saved, which makes the row changed again', () => {
    const editor = editorWith(track('a', { title: ['Old'] }))
    editor.getState().perform(editOf(editor.getState(), 'Title', [a], 'title', ['New']), { source: 'cell' })
    editor.getState().replaceTracks([track('a', { title: ['New'] })])
    expect(editor.getState().edited.size).toBe(0)
    editor.getState().undo()
    expect(changesToSave(editor.getState())).toEqual([
      { id: a, changes: { title: { from: ['New'], to: ['Old'] } } },
    ])
  })

  it('keeps what was typed while the row was being saved', () => {
    const editor = editorWith(track('a', { title: ['Old'] }))
    editor.getState().perform(editOf(editor.getState(), 'Title', [a], 'title', ['Saved']), { source: 'cell' })
    editor.getState().markSaving(changesToSave(editor.getState()))
    editor.getState().perform(editOf(editor.getState(), 'Genre', [a], 'genre', ['Folk']), { source: 'cell' })
    editor.getState().replaceTracks([track('a', { title: ['Saved'] })])
    expect(currentOf(editor.getState(), a).values).toEqual({ title: ['Saved'], genre: ['Folk'] })
    expect(changesToSave(editor.getState())).toEqual([
      { id: a, changes: { genre: { from: [], to: ['Folk'] } } },
    ])
  })

  it('keeps what a save left out, as an edit and with no step of its own to undo', () => {
    const editor = editorWith(track('a', { title: ['Old'] }), track('b', { title: ['Old'] }))
    const pending = {
      a: { title: { from: ['Old'], to: ['New'] }, genre: { from: [], to: ['Folk'] } },
      b: { title: { from: ['Old'], to: ['New'] } },
    }
    editor.getState().perform(edit(pending), { source: 'panel' })
    editor.getState().markSaving([{ id: a, changes: { title: pending.a.title } }])
    expect(editor.getState().trackStates.has(b)).toBe(false)
    editor.getState().replaceTracks([track('a', { title: ['New'] })])
    expect(changesToSave(editor.getState())).toEqual([
      { id: a, changes: { genre: pending.a.genre } },
      { id: b, changes: pending.b },
    ])
    expect(editor.getState().undoable.map(({ label }) => label)).toEqual(['test'])
    editor.getState().undo()
    expect(changesToSave(editor.getState())).toEqual([
      { id: a, changes: { title: { from: ['New'], to: ['Old'] } } },
    ])
  })

  it('makes what is undone during a save a change again once it is saved', () => {
    const editor = editorWith(track('a', { title: ['Old'] }))
    editor.getState().perform(editOf(editor.getState(), 'Title', [a], 'title', ['New']), { source: 'cell' })
    editor.getState().markSaving(changesToSave(editor.getState()))
    editor.getState().undo()
    editor.getState().replaceTracks([track('a', { title: ['New'] })])
    expect(changesToSave(editor.getState())).toEqual([
      { id: a, changes: { title: { from: ['New'], to: ['Old'] } } },
    ])
  })

  it('takes the new truth of a reload and lays unsaved edits over it', () => {
    const editor = editorWith(track('a', { title: ['Old'], album: ['Tideworks'] }))
    editor.getState().perform(editOf(editor.getState(), 'Title', [a], 'title', []), { source: 'cell' })
    editor.getState().replaceTracks([track('a', { title: ['Old'], album: ['Elsewhere'], genre: ['Folk'] })])
    expect(currentOf(editor.getState(), a).values).toEqual({ album: ['Elsewhere'], genre: ['Folk'] })
  })

  it('keeps a failed row’s edits and its problem until it is saved', () => {
    const editor = editorWith(track('a', { title: ['Old'] }))
    editor.getState().perform(editOf(editor.getState(), 'Title', [a], 'title', ['New']), { source: 'cell' })
    editor.getState().markSaving(changesToSave(editor.getState()))
    editor.getState().markFailed([{ id: a, problem: { code: 'file.notWritable', params: { file: 'a' } } }])
    editor.getState().unmarkSaving([a])
    expect(editor.getState().trackStates.get(a)?.kind).toBe('failed')
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['New'])
    editor.getState().replaceTracks([track('a', { title: ['New'] })])
    expect(editor.getState().trackStates.size).toBe(0)
  })

  it('reverts the rows that are asked for, and that can be undone', () => {
    const editor = editorWith(track('a', { title: ['A'] }), track('b', { title: ['B'] }))
    editor.getState().perform(editOf(editor.getState(), 'Title', [a, b], 'title', ['X']), { source: 'panel' })
    editor.getState().revert([a], 'Revert')
    expect([...editor.getState().edited.keys()]).toEqual([b])
    editor.getState().undo()
    expect([...editor.getState().edited.keys()].sort()).toEqual([a, b])
  })

  it('finds what is left of some changes, with the values of now', () => {
    const change = (from: string, to: string) => ({ from: [from], to: [to] })
    const now = [
      { id: a, changes: { title: change('Old', 'Newer'), genre: change('Jazz', 'Folk') } },
      { id: b, changes: { genre: change('Jazz', 'Folk') } },
    ]
    const sent = [
      { id: a, changes: { title: change('Old', 'New') } },
      { id: b, changes: { title: change('Old', 'New') } },
      { id: c, changes: { title: change('Old', 'New') } },
    ]
    expect(namedChanges(now, sent)).toEqual([{ id: a, changes: { title: change('Old', 'Newer') } }])
  })

  it('does not list a file twice', () => {
    const editor = editorWith(track('a', { title: ['A'] }))
    editor.getState().addTracks([track('a', { title: ['B'] }), track('b')])
    expect(editor.getState().order).toEqual([a, b])
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['B'])
  })
})

describe('selecting', () => {
  const shown = [a, b, c]

  it('extends from where it began, in the order that is shown', () => {
    const editor = editorWith(track('a'), track('b'), track('c'))
    editor.getState().select(c)
    editor.getState().extend(b, shown)
    expect(editor.getState().selection).toEqual(new Set([b, c]))
    editor.getState().extend(a, shown)
    expect(editor.getState().selection).toEqual(new Set([a, b, c]))
    expect(editor.getState().anchor).toBe(c)
  })

  it('toggles single rows, selects all and inverts', () => {
    const editor = editorWith(track('a'), track('b'), track('c'))
    editor.getState().toggle(c)
    expect(editor.getState().selection).toEqual(new Set([a, c]))
    editor.getState().invertSelection(shown)
    expect(editor.getState().selection).toEqual(new Set([b]))
    editor.getState().selectAll(shown)
    expect(editor.getState().selection.size).toBe(3)
  })

  it('moves to the next row when the focused one is taken off the list', () => {
    const editor = editorWith(track('a'), track('b'), track('c'))
    editor.getState().select(b)
    editor.getState().forget(new Set([b]), shown)
    expect(editor.getState().focus).toBe(c)
    editor.getState().forget(new Set([c]), [a, c])
    expect(editor.getState().focus).toBe(a)
    editor.getState().forget(new Set([a]), [a])
    expect(editor.getState().focus).toBeUndefined()
    expect(editor.getState().selection.size).toBe(0)
  })

  it('starts anew when everything is closed', () => {
    const editor = editorWith(track('a'))
    editor.getState().addRefused([{ file: 'x', problem: { code: 'file.notFound', params: {} } }])
    editor.getState().clear()
    expect(editor.getState().order).toEqual([])
    expect(editor.getState().refused).toEqual([])
  })
})

describe('taking a kind of tag out', () => {
  const mp3 = (id: string, kinds = ['ID3v2.4', 'APEv2', 'ID3v1']) =>
    track(id, { title: ['Ebb'] }, { tagKinds: kinds, removableKinds: kinds })
  const removal = (editor: ReturnType<typeof editorWith>, ...ids: (typeof a)[]) => {
    const state = editor.getState()
    state.perform(kindEditOf(state, 'x', ids, 'APEv2', true), { source: 'panel' })
  }

  it('is an edit of those tracks that can do without it, until it is undone', () => {
    const editor = editorWith(
      mp3('a'),
      mp3('b', ['ID3v2.4']),
      track('c', {}, { tagKinds: ['APEv2'], removableKinds: [] }),
    )
    removal(editor, a, b, c)
    expect(changesToSave(editor.getState())).toEqual([
      { id: a, changes: { removedKinds: { from: [], to: ['APEv2'] } } },
    ])
    editor.getState().undo()
    expect(editor.getState().edited.size).toBe(0)
    editor.getState().redo()
    expect(currentOf(editor.getState(), a).removedKinds).toEqual(['APEv2'])
    editor.getState().revert([a], 'Revert')
    expect(editor.getState().edited.size).toBe(0)
  })

  it('is done with once it is saved, and an edit made meanwhile stays', () => {
    const editor = editorWith(mp3('a'))
    removal(editor, a)
    editor.getState().markSaving(changesToSave(editor.getState()))
    editor.getState().perform(editOf(editor.getState(), 'x', [a], 'title', ['New']), { source: 'cell' })
    editor.getState().replaceTracks([mp3('a', ['ID3v2.4', 'ID3v1'])])
    expect(changesToSave(editor.getState())).toEqual([
      { id: a, changes: { title: { from: ['Ebb'], to: ['New'] } } },
    ])
  })

  it('marks nothing that is not in the file any more, by undo, redo or a change from outside', () => {
    const editor = editorWith(mp3('a'))
    removal(editor, a)
    editor.getState().replaceTracks([mp3('a', ['ID3v2.4'])])
    expect(editor.getState().edited.size).toBe(0)
    editor.getState().undo()
    editor.getState().redo()
    expect(editor.getState().edited.size).toBe(0)
  })

  it('stays an edit when another one of the file is saved alone', () => {
    const editor = editorWith(mp3('a'))
    removal(editor, a)
    editor.getState().perform(editOf(editor.getState(), 'x', [a], 'title', ['New']), { source: 'cell' })
    editor.getState().markSaving([{ id: a, changes: { title: { from: ['Ebb'], to: ['New'] } } }])
    editor.getState().replaceTracks([{ ...mp3('a'), values: { title: ['New'] } }])
    expect(changesToSave(editor.getState())).toEqual([
      { id: a, changes: { removedKinds: { from: [], to: ['APEv2'] } } },
    ])
  })
})
