import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import {
  concat,
  fromLatin1,
  fromUint32le,
  fromUtf8,
  latin1,
  sameBytes,
  startsWith,
  uint32le,
  utf8OrLatin1,
} from '../bytes'
import { accessBytes, type FileAccess } from '../file-access'
import type { PictureWithBytes } from '../metadata'
import { coverKeyFor, decodeCover, encodeCover, isCoverKey } from './apev2-pictures'
import { apeTexts, readApeFields } from './apev2-values'
import { patchEntries, replaceEntries, type TagEntry, touchedKeys, type ValueChanges } from './entry'
import { whatFits } from './in-step'
import { entryKey } from './native-names'
import { NotStorableError } from './not-storable'

/** One item; `raw` is all of it, from its size to the end of its value. */
export interface ApeItem extends TagEntry {
  /** Bit 0: read-only. Bits 1–2: 0 text, 1 binary, 2 link to something elsewhere (APE Tags Flags). */
  readonly flags: number
  /** Where in `raw` the value begins. */
  readonly valueAt: number
}

/** An APE tag, version 2 or 1 (APEv2 specification, Hydrogenaudio). */
export interface ApeTag {
  /** 2000, or 1000 for APEv1. */
  readonly version: number
  readonly entries: readonly ApeItem[]
  /** Of the footer. */
  readonly flags: number
  /** Bytes, header and footer included; 0 for a tag that is not in the file yet. */
  readonly sizeBytes: number
  /** What lies between the last item and the footer; nothing, as a rule. */
  readonly rest: Uint8Array
  /** Set when items do not fit the tag: it is read as far as it goes, and not written. */
  readonly isDamaged: boolean
}

export const apeFooterBytes = 32
const headerFlag = 0x80000000
const isHeaderFlag = 0x20000000
const readOnlyFlag = 1
const binaryFlag = 2
const typeMask = 6

/** Size, flags and the NUL behind the key: what is shorter is no item, whatever the footer counts. */
const leastItemBytes = 9
/** Longest key, and the NUL behind it. */
const keyRoom = 256
/** More items are an attack: the largest tags in the wild have a hundred. */
const maxItems = 1000
/** A longer item is no text that anybody shows. */
const maxTextBytes = 1024 * 1024
/** Values of one item. Nobody reads more; the item is kept whole. */
const maxTexts = 50_000
/** Binary values from this size on are read when somebody asks for them. */
const lazyBytes = 4096
/** Tags up to this size are read in one piece. */
const smallTagBytes = 16 * 1024

/** A tag of its own: header and footer, as the specification recommends. */
export const emptyApe: ApeTag = {
  version: 2000,
  entries: [],
  flags: headerFlag,
  sizeBytes: 0,
  rest: new Uint8Array(),
  isDamaged: false,
}

export const kindOfApe = (tag: ApeTag): 'APEv1' | 'APEv2' => (tag.version === 1000 ? 'APEv1' : 'APEv2')

/** Bytes that the tag before this footer takes up; undefined when it is no footer or its size is absurd. */
export function apeSize(footer: Uint8Array): number | undefined {
  if (footer.length < apeFooterBytes || !startsWith(footer, 'APETAGEX')) return undefined
  const size = uint32le(footer, 12)
  const flags = uint32le(footer, 20)
  if (size < apeFooterBytes || (flags & isHeaderFlag) !== 0) return undefined
  return size + ((flags & headerFlag) !== 0 ? apeFooterBytes : 0)
}

/**
 * The tag in these bytes, header (if any) to footer. Undefined when an item does not fit: then it is left alone.
 */
export function parseApe(bytes: Uint8Array): ApeTag | undefined {
  if (bytes.length < apeFooterBytes) return undefined
  const tag = readApe(accessBytes(bytes), 0, bytes.length)
  return tag.isDamaged ? undefined : tag
}

/**
 * The tag that takes up `sizeBytes` at `at`. Reads keys and texts; pictures and other large binary values when
 * they are asked for. A damaged tag answers the items in front of the damage.
 */
