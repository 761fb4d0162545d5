import { askedPadding, type ByteRange, defaultWriteOptions, type Splice } from '../../../shared/model'
import { concat } from '../bytes'
import type { FileAccess } from '../file-access'
import type { PictureWithBytes } from '../metadata'
import {
  encoderOfIlst,
  type Ilst,
  ilstPictureLabel,
  patchIlst,
  patchIlstPictures,
  pictureCountOfIlst,
  picturesOfIlst,
  readIlst,
  renderIlst,
  storedInIlst,
  touchedInIlst,
  valuesOfIlst,
} from '../tags/ilst'
import { entryKey } from '../tags/native-names'
import {
  type Layout,
  type LayoutPatch,
  movedBy,
  type NotWritable,
  onlyRemoves,
  type TagView,
  tagView,
} from './layout'
import { type Atom, atomBodyAt, atomEnd, newBudget } from './mp4-atoms'
import { inventoryOfAtoms } from './mp4-inventory'
import { editOfSideList, readSideLists, type SideList, valuesOfSideList } from './mp4-lists'
import { type Mp4File, obstacleAround, type Place, placeOf, readMp4 } from './mp4-place'
import { type Edit, planEdits, planList } from './mp4-plan'
import { positionBoxes } from './mp4-positions'
import { soundProperties } from './mp4-sound'
import { patchTexts, readUserTexts, type UserText, valuesOfTexts } from './mp4-texts'

const noList: Ilst = { entries: [], rest: new Uint8Array(0), isDamaged: false }
const maxIlstBytes = 1024 * 1024 * 1024

/**
 * MP4, M4A, M4B, 3GP, QuickTime, whole or in fragments: iTunes' list of tags in `moov/udta/meta/ilst`, and texts
 * beside it in `udta`. Everything else stays as it is, but for positions that the change moves.
 */
export function openMp4(access: FileAccess, start = 0): Layout {
  const file = readMp4(access, start, newBudget())
  if (file === undefined) throw new RangeError('no moov box')
  const place = placeOf(access, file)
  const list = readList(access, place.ilst)
  const texts = place.udta === undefined ? [] : readUserTexts(access, place.udta)
  const others = readSideLists(access, file.moov, place.ilst)
  return new Mp4Layout(access, file, {
    tags: [...tagsOfList(place, list), ...tagsOfSideLists(others), ...tagsOfTexts(texts)],
    notWritable: notWritable(access, place, list, start),
    properties: soundProperties(access, file, file.sound, encoderOfIlst(list.entries)),
    plan: (patch, options = defaultWriteOptions) =>
      planOf(access, file.atoms, place, { list, others, texts }, patch, askedPadding(options)),
    inventory: ({ fields, pictures }) => {
      const touched = touchedInIlst(fields, pictures)
      const isTouched = ({ name }: { readonly name: string }) => touched.has(entryKey(name))
      const except = new Set(texts.filter(isTouched).map(({ atom }) => atom))
      if (place.ilst !== undefined && !list.isDamaged) except.add(place.ilst)
      for (const { ilst } of others) except.add(ilst)
      return [
        ...inventoryOfAtoms(access, file.atoms(), place, except),
        ...[list, ...others].flatMap(({ entries }) =>
          entries
            .filter((entry) => !isTouched(entry))
            .map(({ name, raw }) => ({ name: `atom ${name}`, bytes: raw })),
        ),
      ]
    },
    sameSound: (after, splices) => samePositions(access, file.atoms(), after, splices),
  })
}

/** A layout that walks through the whole file only when somebody asks where the sound is. */
class Mp4Layout implements Layout {
  readonly format = 'm4a'
  readonly container = 'MP4'
  readonly tags: Layout['tags']
  readonly notWritable: Layout['notWritable']
  readonly properties: Layout['properties']
  readonly plan: Layout['plan']
  readonly inventory: Layout['inventory']
  readonly storedValue = storedInIlst
  readonly sameSound: NonNullable<Layout['sameSound']>
  readonly #access: FileAccess
  readonly #file: Mp4File
  #audio: readonly ByteRange[] | undefined

  constructor(
    access: FileAccess,
    file: Mp4File,
    parts: Pick<Mp4Layout, 'tags' | 'notWritable' | 'properties' | 'plan' | 'inventory' | 'sameSound'>,
  ) {
    this.#access = access
    this.#file = file
    this.tags = parts.tags
    this.notWritable = parts.notWritable
    this.properties = parts.properties
    this.plan = parts.plan
    this.inventory = parts.inventory
    this.sameSound = parts.sameSound
  }

