import { concat, fromUint32le, sameBytes, uint8, uint32le } from '../bytes'
import type { PictureWithBytes } from '../metadata'
import { describePicture } from '../pictures'
import { homeOf, newAttribute } from './asf-attributes'
import type { AsfAttribute } from './asf-attributes-records'
import { fromUtf16le, utf16leUntilNul } from './asf-attributes-text'
import { dataType } from './asf-attributes-values'
import { replaceEntries } from './entry'
import { entryKey } from './native-names'

const pictureName = 'WM/Picture'
export const asfPictureKey = entryKey(pictureName)

/** Type and length of the data (Windows Media Format SDK, WM_PICTURE, flat as in ASF_FLAT_PICTURE). */
const fixedBytes = 5

/** Whether an attribute is called a picture's name and may hold one; known without its bytes. */
export const isAsfPicture = ({ name, type }: AsfAttribute): boolean =>
  type === dataType.bytes && entryKey(name) === asfPictureKey

export const picturesOfAsf = (attributes: readonly AsfAttribute[]): PictureWithBytes[] =>
  pictureEntries(attributes).map(({ picture }) => picture)

function pictureEntries(
  attributes: readonly AsfAttribute[],
): { readonly attribute: AsfAttribute; readonly picture: PictureWithBytes }[] {
  return attributes.filter(isAsfPicture).flatMap((attribute) => {
    const picture = parsePicture(attribute.value)
    return picture === undefined ? [] : [{ attribute, picture }]
  })
}

/** Type, length of the data, MIME type and description up to their NULs, data. Undefined when they do not fit. */
function parsePicture(value: Uint8Array): PictureWithBytes | undefined {
  if (value.length < fixedBytes) return undefined
  const mime = utf16leUntilNul(value, fixedBytes)
  const description = utf16leUntilNul(value, mime.next)
  const size = uint32le(value, 1)
  if (size === 0 || description.next + size > value.length) return undefined
  return describePicture(value.slice(description.next, description.next + size), {
    type: uint8(value, 0),
    mime: mime.text,
    description: description.text,
  })
}

const renderPicture = ({ type, mime, description, bytes }: PictureWithBytes): Uint8Array =>
  concat([Uint8Array.of(type), fromUint32le(bytes.length), fromUtf16le(`${mime}\0${description}\0`), bytes])

/** Attributes with these pictures in place of the ones there. Those that stay keep their bytes. */
export function patchAsfPictures(
  attributes: readonly AsfAttribute[],
  pictures: readonly PictureWithBytes[],
): readonly AsfAttribute[] {
  const old = pictureEntries(attributes)
  const made: AsfAttribute[] = []
  for (const wanted of pictures) {
    const same = old.find(
      ({ attribute, picture }) =>
        !made.includes(attribute) &&
        picture.type === wanted.type &&
        picture.description === wanted.description &&
        sameBytes(picture.bytes, wanted.bytes),
    )
    made.push(placed(wanted, same?.attribute, made))
  }
  const replaced = new Set(old.map(({ attribute }) => attribute))
  return replaceEntries(attributes, (attribute) => replaced.has(attribute), made)
}

/** The attribute itself where it can stay in its object, behind those before it; else a new one. */
function placed(
  picture: PictureWithBytes,
  same: AsfAttribute | undefined,
  made: readonly AsfAttribute[],
): AsfAttribute {
  const value = same?.value ?? renderPicture(picture)
  const { language, stream } = same ?? { language: 0, stream: 0 }
  const labels = { type: dataType.bytes, language, stream }
  const home = homeOf(pictureName, value, labels, made, same?.home)
  return same?.home === home ? same : newAttribute(pictureName, [], value, labels, home)
}
