import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import { concat, fromUtf8, uint32, utf8 } from '../bytes'
import type { FileAccess } from '../file-access'
import { patchEntries, type ValueChanges } from '../tags/entry'
import { patchIlst, valuesOfIlst } from '../tags/ilst'
import { entryOf, type IlstEntry, readIlst, renamed } from '../tags/ilst-atoms'
import { atomOf, dataAtom } from '../tags/ilst-values'
import { type Atom, atomBodyAt, bodyOf, childOf } from './mp4-atoms'
import { hasNumbers, maxKeys } from './mp4-place'
import type { Edit } from './mp4-plan'

/**
 * A list of tags beside the one that is edited first. QuickTime's metadata: items are named by numbers of a table of
 * keys (QuickTime File Format, Metadata), in `moov/meta`, or in `udta/meta` by ffmpeg; here they are named as in
 * iTunes' list where the key has a field. Or a second list of iTunes', which some readers take for the only one.
 */
export interface SideList {
  readonly kind: 'iTunes' | 'QuickTime keys'
  readonly ilst: Atom
  /** The boxes around the list, outermost first. */
  readonly parents: readonly Atom[]
  readonly entries: readonly IlstEntry[]
  readonly rest: Uint8Array
}

/** iTunes' names by key, without `com.apple.quicktime.`. */
const namesByKey: Readonly<Record<string, string>> = {
  title: '©nam',
  displayname: '©nam',
  artist: '©ART',
  album: '©alb',
  album_artist: 'aART',
  year: '©day',
  date: '©day',
  genre: '©gen',
  comment: '©cmt',
  description: 'desc',
  copyright: 'cprt',
  composer: '©wrt',
  lyrics: '©lyr',
  grouping: '©grp',
  keywords: 'keyw',
  track: 'trkn',
  disc: 'disk',
  software: '©too',
  encoder: '©too',
}
const domain = 'com.apple.quicktime.'

/** All lists of `moov` but `first`. Lists that cannot be followed are left alone. */
export function readSideLists(access: FileAccess, moov: Atom, first: Atom | undefined): SideList[] {
  const places = moov.children.flatMap((child) =>
    child.type === 'meta'
      ? [{ meta: child, parents: [moov, child] }]
      : child.type === 'udta'
        ? child.children
            .filter(({ type }) => type === 'meta')
            .map((meta) => ({ meta, parents: [moov, child, meta] }))
        : [],
  )
  return places.flatMap(({ meta, parents }): SideList[] => {
    const keys = childOf(meta, 'keys')
    const ilst = childOf(meta, 'ilst')
    if (ilst === undefined || ilst === first || ilst.isCut || meta.isCut) return []
    const list = readIlst(access, atomBodyAt(ilst), ilst.size - ilst.headerBytes)
    if (list.isDamaged) return []
    if (keys === undefined || !hasNumbers(access, meta))
      return [{ kind: 'iTunes', ilst, parents, entries: list.entries, rest: list.rest }]
    const names = readKeys(bodyOf(access, keys))
    const entries = list.entries.map((entry) => renamed(entry, nameOf(entry, names)))
    return [{ kind: 'QuickTime keys', ilst, parents, entries, rest: list.rest }]
  })
}

/** Names in the order of the table; the first has the number 1. */
function readKeys(body: Uint8Array): string[] {
  const names: string[] = []
  const count = body.length < 8 ? 0 : Math.min(uint32(body, 4), maxKeys)
  for (let at = 8; names.length < count && at + 8 <= body.length; ) {
    const size = uint32(body, at)
    if (size < 8 || at + size > body.length) break
    names.push(utf8(body.subarray(at + 8, at + size)))
    at += size
  }
  return names
}

function nameOf({ type }: IlstEntry, names: readonly string[]): string {
  const number = uint32(Buffer.from(type, 'latin1'), 0)
  const key = names[number - 1] ?? `#${number}`
  const known = key.startsWith(domain) ? key.slice(domain.length) : key
  return Object.hasOwn(namesByKey, known) ? (namesByKey[known] ?? key) : `key ${key}`
}

export const valuesOfSideList = ({ entries }: SideList): FieldValues => valuesOfIlst(entries)

/** The list with the changed fields in step: items that are there get the new value or go; none is added. */
export function editOfSideList(list: SideList, changes: ValueChanges): readonly Edit[] {
  const held = valuesOfSideList(list)
  const inStep: { [Name in FieldName]?: FieldValue } = {}
  for (const field of Object.keys(changes) as FieldName[]) {
    if (held[field] !== undefined) inStep[field] = changes[field] ?? []
  }
  if (Object.keys(inStep).length === 0) return []
  const { kind, ilst, parents, entries, rest } = list
  const patched = kind === 'iTunes' ? patchIlst(entries, inStep) : patchKeys(entries, inStep)
  const insert = atomOf('ilst', concat([...patched.map(({ raw }) => raw), rest]))
  return [{ at: ilst.at, remove: ilst.size, insert, parents }]
}

const patchKeys = (entries: readonly IlstEntry[], changes: ValueChanges): readonly IlstEntry[] =>
  patchEntries(entries, changes, 'mp4', (name, values) => {
    const old = entries.find((entry) => entry.name === name)
    if (old === undefined) return []
    const raw = atomOf(old.type, dataAtom(1, fromUtf8(values.join('; '))))
    return [{ ...entryOf(old.type, raw), name }]
  })
