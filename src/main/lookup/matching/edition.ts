import { formatOf, isMusicBrainzId, type Release, trackCountOf } from '../release'
import type { Alignment } from './align'
import type { AlbumEvidence } from './evidence'
import { fold, foldBarcode, foldCode } from './fold'
import { type Features, logOdds } from './linear-model'
import { similarity } from './similarity'
import weights from './weights.json'

/** Something that tells editions of one album apart. `value` is the release's, `found` the files'; '' is unknown. */
export interface EditionFact {
  readonly fact: 'releaseId' | 'barcode' | 'catalogNumber' | 'medium' | 'country' | 'date' | 'label'
  readonly kind: 'agrees' | 'unknown' | 'differs'
  readonly value: string
  readonly found: string
  /** How much of it agrees or differs, 0…1. */
  readonly strength: number
}

/**
 * What speaks for and against this edition. A fact that both sides are silent about is left out, but for the
 * barcode: it is what would decide.
 */
export function editionFacts(album: AlbumEvidence, release: Release): EditionFact[] {
  const media = [...new Set(release.media.map((medium) => medium.format).filter((format) => format !== ''))]
  const hinted = (known: string, values: readonly string[], agreement: Agreement) =>
    known || (album.hints.find((hint) => values.some((value) => agreement(value, hint) > 0)) ?? '')
  // What other services count says nothing about an id of MusicBrainz.
  const isOfSameOrigin = isMusicBrainzId(release.id) || !isMusicBrainzId(album.releaseId)
  const facts = [
    compared('releaseId', isOfSameOrigin ? [release.id] : [], album.releaseId, (a, b) =>
      Number(a === b.toLowerCase()),
    ),
    compared('barcode', [release.barcode], album.barcode, (a, b) =>
      Number(foldBarcode(a) === foldBarcode(b)),
    ),
    catalogNumberFact(album, release),
    {
      ...compared('medium', media, hinted(album.medium, media, sameMedium), sameMedium),
      value: formatOf(release),
    },
    compared('country', [release.country], hinted(album.country, [release.country], sameText), sameText),
    compared('date', [release.date], album.date, dateAgreement),
    compared('label', release.labels, hinted(album.label, release.labels, sameName), sameName),
  ] satisfies EditionFact[]
  return facts.filter(({ fact, value, found }) => {
    // Every release of MusicBrainz has an id: only one in the files makes it a fact.
    if (fact === 'releaseId') return value !== '' && found !== ''
    return fact === 'barcode' || value !== '' || found !== ''
  })
}

/** A number from a folder's name may be something else, such as an event's: it agrees or says nothing. */
function catalogNumberFact(album: AlbumEvidence, release: Release): EditionFact {
  const hints = [album.catalogNumber, ...album.hints]
  const agreeing = hints.find((hint) => release.catalogNumbers.some((own) => sameCode(own, hint) > 0))
  return compared('catalogNumber', release.catalogNumbers, agreeing ?? album.catalogNumber, sameCode)
}

/** How much of a value agrees, 0 for not at all. */
type Agreement = (value: string, found: string) => number

const sameCode: Agreement = (value, found) =>
  Number(foldCode(found) !== '' && foldCode(value) === foldCode(found))
const sameText: Agreement = (value, found) => Number(fold(value) === fold(found))
const sameMedium: Agreement = (value, found) => Number(mediumKind(value) === mediumKind(found))
const sameName: Agreement = (value, found) => Number(similarity(value, found) >= 0.85)

function compared(
  fact: EditionFact['fact'],
  values: readonly string[],
  found: string,
  agreement: Agreement,
): EditionFact {
  const known = values.filter((value) => value !== '')
  if (known.length === 0 || found === '')
    return { fact, kind: 'unknown', value: known[0] ?? '', found, strength: 0 }
  const best = known
    .map((value) => ({ value, strength: agreement(value, found) }))
    .reduce((one, other) => (other.strength > one.strength ? other : one))
  return best.strength > 0
    ? { fact, kind: 'agrees', found, ...best }
    : { fact, kind: 'differs', found, value: best.value, strength: 1 }
}

