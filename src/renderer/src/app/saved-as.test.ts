import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../../shared/i18n'
import { type FieldChanges, type Picture, trackId } from '../../../shared/model'
import type { DoneEdit, EditSource } from '../editor'
import { savedAs } from './saved-as'

const translate = createTranslate('en')
const [a, b] = [trackId('a'), trackId('b')]
const to = (text: string) => ({ from: [], to: [text] })
const saved = (id: string, changes: FieldChanges) => ({ id: trackId(id), changes })
const done = (label: string, changes: DoneEdit['changes'], source: EditSource = 'panel'): DoneEdit => ({
  label,
  changes,
  source,
})

describe('what a save is called in the history', () => {
  it('is the gesture that made all of it', () => {
    const edit = done(
      'Look up: Tideworks',
      { [a]: { title: to('Ebb') }, [b]: { title: to('Flow') } },
      'lookup',
    )
    expect(savedAs([saved('a', { title: to('Ebb') })], [edit], translate)).toEqual({
      kind: 'lookup',
      label: 'Look up: Tideworks',
    })
  })

  it('is the fields where several gestures made it', () => {
    const edits = [
      done('Change Title', { [a]: { title: to('Ebb') } }),
      done('Change Album', { [a]: { album: to('Tide') } }),
    ]
    expect(savedAs([saved('a', { title: to('Ebb'), album: to('Tide') })], edits, translate)).toEqual({
      kind: 'edit',
      label: 'Title, Album',
    })
    const typedOver = done('Change Title', { [a]: { title: to('Else') } })
    expect(savedAs([saved('a', { title: to('Ebb') })], [typedOver], translate).label).toBe('Title')
  })

  it('is a lookup when lookups alone made it, album by album', () => {
    const lookups = [
      done('Look up: Tideworks', { [a]: { title: to('Ebb') } }, 'lookup'),
      done('Look up: Nachtfähre', { [b]: { album: to('Nachtfähre') } }, 'lookup'),
    ]
    const changes = [saved('a', { title: to('Ebb') }), saved('b', { album: to('Nachtfähre') })]
    expect(savedAs(changes, lookups, translate)).toEqual({ kind: 'lookup', label: 'Title, Album' })
    const retouched = [...lookups, done('Change Title', { [a]: { title: to('Ebb!') } })]
    expect(savedAs([saved('a', { title: to('Ebb!') }), ...changes.slice(1)], retouched, translate)).toEqual({
      kind: 'edit',
      label: 'Title, Album',
    })
  })

  it('is the gesture behind it, though others came after that are not saved with it', () => {
    const edits = [
      done('Change Title', { [a]: { title: to('Ebb') } }),
      done('Change Genre', { [b]: { genre: to('Folk') } }),
    ]
    expect(savedAs([saved('a', { title: to('Ebb') })], edits, translate).label).toBe('Change Title')
  })

  it('counts the fields that have no room, and names those of the person as they do', () => {
    const changes: FieldChanges = {
      'custom:MOOD': to('calm'),
      title: to('Ebb'),
      album: to('Tide'),
      genre: to('Folk'),
      date: to('1999'),
    }
    expect(savedAs([saved('a', changes)], [], translate).label).toBe('MOOD, Title, Album and 2 more fields')
  })

  it('is the cover where that is all', () => {
    const picture: Picture = {
      hash: 'ab',
      type: 3,
      mime: '',
      description: '',
      sizeBytes: 1,
      width: 1,
      height: 1,
    }
    const pictures = { from: [], to: [picture] }
    expect(
      savedAs([saved('a', { pictures })], [done('Set cover', { [a]: { pictures } })], translate).label,
    ).toBe('Set cover')
    expect(savedAs([saved('a', { pictures })], [], translate).label).toBe('Cover')
  })
})
