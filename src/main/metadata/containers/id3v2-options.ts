import {
  type FieldName,
  type FieldValue,
  type FieldValues,
  sameValue,
  type WriteOptions,
} from '../../../shared/model'
import { formOf, type Id3v2Form, type Id3v2Tag, storedInForm } from '../tags/id3v2'
import { type Adaptation, type LayoutPatch, noAdaptation, onlyRemoves } from './layout'

/** Whether a save gives the tag another version because it is asked to. */
export const isConverted = (tag: Id3v2Tag, { version }: Id3v2Form): boolean =>
  version !== undefined && version !== tag.version

/** Several values that become one text, since the whole tag is written as ID3v2.3 that was none before. */
export function joinedAnew(
  said: FieldValues,
  patch: LayoutPatch,
  tag: Id3v2Tag | undefined,
  form: Id3v2Form,
): FieldValues {
  const isWritten = tag === undefined ? !onlyRemoves(patch) : isConverted(tag, form)
  if (!isWritten || form.separator === '') return {}
  const joined: { [Name in FieldName]?: FieldValue } = {}
  for (const [field, value] of Object.entries(said) as [FieldName, FieldValue][]) {
    if (patch.values[field] !== undefined || value.length < 2) continue
    const stored = storedInForm(field, value, tag, form)
    if (!sameValue(stored, value)) joined[field] = stored
  }
  return joined
}

/** What the options make of a save in a container whose one ID3v2 tag has a place of its own. */
export function adaptId3v2(
  tag: Id3v2Tag | undefined,
  said: FieldValues,
  patch: LayoutPatch,
  options: WriteOptions,
): Adaptation {
  const form = formOf(options)
  return {
    ...noAdaptation,
    values: joinedAnew(said, patch, tag, form),
    converts: tag !== undefined && isConverted(tag, form),
  }
}
