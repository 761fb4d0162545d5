const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** Older than this is told by its date: days. */
const relativeDays = 7

/** `5 minutes ago`, `yesterday`; the date for what is older than a week. */
export function whenText(timeMs: number, now: number, language: string): string {
  const ago = Math.max(0, now - timeMs)
  if (ago >= relativeDays * units[0][1]) {
    return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(timeMs)
  }
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  for (const [unit, length] of units) {
    if (ago >= length) return relative.format(-Math.floor(ago / length), unit)
  }
  return relative.format(0, 'second')
}

/** To the second, for who wants to know it exactly. */
export const exactTime = (timeMs: number, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'medium' }).format(timeMs)
