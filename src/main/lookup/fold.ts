/** Letters that have no decomposition but that people type without their stroke. */
const plain: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  '&': ' and ',
}

/**
 * Text for comparing: words of letters and digits, one space between, without case, accents, punctuation and width.
 * “Salt & Copper” and “SALT AND COPPER!” are the same; so are “don’t” and “dont”.
 */
export function fold(text: string): string {
  return text
    .replace(/['’ʼ`´]/g, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøđðþłı&]/g, (letter) => plain[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

export function foldedWords(text: string): string[] {
  const folded = fold(text)
  return folded === '' ? [] : folded.split(' ')
}

/** A code as a machine compares it, without spaces, hyphens and case: `klp014`. */
export const foldCode = (text: string): string => fold(text).replaceAll(' ', '')

/** Digits without leading zeros: an EAN-13 that begins with 0 is the UPC without it. */
export const foldBarcode = (text: string): string => text.replace(/\D/g, '').replace(/^0+/, '')
