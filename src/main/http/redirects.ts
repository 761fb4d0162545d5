import { RedirectError, type RedirectReason } from './errors'

const redirectStatuses = new Set([301, 302, 303, 307, 308])

/** Whether the status sends us elsewhere. 300 and 304 do not: they come with nothing to follow. */
export function isRedirect(status: number): boolean {
  return redirectStatuses.has(status)
}

export interface RedirectPolicy {
  /** Where the call began, which the user's settings name: its own origin is trusted, plain http included. */
  readonly base: URL
  /** Host families beside the base's own: `archive.org` also stands for everything below it. */
  readonly hosts: readonly string[]
}

/** A response that redirects. */
export interface Hop {
  readonly method: string
  /** Where the response came from. */
  readonly from: URL
  /** Its `Location` header. */
  readonly location: string | null
}

/**
 * Where a redirect leads, when we may go there: to the base's own origin, or by https and the usual port to
 * a host of one of the families. Only GET and HEAD are followed.
 * @throws RedirectError otherwise
 */
export function nextHop({ method, from, location }: Hop, policy: RedirectPolicy): URL {
  const refuse = (reason: RedirectReason): RedirectError =>
    new RedirectError({ method, url: from, reason, to: location ?? '' })
  if (!location || !URL.canParse(location, from.href)) throw refuse('no-location')
  const to = new URL(location, from)
  if (method !== 'GET' && method !== 'HEAD') throw refuse('method')
  const reason = reasonAgainst(to, policy)
  if (reason !== undefined) throw refuse(reason)
  return to
}

/** Whether we go where somebody whom we asked at `base` points: by a redirect, or by an address in the answer. */
export const mayLeadTo = (to: URL, policy: RedirectPolicy): boolean => reasonAgainst(to, policy) === undefined

function reasonAgainst(to: URL, { base, hosts }: RedirectPolicy): RedirectReason | undefined {
  if (to.username || to.password) return 'credentials'
  if (to.origin === base.origin && isWeb(to)) return undefined
  if (to.protocol !== 'https:') return 'not-https'
  const families = [base.hostname, ...hosts]
  return to.port === '' && families.some((family) => belongsTo(to.hostname, family))
    ? undefined
    : 'foreign-host'
}

/** `file:` has an origin too ("null"), the same for every file. */
export function isWeb(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:'
}

function belongsTo(host: string, family: string): boolean {
  const wanted = family.toLowerCase()
  return host === wanted || host.endsWith(`.${wanted}`)
}
