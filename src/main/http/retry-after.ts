/** How long a `Retry-After` is believed when nobody says otherwise, in ms. */
const defaultCapMs = 60_000

export interface RetryAfterOptions {
  /** The time now, in ms since 1970: dates are read against it. */
  readonly now: number
  /** Never wait longer, in ms, whatever the server asks for. Default 60,000. */
  readonly cap?: number
}

/**
 * The value of a `Retry-After` header (RFC 9110 §10.2.3) as a delay in ms between 0 and `cap`. Both forms are
 * read: a count of seconds, and an HTTP date, which is 0 when it has passed already.
 * @returns `undefined` when there is no value or it is neither form: then the caller's own delay stands
 */
export function parseRetryAfter(
  value: string | null | undefined,
  { now, cap = defaultCapMs }: RetryAfterOptions,
): number | undefined {
  const text = value?.trim()
  if (!text) return undefined
  // Whole seconds by the book; a fraction is what some proxies send, and harmless.
  const asked = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : untilDate(text, now)
  return asked === undefined ? undefined : Math.min(Math.max(0, asked), cap)
}

function untilDate(text: string, now: number): number | undefined {
  const date = parseHttpDate(text)
  return date === undefined ? undefined : date - now
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const time = String.raw`(?<h>\d\d):(?<m>\d\d):(?<s>\d\d)`
/** The one form to send and the two that must still be understood (RFC 9110 §5.6.7), in that order. */
const forms = [
  new RegExp(String.raw`^[a-z]{3}, (?<day>\d\d) (?<month>[a-z]{3}) (?<year>\d{4}) ${time} GMT$`, 'i'),
  new RegExp(String.raw`^[a-z]{6,9}, (?<day>\d\d)-(?<month>[a-z]{3})-(?<year>\d\d) ${time} GMT$`, 'i'),
  new RegExp(String.raw`^[a-z]{3} (?<month>[a-z]{3}) (?<day>[ \d]\d) ${time} (?<year>\d{4})$`, 'i'),
]

/**
 * An HTTP date in ms since 1970. `Date.parse` will not do: it also makes a date of "banana 5".
 * @returns `undefined` when the text has none of the three forms
 */
function parseHttpDate(text: string): number | undefined {
  for (const form of forms) {
    const part = form.exec(text)?.groups
    if (!part) continue
    const month = months.indexOf(String(part['month']).toLowerCase())
    if (month < 0) return undefined
    const year = Number(part['year'])
    // Two digits can mean either century; nobody asks us to wait until 2070.
    const fullYear = String(part['year']).length > 2 ? year : year + (year < 70 ? 2000 : 1900)
    return Date.UTC(
      fullYear,
      month,
      Number(part['day']),
      Number(part['h']),
      Number(part['m']),
      Number(part['s']),
    )
  }
  return undefined
}
