import type { ServiceName } from '../../shared/model'
import { isMusicBrainzId } from './release'

/** What an id may be of. A recording is found by the releases that it is on. */
export type NamedKind = 'release' | 'releaseGroup' | 'recording'

/** One thing that a service knows, named by its id there. */
export interface Named {
  readonly service: ServiceName
  readonly id: string
  /** What it may be, to be asked for in this order: an id alone does not say. */
  readonly kinds: readonly NamedKind[]
}

/** What the person typed or pasted, taken for what it is. */
export type Pasted =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'named'; readonly named: Named }
  /** Digits only. */
  | { readonly kind: 'barcode'; readonly barcode: string }
  /** An address of something that cannot be looked up. */
  | { readonly kind: 'strange' }

/** Reads what was typed: an address, an id, a barcode, else words. Pure. */
export function readPasted(typed: string): Pasted {
  const text = typed.trim()
  if (isMusicBrainzId(text)) return ofMusicBrainz(text, ['release', 'releaseGroup', 'recording'])
  const inBrackets = /^\[([rm])(\d+)\]$/i.exec(text)
  if (inBrackets?.[1] !== undefined && inBrackets[2] !== undefined)
    return named('discogs', inBrackets[2], inBrackets[1].toLowerCase() === 'r' ? 'release' : 'releaseGroup')
  const barcode = barcodeIn(text)
  if (barcode !== undefined) return { kind: 'barcode', barcode }
  const url = addressIn(text)
  if (url === undefined) return { kind: 'words', text }
  return fromAddress(url) ?? { kind: 'strange' }
}

const named = (service: ServiceName, id: string, kind: NamedKind): Pasted => ({
  kind: 'named',
  named: { service, id, kinds: [kind] },
})

const ofMusicBrainz = (id: string, kinds: readonly NamedKind[]): Pasted => ({
  kind: 'named',
  named: { service: 'musicbrainz', id: id.toLowerCase(), kinds },
})

/** Domains whose addresses count as such without their `https://`. */
const known = /^(?:[a-z0-9-]+\.)*(?:musicbrainz\.org|discogs\.com|deezer\.com|apple\.com)\//i

function addressIn(text: string): URL | undefined {
  if (/\s/.test(text)) return undefined
  const address = /^https?:\/\//i.test(text) ? text : known.test(text) ? `https://${text}` : undefined
  return address !== undefined && URL.canParse(address) ? new URL(address) : undefined
}

function fromAddress({ hostname, pathname }: URL): Pasted | undefined {
  const parts = pathname.split('/').filter((part) => part !== '')
  if (isOf(hostname, 'musicbrainz.org')) return musicBrainzPath(parts)
  if (isOf(hostname, 'discogs.com')) return discogsPath(parts)
  if (isOf(hostname, 'deezer.com')) return albumPath('deezer', parts, /^(\d+)$/)
  if (isOf(hostname, 'apple.com')) return albumPath('itunes', parts, /^(?:id)?(\d+)$/)
  return undefined
}

const isOf = (hostname: string, domain: string): boolean =>
  hostname === domain || hostname.endsWith(`.${domain}`)

const musicBrainzKinds: Readonly<Record<string, NamedKind>> = {
  release: 'release',
  'release-group': 'releaseGroup',
  recording: 'recording',
}

/** `/release/<mbid>`, with whatever comes behind; `/track/<mbid>` names no entity that can be asked for. */
function musicBrainzPath(parts: readonly string[]): Pasted | undefined {
  for (const [at, part] of parts.entries()) {
    const kind = musicBrainzKinds[part.toLowerCase()]
    const id = parts[at + 1]
    if (kind !== undefined && id !== undefined && isMusicBrainzId(id)) return ofMusicBrainz(id, [kind])
  }
  return undefined
}

/** `/release/<n>-Artist-Title`, `/de/master/<n>`, and the old `/Artist-Title/release/<n>`. */
function discogsPath(parts: readonly string[]): Pasted | undefined {
  for (const [at, part] of parts.entries()) {
    const id = /^(\d+)(?:-|$)/.exec(parts[at + 1] ?? '')?.[1]
    if (id === undefined) continue
    if (part.toLowerCase() === 'release') return named('discogs', id, 'release')
    if (part.toLowerCase() === 'master') return named('discogs', id, 'releaseGroup')
  }
  return undefined
}

/** `/<language>/album/<n>`, `/<country>/album/<title>/<n>`: the last part that is an id. */
function albumPath(service: ServiceName, parts: readonly string[], pattern: RegExp): Pasted | undefined {
  const album = parts.findIndex((part) => part.toLowerCase() === 'album')
  if (album < 0) return undefined
  const ids = parts.slice(album + 1).flatMap((part) => pattern.exec(part)?.[1] ?? [])
  const id = ids.at(-1)
  return id === undefined ? undefined : named(service, id, 'release')
}

const barcodeLengths: ReadonlySet<number> = new Set([8, 12, 13, 14])

/** A GTIN with or without spaces and hyphens between, whose check digit is right: other numbers are words. */
function barcodeIn(text: string): string | undefined {
  if (!/^\d[\d -]*\d$/.test(text)) return undefined
  const digits = text.replace(/\D/g, '')
  return barcodeLengths.has(digits.length) && isChecked(digits) ? digits : undefined
}

/** GS1 General Specifications §7.9: weights 3 and 1 from the right, the whole a multiple of ten. */
const isChecked = (digits: string): boolean =>
  [...digits].reverse().reduce((sum, digit, at) => sum + Number(digit) * (at % 2 === 0 ? 1 : 3), 0) % 10 === 0
