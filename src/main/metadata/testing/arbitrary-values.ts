import fc from 'fast-check'
import { customField, type FieldName, type FieldValue, fieldNames, fieldRow } from '../../../shared/model'

/** Values of all types that fields have, for property tests. */
export type ValuesToSet = { readonly [Name in FieldName]?: FieldValue }

/** Texts of any letters, also of more than 16 bits, with direction marks and what separates values elsewhere. */
const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'AC/DC',
      'a; b',
      'a\\\\b',
      ' between ',
      'Größe',
      '日本',
      '(17)',
      '1/0',
      '\u200f',
      '=',
    ),
  },
  { weight: 1, arbitrary: fc.string({ minLength: 100, maxLength: 600 }) },
)

const digits = (value: number, width: number): string => String(value).padStart(width, '0')
const date = fc
  .tuple(
    fc.integer({ min: 1000, max: 2999 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 1, max: 3 }),
  )
  .map(([year, month, day, parts]) =>
    [digits(year, 4), digits(month, 2), digits(day, 2)].slice(0, parts).join('-'),
  )

const uuid = fc.uuid()

/** Fields whose values have a form of their own. */
const special: { readonly [Name in FieldName]?: fc.Arbitrary<string> } = {
  website: fc.webUrl(),
  podcastFeed: fc.webUrl(),
  license: fc.webUrl(),
  recordingId: uuid,
  syncedLyrics: fc.constantFrom('[00:01.00]eins\n[00:02.50]zwei', '[01:00.00]ä'),
  language: fc.constantFrom('deu', 'eng', 'jpn'),
}

function anyValue(field: FieldName): fc.Arbitrary<FieldValue> {
  const { type, many } = fieldRow(field)
  const own = special[field]
  if (own !== undefined) return own.map((value) => [value])
  switch (type) {
    case 'number':
      return fc.integer({ min: 1, max: 255 }).map((value) => [String(value)])
    case 'date':
      return date.map((value) => [value])
    case 'flag':
      return fc.constant(['1'])
    case 'rating':
      return fc.integer({ min: 0, max: 5 }).map((stars) => [String(stars * 20)])
    case 'long':
    case 'text':
      return many ? fc.array(text, { minLength: 1, maxLength: 3 }) : text.map((value) => [value])
  }
}

const anyField: fc.Arbitrary<FieldName> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...fieldNames) },
  { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z][A-Za-z ]{2,11}[a-z]$/).map(customField) },
)

/** A few fields with a value for each, or with none: that removes the field. */
export const valuesToSet: fc.Arbitrary<ValuesToSet> = fc
  .uniqueArray(anyField, { minLength: 1, maxLength: 8, selector: (field) => field.toLowerCase() })
  .chain((fields) =>
    fc.tuple(
      ...fields.map((field) =>
        fc
          .oneof(
            { weight: 5, arbitrary: anyValue(field) },
            { weight: 1, arbitrary: fc.constant<FieldValue>([]) },
          )
          .map((value) => [field, value] as const),
      ),
    ),
  )
  .map((pairs) => Object.fromEntries(pairs))
