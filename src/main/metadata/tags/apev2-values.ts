import {
  type FieldName,
  type FieldValue,
  type FieldValues,
  fieldNames,
  fieldRow,
} from '../../../shared/model'
import { type TagEntry, valuesByKey } from './entry'
import { entryKey, nativeNames, readFields } from './native-names'
import { percentOfRatingText, ratingTextOf } from './text-rating'

const flagFields = fieldNames.filter((field) => fieldRow(field).type === 'flag')

/** The fields of a tag's items: flags are `1` or absent, ratings are percentages. */
export function readApeFields(entries: readonly TagEntry[]): FieldValues {
  const values: { [Name in FieldName]?: FieldValue } = { ...readFields(valuesByKey(entries), 'ape') }
  for (const field of flagFields) {
    const [text] = values[field] ?? []
    if (text === undefined) continue
    if (/^(1|true|yes|on)$/i.test(text)) values[field] = ['1']
    else delete values[field]
  }
  const [rating] = values.rating ?? []
  if (rating !== undefined) values.rating = [percentOfRatingText(rating)]
  return values
}

const ratingKeys = new Set(nativeNames('rating', 'ape').map(({ entry }) => entryKey(entry)))

/** The texts of an item as the tag keeps them; `old` is what it held. */
export function apeTexts(name: string, values: FieldValue, old: FieldValue | undefined): FieldValue {
  return ratingKeys.has(entryKey(name)) ? values.map((value) => ratingTextOf(value, old?.[0])) : values
}
