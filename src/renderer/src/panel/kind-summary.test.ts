import { expect, it } from 'vitest'
import { trackId } from '../../../shared/model'
import { kindEditOf } from '../editor'
import { editorWith, track } from '../testing/track'
import { kindsOf } from './kind-summary'

it('counts each kind of tag, who can do without it, and who loses it', () => {
  const ids = ['a', 'b', 'c'].map(trackId)
  const editor = editorWith(
    track('a', {}, { tagKinds: ['ID3v2.4', 'APEv2'], removableKinds: ['ID3v2.4', 'APEv2'] }),
    track('b', {}, { tagKinds: ['ID3v2.4', 'APEv2'], removableKinds: ['ID3v2.4', 'APEv2'] }),
    track('c', {}, { tagKinds: ['Vorbis comment'] }),
  )
  const state = editor.getState()
  state.perform(kindEditOf(state, '', ids.slice(1), 'APEv2', true), { source: 'panel' })
  expect(kindsOf(editor.getState(), ids)).toEqual([
    { kind: 'ID3v2.4', count: 2, removable: 2, marked: 0 },
    { kind: 'APEv2', count: 2, removable: 2, marked: 1 },
    { kind: 'Vorbis comment', count: 1, removable: 0, marked: 0 },
  ])
})
