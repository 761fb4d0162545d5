import { expect, it } from 'vitest'
import { createTranslate } from '../../../shared/i18n'
import { countryName } from './country-name'

it.each([
  ['NL', 'en', 'Netherlands'],
  ['NL', 'de', 'Niederlande'],
  ['XW', 'en', 'worldwide'],
  ['XE', 'de', 'Europa'],
  ['', 'en', ''],
  ['XX', 'en', 'XX'],
  ['somewhere', 'en', 'somewhere'],
] as const)('“%s” is in “%s” called “%s”', (code, language, name) => {
  expect(countryName(code, language, createTranslate(language))).toBe(name)
})
