import { type FieldName, type FieldValue, fieldRow } from '../../../shared/model'
import { NotStorableError } from './not-storable'

export const isFlag = (field: FieldName): boolean => fieldRow(field).type === 'flag'

/** Whether the text of a flag says yes; whatever else it says counts as no, as other programs have it. */
export const isOn = (text: string): boolean => /^(1|true|yes|on)$/i.test(text.trim())

const isOff = (text: string): boolean => /^(0|false|no|off)$/i.test(text.trim())

/** A flag in every kind of tag is `1` or absent. @throws NotStorableError for what is neither yes nor no */
export function storedFlag(field: FieldName, value: FieldValue): FieldValue {
  const wrong = value.find((text) => !isOn(text) && !isOff(text))
  if (wrong !== undefined) throw new NotStorableError(wrong, 'a flag', field)
  return value.some(isOn) ? ['1'] : []
}
