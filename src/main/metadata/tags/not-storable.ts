import { type FieldName, type FieldValue, valueEntries } from '../../../shared/model'

/** A value that this kind of tag has no way to hold: track `A1` in MP4. */
export class NotStorableError extends Error {
  override readonly name = 'NotStorableError'
  readonly value: string
  readonly field: FieldName | undefined
  readonly #place: string

  constructor(value: string, place: string, field?: FieldName, options?: ErrorOptions) {
    super(`${place} cannot hold “${value}”`, options)
    this.value = value
    this.field = field
    this.#place = place
  }

  /** The same, told of the field whose value it is. */
  of(field: FieldName): NotStorableError {
    return new NotStorableError(this.value, this.#place, this.field ?? field, { cause: this })
  }
}

/** A NUL ends a text or keeps values apart, and half a surrogate pair has no bytes in UTF-8: no tag can hold either. */
const unstorable = /[\0\p{Surrogate}]/u

/** @throws NotStorableError for a value, or the name of one, that is no text in any kind of tag */
export function requireText(name: string, value: FieldValue): void {
  const broken = value.length === 0 ? undefined : [name, ...value].find((text) => unstorable.test(text))
  if (broken !== undefined) throw new NotStorableError(broken, 'a tag')
}

/** What is said of a tag that grew too large: the longest of the values that change is named. */
export function tooLarge(
  changes: { readonly [Name in FieldName]?: FieldValue },
  place: string,
): NotStorableError {
  const all = valueEntries(changes).map(([field, value]) => ({ field, text: value.join('; ') }))
  const [longest] = all.sort((a, b) => b.text.length - a.text.length)
  return new NotStorableError(longest?.text ?? '', place, longest?.field)
}
