import { describe, expect, it } from 'vitest'
import { type Edit, type FieldChanges, trackId } from '../../../shared/model'
import { picture } from '../testing/track'
import { type Layout, layoutOf } from './layout'

const [a, b, c] = ['a', 'b', 'c'].map(trackId) as [never, never, never]
const ids = [a, b, c]
const to = (value: string, from: string[] = []) => ({ from, to: [value] })

/** The layout of files `a`, `b` … that get these changes. */
const layout = (...files: FieldChanges[]): Layout => {
  const changes = Object.fromEntries(files.map((each, index) => [ids[index], each]))
  const edit: Edit = { label: '', changes }
  return layoutOf(edit, ids.slice(0, files.length))
}

describe('the layout of a review', () => {
  it('collapses what is the same in all files into one line', () => {
    const label = to('Kelp Records')
    expect(layout({ title: to('Drift', ['Drift (feat.)']), label }, { title: to('Ebb'), label })).toEqual({
      shared: ['label'],
      identifiers: [],
      columns: ['title'],
    })
  })

  it('collapses a cover that is the same in all files', () => {
    const cover = (hash: string) => ({ pictures: { from: [], to: [picture(hash)] } })
    expect(layout(cover('1'), cover('1')).shared).toEqual(['pictures'])
    expect(layout(cover('1'), cover('2')).columns).toEqual(['pictures'])
  })

  it('collapses nothing for a single file', () => {
    expect(layout({ label: to('Kelp') }).columns).toEqual(['label'])
  })

  it('keeps a column when one of the files is left alone', () => {
    expect(layout({ label: to('Kelp') }, { label: to('Kelp') }, {})).toMatchObject({
      shared: [],
      columns: ['label'],
    })
  })

  it('keeps a column when the old values differ', () => {
    expect(layout({ date: to('2019', ['2018']) }, { date: to('2019') })).toMatchObject({
      shared: [],
      columns: ['date'],
    })
  })

  it('takes identifiers together, equal or not', () => {
    const id = (recordingId: string) => ({ releaseId: to('1'), recordingId: to(recordingId) })
    expect(layout(id('2'), id('3'))).toEqual({
      shared: [],
      columns: [],
      identifiers: ['recordingId', 'releaseId'],
    })
  })

  it('shows fields in the order of the registry, then those that people named, pictures last', () => {
    const fields = {
      pictures: { from: [], to: [] },
      'custom:SOURCE': to('Vinyl'),
      'custom:Ripper': to('x'),
      genre: to('Folk'),
      title: to('Ebb'),
    }
    expect(layout(fields).columns).toEqual(['title', 'genre', 'custom:Ripper', 'custom:SOURCE', 'pictures'])
  })

  it('shows the files in sight only, and nothing where none changes', () => {
    const changes: Edit['changes'] = { [a]: { title: to('Ebb') }, [b]: { genre: to('Folk') } }
    expect(layoutOf({ label: '', changes }, [a]).columns).toEqual(['title'])
    expect(layout()).toEqual({ shared: [], identifiers: [], columns: [] })
  })
})
