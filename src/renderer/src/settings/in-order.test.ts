import { expect, it } from 'vitest'
import { moved } from './in-order'

it.each([
  [0, 1, 'bac'],
  [2, -1, 'acb'],
  [0, 2, 'bca'],
  [0, -1, 'abc'],
  [2, 1, 'abc'],
])('what is at %i, moved by %i, makes %s of abc', (index, by, result) => {
  expect(moved([...'abc'], index, by).join('')).toBe(result)
})
