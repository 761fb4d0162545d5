import type { Candidate } from '../../../shared/ipc'

/** What is said of an edition to tell it from the others of its album. */
export const editionFactNames = [
  'format',
  'country',
  'date',
  'label',
  'catalogNumber',
  'barcode',
  'trackCount',
] as const
export type EditionFactName = (typeof editionFactNames)[number]

export interface EditionFact {
  readonly fact: EditionFactName
  readonly text: string
  /** Not what the one that is looked at has. */
  readonly differs: boolean
}

/** Said of every edition, alike or not: what one knows one's own by. */
const always: ReadonlySet<EditionFactName> = new Set(['format', 'country', 'date'])

/**
 * The facts of one edition among all that are listed, beside the one that is looked at. What is the same in all of them
 * is left out but for the usual ones, and so is what is unknown.
 */
export function editionFacts(
  edition: Candidate,
  all: readonly Candidate[],
  looked: Candidate | undefined,
): readonly EditionFact[] {
  return editionFactNames.flatMap((fact) => {
    const text = edition[fact] === 0 ? '' : String(edition[fact])
    const tells = always.has(fact) || all.some((other) => other[fact] !== edition[fact])
    const differs = looked !== undefined && looked[fact] !== edition[fact]
    return text !== '' && tells ? [{ fact, text, differs }] : []
  })
}

/** Whether the group was not looked at: the files or a search hit named this edition, and nobody asked for others. */
export const mayHaveOthers = ({ reasons, recording }: Candidate): boolean =>
  recording === undefined &&
  (reasons.some(({ code, kind }) => code === 'releaseId' && kind === 'agrees') ||
    reasons.every(({ code }) => code !== 'titles'))

/**
 * The address that brings all editions of the group a candidate is of; undefined where its service knows no groups.
 * To be searched for.
 */
export function groupAddress({ service, releaseGroupId }: Candidate): string | undefined {
  if (releaseGroupId === '') return undefined
  if (service === 'discogs') return `[m${releaseGroupId}]`
  const isMusicBrainz = service === 'musicbrainz' || service === 'catalogue'
  return isMusicBrainz ? `https://musicbrainz.org/release-group/${releaseGroupId}` : undefined
}
