/** What stands for the contact until a publisher sets one: no made-up address (decisions.md 30). */
const noContact = 'unpublished build'

export interface UserAgentFacts {
  readonly version: string
  /** An address of the web or of e-mail where a service can reach whoever answers for this build. */
  readonly contact?: string | undefined
}

/**
 * The `User-Agent` that every request carries, in the form that MusicBrainz asks for:
 * `Tagwright/<version> ( <contact> )`. The contact can come from the settings, so whatever would break out of
 * the comment or the header (brackets, line ends, anything beyond plain ASCII) is left out of it.
 */
export function userAgent({ version, contact = '' }: UserAgentFacts): string {
  const product = version.replace(/[^\w.+-]/g, '') || '0'
  const comment = contact.replace(/[^\x20-\x7e]|[()\\]/g, '').trim()
  return `Tagwright/${product} ( ${comment || noContact} )`
}
