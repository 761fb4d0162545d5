import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  apply,
  type Change,
  type FieldChanges,
  type FieldName,
  type FieldValue,
  type Picture,
  trackId,
} from '../../../shared/model'
import { stillToDo } from './still-to-do'

// The same cases in every run: what chance finds some day must not stop other work.
fc.configureGlobal({ seed: 20_261_126 })

const change = (from: string, to: string): Change<FieldValue> => ({
  from: from === '' ? [] : [from],
  to: to === '' ? [] : [to],
})
const cover = (hash: string): Picture => ({
  hash,
  type: 3,
  mime: '',
  description: '',
  sizeBytes: 1,
  width: 1,
  height: 1,
})

const untagged = { values: {}, pictures: [], tagKinds: [] }

it('takes out what is still in the file of the tags that were to go', () => {
  const edits = { removedKinds: { from: [], to: ['APEv2', 'ID3v1'] } }
  expect(stillToDo(edits, { ...untagged, tagKinds: ['ID3v2.4', 'ID3v1'] })).toEqual({
    changes: { removedKinds: { from: [], to: ['ID3v1'] } },
    theirs: {},
  })
  expect(stillToDo(edits, untagged).changes).toEqual({})
})

it('is all of it where the file is what it was', () => {
  const edits = { title: change('Old', 'New'), genre: change('Jazz', '') }
  expect(stillToDo(edits, { ...untagged, values: { title: ['Old'], genre: ['Jazz'] } })).toEqual({
    changes: edits,
    theirs: {},
  })
})

it('is nothing of what was saved before the app stopped', () => {
  const edits = { title: change('Old', 'New'), pictures: { from: [], to: [cover('a')] } }
  expect(stillToDo(edits, { ...untagged, values: { title: ['New'] }, pictures: [cover('a')] })).toEqual({
    changes: {},
    theirs: {},
  })
})

it('is an edit of what the file says now where another program wrote to it', () => {
  const edits = { title: change('Old', 'New'), pictures: { from: [], to: [cover('a')] } }
  expect(stillToDo(edits, { ...untagged, values: { title: ['Theirs'] }, pictures: [cover('b')] })).toEqual({
    changes: { title: change('Theirs', 'New'), pictures: { from: [cover('b')], to: [cover('a')] } },
    theirs: { title: change('Old', 'Theirs'), pictures: { from: [], to: [cover('b')] } },
  })
})

it('never drops what somebody typed, whatever the file says by now', () => {
  const fields: FieldName[] = ['title', 'artist', 'custom:MOOD']
  const value = fc.array(fc.constantFrom('', 'Ebb', 'AC/DC'), { maxLength: 2 })
  const record = (leaf: fc.Arbitrary<FieldValue>) => fc.dictionary(fc.constantFrom(...fields), leaf)
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...fields), fc.record({ from: value, to: value })),
      record(value),
      (edits, found) => {
        const values = Object.fromEntries(Object.entries(found).filter(([, texts]) => texts.length > 0))
        const track = { ...untagged, values }
        const { changes } = stillToDo(edits as FieldChanges, track)
        const id = trackId('a')
        const applied = apply({ label: '', changes: { [id]: changes } }, new Map([[id, track]]))
        expect(applied.conflicts).toEqual([])
        const after = applied.changed.get(id)?.values ?? values
        for (const [field, { to }] of Object.entries(edits)) {
          expect(new Map(Object.entries(after)).get(field) ?? []).toEqual(to)
        }
      },
    ),
  )
})
