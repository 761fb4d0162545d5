import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FieldName, type FieldValues, trackId } from '../../../shared/model'
import { editorWith, picture, track } from '../testing/track'
import {
  changesToKeep,
  changesToSave,
  conflictOf,
  currentOf,
  editOf,
  fieldValue,
  isUndecided,
  pictureEditOf,
  toTheirs,
} from '.'

// The same cases in every run: what chance finds some day must not stop other work.
fc.configureGlobal({ seed: 20_261_126 })

const a = trackId('a')
const waits = (editor: ReturnType<typeof editorWith>) => isUndecided(editor.getState(), a)
const title = new Map([[a, ['title' as const]]])

/** What the button does: their value as an edit, and the field is decided. */
function takeTheirs(editor: ReturnType<typeof editorWith>): void {
  const changes = toTheirs(conflictOf(editor.getState(), a), currentOf(editor.getState(), a))
  editor.getState().perform({ label: 'Take theirs', changes: { [a]: changes } }, { source: 'conflict' })
  editor.getState().decide(title)
}

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
    expect(waits(editor)).toBe(true)
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Mine'])
    // Another change of theirs meanwhile: still waiting.
    editor.getState().takeOutside([track('a', { title: ['Theirs'], genre: ['Rock'] })])
    expect(waits(editor)).toBe(true)

    editor.getState().decide(title)
    expect(waits(editor)).toBe(false)
    expect(changesToSave(editor.getState())).toEqual([
      { id: a, changes: { title: { from: ['Theirs'], to: ['Mine'] } } },
    ])
  })

  it('can be taken, and had back by undo', () => {
    const editor = editing('title', 'Mine')
    editor.getState().takeOutside([track('a', { title: ['Theirs'], genre: ['Folk'] })])
    takeTheirs(editor)
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Theirs'])
    expect(editor.getState().edited.size).toBe(0)
    editor.getState().undo()
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Mine'])
  })

  it('can be taken and had back although they change it once more in between', () => {
    const editor = editing('title', 'Mine')
    editor.getState().takeOutside([track('a', { title: ['Theirs'], genre: ['Folk'] })])
    takeTheirs(editor)
    editor.getState().takeOutside([track('a', { title: ['Theirs again'], genre: ['Folk'] })])
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Theirs again'])
    editor.getState().undo()
    expect(changesToSave(editor.getState())).toEqual([
      { id: a, changes: { title: { from: ['Theirs again'], to: ['Mine'] } } },
    ])
    editor.getState().redo()
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Theirs again'])
    expect(editor.getState().edited.size).toBe(0)
  })

  it('does not lose what was taken back: redo lays it over what they wrote', () => {
    const editor = editing('title', 'Mine')
    editor.getState().undo()
    editor.getState().takeOutside([track('a', { title: ['Theirs'], genre: ['Folk'] })])
    editor.getState().redo()
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Mine'])
    editor.getState().undo()
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Theirs'])
  })

  it('is left alone by an undo of what was saved before', () => {
    const editor = editing('title', 'Mine')
    editor.getState().replaceTracks([track('a', { title: ['Mine'], genre: ['Folk'] })])
    editor.getState().takeOutside([track('a', { title: ['Theirs'], genre: ['Folk'] })])
    editor.getState().undo()
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Theirs'])
    expect(editor.getState().edited.size).toBe(0)
  })

  it('is no clash where both came to the same', () => {
    const editor = editing('title', 'Same')
    expect(editor.getState().takeOutside([track('a', { title: ['Same'], genre: ['Folk'] })])).toEqual([])
    expect(editor.getState().edited.size).toBe(0)
    expect(waits(editor)).toBe(false)
  })

  it('goes on waiting over a reload, a save of others and another change of theirs', () => {
    const editor = editing('title', 'Mine')
    editor.getState().takeOutside([track('a', { title: ['Theirs'], genre: ['Folk'] })])
    editor.getState().addTracks([track('a', { title: ['Theirs again'], genre: ['Folk'] })])
    expect(conflictOf(editor.getState(), a)).toEqual({ title: { from: ['Old'], to: ['Theirs again'] } })
    editor.getState().markFailed([{ id: a, problem: { code: 'file.notFound', params: {} } }])
    editor.getState().takeOutside([track('a', { title: ['Theirs again'], genre: ['Folk'] })])
    expect(waits(editor)).toBe(true)
  })

  it('is no conflict any more when it was taken back', () => {
    const editor = editing('title', 'Mine')
    editor.getState().takeOutside([track('a', { title: ['Theirs'], genre: ['Folk'] })])
    editor.getState().takeOutside([track('a', { title: ['Old'], genre: ['Folk'] })])
    expect(waits(editor)).toBe(false)
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Mine'])
  })

  it('is where undo leads back to, and redo asks again', () => {
    const editor = editing('title', 'Mine')
    editor.getState().takeOutside([track('a', { title: ['Theirs'], genre: ['Folk'] })])
    editor.getState().undo()
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Theirs'])
    expect(waits(editor)).toBe(false)
    editor.getState().redo()
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Mine'])
    expect(waits(editor)).toBe(true)
  })

  it('needs no decision where the person edits what they see of it', () => {
    const editor = editing('title', 'Mine')
    editor.getState().takeOutside([track('a', { title: ['Theirs'], genre: ['Folk'] })])
    editor.getState().undo()
    const { perform } = editor.getState()
    perform(editOf(editor.getState(), 'Edit', [a], 'title', ['Mine after all']), { source: 'cell' })
    expect(waits(editor)).toBe(false)
  })

  it('is kept for another run as an edit of what the person saw', () => {
    const editor = editing('title', 'Mine')
    editor.getState().takeOutside([track('a', { title: ['Theirs'], genre: ['Folk'] })])
    expect(changesToKeep(editor.getState(), new Set([a]))).toEqual([
      { id: a, changes: { title: { from: ['Old'], to: ['Mine'] } } },
    ])
  })

  it('counts for covers too', () => {
    const editor = editorWith(track('a', {}, { pictures: [picture('1')] }))
    const { perform, takeOutside } = editor.getState()
    perform(
      pictureEditOf(editor.getState(), 'Edit', [a], () => [picture('2')]),
      { source: 'artwork' },
    )
    expect(takeOutside([track('a', {}, { pictures: [picture('3')] })])).toEqual([a])
    editor.getState().undo()
    expect(editor.getState().edited.size).toBe(0)
    expect(editor.getState().tracks.get(a)?.pictures).toEqual([picture('3')])
  })
})

