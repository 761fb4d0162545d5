import { concat, fromUtf8, utf8OrLatin1 } from '../bytes'
import type { PictureWithBytes } from '../metadata'
import { describePicture, readPictureHeader } from '../pictures'
import { NotStorableError } from './not-storable'

/**
 * Pictures in APEv2: binary items `Cover Art (Front)` and the like, whose value is `file name NUL picture`. The
 * specification lists no names; these are the ones in use, by the picture types of ID3v2.4 §4.14.
 */
const typeNames = [
  'Other',
  'Png Icon',
  'Icon',
  'Front',
  'Back',
  'Leaflet',
  'Media',
  'Lead Artist',
  'Artist',
  'Conductor',
  'Band',
  'Composer',
  'Lyricist',
  'Recording Location',
  'During Recording',
  'During Performance',
  'Video Capture',
  'Fish',
  'Illustration',
  'Band Logotype',
  'Publisher Logotype',
]

/** Other programs' words for the same, in lower case (node-taglib-sharp, lofty, older taggers). */
const otherNames: Readonly<Record<string, number>> = {
  'other icon': 2,
  'front cover': 3,
  'back cover': 4,
  lead: 7,
  orchestra: 10,
  studio: 13,
  recording: 14,
  performance: 15,
  'movie scene': 16,
  'screen capture': 16,
  'colored fish': 17,
  'bright fish': 17,
  'band logo': 19,
  'publisher logo': 20,
}

const typeByName: ReadonlyMap<string, number> = new Map([
  ...typeNames.map((name, type) => [name.toLowerCase(), type] as const),
  ...Object.entries(otherNames),
])

const coverKey = /^cover art \((.{1,40}?)\)(?: \d{1,4})?$/i

/** Whether an item of this key holds a picture. */
export const isCoverKey = (key: string): boolean => coverKey.test(key)

const typeOfKey = (key: string): number => typeByName.get(coverKey.exec(key)?.[1]?.toLowerCase() ?? '') ?? 0

/**
 * The key for one more picture of a type. Keys occur once in a tag: a second front cover is `Cover Art (Front) 2`,
 * which other programs keep, though few show it.
 */
export function coverKeyFor(type: number, taken: (key: string) => boolean): string {
  const key = `Cover Art (${typeNames[type] ?? typeNames[0]})`
  let free = key
  for (let count = 2; taken(free); count++) free = `${key} ${count}`
  return free
}

const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/bmp': 'bmp',
}

/** A file name that only repeats the key says nothing: it is what we, foobar2000 and Mp3tag write without one. */
const repeatsKey = (name: string, key: string): boolean =>
  name.toLowerCase().startsWith(key.toLowerCase()) && /^(\.\w{1,5})?$/.test(name.slice(key.length))

/** The picture in an item's value. Pictures without a name in front are found too. */
export function decodeCover(key: string, value: Uint8Array): PictureWithBytes | undefined {
  const type = typeOfKey(key)
  const bare = readPictureHeader(value).mime !== ''
  const nameEnd = bare ? -1 : value.indexOf(0)
  if (nameEnd < 0 && !bare) return undefined
  const name = bare ? '' : utf8OrLatin1(value, 0, nameEnd)
  const bytes = value.slice(nameEnd + 1)
  if (bytes.length === 0) return undefined
  return describePicture(bytes, { type, mime: '', description: repeatsKey(name, key) ? '' : name })
}

/** The value of a picture's item: its description as the file name, or one made of the key. */
export function encodeCover(key: string, { description, mime, bytes }: PictureWithBytes): Uint8Array {
  if (description.includes('\0')) throw new NotStorableError(description, 'APEv2')
  const name = description === '' ? `${key}.${extensions[mime] ?? 'bin'}` : description
  return concat([fromUtf8(name), new Uint8Array(1), bytes])
}

/** The type that a picture comes back with: unknown types are “other”. */
export const storedCoverType = (type: number): number => (typeNames[type] === undefined ? 0 : type)
