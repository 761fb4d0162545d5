/**
 * Names of Discogs' that are no country of today's, or that English calls otherwise by now. MusicBrainz' codes for
 * Europe, the world and countries of the past.
 */
const ownNames: readonly (readonly [name: string, code: string])[] = [
  ['US', 'US'],
  ['USA', 'US'],
  ['UK', 'GB'],
  ['Europe', 'XE'],
  ['Worldwide', 'XW'],
  ['Czech Republic', 'CZ'],
  ['Turkey', 'TR'],
  ['Hong Kong', 'HK'],
  ['Macau', 'MO'],
  ['Macedonia', 'MK'],
  ['Ivory Coast', 'CI'],
  ['Trinidad & Tobago', 'TT'],
  ['Bosnia & Herzegovina', 'BA'],
  ['USSR', 'SU'],
  ['Yugoslavia', 'YU'],
  ['Czechoslovakia', 'XC'],
  ['German Democratic Republic (GDR)', 'XG'],
  ['Serbia and Montenegro', 'CS'],
]

/** Codes that have a name but are no country's: left out, as they would hide one of the same name. */
const noCountries = new Set(['DD', 'SU', 'YU', 'CS', 'FX', 'UK', 'XA', 'XB', 'EU', 'EZ', 'UN', 'ZZ'])

let codes: ReadonlyMap<string, string> | undefined

function codesByName(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const known = letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !noCountries.has(code))
    .flatMap((code): [string, string][] => {
      const name = names.of(code)
      return name === undefined ? [] : [[name, code]]
    })
  return new Map([...known, ...ownNames])
}

/** ISO 3166-1 of a country as Discogs writes it; empty for what is none, such as “UK & Europe”. */
export function countryCode(name: string): string {
  codes ??= codesByName()
  return codes.get(name) ?? ''
}