describe('whatever people and programs do to a file', () => {
  const fields = ['title', 'genre'] as const
  const text = fc.constantFrom('A', 'B', 'C')
  const field = fc.constantFrom(...fields)
  const step = fc.oneof(
    fc.record({ kind: fc.constant('type' as const), field, text }),
    fc.record({ kind: fc.constant('outside' as const), field, text }),
    fc.record({ kind: fc.constant('undo' as const) }),
    fc.record({ kind: fc.constant('redo' as const) }),
    fc.record({ kind: fc.constant('decide' as const), field }),
  )

  it('nothing typed is lost by it, and nothing of theirs is written over unseen', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const disk: Record<(typeof fields)[number], readonly string[]> = { title: ['A'], genre: ['A'] }
        const editor = editorWith(track('a', { ...disk }))
        /** What the file said when the person last saw it, or decided about it. */
        const seen: Record<(typeof fields)[number], readonly string[]> = { ...disk }
        /** What it said when they typed: once it says so again, redo asks nothing. */
        const typedOver: Record<(typeof fields)[number], (readonly string[])[]> = { title: [], genre: [] }
        const shown = (): FieldValues => ({
          title: fieldValue(editor.getState(), a, 'title'),
          genre: fieldValue(editor.getState(), a, 'genre'),
        })
        for (const each of steps) {
          const { perform, undo, redo, decide, takeOutside } = editor.getState()
          if (each.kind === 'type') {
            typedOver[each.field].push(seen[each.field])
            perform(editOf(editor.getState(), 'Edit', [a], each.field, [each.text]), { source: 'cell' })
            expect(shown()[each.field]).toEqual([each.text])
          } else if (each.kind === 'outside') {
            const before = shown()
            const pending = changesToSave(editor.getState())[0]?.changes ?? {}
            disk[each.field] = [each.text]
            takeOutside([track('a', { ...disk })])
            for (const name of fields) {
              expect(shown()[name]).toEqual(pending[name] === undefined ? disk[name] : before[name])
            }
          } else if (each.kind === 'decide') {
            decide(new Map([[a, [each.field]]]))
            seen[each.field] = disk[each.field]
          } else if (each.kind === 'undo') undo()
          else redo()

          const pending = changesToSave(editor.getState())[0]?.changes ?? {}
          for (const name of fields) if (pending[name] === undefined) seen[name] = disk[name]
          for (const name of fields) {
            if (pending[name] === undefined || conflictOf(editor.getState(), a)[name] !== undefined) continue
            expect([seen[name], ...typedOver[name]]).toContainEqual(disk[name])
          }
        }
      }),
      { numRuns: 2000 },
    )
  })
})
