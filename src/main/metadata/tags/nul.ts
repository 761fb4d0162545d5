/** Nobody has as many values in one text. */
const maxValues = 50_000

/**
 * The values of a text out of a tag that counts its bytes. A NUL in it keeps values apart, as in ID3v2 and APEv2, out of
 * which such texts are copied; one that is only padding leaves empty values, which count as none.
 */
export function separatedByNul(text: string): readonly string[] {
  if (!text.includes('\0')) return [text]
  const values = text.split('\0', maxValues + 1)
  // All of it is shown, so that nothing is written over that nobody saw.
  return values.length > maxValues ? [text] : values
}
