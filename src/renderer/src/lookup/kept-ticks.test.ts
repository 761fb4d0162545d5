import { describe, expect, it } from 'vitest'
import { type Edit, type FieldName, trackId } from '../../../shared/model'
import type { ChangedField } from '../editor'
import { tickedEdit, ticksOf, type Unticked, untickFields } from '../review'
import { candidate } from '../testing/release'
import { editorWith, track } from '../testing/track'
import { type KeptTicks, keptAfter, keptFields } from './kept-ticks'
import { startUnticked } from './proposal-edit'

const a = trackId('a')
const b = trackId('b')
const change = { from: ['old'], to: ['new'] }
const fields: FieldName[] = ['title', 'genre', 'date', 'releaseId', 'trackId']
const edit: Edit = {
  label: '',
  changes: Object.fromEntries(
    [a, b].map((id) => [id, Object.fromEntries(fields.map((field) => [field, change]))]),
  ),
}
const sure = candidate({ service: 'musicbrainz', sure: true })

/** What is remembered after each of these fields was ticked or unticked in all files, one after the other. */
function keptOf(
  kept: KeptTicks,
  gestures: readonly (readonly ChangedField[])[],
  start: Unticked = new Set(),
) {
  let unticked = start
  let now = kept
  for (const gesture of gestures) {
    unticked = ticksOf(edit, unticked).toggled({ fields: gesture })
    now = keptAfter(now, sure, { fields: gesture }, { edit, unticked }) ?? now
  }
  return now
}

describe('what a lookup ticks at first', () => {
  it('is remembered when a field is unticked in all files, by service', () => {
    const kept = keptOf({ discogs: { date: false } }, [['date'], ['title']])
    expect(kept).toEqual({ discogs: { date: false }, musicbrainz: { date: false, title: false } })
  })

  it('is forgotten when the field is ticked again', () => {
    expect(keptOf({}, [['date'], ['date']])).toEqual({})
  })

  it('is remembered of ticked fields only where they are unticked by habit', () => {
    const start = untickFields(edit, ['genre', 'title'])
    expect(keptOf({}, [['genre'], ['title']], start)).toEqual({ musicbrainz: { genre: true } })
  })

  it('is remembered of several fields that have one tick', () => {
    expect(keptFields(keptOf({}, [['releaseId', 'trackId']]).musicbrainz, false)).toEqual([
      'releaseId',
      'trackId',
    ])
  })

  it.each([
    ['a cell', { id: a, fields: ['date'] as const }, sure],
    ['a file', { id: a }, sure],
    [
      'a field that is open between editions',
      { fields: ['date'] as const },
      { ...sure, open: ['date' as const] },
    ],
  ])('is not changed by %s', (_, target, of) => {
    const unticked = ticksOf(edit, new Set()).toggled(target)
    expect(keptAfter({}, of, target, { edit, unticked })).toBeUndefined()
  })
})

describe('the next lookup of that service', () => {
  const state = editorWith(track('a', { genre: ['Folk'] }), track('b', {})).getState()
  const ticked = (kept: KeptTicks[keyof KeptTicks]) =>
    Object.keys(tickedEdit(edit, startUnticked(state, edit, { kept })).changes[a] ?? {})

  it('leaves alone what was left alone', () => {
    expect(ticked({ date: false })).toEqual(['title', 'releaseId', 'trackId'])
  })

  it('takes the genre where it was once taken', () => {
    expect(ticked({})).not.toContain('genre')
    expect(ticked({ genre: true })).toContain('genre')
  })

  it('leaves open what nothing decides, whatever was wanted', () => {
    const unticked = startUnticked(state, edit, { open: ['date'], kept: {} })
    expect(Object.keys(tickedEdit(edit, unticked).changes[a] ?? {})).toEqual(['title'])
  })
})
