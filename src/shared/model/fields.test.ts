import { describe, expect, it } from 'vitest'
import { createTranslate } from '../i18n'
import { FieldValuesSchema } from '../ipc'
import { customField, customName, fieldNames, fieldRow, isCustomField, isFieldName, nameColumns } from '.'

describe('the field registry', () => {
  it.each(nameColumns)('gives each %s name to one field only', (column) => {
    const names = fieldNames.flatMap((field) =>
      fieldRow(field).names[column].map((name) => name.toUpperCase()),
    )
    expect(names).toHaveLength(new Set(names).size)
  })

  it.each(['id3', 'vorbis', 'ape', 'mp4', 'asf', 'matroska'] as const)(
    'has a place for every field in %s',
    (column) => {
      expect(fieldNames.filter((field) => fieldRow(field).names[column].length === 0)).toEqual([])
    },
  )

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

describe('fields that people named', () => {
  it.each(['Mood 2', '__proto__', 'constructor', 'a\nb', '曲'])('keep the name %j', (name) => {
    const field = customField(name)
    expect(isCustomField(field)).toBe(true)
    expect(customName(field)).toBe(name)
    expect(fieldRow(field).names.id3).toEqual([`TXXX:${name}`])
    expect(createTranslate('de')(`field.${field}`)).toBe(name)
    expect(FieldValuesSchema.parse({ [field]: ['x'] })).toEqual({ [field]: ['x'] })
  })

  it('have a name', () => {
    expect(isFieldName('custom:')).toBe(false)
    expect(FieldValuesSchema.safeParse({ 'custom:': ['x'] }).success).toBe(false)
    expect(FieldValuesSchema.safeParse({ other: ['x'] }).success).toBe(false)
  })
})
