import { fields } from './field-registry'
import { type FieldRow, row, sameNameEverywhere } from './field-row'

/** A field that the registry knows. */
export type RegisteredField = keyof typeof fields

/** A field that a person named, in the spelling they gave it. */
export type CustomField = `custom:${string}`

export type FieldName = RegisteredField | CustomField

/** The fields of the registry, in its order. */
export const fieldNames = Object.keys(fields) as readonly RegisteredField[]

export const isRegisteredField = (name: string): name is RegisteredField => Object.hasOwn(fields, name)

const customPrefix = 'custom:'

export const customField = (name: string): CustomField => `${customPrefix}${name}`

export const isCustomField = (field: string): field is CustomField =>
  field.startsWith(customPrefix) && field.length > customPrefix.length

/** The name of a custom field as it stands in the file. */
export const customName = (field: CustomField): string => field.slice(customPrefix.length)

export const isFieldName = (name: string): name is FieldName => isRegisteredField(name) || isCustomField(name)

export const fieldRow = (field: FieldName): FieldRow =>
  isRegisteredField(field) ? fields[field] : row('text', true, sameNameEverywhere(customName(field)))

/** The fields whose values do not travel with every row. */
export const longFieldNames: readonly RegisteredField[] = fieldNames.filter(
  (name) => fields[name].type === 'long',
)

/** What a file holds for a field: raw text, so that `A1` and `01` survive. Absent is an empty list. */
export type FieldValue = readonly string[]

export type FieldValues = { readonly [Name in FieldName]?: FieldValue }

/** Fields with their values, in the order they were set. */
export const valueEntries = (values: FieldValues): [FieldName, FieldValue][] =>
  Object.entries(values) as [FieldName, FieldValue][]

export const noValue: FieldValue = []

export function sameValue(a: FieldValue, b: FieldValue): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}
