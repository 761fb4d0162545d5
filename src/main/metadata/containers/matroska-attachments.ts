import { createHash } from 'node:crypto'
import { fromUtf8 } from '../bytes'
import { type FileAccess, readExactly } from '../file-access'
import type { PictureWithBytes } from '../metadata'
import { describePicture } from '../pictures'
import { type ElementHeader, ebmlId, readElementHeader, renderElement, textOf, uintOf } from './ebml'

/** An AttachedFile (RFC 9559 §5.1.6.1). Its data are not read until they are asked for. */
export interface AttachedFile {
  readonly header: ElementHeader
  readonly name: string
  readonly mime: string
  readonly description: string
  readonly uid: number
  /** Where its data are. */
  readonly dataAt: number
  readonly dataBytes: number
  readonly isPicture: boolean
}

export interface Attachments {
  readonly files: readonly AttachedFile[]
  /** Children that are no files, Void and CRC-32 left out, as they are. */
  readonly others: readonly ElementHeader[]
  readonly hasCrc: boolean
  readonly isIntact: boolean
}

const attachedId = {
  file: 0x61a7,
  description: 0x467e,
  name: 0x466e,
  mime: 0x4660,
  data: 0x465c,
  uid: 0x46ae,
} as const

const maxFiles = 4096
const maxChildren = 64
const maxTextBytes = 64 * 1024

/** Reads the labels of the attached files and steps over their data. */
export function readAttachments(access: FileAccess, { bodyAt, end }: ElementHeader): Attachments {
  const files: AttachedFile[] = []
  const others: ElementHeader[] = []
  let hasCrc = false
  let at = bodyAt
  while (at < end) {
    const header = readElementHeader(access, at)
    const isOut = header === undefined || header.end > end || files.length + others.length >= maxFiles
    const file = !isOut && header.id === attachedId.file ? readAttachedFile(access, header) : undefined
    if (isOut || (header.id === attachedId.file && file === undefined)) {
      return { files, others, hasCrc, isIntact: false }
    }
    if (file !== undefined) files.push(file)
    else if (header.id === ebmlId.crc32) hasCrc = true
    else if (header.id !== ebmlId.void) others.push(header)
    at = header.end
  }
  return { files, others, hasCrc, isIntact: true }
}

/** Undefined when its children do not fit into it, or there are no data. */
function readAttachedFile(access: FileAccess, header: ElementHeader): AttachedFile | undefined {
  const texts = new Map<number, string>()
  let uid = 0
  let data: ElementHeader | undefined
  let at = header.bodyAt
  for (let count = 0; at < header.end; count++) {
    const child = readElementHeader(access, at)
    if (child === undefined || child.end > header.end || count >= maxChildren) return undefined
    const size = child.end - child.bodyAt
    if (child.id === attachedId.data) data = child
    else if (child.id === attachedId.uid) uid = uintOf(access.read(child.bodyAt, Math.min(size, 8)))
    else texts.set(child.id, textOf(access.read(child.bodyAt, Math.min(size, maxTextBytes))))
    at = child.end
  }
  if (data === undefined) return undefined
  const mime = texts.get(attachedId.mime) ?? ''
  const name = texts.get(attachedId.name) ?? ''
  return {
    header,
    name,
    mime,
    description: texts.get(attachedId.description) ?? '',
    uid,
    dataAt: data.bodyAt,
    dataBytes: data.end - data.bodyAt,
    isPicture: /^image\//i.test(mime) || (mime === '' && /\.(jpe?g|png|gif|webp|bmp)$/i.test(name)),
  }
}

/**
 * How a picture's type is kept in its file name. The specification knows only `cover` (RFC 9559 §18.2, with
 * `small_` and `_land` for its sizes); the others are named so that they come back as what they were. The index
 * is the type of ID3v2.4 §4.14.
 */
const namesByType = [
  'picture',
  'icon',
  'other_icon',
  'cover',
  'back',
  'leaflet',
  'media',
  'lead_artist',
  'artist',
  'conductor',
  'band',
  'composer',
  'lyricist',
  'location',
  'recording',
  'performance',
  'screen_capture',
  'fish',
  'illustration',
  'band_logo',
  'publisher_logo',
] as const
const frontType = 3

