import type { Language } from '../../../shared/i18n'

/** Countries that are MusicBrainz’ own: everywhere, and Europe as a whole. */
const regions: Readonly<Record<string, string>> = { XW: '001', XE: '150' }

/** A release’s country in words. Codes that nobody knows stay as they are. */
export function countryName(code: string, language: Language): string {
  const region = regions[code] ?? code
  if (!/^(?:[A-Z]{2}|\d{3})$/.test(region)) return code
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(region) ?? code
}
