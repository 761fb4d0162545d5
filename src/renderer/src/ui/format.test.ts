import { describe, expect, it } from 'vitest'
import { picture, track } from '../testing/track'
import { coverUrl } from './cover-image'
import { formatLength, formatSize } from './format'
import { formatName } from './format-name'

describe('formats', () => {
  it.each([
    [0, ''],
    [2400, '0:02'],
    [221_000, '3:41'],
    [3_727_000, '1:02:07'],
  ])('length %d', (ms, text) => {
    expect(formatLength(ms)).toBe(text)
  })

  it('size with its unit on one line', () => {
    expect(formatSize(312_000, 'en')).toBe('312\u00a0kB')
    expect(formatSize(4_230_000, 'en')).toBe('4.2\u00a0MB')
    expect(formatSize(4_230_000, 'de')).toBe('4,2\u00a0MB')
  })

  it('kind', () => {
    expect(formatName('opus')).toBe('Opus')
    expect(formatName('other')).toBe('')
  })
})

describe('the address of a cover', () => {
  it('is in the file where it is on disk, else in the store', () => {
    const file = track('t1', {}, { pictures: [picture('1'), picture('2')], modifiedMs: 12 })
    expect(coverUrl(picture('2'), 96, file)).toBe('cover://track/t1/1?size=96&v=222222222222')
    expect(coverUrl(picture('3'), 96, file)).toBe(`cover://picture/${'3'.repeat(64)}?size=96`)
    expect(coverUrl(picture('3'), 96)).toBe(`cover://picture/${'3'.repeat(64)}?size=96`)
  })
})
