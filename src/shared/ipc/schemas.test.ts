import { expect, it } from 'vitest'
import { FieldChangesSchema } from './schemas'

const change = (from: string[]) => ({ values: { genre: { from, to: ['Ambient'] } } })
const accepts = (from: string[]) => FieldChangesSchema.safeParse(change(from)).success

it('as many values, and as long ones, as are read of a file can go back as what an edit began with', () => {
  expect(accepts(Array.from({ length: 50_000 }, () => 'x'))).toBe(true)
  expect(accepts(Array.from({ length: 50_001 }, () => 'x'))).toBe(false)
  expect(accepts(['x'.repeat(2 * 1024 * 1024)])).toBe(true)
  expect(accepts(['x'.repeat(2 * 1024 * 1024 + 1)])).toBe(false)
})
