import { describe, expect, it } from 'vitest'
import { trackId, withFrontCover } from '../../../shared/model'
import { editorWith, picture, track } from '../testing/track'
import { coverSummary, withoutCover } from './cover-edits'

const front = picture('1')
const back = picture('2', { type: 4 })

describe('setting a cover', () => {
  it('takes the place of the front cover and leaves other pictures alone', () => {
    expect(withFrontCover([back, front], picture('9', { type: 0 }))).toEqual([back, picture('9')])
    expect(withFrontCover([back], picture('9'))).toEqual([picture('9'), back])
  })

  it('removes the one that stands for the track', () => {
    expect(withoutCover([back, front])).toEqual([back])
    expect(withoutCover([back])).toEqual([])
    expect(withoutCover([])).toEqual([])
  })
})

describe('the covers of a selection', () => {
  it('are counted, the most frequent first', () => {
    const editor = editorWith(
      track('a', {}, { pictures: [picture('1')] }),
      track('b', {}, { pictures: [picture('2')] }),
      track('c', {}, { pictures: [picture('2'), back] }),
      track('d', {}, { readOnly: { code: 'file.notWritable', params: {} } }),
    )
    const summary = coverSummary(editor.getState(), ['a', 'b', 'c', 'd', 'gone'].map(trackId))
    expect(summary.covers.map(({ picture: { hash }, count }) => [hash[0], count])).toEqual([
      ['2', 2],
      ['1', 1],
    ])
    expect(summary).toMatchObject({ without: 1, writable: 3, changed: 0 })
  })
})
