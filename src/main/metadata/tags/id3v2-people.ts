import type { Id3v2Version } from './id3v2-frames'
import { decodeTexts, type Encoding, encodePairs, encodingFor, isEncoding } from './id3v2-text'

/**
 * People and what they did: pairs of role and name, in TIPL and TMCL of ID3v2.4 (§4.2.2), in IPLS before (ID3v2.3
 * §4.4). Each pair reads as an entry of its own: `TIPL:engineer`, `IPLS:engineer`, and `TMCL` for a performer, whose
 * value is `name (instrument)`.
 */
export interface Credit {
  readonly frameId: string
  readonly role: string
  readonly person: string
}

export const isPeopleFrame = (name: string): boolean => name === 'TIPL' || name === 'TMCL' || name === 'IPLS'

/** The roles that IPLS has in common with TIPL, as Picard writes them; every other role there is an instrument. */
const roles = new Set(['ARRANGER', 'ENGINEER', 'PRODUCER', 'DJ-MIX', 'MIX'])

const isPerformer = ({ frameId, role }: Credit): boolean =>
  frameId === 'TMCL' || (frameId === 'IPLS' && !roles.has(role.toUpperCase()))

export function creditsOf(frameId: string, content: Uint8Array): readonly Credit[] {
  const texts = decodeTexts(content) ?? []
  // One text alone names somebody without saying what they did.
  if (texts.length === 1) return [{ frameId, role: '', person: texts[0] ?? '' }]
  return Array.from({ length: Math.ceil(texts.length / 2) }, (_, index) => ({
    frameId,
    role: texts[index * 2] ?? '',
    person: texts[index * 2 + 1] ?? '',
  }))
}

export const creditName = (credit: Credit): string =>
  isPerformer(credit) ? 'TMCL' : `${credit.frameId}:${credit.role}`

export function creditText(credit: Credit): string {
  const { role, person } = credit
  return isPerformer(credit) && role !== '' ? `${person} (${role})` : person
}

/** The pair for a value of the entry `name`; undefined when it would read back as something else. */
export function creditFrom(name: string, text: string, version: Id3v2Version): Credit | undefined {
  const colon = name.indexOf(':')
  if (colon >= 0) return { frameId: name.slice(0, colon), role: name.slice(colon + 1), person: text }
  const [, person = text, role = ''] = /^(.*) \(([^()]*)\)$/s.exec(text) ?? []
  const credit = { frameId: version === 4 ? 'TMCL' : 'IPLS', role, person }
  return isPerformer(credit) ? credit : undefined
}

export function encodeCredits(
  credits: readonly Credit[],
  version: Id3v2Version,
  old: Uint8Array | undefined,
): Uint8Array {
  const [first] = credits
  // One text alone is a person, and stays alone.
  const isAlone = credits.length === 1 && first?.role === ''
  const texts = isAlone ? [first.person] : credits.flatMap(({ role, person }) => [role, person])
  const had: Encoding | undefined = isEncoding(old?.[0]) ? old[0] : undefined
  return encodePairs(texts, encodingFor(texts.join(''), version, had))
}
