import type { Language, Translate } from '../../../shared/i18n'

/**
 * A release’s country in words. Two are MusicBrainz’ own, everywhere and Europe as a whole: the runtime’s own names
 * of regions have countries only. Codes that nobody knows stay as they are.
 */
export function countryName(code: string, language: Language, translate: Translate): string {
  if (code === 'XW') return translate('lookup.country.world')
  if (code === 'XE') return translate('lookup.country.europe')
  if (!/^[A-Z]{2}$/.test(code)) return code
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(code) ?? code
}
