import { concat, fromUint32le, sameBytes, uint32le, uint64le } from '../bytes'
import { accessBytes, type FileAccess } from '../file-access'
import {
  type AsfAttribute,
  type AsfAttributeList,
  type AsfHome,
  renderAsfAttributes,
} from '../tags/asf-attributes-records'
import {
  type AsfHeader,
  type AsfObject,
  asfGuids,
  extensionFixedBytes,
  fromUint64le,
  guidBytes,
  headerFixedBytes,
  objectHeaderBytes,
  readAsfHeader,
  renderObject,
} from './asf-objects'

/** An object of the header that holds attributes. Its place in the list of all is its attributes' `holder`. */
export interface AsfTagObject {
  readonly object: AsfObject
  readonly list: AsfAttributeList
}

/** Room left when the header must grow, so that the next save fits. */
const newPaddingBytes = 4096
/** More than this is not kept when a large picture goes, unless the file had it before. */
const maxKeptPadding = 256 * 1024

const objectGuids: Readonly<Record<AsfHome, string>> = {
  description: asfGuids.contentDescription,
  extended: asfGuids.extendedContentDescription,
  metadata: asfGuids.metadata,
  library: asfGuids.metadataLibrary,
}

/** §3.4: Reserved Field 1 and 2 of a header extension. */
const extensionReserved = concat([guidBytes('11d2d3abbaa9cf118ee600c00c205365'), Uint8Array.of(6, 0)])

/** An object of the new header. What holds others, and what fills the room, is rendered last. */
type Part =
  | { readonly kind: 'object'; readonly bytes: Uint8Array }
  | { readonly kind: 'extension' | 'padding' }

interface Parts {
  readonly top: readonly Part[]
  readonly inExtension: readonly Part[]
}

/**
 * The header with these attributes: of the same size where padding can give or take what is needed, so that nothing
 * else moves. Objects without changed attributes are copied; File Properties learn the file's new size (§3.2).
 */
export function renderAsfHeader(
  file: FileAccess,
  header: AsfHeader,
  tagObjects: readonly AsfTagObject[],
  attributes: readonly AsfAttribute[],
): Uint8Array {
  const parts = partsOf(header, tagObjects, attributes)
  const bare = assemble(header, parts, 0)
  const padding = paddingFor(header.size - bare.length, paddingBytes(header))
  const rendered = padding === 0 ? bare : assemble(header, parts, padding)
  setFileSize(file, header, rendered)
  return rendered
}

const isPadding = ({ guid }: AsfObject): boolean => guid === asfGuids.padding

const paddings = (header: AsfHeader): readonly AsfObject[] =>
  [...header.objects, ...(header.extension?.objects ?? [])].filter(isPadding)

const paddingBytes = (header: AsfHeader): number => paddings(header).reduce((sum, { size }) => sum + size, 0)

/** Size of the padding object. What is spare must be nothing at all, or enough for an object of its own. */
function paddingFor(spare: number, before: number): number {
  const fits = spare === 0 || (spare >= objectHeaderBytes && spare <= Math.max(before, maxKeptPadding))
  return fits ? spare : objectHeaderBytes + newPaddingBytes
}

/** The objects as they are to be, with one padding where the largest one was, else at the end. */
function partsOf(
  header: AsfHeader,
  tagObjects: readonly AsfTagObject[],
  attributes: readonly AsfAttribute[],
): Parts {
  const room = paddings(header).reduce<AsfObject | undefined>(
    (largest, object) => (largest !== undefined && largest.size >= object.size ? largest : object),
    undefined,
  )
  const partOf = (object: AsfObject): Part => {
    if (object === room) return { kind: 'padding' }
    if (object === header.extension?.object) return { kind: 'extension' }
    return { kind: 'object', bytes: renderTagObject(header, object, tagObjects, attributes) }
  }
  const kept = (objects: readonly AsfObject[]): readonly Part[] =>
    objects.filter((object) => !isPadding(object) || object === room).map(partOf)
  const made = (homes: readonly AsfHome[]): readonly Part[] =>
    homes
      .filter((home) => tagObjects.every(({ list }) => list.home !== home))
      .map((home) => ({ home, added: newIn(home, attributes) }))
      .filter(({ added }) => added.length > 0)
      .map(({ home, added }) => ({
        kind: 'object',
        bytes: renderObject(objectGuids[home], renderAsfAttributes(home, added, new Uint8Array())),
      }))
  const inExtension = [...kept(header.extension?.objects ?? []), ...made(['metadata', 'library'])]
  const needsExtension = header.extension === undefined && inExtension.length > 0
  const top: readonly Part[] = [
    ...kept(header.objects),
    ...made(['description', 'extended']),
    ...(needsExtension ? [{ kind: 'extension' } as const] : []),
    ...(room === undefined ? [{ kind: 'padding' } as const] : []),
  ]
  return { top, inExtension }
}

const newIn = (home: AsfHome, attributes: readonly AsfAttribute[]): readonly AsfAttribute[] =>
  attributes.filter((attribute) => attribute.holder === undefined && attribute.home === home)