export function readApe(file: FileAccess, at: number, sizeBytes: number): ApeTag {
  const access = sizeBytes > smallTagBytes ? file : inMemory(file, at, sizeBytes)
  const footerAt = at + sizeBytes - apeFooterBytes
  const footer = access.read(footerAt, apeFooterBytes)
  const flags = uint32le(footer, 20)
  const count = uint32le(footer, 16)
  const entries: ApeItem[] = []
  let itemAt = at + ((flags & headerFlag) !== 0 ? apeFooterBytes : 0)
  let isDamaged = false
  // A footer that counts more items than there is room for takes nothing from those that are there.
  while (entries.length < count && footerAt - itemAt >= leastItemBytes) {
    const item = readItem(access, itemAt, footerAt)
    if (item === undefined || entries.length >= maxItems) {
      isDamaged = true
      break
    }
    entries.push(item.item)
    itemAt = item.end
  }
  const rest = isDamaged ? new Uint8Array() : access.read(itemAt, footerAt - itemAt)
  return { version: uint32le(footer, 8), entries, flags, sizeBytes, rest, isDamaged }
}

/** The tag read at once, its items views of it. */
function inMemory(access: FileAccess, start: number, sizeBytes: number): FileAccess {
  const bytes = access.read(start, sizeBytes)
  return {
    size: access.size,
    read: (at, length) => bytes.subarray(at - start, at - start + Math.max(0, length)),
  }
}

function readItem(
  access: FileAccess,
  at: number,
  limit: number,
): { readonly item: ApeItem; readonly end: number } | undefined {
  const head = access.read(at, Math.min(8 + keyRoom, limit - at))
  const keyEnd = head.indexOf(0, 8)
  if (keyEnd < 0) return undefined
  const valueAt = keyEnd + 1
  const length = valueAt + uint32le(head, 0)
  const end = at + length
  if (end > limit) return undefined
  const name = latin1(head.subarray(8, keyEnd))
  const flags = uint32le(head, 4)
  const isText = (flags & typeMask) === 0 && !isCoverKey(name) && length <= maxTextBytes
  const read = () => (length <= head.length ? head.subarray(0, length) : access.read(at, length))
  if (!isText && length > lazyBytes) return { item: new LazyItem(name, flags, valueAt, read), end }
  const raw = read()
  const values = isText ? utf8OrLatin1(raw, valueAt).split('\0', maxTexts) : []
  return { item: { name, flags, valueAt, values, raw }, end }
}

class LazyItem implements ApeItem {
  readonly name: string
  readonly flags: number
  readonly valueAt: number
  readonly values: readonly string[] = []
  readonly #read: () => Uint8Array
  #raw: Uint8Array | undefined

  constructor(name: string, flags: number, valueAt: number, read: () => Uint8Array) {
    this.name = name
    this.flags = flags
    this.valueAt = valueAt
    this.#read = read
  }

  get raw(): Uint8Array {
    this.#raw ??= this.#read()
    return this.#raw
  }
}

/** The tag as bytes. Items come out as they were; header and footer are counted anew. */
export function renderApe({ version, entries, flags, rest }: ApeTag): Uint8Array {
  const items = concat([...entries.map(({ raw }) => raw), rest])
  const block = (extra: number) =>
    concat([
      fromLatin1('APETAGEX'),
      fromUint32le(version),
      fromUint32le(items.length + apeFooterBytes),
      fromUint32le(entries.length),
      fromUint32le((flags | extra) >>> 0),
      new Uint8Array(8),
    ])
  const hasHeader = (flags & headerFlag) !== 0
  return concat([...(hasHeader ? [block(isHeaderFlag)] : []), items, block(0)])
}

export const valuesOfApe = (tag: ApeTag): FieldValues => readApeFields(tag.entries)

export const touchedInApe = (fields: readonly FieldName[]): Set<string> => touchedKeys(fields, 'ape')

/** Pictures, known by their keys alone. A link to one elsewhere is none. */
export const pictureCountOfApe = (tag: ApeTag): number => tag.entries.filter(isPicture).length

export const picturesOfApe = (tag: ApeTag): PictureWithBytes[] =>
  pictureItems(tag.entries).map(({ picture }) => picture)

const isPicture = ({ name, flags }: ApeItem): boolean => isCoverKey(name) && (flags & typeMask) <= binaryFlag

function pictureItems(
  entries: readonly ApeItem[],
): { readonly item: ApeItem; readonly picture: PictureWithBytes }[] {
  return entries.filter(isPicture).flatMap((item) => {
    const picture = decodeCover(item.name, item.raw.subarray(item.valueAt))
    return picture === undefined ? [] : [{ item, picture }]
  })
}

/** A text of which only the beginning is read, or nothing: too long, or of too many values. */
const isUnread = ({ name, flags, values }: ApeItem): boolean =>
  (flags & typeMask) === 0 && !isCoverKey(name) && (values.length === 0 || values.length === maxTexts)

