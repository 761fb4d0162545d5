import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import { type TagEntry, valuesByKey } from './entry'
import { entryKey, nativeNames, readFields } from './native-names'
import { percentOfRatingText, ratingTextOf } from './text-rating'

/** The fields of a tag's items; ratings are percentages. */
export function readApeFields(entries: readonly TagEntry[]): FieldValues {
  const values: { [Name in FieldName]?: FieldValue } = { ...readFields(valuesByKey(entries), 'ape') }
  const [rating] = values.rating ?? []
  if (rating !== undefined) values.rating = [percentOfRatingText(rating)]
  return values
}

const ratingKeys = new Set(nativeNames('rating', 'ape').map(({ entry }) => entryKey(entry)))

/** The texts of an item as the tag keeps them; `old` is what it held. */
export function apeTexts(name: string, values: FieldValue, old: FieldValue | undefined): FieldValue {
  return ratingKeys.has(entryKey(name)) ? values.map((value) => ratingTextOf(value, old?.[0])) : values
}
