import { describe, expect, it } from 'vitest'
import { type Edit, type FieldName, type FieldValues, type Track, trackId } from '../../../shared/model'
import { tickedEdit } from '../review/ticks'
import { proposal } from '../testing/release'
import { editorWith, picture, track } from '../testing/track'
import { proposalEdit, startUnticked } from './proposal-edit'

const a = trackId('a')

const cover = picture('c', { width: 1000, height: 1000 })

/** What a proposal of `offered` changes in a file that holds `values`. */
function changes(
  values: FieldValues,
  offered: Partial<Record<FieldName, string[]>>,
  more: Partial<Track> = {},
  withCover = false,
) {
  const state = editorWith(track('a', values, more)).getState()
  const release = proposal([{ id: a, values: offered }], { cover })
  const { pictures, ...fields } = proposalEdit(state, release, 'x').changes[a] ?? {}
  return withCover ? { ...fields, pictures } : fields
}

describe('what a release has to say', () => {
  it('keeps the person’s way to write a number', () => {
    expect(changes({ track: ['01'], disc: ['1'] }, { track: ['1'], disc: ['2'] })).toEqual({
      disc: { from: ['1'], to: ['2'] },
    })
  })

  it('replaces a number that is none', () => {
    expect(changes({ track: ['A1'] }, { track: ['1'] })).toHaveProperty('track')
  })

  it('never makes a date less exact that it agrees with', () => {
    expect(changes({ date: ['2019-09-13'] }, { date: ['2019'] })).toEqual({})
    expect(changes({ date: ['2019'] }, { date: ['2019-09-13'] })).toHaveProperty('date')
    expect(changes({ date: ['2018-09-13'] }, { date: ['2019'] })).toHaveProperty('date')
  })

  it('is not to clear anything', () => {
    expect(changes({ title: ['Ebb'] }, { title: [] })).toEqual({})
  })

  it('is nothing for a file that may not be written', () => {
    const readOnly = { code: 'file.notWritable', params: {} } as const
    expect(changes({}, { title: ['Ebb'] }, { readOnly })).toEqual({})
  })

  it('waits where the old value has not been read', () => {
    expect(changes({}, { comment: ['x'] }, { longSizes: { comment: 400 } })).toEqual({})
  })
})

describe('a file that is none of the release’s tracks', () => {
  it('gets nothing of it, not even the cover', () => {
    expect(changes({ title: ['Probe'] }, {}, {}, true)).toEqual({})
    expect(changes({}, { title: ['Ebb'] }, {}, true)).toHaveProperty('pictures.to.0.hash', cover.hash)
  })
})

describe('a release that is unlikely to be the album', () => {
  const own = editorWith().getState()
  const edit: Edit = { label: 'x', changes: { [a]: { title: { from: [], to: ['Ebb'] } } } }

  it('starts with nothing ticked, as one key would apply it', () => {
    expect(tickedEdit(edit, startUnticked(own, edit, { isUnlikely: true })).changes).toEqual({})
    expect(tickedEdit(edit, startUnticked(own, edit))).toEqual(edit)
  })
})

describe('one of several editions that fit equally', () => {
  it('starts without what tells them apart, as that is not known', () => {
    const own = editorWith().getState()
    const known = { title: { from: [], to: ['Ebb'] }, label: { from: [], to: ['Kelp'] } }
    const unknown = {
      barcode: { from: [], to: ['1'] },
      media: { from: [], to: ['CD'] },
      releaseId: { from: [], to: ['x'] },
    }
    const edit: Edit = { label: 'x', changes: { [a]: { ...known, ...unknown } } }
    const unticked = startUnticked(own, edit, { open: ['barcode', 'medium'] })
    expect(tickedEdit(edit, unticked).changes).toEqual({ [a]: known })
  })
})
