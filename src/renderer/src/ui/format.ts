/** `3:41`, `1:02:07`; nothing where the length is not known. */
export function formatLength(durationMs: number): string {
  if (durationMs <= 0) return ''
  const seconds = Math.round(durationMs / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

/** Bytes in decimal units, as file managers show them. */
export function formatSize(bytes: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  let value = bytes
  let at = 0
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000
    at++
  }
  return (
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: units[at] ?? 'byte',
      unitDisplay: at === 0 ? 'long' : 'short',
      maximumFractionDigits: at >= 2 && value < 10 ? 1 : 0,
    })
      .format(value)
      // A number and its unit stay on one line.
      .replace(/\s/g, '\u00a0')
  )
}
