import { type FieldName, type FieldValue, type FieldValues, fieldRow, noValue } from '../../shared/model'
import type { FileAccess } from './file-access'
import { isReadByReference, readReference } from './reference-reader'
import { withoutBallast } from './reference-view'
import type { ContainerKind } from './sniff'
import { readTaglib } from './taglib-opinion'

/** Another program's reading of a file; undefined where it has none. */
export interface Opinion {
  readonly name: string
  read(access: FileAccess, kind: ContainerKind, path: string): Promise<FieldValues | undefined>
}

/** Kinds whose comments music-metadata opens the file without seeing (formats.md, section 1). */
const unseen: ReadonlySet<ContainerKind> = new Set(['ogg-flac', 'ogg-theora'])

export const musicMetadataOpinion: Opinion = {
  name: 'music-metadata',
  read: async (access, kind) => {
    if (unseen.has(kind) || !isReadByReference(kind)) return undefined
    try {
      return (await readReference(withoutBallast(access, kind), kind, { pictures: false })).values
    } catch {
      // “Cannot open” is no vote (decisions.md 3).
      return undefined
    }
  },
}

export const taglibOpinion: Opinion = { name: 'node-taglib-sharp', read: readTaglib }

/** The fields on which both libraries are trusted (formats.md, section 4). */
const votedOn: ReadonlySet<FieldName> = new Set([
  'title',
  'artist',
  'album',
  'albumArtist',
  'composer',
  'track',
  'trackTotal',
  'disc',
  'discTotal',
])

/** Of a total that has an attribute of its own the libraries know other names, or none (formats.md B9). */
const untrusted: { readonly [Kind in ContainerKind]?: ReadonlySet<FieldName> } = {
  asf: new Set<FieldName>(['trackTotal', 'discTotal']),
}

/** The value as far as it can be compared: one text without `/`, which the libraries split; numbers as numbers. */
function comparable(field: FieldName, value: FieldValue): string | undefined {
  if (value.length === 0) return ''
  const [text = ''] = value
  if (value.length > 1 || /[/;\0]/.test(text)) return undefined
  if (fieldRow(field).type !== 'number') return text.trim()
  // “0” of something is no answer to some readers.
  return /^\d+$/.test(text) ? String(Number(text) || '') : undefined
}

/** What we and another reader see in the same bytes. */
export interface Sides {
  readonly ours: FieldValues
  readonly theirs: FieldValues
}

function agrees(field: FieldName, { ours, theirs }: Sides): boolean | undefined {
  const our = comparable(field, ours[field] ?? noValue)
  const their = comparable(field, theirs[field] ?? noValue)
  return our === undefined ? undefined : our === their
}

/** The changed fields that another reader sees differently in the result, as far as it is trusted. */
export const doubts = (kind: ContainerKind, fields: readonly FieldName[], result: Sides): FieldName[] =>
  fields.filter(
    (field) => votedOn.has(field) && untrusted[kind]?.has(field) !== true && agrees(field, result) === false,
  )

/**
 * The first doubt of a reader that agreed with us on the original. One that saw the original differently has no vote
 * on that field, and one that is blind to the tag has none at all. Nor has one that sees nothing where nothing was
 * before: it may not know the field by this name.
 */
export function disagreement(
  doubted: readonly FieldName[],
  original: Sides,
  result: Sides,
): FieldName | undefined {
  const sees = (values: FieldValues) =>
    [...votedOn].some((field) => values[field] !== undefined && values[field].length > 0)
  if (sees(original.ours) && !sees(original.theirs)) return undefined
  const mayBeBlind = (field: FieldName) =>
    (original.theirs[field] ?? noValue).length === 0 && (result.theirs[field] ?? noValue).length === 0
  return doubted.find((field) => !mayBeBlind(field) && agrees(field, original) === true)
}
