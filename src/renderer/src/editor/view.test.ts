import { describe, expect, it } from 'vitest'
import { trackId } from '../../../shared/model'
import { picture, track } from '../testing/track'
import { albumAt, albumOf, createEditor, createView, editOf, rowAt, selectedIds } from '.'

const ids = (...names: string[]) => names.map(trackId)

function window(...tracks: ReturnType<typeof track>[]) {
  const editor = createEditor()
  const view = createView(editor)
  editor.getState().addTracks(tracks)
  return { editor, view }
}

const untidy = () =>
  window(
    track('b2', { album: ['Böse'], track: ['10'], title: ['Zehn'] }, { folder: '/m/b' }),
    track('b1', { album: ['Böse'], track: ['2'], title: ['Zwei'] }, { folder: '/m/b' }),
    track('a1', { album: ['Anfang'], track: ['1'], title: ['Übung'], artist: ['Karl'] }, { folder: '/m/c' }),
    track('b0', { album: ['Böse'], title: ['Ohne'] }, { folder: '/m/b' }),
  )

describe('the view', () => {
  it('groups by album in the order of folders, and sorts numbers as numbers', () => {
    const { view } = untidy()
    expect(view.getState().shown).toEqual(ids('b1', 'b2', 'b0', 'a1'))
    expect(view.getState().groups?.map((group) => group.ids)).toEqual([ids('b1', 'b2', 'b0'), ids('a1')])
  })

  it('puts the discs of one album together, also from folders of their own', () => {
    const { view } = window(
      track('2-1', { album: ['Garden'], disc: ['2'], track: ['1'] }, { folder: '/m/Garden/Disc 2' }),
      track('1-1', { album: ['Garden'], disc: ['1'], track: ['1'] }, { folder: '/m/Garden/CD1' }),
      track('1-2', { album: ['garden'], disc: ['1'], track: ['2'] }, { folder: '/m/Garden/CD1' }),
    )
    expect(view.getState().groups?.map((group) => group.ids)).toEqual([ids('1-1', '1-2', '2-1')])
  })

  it('keeps two copies of an album apart', () => {
    const { view } = window(
      track('a', { album: ['Ebb'] }, { folder: '/one' }),
      track('b', { album: ['Ebb'] }, { folder: '/two' }),
    )
    expect(view.getState().groups).toHaveLength(2)
  })

  it('sorts by any column without groups, the absent last both ways', () => {
    const { view } = untidy()
    view.getState().sortBy('artist')
    expect(view.getState().groups).toBeUndefined()
    expect(view.getState().shown[0]).toBe(trackId('a1'))
    view.getState().sortBy('artist')
    expect(view.getState().shown[0]).toBe(trackId('a1'))
    view.getState().sortBy('title')
    expect(view.getState().shown).toEqual(ids('b0', 'a1', 'b2', 'b1'))
    view.getState().sortBy('title')
    expect(view.getState().shown).toEqual(ids('b1', 'b2', 'a1', 'b0'))
    view.getState().sortBy('album')
    expect(view.getState().groups?.[0]?.ids).toEqual(ids('a1'))
  })

  it('sorts by a second key', () => {
    const { view } = window(
      track('a', { genre: ['Folk'], title: ['B'] }),
      track('b', { genre: ['Folk'], title: ['A'] }),
      track('c', { genre: ['Ambient'], title: ['C'] }),
    )
    view.getState().sortBy('genre')
    view.getState().sortBy('title', { add: true })
    expect(view.getState().shown).toEqual(ids('c', 'b', 'a'))
    view.getState().sortBy('title', { add: true })
    expect(view.getState().shown).toEqual(ids('c', 'a', 'b'))
  })

  it('finds words anywhere, whatever their case and accents', () => {
    const { view } = untidy()
    view.getState().search('UBUNG karl')
    expect(view.getState().shown).toEqual(ids('a1'))
    view.getState().search('ubung nobody')
    expect(view.getState().shown).toEqual([])
  })

  it('shows a folder and what lies below it, but not one whose name only begins alike', () => {
    const { view } = window(
      track('a', {}, { folder: '/m/b' }),
      track('b', {}, { folder: '/m/b/c' }),
      track('c', {}, { folder: '/m/bc' }),
    )
    view.getState().showFolder('/m/b')
    expect(view.getState().shown).toEqual(ids('a', 'b'))
  })

  it('has the built-in filters', () => {
    const { editor, view } = window(
      track('titled', { title: ['x'] }, { pictures: [picture('1')] }),
      track('blank', { title: [''] }),
    )
    const { showFilter } = view.getState()
    showFilter('missingTitle')
    expect(view.getState().shown).toEqual(ids('blank'))
    showFilter('noCover')
    expect(view.getState().shown).toEqual(ids('blank'))
    editor.getState().markFailed([{ id: trackId('titled'), problem: { code: 'internal', params: {} } }])
    showFilter('errors')
    expect(view.getState().shown).toEqual(ids('titled'))
    editor
      .getState()
      .perform(editOf(editor.getState(), 'x', ids('blank'), 'title', ['y']), { source: 'cell' })
    showFilter('changed')
    expect(view.getState().shown).toEqual(ids('blank'))
    view.getState().showAll()
    expect(view.getState().shown).toHaveLength(2)
  })

  it('does not move rows when their values change, only when it is asked to', () => {
    const { editor, view } = untidy()
    view.getState().sortBy('title')
    const before = view.getState().shown
    editor.getState().perform(editOf(editor.getState(), 'x', ids('b1'), 'title', ['Aa']), { source: 'cell' })
    expect(view.getState().shown).toBe(before)
    view.getState().rearrange()
    expect(view.getState().shown[0]).toBe(trackId('b1'))
  })

  it('works on what is selected and shown, and finds the rest again', () => {
    const { editor, view } = untidy()
    editor.getState().selectAll(view.getState().shown)
    view.getState().search('karl')
    expect(selectedIds(editor.getState(), view.getState())).toEqual(ids('a1'))
    view.getState().showAll()
    expect(selectedIds(editor.getState(), view.getState())).toHaveLength(4)
  })

  it('forgets what it was narrowed to when the list is emptied', () => {
    const { editor, view } = untidy()
    view.getState().search('karl')
    editor.getState().clear()
    expect(view.getState().text).toBe('')
  })
})

describe('walking', () => {
  it('stops at the ends', () => {
    const { view } = untidy()
    const { shown } = view.getState()
    expect(rowAt(shown, undefined, 1)).toBe(trackId('b1'))
    expect(rowAt(shown, trackId('b1'), -5)).toBe(trackId('b1'))
    expect(rowAt(shown, trackId('b1'), 100)).toBe(trackId('a1'))
  })

  it('goes from album to album', () => {
    const { view } = untidy()
    expect(albumAt(view.getState(), trackId('b2'), 1)).toBe(trackId('a1'))
    expect(albumAt(view.getState(), trackId('b2'), -1)).toBe(trackId('b1'))
    view.getState().sortBy('title')
    expect(albumAt(view.getState(), trackId('b0'), 1)).toBe(trackId('a1'))
  })

  it('knows the album that a track is of', () => {
    const { editor } = untidy()
    expect(albumOf(editor.getState(), trackId('b0'))).toEqual(ids('b2', 'b1', 'b0'))
    expect(albumOf(editor.getState(), trackId('gone'))).toEqual([])
  })
})
