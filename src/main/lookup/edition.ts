import type { AlbumEvidence } from './album-evidence'
import { fold, foldBarcode, foldCode } from './fold'
import { formatOf, type Release } from './release'
import { similarity } from './similarity'

/** Something that tells editions of one album apart. `value` is the release's, `found` the files'; '' is unknown. */
export interface EditionFact {
  readonly fact: 'releaseId' | 'barcode' | 'catalogNumber' | 'medium' | 'date' | 'label'
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
  const facts = [
    compared('releaseId', [release.id], album.releaseId, (a, b) => Number(a === b.toLowerCase())),
    compared('barcode', [release.barcode], album.barcode, (a, b) =>
      Number(foldBarcode(a) === foldBarcode(b)),
    ),
    compared(
      'catalogNumber',
      release.catalogNumbers,
      hinted(album.catalogNumber, release.catalogNumbers, sameCode),
      sameCode,
    ),
    {
      ...compared('medium', media, album.medium, (a, b) => Number(mediumKind(a) === mediumKind(b))),
      value: formatOf(release),
    },
    compared('date', [release.date], album.date, dateAgreement),
    compared('label', release.labels, hinted(album.label, release.labels, sameName), sameName),
  ] satisfies EditionFact[]
  return facts.filter(({ fact, value, found }) => {
    // Every release has an id: only one in the files makes it a fact.
    if (fact === 'releaseId') return found !== ''
    return fact === 'barcode' || value !== '' || found !== ''
  })
}

/** How much of a value agrees, 0 for not at all. */
type Agreement = (value: string, found: string) => number

const sameCode: Agreement = (value, found) => Number(foldCode(value) === foldCode(found))
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
