/**
 * Ratings kept as text (Vorbis comments, APEv2): in use are 0–100, 1–5 stars, and fractions of 1 (formats.md,
 * section 3). In the model a rating is a percentage.
 */
export function percentOfRatingText(text: string): string {
  if (/^[1-5]$/.test(text)) return String(Number(text) * 20)
  if (/^[01]?[.,]\d+$/.test(text)) return String(Math.round(Number(text.replace(',', '.')) * 100))
  return text
}

/** In the scale that the file uses already; a percentage that would be taken for stars becomes a fraction. */
export function ratingTextOf(percent: string, old: string | undefined): string {
  const value = Number(percent)
  if (!Number.isInteger(value)) return percent
  if (old !== undefined && /^[1-5]$/.test(old) && value > 0 && value <= 100 && value % 20 === 0) {
    return String(value / 20)
  }
  return value >= 1 && value <= 5 ? (value / 100).toFixed(2) : percent
}
