import { describe, expect, it } from 'vitest'
import { type Edit, type FieldChanges, type FieldValues, type Track, trackId } from '../../../shared/model'
import { changesToSave, createEditor, fieldValue } from '../editor'
import { leftOut, saveTicked } from './save-ticked'

const a = trackId('a')
const b = trackId('b')
const labels = { setAside: 'Set aside', putBack: 'Put back' }

const track = (id: string, values: FieldValues): Track => ({
  id: trackId(id),
  folder: '/music',
  fileName: `${id}.flac`,
  format: 'flac',
  sizeBytes: 1,
  modifiedMs: 1,
  audio: { durationMs: 1, sampleRate: 1, channels: 1, bitsPerSample: 16, bitrate: 0, lossless: true },
  tagKinds: [],
  values,
  longSizes: {},
  pictures: [],
})

const only = (changes: Record<string, FieldChanges>): Edit => ({ label: 'x', changes })
const pending = only({
  a: { title: { from: ['old'], to: ['new'] }, genre: { from: [], to: ['Folk'] } },
  b: { title: { from: ['old'], to: ['new'] } },
})

/** An editor with two changed files. */
function changed() {
  const editor = createEditor()
  editor.getState().addTracks([track('a', { title: ['old'] }), track('b', { title: ['old'] })])
  editor.getState().perform(pending, { source: 'cell' })
  return editor
}

describe('saving what is ticked', () => {
  const kept = only({ a: { title: { from: ['old'], to: ['new'] } } })

  it('writes just that, and leaves the rest of the file an unsaved edit', () => {
    const editor = changed()
    let sent: unknown
    saveTicked(editor, { all: pending, kept }, labels, (ids) => {
      sent = changesToSave(editor.getState(), new Set(ids))
      editor.getState().markSaving(ids)
    })
    expect(sent).toEqual([{ id: a, changes: { title: { from: ['old'], to: ['new'] } } }])
    // The answer of the save: the new truth.
    editor.getState().replaceTracks([track('a', { title: ['new'] })])
    expect(changesToSave(editor.getState())).toEqual([
      { id: a, changes: { genre: { from: [], to: ['Folk'] } } },
      { id: b, changes: { title: { from: ['old'], to: ['new'] } } },
    ])
  })

  it('keeps everything an edit when the save fails', () => {
    const editor = changed()
    saveTicked(editor, { all: pending, kept }, labels, (ids) => editor.getState().markSaving(ids))
    editor.getState().markFailed([{ id: a, problem: { code: 'file.notWritable', params: {} } }])
    expect(changesToSave(editor.getState()).map(({ changes }) => changes)).toEqual([
      pending.changes[a],
      pending.changes[b],
    ])
  })

  it('does not wait for a save that never began', () => {
    const editor = changed()
    saveTicked(editor, { all: pending, kept }, labels, () => {})
    expect(fieldValue(editor.getState(), a, 'genre')).toEqual(['Folk'])
  })

  it('makes no edit of its own when all is ticked', () => {
    const editor = changed()
    saveTicked(editor, { all: pending, kept: pending }, labels, () => {})
    expect(editor.getState().undoable).toHaveLength(1)
  })

  it('does nothing when nothing is ticked', () => {
    const editor = changed()
    saveTicked(editor, { all: pending, kept: only({}) }, labels, () => {
      throw new Error('was asked to save')
    })
    expect(editor.getState().undoable).toHaveLength(1)
  })
})

describe('what is left out', () => {
  it('is named for the files that are saved, and for no others', () => {
    const kept = only({ a: { genre: { from: [], to: ['Folk'] } } })
    expect(leftOut(pending, kept).changes).toEqual({ a: { title: { from: ['old'], to: ['new'] } } })
  })
})
