import { expect, it } from 'vitest'
import { countryName } from './country-name'

it.each([
  ['NL', 'en', 'Netherlands'],
  ['NL', 'de', 'Niederlande'],
  ['XW', 'en', 'world'],
  ['XE', 'de', 'Europa'],
  ['', 'en', ''],
  ['XX', 'en', 'XX'],
  ['somewhere', 'en', 'somewhere'],
] as const)('“%s” is in “%s” called “%s”', (code, language, name) => {
  expect(countryName(code, language)).toBe(name)
})
