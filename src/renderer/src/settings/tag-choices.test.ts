import { describe, expect, it } from 'vitest'
import { WriteOptions } from '../../../shared/model'
import { paddingChoices, paddings, separatorChoices, separators } from './tag-choices'

describe('the choices for tags', () => {
  it('have a name for each value, and the value by its name', () => {
    for (const name of Object.keys(separatorChoices) as (keyof typeof separatorChoices)[]) {
      expect(separators.nameOf(separators.valueOf(name))).toBe(name)
      expect(WriteOptions.safeParse({ separator: separators.valueOf(name) }).success).toBe(true)
    }
    for (const name of Object.keys(paddingChoices) as (keyof typeof paddingChoices)[]) {
      expect(paddings.nameOf(paddings.valueOf(name))).toBe(name)
      expect(WriteOptions.safeParse({ padding: paddings.valueOf(name) }).success).toBe(true)
    }
  })

  it('show the nearest one for a value that somebody wrote into the file of settings', () => {
    expect([separators.nameOf(','), separators.nameOf(' | ')]).toEqual(['comma', 'semicolon'])
    expect([paddings.nameOf(100), paddings.nameOf(50_000)]).toEqual(['small', 'large'])
  })
})
