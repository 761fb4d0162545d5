import { expect, it } from 'vitest'
import { countryCode } from './discogs-country'

it.each([
  ['UK', 'GB'],
  ['US', 'US'],
  ['Germany', 'DE'],
  ['Netherlands', 'NL'],
  ['Japan', 'JP'],
  ['South Korea', 'KR'],
  ['Russia', 'RU'],
  ['Czech Republic', 'CZ'],
  ['Côte d’Ivoire', 'CI'],
  ['Europe', 'XE'],
  ['Worldwide', 'XW'],
  ['USSR', 'SU'],
  ['German Democratic Republic (GDR)', 'XG'],
  ['UK & Europe', ''],
  ['Atlantis', ''],
  ['', ''],
])('%s is %s', (name, code) => {
  expect(countryCode(name)).toBe(code)
})
