import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import { concat, fromUint32, fromUtf8, sameBytes } from '../bytes'
import { accessBytes } from '../file-access'
import type { PictureWithBytes } from '../metadata'
import { describePicture } from '../pictures'
import { patchEntries, replaceEntries, touchedKeys, type ValueChanges, valuesByKey } from './entry'
import { entryOf, freeformParts, type IlstEntry, readIlst } from './ilst-atoms'
import { atomOf, dataAtom, encodeIlst } from './ilst-values'
import { readFields } from './native-names'
import { NotStorableError } from './not-storable'

export type { Ilst, IlstEntry } from './ilst-atoms'
export { readIlst } from './ilst-atoms'
export { storedInIlst } from './ilst-values'

/** The atoms in the body of an `ilst`. @throws RangeError when they do not fill it */
export function parseIlst(bytes: Uint8Array): readonly IlstEntry[] {
  const { entries, isDamaged } = readIlst(accessBytes(bytes), 0, bytes.length)
  if (isDamaged) throw new RangeError('atoms do not fill the list')
  return entries
}

export const renderIlst = (entries: readonly IlstEntry[]): Uint8Array => concat(entries.map(({ raw }) => raw))

export const valuesOfIlst = (entries: readonly IlstEntry[]): FieldValues =>
  readFields(valuesByKey(entries), 'mp4')

/** The program that made the file, as iTunes, ffmpeg and others say it. */
export const encoderOfIlst = (entries: readonly IlstEntry[]): string =>
  entries.find(({ name }) => name === '©too')?.values[0] ?? ''

/** MP4 knows no picture types: what it holds is the cover. */
export const ilstPictureLabel = { type: 3, description: '' } as const

const mimeByType: Readonly<Record<number, string>> = {
  12: 'image/gif',
  13: 'image/jpeg',
  14: 'image/png',
  27: 'image/bmp',
}
const typeByMime = new Map(Object.entries(mimeByType).map(([type, mime]) => [mime, Number(type)]))

const pictureData = (entries: readonly IlstEntry[]) =>
  entries
    .filter(({ name }) => name === 'covr')
    .flatMap(({ data }) => data)
    .filter(({ sizeBytes }) => sizeBytes > 0)

export const pictureCountOfIlst = (entries: readonly IlstEntry[]): number => pictureData(entries).length

/** All covers. What the bytes are counts for more than their type: 0 and wrong ones are common. */
export const picturesOfIlst = (entries: readonly IlstEntry[]): PictureWithBytes[] =>
  pictureData(entries).map(({ type, bytes }) =>
    describePicture(bytes.slice(), { ...ilstPictureLabel, mime: mimeByType[type] ?? '' }),
  )

export function touchedInIlst(fields: readonly FieldName[], pictures: boolean): Set<string> {
  const keys = touchedKeys(fields, 'mp4')
  if (pictures) keys.add('COVR')
  return keys
}

/** Names and values of any length fit. */
function encode(name: string, values: FieldValue): readonly IlstEntry[] {
  const data = encodeIlst(name, values)
  if (!name.startsWith('----')) return [entryOf(name, atomOf(name, ...data))]
  const parts = freeformParts(name)
  if (parts.name === '') throw new NotStorableError(parts.name, 'MP4')
  const raw = atomOf(
    '----',
    atomOf('mean', fromUint32(0), fromUtf8(parts.mean)),
    atomOf('name', fromUint32(0), fromUtf8(parts.name)),
    ...data,
  )
  return [entryOf('----', raw)]
}

/** The list with these fields changed; all other atoms stay byte for byte. @throws NotStorableError */
export const patchIlst = (entries: readonly IlstEntry[], changes: ValueChanges): readonly IlstEntry[] =>
  patchEntries(entries, changes, 'mp4', encode)

/** One `covr` with a `data` atom for each picture. Pictures that stay keep their type and bytes. */
export function patchIlstPictures(
  entries: readonly IlstEntry[],
  pictures: readonly PictureWithBytes[],
): readonly IlstEntry[] {
  const old = pictureData(entries)
  const data = pictures.map(({ bytes, mime }) => {
    const same = old.find((known) => known.sizeBytes === bytes.length && sameBytes(known.bytes, bytes))
    return dataAtom(same?.type ?? typeByMime.get(mime) ?? 0, bytes)
  })
  const made = data.length === 0 ? [] : [entryOf('covr', atomOf('covr', ...data))]
  return replaceEntries(entries, ({ name }) => name === 'covr', made)
}
