import { foldLetters } from '../../../shared/model'

/**
 * Text for comparing: words of letters and digits, one space between, without case, accents, punctuation and width.
 * “Salt & Copper” and “SALT AND COPPER!” are the same; so are “don’t” and “dont”.
 */
export function fold(text: string): string {
  return foldLetters(text.replace(/['’ʼ`´]/g, ''))
    .replaceAll('&', ' and ')
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
