import { describe, expect, it } from 'vitest'
import { defaultWriteOptions } from '../model'
import { defaultSettings, SettingsChange } from '.'

describe('a change of settings', () => {
  it('names what it changes and nothing else', () => {
    expect(SettingsChange.parse({ density: 'roomy' })).toEqual({ density: 'roomy' })
    const layout = { ...defaultSettings.layout, sidebar: false }
    expect(SettingsChange.parse({ layout })).toEqual({ layout })
  })

  it('holds all options for tags, what is missing as it comes', () => {
    expect(defaultSettings.tags).toEqual(defaultWriteOptions)
    const tags = SettingsChange.parse({ tags: { id3v1: 'remove' } }).tags
    expect(tags).toEqual({ ...defaultWriteOptions, id3v1: 'remove' })
    for (const wrong of [
      { padding: -1 },
      { padding: 2 ** 21 },
      { separator: '\0' },
      { id3v2Version: '2.2' },
    ]) {
      expect(SettingsChange.safeParse({ tags: wrong }).success, JSON.stringify(wrong)).toBe(false)
    }
  })

  it('is refused where a value or a name is wrong', () => {
    expect(SettingsChange.safeParse({ density: 'huge' }).success).toBe(false)
    expect(SettingsChange.safeParse({ colour: 'red' }).success).toBe(false)
  })
})
