import { fromUtf8, latin1, sameBytes } from '../bytes'
import type { PictureWithBytes } from '../metadata'
import { describePicture, encodeFlacPicture, isFlacPicture, parseFlacPicture } from '../pictures'
import { replaceEntries, type TagEntry, valuesByKey } from './entry'
import { entryKey } from './native-names'
import { type CommentEntry, type VorbisComment, withEntries } from './vorbis-comment'

/** As much of a picture as its labels need, in characters of base64. */
export const pictureHeadCharacters = 344

export const pictureKey = 'METADATA_BLOCK_PICTURE'
/** How pictures were kept before: bare base64, with their labels in entries of their own. */
const oldPictureKey = 'COVERART'
const oldLabelKeys = ['COVERARTMIME', 'COVERARTTYPE', 'COVERARTDESCRIPTION'] as const
/** Entries that change when pictures do. */
export const pictureKeys: readonly string[] = [pictureKey, oldPictureKey, ...oldLabelKeys]

export const isPictureName = (name: string): boolean => {
  const key = entryKey(name)
  return key === pictureKey || key === oldPictureKey
}

/** An entry that is known by its first characters, and fetched when somebody asks for it. */
export function pictureEntry(
  name: string,
  headText: string,
  characters: number,
  read: () => Uint8Array,
): CommentEntry {
  return new PictureEntry(name, headText, characters, read)
}

class PictureEntry implements CommentEntry {
  readonly name: string
  readonly values = noTexts
  readonly picture: { readonly head: Uint8Array; readonly sizeBytes: number }
  readonly #read: () => Uint8Array
  #raw: Uint8Array | undefined

  constructor(name: string, headText: string, characters: number, read: () => Uint8Array) {
    this.name = name
    this.picture = {
      head: new Uint8Array(Buffer.from(headText, 'base64')),
      sizeBytes: Math.floor((characters * 3) / 4),
    }
    this.#read = read
  }

  get raw(): Uint8Array {
    this.#raw ??= this.#read()
    return this.#raw
  }
}

const noTexts: readonly string[] = []

/** How many pictures the comments hold, told by their heads alone. */
export const pictureCountOf = (comment: VorbisComment): number => comment.entries.filter(holdsPicture).length

function holdsPicture({ name, picture }: CommentEntry): boolean {
  if (picture === undefined) return false
  return entryKey(name) === pictureKey
    ? isFlacPicture(picture.head, picture.sizeBytes)
    : picture.sizeBytes > 0
}

function pictureEntries(comment: VorbisComment): { entry: CommentEntry; picture: PictureWithBytes }[] {
  const texts = valuesByKey(comment.entries)
  let oldOnes = 0
  return comment.entries.filter(holdsPicture).flatMap((entry) => {
    const base64 = latin1(entry.raw.subarray(entry.name.length + 1))
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
    if (entryKey(entry.name) === pictureKey) {
      const picture = parseFlacPicture(bytes)
      return picture === undefined ? [] : [{ entry, picture }]
    }
    const [mime, type, description] = oldLabelKeys.map((key) => texts.get(key)?.[oldOnes] ?? '')
    oldOnes++
    const known = /^\d{1,2}$/.test(type ?? '') ? Number(type) : 3
    const label = { type: known, mime: mime ?? '', description: description ?? '' }
    return [{ entry, picture: describePicture(bytes, label) }]
  })
}

export const picturesOfVorbisComment = (comment: VorbisComment): PictureWithBytes[] =>
  pictureEntries(comment).map(({ picture }) => picture)

function newPictureEntry(picture: PictureWithBytes): CommentEntry {
  const base64 = Buffer.from(encodeFlacPicture(picture)).toString('base64')
  const head = base64.slice(0, pictureHeadCharacters)
  return pictureEntry(pictureKey, head, base64.length, () => fromUtf8(`${pictureKey}=${base64}`))
}

/** Ogg's way to hold pictures: base64 in comments. Those that stay keep their entry. */
export function patchPictureComments(
  comment: VorbisComment,
  pictures: readonly PictureWithBytes[],
): VorbisComment {
  const old = pictureEntries(comment)
  const made = pictures.map((picture) => {
    const same = old.find(
      ({ entry, picture: { bytes, type, description } }) =>
        entryKey(entry.name) === pictureKey &&
        type === picture.type &&
        description === picture.description &&
        sameBytes(bytes, picture.bytes),
    )
    return same?.entry ?? newPictureEntry(picture)
  })
  const oldEntries = new Set<TagEntry>(old.map(({ entry }) => entry))
  const labels: readonly string[] = oldLabelKeys
  const remove = (entry: TagEntry) => oldEntries.has(entry) || labels.includes(entryKey(entry.name))
  return withEntries(comment, replaceEntries(comment.entries, remove, made))
}
