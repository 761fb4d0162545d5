import { expect, it } from 'vitest'
import { stepTo } from './step-keys'

it('steps through a list and stays inside it', () => {
  const to = (key: string, at: number) => stepTo(key, at, { count: 10, page: 4 })
  expect(to('ArrowDown', 3)).toBe(4)
  expect(to('ArrowUp', 0)).toBe(0)
  expect(to('PageDown', 7)).toBe(9)
  expect(to('PageUp', 7)).toBe(3)
  expect(to('Home', 7)).toBe(0)
  expect(to('End', 7)).toBe(9)
  expect(to('x', 7)).toBeUndefined()
})
