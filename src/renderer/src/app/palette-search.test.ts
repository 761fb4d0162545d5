import { describe, expect, it } from 'vitest'
import { fits } from './palette-search'

describe('the palette', () => {
  it('finds by letters in order', () => {
    expect(fits('Replace cover…', 'rc')).toBeGreaterThan(0)
    expect(fits('Replace cover…', 'cr')).toBeGreaterThan(0)
    expect(fits('Replace cover…', 'xyz')).toBe(0)
    expect(fits('Anything', '')).toBe(1)
  })

  it('puts words that begin so first', () => {
    expect(fits('Save what changed', 'sa')).toBeGreaterThan(fits('Reload from disk again', 'sa'))
    expect(fits('Review changes…', 'rev')).toBeGreaterThan(fits('Revert unsaved changes', 'rew'))
  })
})
