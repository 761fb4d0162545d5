import { type FieldName, fieldNames } from '../../../shared/model'

/** A line of the panel: one field, or a number and its total. */
export type PanelLine = readonly [FieldName] | readonly [number: FieldName, total: FieldName]

/** What most people edit, in the order they think of it. */
const firstLines: readonly PanelLine[] = [
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

const always = new Set<FieldName>(firstLines.flat())

/** Fields that can be added to the panel, in the order of the registry. */
export const moreFields: readonly FieldName[] = fieldNames.filter((name) => !always.has(name))

/** The lines that are always there, then those that were added or hold something. */
export const panelLines = (added: ReadonlySet<FieldName>): readonly PanelLine[] => [
  ...firstLines,
  ...moreFields.filter((name) => added.has(name)).map((name): PanelLine => [name]),
]