/** An object as it is, or with its new attributes in it; new ones go to the first object of their home. */
function renderTagObject(
  header: AsfHeader,
  object: AsfObject,
  tagObjects: readonly AsfTagObject[],
  attributes: readonly AsfAttribute[],
): Uint8Array {
  const holder = tagObjects.findIndex((candidate) => candidate.object === object)
  const list = tagObjects[holder]?.list
  const whole = () => header.access.read(object.at, object.size)
  if (list === undefined) return whole()
  const isFirst = tagObjects.findIndex((candidate) => candidate.list.home === list.home) === holder
  const held = attributes.filter(
    (one) => one.holder === holder || (isFirst && one.holder === undefined && one.home === list.home),
  )
  const isSame = held.length === list.records.length && held.every((one) => one.holder === holder)
  if (isSame) return whole()
  const rest = list.body.read(list.end, Math.max(0, list.body.size - list.end))
  return renderObject(object.guid, renderAsfAttributes(list.home, held, rest))
}

/** The whole header (§3.1); 0 bytes of padding: none at all. */
function assemble(header: AsfHeader, parts: Parts, padding: number): Uint8Array {
  const bytesOf = (part: Part): readonly Uint8Array[] => {
    if (part.kind === 'object') return [part.bytes]
    if (part.kind === 'extension') return [renderExtension(header, parts.inExtension.flatMap(bytesOf))]
    return padding === 0 ? [] : [renderObject(asfGuids.padding, new Uint8Array(padding - objectHeaderBytes))]
  }
  const objects = parts.top.flatMap(bytesOf)
  const reserved = header.access.read(header.at + headerFixedBytes - 2, 2)
  const rest = header.access.read(header.end, header.restBytes)
  return renderObject(asfGuids.header, concat([fromUint32le(objects.length), reserved, ...objects, rest]))
}

/** §3.4: what is reserved, the size of what follows, and that. */
function renderExtension({ access, extension }: AsfHeader, objects: readonly Uint8Array[]): Uint8Array {
  const data = concat(objects)
  const sized = (size: number): Uint8Array => fromUint32le(size)
  if (extension === undefined) {
    return renderObject(asfGuids.headerExtension, concat([extensionReserved, sized(data.length), data]))
  }
  const { object, end, restBytes } = extension
  const fixed = access.read(object.at + objectHeaderBytes, extensionFixedBytes - objectHeaderBytes)
  const rest = access.read(end, restBytes)
  // Bytes that belong to no object stay inside or outside of what the size counts, as they were.
  const counted = uint32le(fixed, 18) > end - object.at - extensionFixedBytes ? rest.length : 0
  return renderObject(object.guid, concat([fixed.subarray(0, 18), sized(data.length + counted), data, rest]))
}

const fileSizeAt = objectHeaderBytes + 16
const flagsAt = objectHeaderBytes + 64
/** The file was made while it was sent: sizes and times say nothing (§3.2). */
const broadcastFlag = 1

/** Puts the size of the file right in the rendered header. */
function setFileSize(file: FileAccess, header: AsfHeader, rendered: Uint8Array): void {
  const old = header.objects.find(({ guid }) => guid === asfGuids.fileProperties)
  if (old === undefined || old.size < flagsAt + 4) return
  const bytes = header.access.read(old.at, old.size)
  if ((uint32le(bytes, flagsAt) & broadcastFlag) !== 0) return
  const declared = uint64le(bytes, fileSizeAt)
  const actual = file.size - header.at
  const change = rendered.length - header.size
  // Of a file that was not copied to its end, the difference to its whole size is kept.
  const size = declared === actual || isWhole(file, header) ? actual + change : declared + change
  if (!Number.isSafeInteger(size) || size < 0) return
  const { objects } = readAsfHeader(accessBytes(rendered), 0)
  const moved = objects.find(({ guid }) => guid === asfGuids.fileProperties)
  if (moved !== undefined) rendered.set(fromUint64le(size), moved.at + fileSizeAt)
}

/** Whether objects follow each other from the header to the end of the file, data first. */
function isWhole(file: FileAccess, header: AsfHeader): boolean {
  let at = header.at + header.size
  if (!sameBytes(file.read(at, 16), guidBytes(asfGuids.data))) return false
  for (let count = 0; at < file.size && count < 1000; count++) {
    const bytes = file.read(at, objectHeaderBytes)
    const size = bytes.length < objectHeaderBytes ? 0 : uint64le(bytes, 16)
    if (size < objectHeaderBytes) return false
    at += size
  }
  return at === file.size
}

/** File Properties without the size of the file, which changes when the header grows. */
export function withoutFileSize(object: AsfObject, bytes: Uint8Array): Uint8Array {
  if (object.guid !== asfGuids.fileProperties || bytes.length < fileSizeAt + 8) return bytes
  const masked = bytes.slice()
  masked.fill(0, fileSizeAt, fileSizeAt + 8)
  return masked
}
