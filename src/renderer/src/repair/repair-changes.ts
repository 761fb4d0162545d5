import { type RepairEncoding, repairedText } from '../../../shared/encodings'
import {
  type Change,
  type FieldChanges,
  type FieldName,
  type FieldValue,
  type FieldValues,
  fieldRow,
  sameValue,
  valueEntries,
} from '../../../shared/model'

/** Whether a field holds words; numbers, dates and flags are the same in every encoding. */
const holdsWords = (field: FieldName): boolean => ['text', 'long'].includes(fieldRow(field).type)

export const wordsOf = (values: FieldValues): [FieldName, FieldValue][] =>
  valueEntries(values).filter(([field]) => holdsWords(field))

/** Remembered as long as the values are there: all files are looked at again when one album is read otherwise. */
const known = new WeakMap<FieldValues, Map<RepairEncoding, FieldChanges | undefined>>()

/** What a repair changes in a file; undefined when that is nothing. */
export function repairChanges(values: FieldValues, encoding: RepairEncoding): FieldChanges | undefined {
  const remembered = known.get(values) ?? new Map<RepairEncoding, FieldChanges | undefined>()
  known.set(values, remembered)
  if (!remembered.has(encoding)) remembered.set(encoding, changesOf(values, encoding))
  return remembered.get(encoding)
}

function changesOf(values: FieldValues, encoding: RepairEncoding): FieldChanges | undefined {
  const changes: { [Name in FieldName]?: Change<FieldValue> } = {}
  for (const [field, from] of wordsOf(values)) {
    const to = from.map((text) => repairedText(text, encoding) ?? text)
    if (!sameValue(from, to)) changes[field] = { from, to }
  }
  return Object.keys(changes).length > 0 ? changes : undefined
}
