import type { FieldName, FieldValue, FieldValues, Splice } from '../../../shared/model'
import type { FileAccess } from '../file-access'
import { inventoryOfApe, kindOfApe, parseApe, patchApeInStep, renderApe, valuesOfApe } from '../tags/apev2'
import type { ValueChanges } from '../tags/entry'
import { patchId3v1, touchesId3v1, valuesOfId3v1 } from '../tags/id3v1'
import {
  inventoryOfId3v2,
  patchId3v2,
  pictureCountOfId3v2,
  picturesOfId3v2,
  readId3v2,
  touchedInId3v2,
  valuesOfId3v2,
} from '../tags/id3v2'
import { NotStorableError } from '../tags/not-storable'
import {
  changedFields,
  type InventoryExcept,
  type InventoryItem,
  type LayoutPatch,
  spliceOf,
  type TagView,
  tagView,
} from './layout'
import { id3v2Obstacle, leadingParts, type Part, trailingParts } from './tag-parts'

type Except = Pick<InventoryExcept, 'fields' | 'pictures' | 'kinds'>

/**
 * A tag around a FLAC stream. It does not belong there (RFC 9639 §8.6 has its own), but some players read it: so
 * it is kept, and what it says of an edited field follows the edit. It never gets a field that it did not have.
 */
interface Stray {
  readonly part: Part
  /** Undefined when it is none that we can write: it stays byte for byte and has no say. */
  readonly view: TagView | undefined
  readonly inventory: (except: Except) => readonly InventoryItem[]
  readonly plan: (patch: LayoutPatch) => readonly Splice[]
}

export interface Strays {
  readonly tags: readonly TagView[]
  /** Where the sound ends. */
  readonly soundEnd: number
  readonly inventory: (except: Except) => readonly InventoryItem[]
  readonly plan: (patch: LayoutPatch) => readonly Splice[]
}

/** Tags in front of the stream, which starts at `start`, and behind its metadata, which end at `end`. */
export function readStrays(access: FileAccess, start: number, end: number): Strays {
  const leading = start === 0 ? [] : leadingParts(access).filter(({ at, size }) => at + size <= start)
  const trailing = end < access.size ? trailingParts(access, end) : []
  const strays = [...leading, ...trailing].map((part) => strayOf(access, part))
  return {
    tags: strays.flatMap(({ view }) => (view === undefined ? [] : [view])),
    soundEnd: trailing[0]?.at ?? access.size,
    inventory: (except) =>
      strays.flatMap((stray) => (isOneOf(stray, except.kinds) ? [] : stray.inventory(except))),
    plan: (patch) =>
      strays.flatMap((stray) =>
        isOneOf(stray, patch.removes)
          ? [{ at: stray.part.at, remove: stray.part.size, insert: new Uint8Array(0) }]
          : stray.plan(patch),
      ),
  }
}

const isOneOf = ({ view }: Stray, kinds: readonly string[] = []): boolean =>
  view !== undefined && kinds.includes(view.kind)

function strayOf(access: FileAccess, part: Part): Stray {
  const bytes = () => access.read(part.at, part.size)
  switch (part.what) {
    case 'ID3v2':
      return id3v2Stray(access, part, bytes()) ?? opaqueStray(part, bytes)
    case 'ID3v1':
      return id3v1Stray(access, part, bytes())
    case 'APEv2':
      return apeStray(access, part, bytes()) ?? opaqueStray(part, bytes)
    default:
      return opaqueStray(part, bytes)
  }
}

const opaqueStray = (part: Part, bytes: () => Uint8Array): Stray => ({
  part,
  view: undefined,
  inventory: () => [{ name: part.what, bytes: bytes() }],
  plan: () => [],
})

/** Only what the tag says already. */
function knownTo(values: FieldValues, changes: ValueChanges): ValueChanges {
  const known: { [Name in FieldName]?: FieldValue } = {}
  for (const field of Object.keys(changes) as FieldName[]) {
    const change = changes[field]
    if (change !== undefined && values[field] !== undefined) known[field] = change
  }
  return known
}

function id3v2Stray(access: FileAccess, part: Part, bytes: Uint8Array): Stray | undefined {
  const tag = readId3v2(bytes)
  if (tag === undefined || id3v2Obstacle(tag) !== undefined) return undefined
  const values = valuesOfId3v2(tag)
  const pictureCount = pictureCountOfId3v2(tag)
  return {
    part,
    view: tagView(tag.kind, values, pictureCount, () => picturesOfId3v2(tag)),
    inventory: (except) => inventoryOfId3v2(tag, touchedInId3v2(except.fields, except.pictures)),
    plan: (patch) => {
      const changes = knownTo(values, patch.values)
      const newPictures = pictureCount === 0 ? undefined : patch.pictures
      if (Object.keys(changes).length === 0 && newPictures === undefined) return []
      const patched = (fields: ValueChanges) => patchId3v2(tag, fields, newPictures)
      return spliceOf(access, part.at, part.size, orWithout(changes, patched))
    },
  }
}

/** What the tag cannot hold is taken out of it, so that it does not contradict. */
function orWithout(changes: ValueChanges, patched: (changes: ValueChanges) => Uint8Array): Uint8Array {
  try {
    return patched(changes)
  } catch (error) {
    if (!(error instanceof NotStorableError)) throw error
    return patched(Object.fromEntries(Object.keys(changes).map((field) => [field, []])))
  }
}

function id3v1Stray(access: FileAccess, part: Part, bytes: Uint8Array): Stray {
  const values = valuesOfId3v1(bytes)
  return {
    part,
    view: tagView('ID3v1', values, 0, () => []),
    inventory: ({ fields }) => (touchesId3v1(fields) ? [] : [{ name: 'ID3v1', bytes }]),
    plan: (patch) =>
      changedFields(patch).length === 0
        ? []
        : spliceOf(access, part.at, part.size, patchId3v1(bytes, knownTo(values, patch.values))),
  }
}

function apeStray(access: FileAccess, part: Part, bytes: Uint8Array): Stray | undefined {
  const tag = parseApe(bytes)
  if (tag === undefined) return undefined
  const values = valuesOfApe(tag)
  return {
    part,
    view: tagView(kindOfApe(tag), values, 0, () => []),
    inventory: (except) => inventoryOfApe(tag, { ...except, pictures: false }),
    plan: (patch) => {
      const changes = knownTo(values, patch.values)
      if (Object.keys(changes).length === 0) return []
      return spliceOf(access, part.at, part.size, renderApe(patchApeInStep(tag, changes)))
    },
  }
}
