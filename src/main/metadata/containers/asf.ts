import type { ByteRange, Splice } from '../../../shared/model'
import type { FileAccess } from '../file-access'
import { attributesOf, isTouchedInAsf, patchAsf, touchedInAsf, valuesOfAsf } from '../tags/asf-attributes'
import { asfPictureKey, isAsfPicture, patchAsfPictures, picturesOfAsf } from '../tags/asf-attributes-pictures'
import { type AsfAttribute, type AsfHome, readAsfAttributes } from '../tags/asf-attributes-records'
import { storedInAsf } from '../tags/asf-attributes-values'
import {
  type AsfHeader,
  type AsfObject,
  asfGuids,
  bodyOf,
  extensionFixedBytes,
  headerFixedBytes,
  objectHeaderBytes,
  readAsfHeader,
  structure,
} from './asf-objects'
import { type AsfTagObject, renderAsfHeader, withoutFileSize } from './asf-plan'
import { asfSound } from './asf-sound'
import {
  type InventoryItem,
  type Layout,
  type LayoutPatch,
  type NotWritable,
  spliceOf,
  tagView,
} from './layout'

const homes: ReadonlyMap<string, AsfHome> = new Map([
  [asfGuids.contentDescription, 'description'],
  [asfGuids.extendedContentDescription, 'extended'],
  [asfGuids.metadata, 'metadata'],
  [asfGuids.metadataLibrary, 'library'],
])
/** Attributes have no business being this many; reading them would hold up everything else. */
const maxAttributes = 2000

/**
 * ASF, the container of WMA and WMV (Advanced Systems Format, revision 01.20.05): attributes in four objects of the
 * header, sound behind it. Nothing in the file names a position, so what follows the header may move as a whole,
 * whatever it is.
 */
export function openAsf(file: FileAccess, start: number): Layout {
  const header = readAsfHeader(file, start)
  const { tagObjects, trouble } = readTagObjects(header)
  const attributes = attributesOf(tagObjects.map(({ list }) => list))
  const soundStart = header.at + header.size
  const audio: readonly ByteRange[] = soundStart < file.size ? [{ start: soundStart, end: file.size }] : []
  const sound = asfSound(header)

  return {
    format: 'wma',
    container: 'WMA',
    tags:
      attributes.length === 0
        ? []
        : [
            tagView('ASF', valuesOfAsf(attributes), attributes.filter(isAsfPicture).length, () =>
              picturesOfAsf(attributes),
            ),
          ],
    audio,
    notWritable: header.trouble ?? trouble,
    readersDiffer: new Set(tagObjects.map(({ object }) => object.guid)).size < tagObjects.length,
    properties: sound === undefined ? {} : { ...sound, encoder: encoderOf(attributes) },
    plan: (patch) => planHeader(file, header, tagObjects, attributes, patch),
    inventory: ({ fields, pictures }) => {
      const touched = touchedInAsf(fields)
      if (pictures) touched.add(asfPictureKey)
      return inventoryOf(header, tagObjects, attributes, touched)
    },
    storedValue: storedInAsf,
  }
}

function readTagObjects(header: AsfHeader): {
  readonly tagObjects: readonly AsfTagObject[]
  readonly trouble: NotWritable | undefined
} {
  const tagObjects: AsfTagObject[] = []
  let trouble: NotWritable | undefined
  let count = 0
  for (const object of [...header.objects, ...(header.extension?.objects ?? [])]) {
    const home = homes.get(object.guid)
    if (home === undefined) continue
    if (count > maxAttributes) return { tagObjects, trouble: structure('too many attributes') }
    const list = readAsfAttributes(home, bodyOf(header.access, object), maxAttributes)
    if (list.damaged) trouble = structure('damaged attributes')
    count += list.records.length
    tagObjects.push({ object, list })
  }
  return { tagObjects, trouble }
}

/** Windows Media leaves the program's name in attributes of their own, others in the settings. */
function encoderOf(attributes: readonly AsfAttribute[]): string {
  const text = (spelling: string): string =>
    attributes.find((one) => one.spelling === spelling)?.values[0]?.trim() ?? ''
  return `${text('WM/ToolName')} ${text('WM/ToolVersion')}`.trim() || text('WM/EncodingSettings')
}

function planHeader(
  file: FileAccess,
  header: AsfHeader,
  tagObjects: readonly AsfTagObject[],
  attributes: readonly AsfAttribute[],
  patch: LayoutPatch,
): readonly Splice[] {
  const withValues = patchAsf(attributes, patch.values)
  const patched = patch.pictures === undefined ? withValues : patchAsfPictures(withValues, patch.pictures)
  const isSame =
    patched.length === attributes.length && patched.every((one, index) => one === attributes[index])
  if (isSame) return []
  return spliceOf(file, header.at, header.size, renderAsfHeader(file, header, tagObjects, patched))
}

function inventoryOf(
  header: AsfHeader,
  tagObjects: readonly AsfTagObject[],
  attributes: readonly AsfAttribute[],
  touched: ReadonlySet<string>,
): InventoryItem[] {
  const { access, extension } = header
  const bytesIn = (what: string, at: number, length: number): InventoryItem[] =>
    length === 0 ? [] : [{ name: what, bytes: access.read(at, length) }]
  const itemsOf = (object: AsfObject): InventoryItem[] => {
    if (object.guid === asfGuids.padding) return []
    if (object === extension?.object) {
      const fixed = access.read(object.at + objectHeaderBytes, extensionFixedBytes - objectHeaderBytes - 4)
      return [
        { name: 'ASF header extension', bytes: fixed, mayAppear: true },
        ...extension.objects.flatMap(itemsOf),
        ...bytesIn('rest of the ASF header extension', extension.end, extension.restBytes),
      ]
    }
    const holder = tagObjects.findIndex((candidate) => candidate.object === object)
    const list = tagObjects[holder]?.list
    if (list === undefined) {
      const bytes = withoutFileSize(object, access.read(object.at, object.size))
      return [{ name: `ASF object ${object.guid}`, bytes }]
    }
    const rest = list.body.read(list.end, Math.max(0, list.body.size - list.end))
    return [
      ...attributes
        .filter((attribute) => attribute.holder === holder && !isTouchedInAsf(attribute, touched))
        .map(({ spelling, raw }) => ({ name: `attribute ${spelling}`, bytes: raw })),
      ...(rest.length === 0 ? [] : [{ name: 'rest of the attributes', bytes: rest }]),
    ]
  }
  return [
    ...bytesIn('ASF header', header.at + headerFixedBytes - 2, 2),
    ...header.objects.flatMap(itemsOf),
    ...bytesIn('rest of the ASF header', header.end, header.restBytes),
  ]
}
