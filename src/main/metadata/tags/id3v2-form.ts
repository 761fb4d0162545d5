import { askedPadding, type FieldValue, type WriteOptions } from '../../../shared/model'
import type { Id3v2Version } from './id3v2-frames'

/** The form that a tag is written in. */
export interface Id3v2Form {
  /** Undefined: its own. */
  readonly version: 3 | 4 | undefined
  /** Stands between several values in a frame of ID3v2.3; empty: they are kept apart as in ID3v2.4. */
  readonly separator: string
  /** Bytes left empty behind the frames when a tag is laid out anew; undefined: in proportion to the file. */
  readonly padding: number | undefined
}

/** Tags stay as they are. */
export const ownForm: Id3v2Form = { version: undefined, separator: '', padding: undefined }

export const formOf = (options: WriteOptions): Id3v2Form => ({
  version: options.id3v2Version === 'keep' ? undefined : options.id3v2Version === '2.3' ? 3 : 4,
  separator: options.separator,
  padding: askedPadding(options),
})

/** Frames that hold several values in another way, or only one. */
const notJoined = /^(COMM|USLT|SYLT|UFID|POPM|PCST|TIPL|TMCL|IPLS|W)/

/** The texts of the entry `name` as a tag of this version holds them. ID3v2.4 has NULs for several (§4.2). */
export function joinedTexts(
  name: string,
  values: FieldValue,
  version: Id3v2Version,
  separator: string,
): FieldValue {
  const joins = version < 4 && separator !== '' && values.length > 1 && !notJoined.test(name)
  return joins ? [values.join(separator)] : values
}
