/** It goes into a header, in brackets: plain signs without blanks, brackets and line ends. */
const headerSafe = /^[!-'*-~]+$/
const mailAddress = /^[^@/:]+@[^@/:]+\.[^@/:]+$/

/**
 * A typed contact as it is kept: an e-mail address, a page, or nothing. Undefined when it is none, as it would be cut
 * to something else on its way into the header.
 */
export function contactOf(text: string): string | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return ''
  if (!headerSafe.test(trimmed)) return undefined
  const isPage = URL.canParse(trimmed) && /^https?:$/.test(new URL(trimmed).protocol)
  return isPage || mailAddress.test(trimmed) ? trimmed : undefined
}