  get audio(): readonly ByteRange[] {
    this.#audio ??= soundRanges(this.#file.atoms())
    return this.#audio
  }

  /** Everything that has a place in the file, box by box. */
  positions(): number[][] {
    return positions(this.#access, this.#file.atoms())
  }

  storedPicture(picture: PictureWithBytes): PictureWithBytes {
    return { ...picture, ...ilstPictureLabel }
  }
}

function readList(access: FileAccess, ilst: Atom | undefined): Ilst {
  if (ilst === undefined) return noList
  if (ilst.size > maxIlstBytes) return { ...noList, isDamaged: true }
  return readIlst(access, atomBodyAt(ilst), ilst.size - ilst.headerBytes)
}

const tagsOfList = ({ ilst }: Place, { entries }: Ilst): TagView[] =>
  ilst === undefined
    ? []
    : [tagView('iTunes', valuesOfIlst(entries), pictureCountOfIlst(entries), () => picturesOfIlst(entries))]

/** Everything that one save may change. */
interface Sources {
  readonly list: Ilst
  readonly others: readonly SideList[]
  readonly texts: readonly UserText[]
}

const tagsOfSideLists = (lists: readonly SideList[]): TagView[] =>
  lists.map((list) => tagView(list.kind, valuesOfSideList(list), 0, () => []))

/** Each kind of text as a tag of its own, behind iTunes' list. */
function tagsOfTexts(texts: readonly UserText[]): TagView[] {
  return (['QuickTime', '3GPP'] as const).flatMap((kind) => {
    const own = texts.filter((text) => text.kind === kind)
    return own.length === 0 ? [] : [tagView(kind, valuesOfTexts(own), 0, () => [])]
  })
}

function notWritable(access: FileAccess, place: Place, list: Ilst, start: number): NotWritable | undefined {
  if (place.moov.isCut) return { code: 'metadata.truncated', reason: 'MP4' }
  const reason =
    start > 0
      ? 'a tag in front of the file'
      : list.isDamaged
        ? 'damaged tag list'
        : obstacleAround(access, place)
  return reason === undefined ? undefined : { code: 'metadata.structureNotWritable', reason }
}

const soundRanges = (atoms: readonly Atom[]): ByteRange[] =>
  atoms
    .filter(({ type, size, headerBytes }) => type === 'mdat' && size > headerBytes)
    .map((atom) => ({ start: atomBodyAt(atom), end: atomEnd(atom) }))

function planOf(
  access: FileAccess,
  atoms: () => readonly Atom[],
  place: Place,
  { list, others, texts }: Sources,
  patch: LayoutPatch,
  padding: number | undefined,
): readonly Splice[] {
  const edits = [
    ...textEdits(place, texts, patchTexts(texts, patch.values)),
    ...others.flatMap((other) => editOfSideList(other, patch.values)),
  ]
  if (place.ilst === undefined && onlyRemoves(patch)) return planEdits(access, atoms, place, edits)
  const withValues = patchIlst(list.entries, patch.values)
  const patched = patch.pictures === undefined ? withValues : patchIlstPictures(withValues, patch.pictures)
  return planList(access, atoms, place, concat([renderIlst(patched), list.rest]), edits, padding)
}

/** The boxes of texts that changed or went. */
function textEdits(place: Place, before: readonly UserText[], after: readonly UserText[]): Edit[] {
  const parents = [place.moov, place.udta].filter((atom) => atom !== undefined)
  const kept = new Map(after.map((text) => [text.atom, text]))
  return before.flatMap((text) => {
    const { atom } = text
    const now = kept.get(atom)
    if (now === text) return []
    return [{ at: atom.at, remove: atom.size, insert: now?.raw ?? new Uint8Array(0), parents }]
  })
}

const positions = (access: FileAccess, atoms: readonly Atom[]): number[][] =>
  positionBoxes(access, atoms).map(({ numbers }) => numbers.map(({ position }) => position))

/** Everything that had a place in the file is where the bytes of it went: with untouched `mdat`s, the same sound. */
function samePositions(
  access: FileAccess,
  before: readonly Atom[],
  after: Layout,
  splices: readonly Splice[],
): boolean {
  const moved = positions(access, before).map((box) => box.map((position) => movedBy(splices, position)))
  const now = after instanceof Mp4Layout ? after.positions() : undefined
  return (
    now?.length === moved.length &&
    moved.every((box, index) => {
      const other = now[index]
      return other?.length === box.length && box.every((position, at) => position === other[at])
    })
  )
}
