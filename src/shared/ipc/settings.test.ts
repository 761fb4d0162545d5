import { describe, expect, it } from 'vitest'
import { defaultSettings, SettingsChange } from '.'

describe('a change of settings', () => {
  it('names what it changes and nothing else', () => {
    expect(SettingsChange.parse({ density: 'roomy' })).toEqual({ density: 'roomy' })
    const layout = { ...defaultSettings.layout, sidebar: false }
    expect(SettingsChange.parse({ layout })).toEqual({ layout })
  })

  it('is refused where a value or a name is wrong', () => {
    expect(SettingsChange.safeParse({ density: 'huge' }).success).toBe(false)
    expect(SettingsChange.safeParse({ colour: 'red' }).success).toBe(false)
  })
})