/** Other names that people and programs give. */
const otherNames: ReadonlyMap<string, number> = new Map([
  ['small_cover', frontType],
  ['cover_land', frontType],
  ['small_cover_land', frontType],
  ['front', frontType],
  ['folder', frontType],
  ['albumart', frontType],
  ['booklet', 5],
  ['cd', 6],
  ['disc', 6],
])

function typeOf({ name }: AttachedFile): number {
  const stem = name
    .toLowerCase()
    .replace(/\.[^.]*$/, '')
    .replace(/[-_ ]\d+$/, '')
    .replace(/^(front|back)[-_ ]?cover$/, '$1')
  const index = (namesByType as readonly string[]).indexOf(stem)
  return index >= 0 ? index : (otherNames.get(stem) ?? 0)
}

export function readPicture(access: FileAccess, file: AttachedFile): PictureWithBytes {
  return describePicture(readExactly(access, file.dataAt, file.dataBytes), {
    type: typeOf(file),
    mime: file.mime,
    description: file.description,
  })
}

/** How a picture comes back: of a type that no name stands for, as “other”. */
export const storedPicture = (picture: PictureWithBytes): PictureWithBytes =>
  namesByType[picture.type] === undefined ? { ...picture, type: 0 } : picture

const endings: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
  ['image/bmp', 'bmp'],
])

/** A name that no other attachment has: `cover.jpg`, `cover_2.jpg`. */
function freeName({ type, mime }: PictureWithBytes, taken: ReadonlySet<string>): string {
  const stem = namesByType[type] ?? namesByType[0]
  const ending = endings.get(mime) ?? 'img'
  for (let count = 2, name = `${stem}.${ending}`; ; count++) {
    if (!taken.has(name)) return name
    name = `${stem}_${count}.${ending}`
  }
}

/**
 * The AttachedFiles for these pictures, in their order: those that stay keep their bytes. `others` are the files
 * that are no pictures: names and UIDs are unlike theirs.
 */
export function renderPictures(
  access: FileAccess,
  old: readonly AttachedFile[],
  others: readonly AttachedFile[],
  pictures: readonly PictureWithBytes[],
): Uint8Array[] {
  const known = old.map((file) => ({ file, picture: readPicture(access, file), isUsed: false }))
  const kept = pictures.map((picture) => {
    const same = known.find(
      ({ picture: { hash, type, description, mime }, isUsed }) =>
        !isUsed &&
        hash === picture.hash &&
        type === picture.type &&
        mime === picture.mime &&
        description === picture.description,
    )
    if (same !== undefined) same.isUsed = true
    return same?.file
  })
  const staying = [...others, ...kept.flatMap((file) => (file === undefined ? [] : [file]))]
  const names = new Set(staying.map(({ name }) => name))
  const uids = new Set(staying.map(({ uid }) => uid))
  return pictures.map((picture, index) => {
    const file = kept[index]
    if (file !== undefined) return readExactly(access, file.header.at, file.header.end - file.header.at)
    const name = freeName(picture, names)
    names.add(name)
    return renderPicture(picture, name, freeUid(picture, uids))
  })
}

/** A UID that is the same each time, unlike all others, and never 0 (RFC 9559 §5.1.6.1.5). */
function freeUid({ hash }: PictureWithBytes, taken: Set<number>): Uint8Array {
  for (let salt = 0; ; salt++) {
    const uid = createHash('sha256').update(`${hash} ${salt}`).digest().subarray(0, 8)
    const number = uintOf(uid)
    if (number === 0 || taken.has(number)) continue
    taken.add(number)
    return uid
  }
}

function renderPicture(picture: PictureWithBytes, name: string, uid: Uint8Array): Uint8Array {
  const { mime, description, bytes } = picture
  const parts = [
    ...(description === '' ? [] : [renderElement(attachedId.description, fromUtf8(description))]),
    renderElement(attachedId.name, fromUtf8(name)),
    renderElement(attachedId.mime, fromUtf8(mime)),
    renderElement(attachedId.uid, uid),
    renderElement(attachedId.data, bytes),
  ]
  return renderElement(attachedId.file, new Uint8Array(Buffer.concat(parts)))
}
