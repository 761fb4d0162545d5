import { HttpStatusError, InvalidResponseError, NetworkError, RedirectError } from './errors'

/**
 * What keeps every service away alike: there is no network, or it wants a sign-in first (a captive portal, as in hotels
 * and trains). Not a single server that is down or slow.
 */
export type NetworkTrouble = 'offline' | 'sign-in'

/** The computer's own way out is missing: in Node's words, and in Chromium's. */
const offlineCodes = new Set([
  'ENETDOWN',
  'ENETUNREACH',
  // No name server answers; a name that does not exist is another code.
  'EAI_AGAIN',
  'ERR_INTERNET_DISCONNECTED',
  'ERR_NETWORK_CHANGED',
  'ERR_NETWORK_ACCESS_DENIED',
  'ERR_ADDRESS_UNREACHABLE',
  'ERR_PROXY_CONNECTION_FAILED',
  'ERR_TUNNEL_CONNECTION_FAILED',
])

/** Somebody else answers in the place of a host that proves who it is. */
const wrongHostCodes = new Set(['ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_CERT_COMMON_NAME_INVALID'])

/** “Network authentication required” (RFC 6585, section 6). */
const signInStatus = 511

/**
 * Whether the failure of one attempt is the network's. `isOnline` is what the system believes: that there is a network is
 * no proof, so only its no counts, and not for this computer's own servers.
 */
export function networkTrouble(error: unknown, isOnline: () => boolean): NetworkTrouble | undefined {
  if (error instanceof NetworkError) {
    if (error.systemCode !== undefined && wrongHostCodes.has(error.systemCode)) return 'sign-in'
    if (error.systemCode !== undefined && offlineCodes.has(error.systemCode)) return 'offline'
    return isOnline() || isLoopback(error.url) ? undefined : 'offline'
  }
  if (error instanceof HttpStatusError) return error.status === signInStatus ? 'sign-in' : undefined
  // A page in the place of data, or the way to one.
  if (error instanceof InvalidResponseError) {
    const page =
      error.reason === 'content-type' && /^(text\/html|application\/xhtml\+xml)$/.test(error.detail ?? '')
    return page ? 'sign-in' : undefined
  }
  if (error instanceof RedirectError) {
    return error.reason === 'foreign-host' || error.reason === 'not-https' ? 'sign-in' : undefined
  }
  return undefined
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}