/** Every item but those that a change of these fields touches, and bytes of the tag that are no item. */
export function inventoryOfApe(
  tag: ApeTag,
  { fields, pictures }: { readonly fields: readonly FieldName[]; readonly pictures: boolean },
): { readonly name: string; readonly bytes: Uint8Array; readonly mayAppear?: boolean }[] {
  const touched = touchedInApe(fields)
  const kind = kindOfApe(tag)
  return [
    ...tag.entries
      .filter(
        (item) => (!touched.has(entryKey(item.name)) || isUnread(item)) && !(pictures && isPicture(item)),
      )
      // A tag that is new holds all that the file's other tags say.
      .map(({ name, raw, values }) => ({
        name: `${kind} ${name}`,
        bytes: raw,
        mayAppear: values.length > 0,
      })),
    ...(tag.rest.length === 0 ? [] : [{ name: `${kind} behind the items`, bytes: tag.rest }]),
  ]
}

/** Keys of 2–255 printable ASCII characters that are not the start of a file (APE Item Key). */
const isStorableKey = (key: string): boolean =>
  /^[ -~]{2,255}$/.test(key) && !/^(ID3|TAG|OggS|MP\+)$/i.test(key)

function makeItem(name: string, flags: number, values: FieldValue, value: Uint8Array): ApeItem {
  if (!isStorableKey(name)) throw new NotStorableError(name, 'APEv2')
  const raw = concat([
    fromUint32le(value.length),
    fromUint32le(flags),
    fromLatin1(name),
    new Uint8Array(1),
    value,
  ])
  return { name, flags, valueAt: name.length + 9, values, raw }
}

/**
 * Texts are UTF-8 in APEv1 too: it asks for ISO-8859-1, but every reader of today takes its texts for UTF-8, and
 * we read both.
 */
function encodeText(old: readonly ApeItem[]) {
  return (name: string, values: FieldValue): readonly ApeItem[] => {
    // A text under a picture's key would be taken for the picture.
    if (isCoverKey(name)) throw new NotStorableError(name, 'APEv2')
    const key = entryKey(name)
    const replaced = old.find((item) => entryKey(item.name) === key)
    const texts = apeTexts(name, values, replaced?.values)
    return [makeItem(name, (replaced?.flags ?? 0) & readOnlyFlag, texts, fromUtf8(texts.join('\0')))]
  }
}

/** The tag with these fields, and with these pictures where they change. Everything else stays as it was. */
export function patchApe(
  tag: ApeTag,
  changes: ValueChanges,
  pictures?: readonly PictureWithBytes[] | undefined,
): ApeTag {
  const edited = patchEntries(tag.entries, changes, 'ape', encodeText(tag.entries))
  if (pictures === undefined) return { ...tag, entries: edited }
  // APEv1 knows no binary values: with a picture, the tag becomes APEv2.
  const version = tag.version === 1000 && pictures.length > 0 ? emptyApe.version : tag.version
  return { ...tag, version, entries: patchPictures(edited, pictures) }
}

/**
 * The same for a tag that is not the file's main one: what it cannot hold is taken out of it, so that it does not
 * contradict, and kept in the main tag alone.
 */
export function patchApeInStep(
  tag: ApeTag,
  changes: ValueChanges,
  pictures?: readonly PictureWithBytes[] | undefined,
): ApeTag {
  return patchApe(
    tag,
    whatFits(changes, (change) => patchApe(emptyApe, change)),
    pictures,
  )
}

/** Pictures that stay keep their item, byte for byte. */
function patchPictures(
  entries: readonly ApeItem[],
  pictures: readonly PictureWithBytes[],
): readonly ApeItem[] {
  const old = pictureItems(entries)
  const oldItems = new Set(old.map(({ item }) => item))
  const kept = pictures.map((picture) => {
    const index = old.findIndex(
      ({ picture: { bytes, type, description } }) =>
        type === picture.type && description === picture.description && sameBytes(bytes, picture.bytes),
    )
    return index < 0 ? undefined : old.splice(index, 1)[0]?.item
  })
  const taken = new Set(
    [...entries.filter((item) => !oldItems.has(item)), ...kept.filter((item) => item !== undefined)].map(
      ({ name }) => entryKey(name),
    ),
  )
  const made = pictures.map((picture, index) => {
    const same = kept[index]
    if (same !== undefined) return same
    const key = coverKeyFor(picture.type, (name) => taken.has(entryKey(name)))
    taken.add(entryKey(key))
    return makeItem(key, binaryFlag, [], encodeCover(key, picture))
  })
  return replaceEntries(entries, (item) => oldItems.has(item), made)
}
