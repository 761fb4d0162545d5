import { describe, expect, it } from 'vitest'
import { createTranslate } from '../i18n'
import { fieldNames, fieldRow, isFieldName } from '.'

describe('the field registry', () => {
  it.each(['id3', 'vorbis', 'mp4', 'riff'] as const)('gives each %s name to one field only', (kind) => {
    const names = fieldNames.flatMap((field) => fieldRow(field)[kind].map((name) => name.toUpperCase()))
    expect(names).toHaveLength(new Set(names).size)
  })

  it('writes every field in every kind of tag that the main formats carry', () => {
    for (const field of fieldNames) {
      expect(fieldRow(field).id3, field).not.toHaveLength(0)
      expect(fieldRow(field).vorbis, field).not.toHaveLength(0)
      expect(fieldRow(field).mp4, field).not.toHaveLength(0)
    }
  })

  it('has a label in every language', () => {
    for (const field of fieldNames) {
      expect(createTranslate('en')(`field.${field}`)).not.toBe('')
      expect(createTranslate('de')(`field.${field}`)).not.toBe('')
    }
  })

  it('is not fooled by names that every object has', () => {
    expect(isFieldName('constructor')).toBe(false)
    expect(isFieldName('__proto__')).toBe(false)
    expect(isFieldName('albumArtist')).toBe(true)
  })
})
