import { describe, expect, it } from 'vitest'
import { trackId } from '../../../shared/model'
import { coverTargets } from './cover-targets'

const [a, b, c] = ['a', 'b', 'c'].map(trackId) as [never, never, never]

describe('a picture that is dropped', () => {
  it('is for the row it is dropped on, when that is not selected', () => {
    expect(coverTargets(c, [a, b])).toEqual([c])
    expect(coverTargets(c, [])).toEqual([c])
  })

  it('is for all selected rows when it is dropped on one of them', () => {
    expect(coverTargets(b, [a, b])).toEqual([a, b])
  })

  it('is for the selection when it is dropped elsewhere', () => {
    expect(coverTargets(undefined, [a, b])).toEqual([a, b])
  })
})
