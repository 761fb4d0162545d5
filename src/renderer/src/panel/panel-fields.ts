import { customField, type FieldName, fieldNames, type RegisteredField } from '../../../shared/model'
import { identifierFields, inFieldOrder } from '../editor'

/** A line of the panel: one field, or a number and its total. */
export type PanelLine = readonly [FieldName] | readonly [number: FieldName, total: FieldName]

/** What most people edit, in the order they think of it. Always there. */
export const mainLines: readonly PanelLine[] = [
  ['title'],
  ['artist'],
  ['album'],
  ['albumArtist'],
  ['track', 'trackTotal'],
  ['disc', 'discTotal'],
  ['date'],
  ['genre'],
  ['composer'],
  ['label'],
  ['catalogNumber'],
  ['comment'],
]

const mainFields = new Set<FieldName>(mainLines.flat())

/** Numbers whose total stands in the same line. */
const totals: ReadonlyMap<FieldName, FieldName> = new Map([['movementNumber', 'movementTotal']])
const inOtherLine = new Set<FieldName>(totals.values())

const broadcast = new Set<FieldName>([
  'description',
  'longDescription',
  'podcast',
  'podcastFeed',
  'podcastId',
  'podcastCategory',
  'podcastKeywords',
  'mediaKind',
  'advisory',
  'show',
  'showSort',
  'season',
  'episode',
  'episodeId',
  'network',
] satisfies RegisteredField[])

const sound = new Set<FieldName>([
  'replayGainTrackGain',
  'replayGainTrackPeak',
  'replayGainAlbumGain',
  'replayGainAlbumPeak',
  'r128TrackGain',
  'r128AlbumGain',
  'gapless',
  'encodedBy',
  'encoderSettings',
] satisfies RegisteredField[])

/** What belongs together, the most asked for first: the music, its sorting, broadcasts, sound, identifiers. */
function groupOf(field: FieldName): number {
  if (identifierFields.has(field)) return 4
  if (sound.has(field)) return 3
  if (broadcast.has(field)) return 2
  return field.endsWith('Sort') ? 1 : 0
}

const groups = [0, 1, 2, 3, 4] as const

/** The other fields that are there, group after group. */
export function moreLines(fields: ReadonlySet<FieldName>): readonly PanelLine[] {
  const others = inFieldOrder([...fields].filter((field) => !mainFields.has(field)))
  const shown = new Set(others.map((field) => numberOf(field)))
  return groups
    .flatMap((group) => inFieldOrder(shown).filter((field) => groupOf(field) === group))
    .map((field): PanelLine => {
      const total = totals.get(field)
      return total === undefined ? [field] : [field, total]
    })
}

/** A total stands in the line of its number. */
const numberOf = (field: FieldName): FieldName =>
  [...totals].find(([, total]) => total === field)?.[0] ?? field

/** What can be added to the panel beyond `present`, in groups. */
export const addableFields = (present: ReadonlySet<FieldName>): readonly (readonly RegisteredField[])[] =>
  groups.map((group) =>
    fieldNames.filter(
      (field) =>
        groupOf(field) === group && !mainFields.has(field) && !inOtherLine.has(field) && !present.has(field),
    ),
  )

const longestName = 100

/**
 * The field that a typed name means: one of the registry where it is called so, else one of its own. Undefined where
 * it is no name for a field: empty, very long, or with `=` or control characters, which Vorbis comments cannot hold.
 */
export function fieldNamed(
  typed: string,
  labelOf: (field: RegisteredField) => string,
): FieldName | undefined {
  const name = typed.trim()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (name === '' || name.length > longestName || /[=\u0000-\u001f\u007f]/.test(name)) return undefined
  const called = (field: RegisteredField) => labelOf(field).toLowerCase() === name.toLowerCase()
  return fieldNames.find(called) ?? customField(name)
}