/** As far as both are known: `2019` is no contradiction to `2019-09-13`, but says less. */
function dateAgreement(value: string, found: string): number {
  const digits = (date: string) => date.replace(/\D/g, '').slice(0, 8)
  const a = digits(value)
  const b = digits(found)
  if (a === '' || b === '' || !(a.startsWith(b) || b.startsWith(a))) return 0
  return a === b ? 1 : 0.7
}

const mediumKinds: readonly (readonly [string, RegExp])[] = [
  ['vinyl', /\b(vinyl|lp|shellac|flexi)\b/],
  ['cassette', /\b(cassette|tape|mc)\b/],
  ['dvd', /\bdvd/],
  ['blu-ray', /\bblu ?ray/],
  ['sacd', /\bsacd\b/],
  ['cd', /cd\b/],
  ['digital', /\b(digital|web|download|file|streaming|usb|bandcamp|itunes)\b/],
]

/** People and programs write the same medium in many ways. */
function mediumKind(format: string): string {
  const folded = fold(format)
  return mediumKinds.find(([, pattern]) => pattern.test(folded))?.[0] ?? folded
}

const signs = { agrees: 1, unknown: 0, differs: -1 } as const

/** What a fact counts for or against an edition, in log-odds. */
export const factWeight = ({ fact, kind, strength }: EditionFact): number =>
  signs[kind] * strength * (weightsOfFacts[kind === 'differs' ? `${fact}Differs` : fact] ?? 0)

const weightsOfFacts: Readonly<Record<string, number>> = weights.edition

/** How well an edition fits among the others of its group: only differences count. */
export const editionOdds = (features: Features): number => logOdds(weights.edition, features)

export function editionFeatures(
  album: AlbumEvidence,
  release: Release,
  { matches, missing }: Alignment,
  facts: readonly EditionFact[],
): Features {
  const files = Math.max(1, matches.length)
  const tracks = trackCountOf(release)
  let agreement = 0
  let apart = 0
  let compared = 0
  for (const match of matches) {
    if (match === undefined) continue
    agreement += match.fit.probability
    if (match.fit.apartMs === undefined) continue
    apart += Math.min(8000, match.fit.apartMs) / 1000
    compared += 1
  }
  const features: Record<string, number> = {
    agreement: agreement / files,
    unplaced: matches.filter((match) => match === undefined).length,
    missing: Math.min(10, missing.length),
    missingAny: Number(missing.length > 0),
    apart: compared === 0 ? 0 : apart / compared,
    lengthsUnknown: 1 - compared / files,
    totalAgrees: totalAgreement(album, release),
    discsAgree: discAgreement(album, release),
    sameCount: Number(tracks === files),
    title: Math.max(0, ...album.albums.map((title) => similarity(title, release.title))),
  }
  for (const { fact, kind, strength } of facts) {
    features[kind === 'differs' ? `${fact}Differs` : fact] = signs[kind] * strength
  }
  return features
}

/** Whether the tags' total is the release's: 1 yes, -1 no, 0 unknown. */
export function totalAgreement(album: AlbumEvidence, release: Release): number {
  if (album.trackTotal === undefined) return 0
  const told =
    album.trackTotal === trackCountOf(release) ||
    release.media.some((medium) => medium.trackCount === album.trackTotal)
  return told ? 1 : -1
}

/** Whether the discs that files name are the release's: 1 yes, -1 no, 0 where none is named. */
function discAgreement(album: AlbumEvidence, release: Release): number {
  const named = new Set(album.files.flatMap(({ disc }) => (disc === undefined ? [] : [disc])))
  const total = album.discTotal ?? (named.size > 1 ? Math.max(...named) : undefined)
  if (total !== undefined) return total === release.media.length ? 1 : -1
  return 0
}
