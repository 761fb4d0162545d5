import {
  type FieldName,
  type FieldValue,
  type FieldValues,
  sameValue,
  type WriteOptions,
} from '../../../shared/model'
import type { ApeTag } from '../tags/apev2'
import { isCoverKey } from '../tags/apev2-pictures'
import { firstOf } from '../tags/entry'
import { touchesId3v1 } from '../tags/id3v1'
import { formAtEnd, formOf, type Id3v2Form, newTagVersion } from '../tags/id3v2'
import { isConverted, joinedAnew } from './id3v2-options'
import { type Adaptation, type LayoutPatch, onlyRemoves, type TagView } from './layout'
import { type StreamTags, withoutKinds } from './mpeg-find'

/** What kind of stream this is. */
interface Habits {
  /** The kind of tag that is made where there is none. */
  readonly main: 'ID3v2' | 'APEv2'
  /** Whether ID3v1 and APEv2 may come beside it. */
  readonly addsTags: boolean
}

/** What the options make of a save (see `Adaptation`). */
export function adaptMpeg(
  tags: StreamTags,
  views: readonly TagView[],
  patch: LayoutPatch,
  options: WriteOptions,
  { main, addsTags }: Habits,
): Adaptation {
  const form = formOf(options)
  const asked = patch.removes ?? []
  const removes = kindsToRemove(tags, options, main).filter((kind) => !asked.includes(kind))
  const viewsWithout = (kinds: readonly string[]) => views.filter(({ kind }) => !kinds.includes(kind))
  const gone = [...asked, ...removes]
  const staying = withoutKinds(tags, gone)
  const said = firstOf(viewsWithout(asked).map(({ values }) => values))
  const moved = {
    ...onlyIn(said, firstOf(viewsWithout(gone).map(({ values }) => values)), patch),
    ...(main === 'ID3v2' ? joinedAnew(said, patch, staying.id3v2?.tag, form) : {}),
  }
  const pictures =
    patch.pictures === undefined ? picturesOnlyIn(viewsWithout(asked), viewsWithout(gone)) : undefined
  const whole = { values: { ...moved, ...patch.values }, pictures: patch.pictures ?? pictures }
  const { id3v2, atEnd } = staying
  return {
    values: moved,
    pictures,
    removes,
    adds: [
      ...(asked.length > 0 ? madeAnew(tags, staying, whole, form, main) : []),
      ...(addsTags ? kindsToAdd(staying, asked, { ...said, ...whole.values }, options) : []),
    ],
    converts:
      (id3v2 !== undefined && isConverted(id3v2.tag, form)) ||
      (atEnd !== undefined && isConverted(atEnd.tag, formAtEnd(form))),
    contradicts: main === 'ID3v2' && options.apeOnMp3 === 'keep' && staying.ape !== undefined,
    lost: removes.flatMap((kind) => withoutPlace(tags, kind)),
  }
}

function kindsToRemove(tags: StreamTags, options: WriteOptions, main: Habits['main']): readonly string[] {
  const isApe = main === 'ID3v2' && options.apeOnMp3 === 'remove' && tags.ape !== undefined
  const kinds = isApe ? [tags.ape?.tag.version === 1000 ? 'APEv1' : 'APEv2'] : []
  return options.id3v1 === 'remove' && tags.id3v1 !== undefined ? [...kinds, 'ID3v1'] : kinds
}

/** Values that a tag which goes is the last to hold. */
function onlyIn(said: FieldValues, left: FieldValues, patch: LayoutPatch): FieldValues {
  const only: { [Name in FieldName]?: FieldValue } = {}
  for (const [field, value] of Object.entries(said) as [FieldName, FieldValue][]) {
    if (patch.values[field] === undefined && !sameValue(value, left[field] ?? [])) only[field] = value
  }
  return only
}

function picturesOnlyIn(before: readonly TagView[], after: readonly TagView[]): LayoutPatch['pictures'] {
  const pictured = before.find(({ pictureCount }) => pictureCount > 0)
  return after.some(({ pictureCount }) => pictureCount > 0) ? undefined : pictured?.pictures
}

/** The main tag again, when it goes and what is saved needs one all the same. */
function madeAnew(
  before: StreamTags,
  staying: StreamTags,
  whole: LayoutPatch,
  { version = newTagVersion }: Id3v2Form,
  main: Habits['main'],
): readonly string[] {
  if (onlyRemoves(whole)) return []
  if (main === 'APEv2') return before.ape !== undefined && staying.ape === undefined ? ['APEv2'] : []
  return before.id3v2 !== undefined && staying.id3v2 === undefined ? [`ID3v2.${version}`] : []
}

/** Tags that come because files are to have them; not one that was taken out by hand, nor one with nothing in it. */
function kindsToAdd(
  { ape, id3v1 }: StreamTags,
  asked: readonly string[],
  after: FieldValues,
  options: WriteOptions,
): readonly string[] {
  const fields = (Object.entries(after) as [FieldName, FieldValue][]).flatMap(([field, value]) =>
    value.length > 0 ? [field] : [],
  )
  const isWanted = (mode: WriteOptions['id3v1'], kinds: readonly string[]) =>
    mode === 'add' && !kinds.some((kind) => asked.includes(kind))
  const addsApe = isWanted(options.apeOnMp3, ['APEv1', 'APEv2']) && ape === undefined && fields.length > 0
  const addsId3v1 = isWanted(options.id3v1, ['ID3v1']) && id3v1 === undefined && touchesId3v1(fields)
  return [...(addsApe ? ['APEv2'] : []), ...(addsId3v1 ? ['ID3v1'] : [])]
}

/** What of a tag is neither text nor picture: only there can it be. */
function withoutPlace({ ape, extended }: StreamTags, kind: string): readonly string[] {
  if (kind === 'ID3v1') {
    // Speed, genre in words, and times of start and end (Enhanced TAG).
    const hasMore = extended?.tag.subarray(184).some((byte) => byte !== 0) === true
    return hasMore ? ['ID3v1 extended'] : []
  }
  return ape === undefined ? [] : itemsWithoutPlace(ape.tag).map((name) => `${kind} ${name}`)
}

const itemsWithoutPlace = ({ entries, rest }: ApeTag): readonly string[] => [
  ...entries.filter(({ name, values }) => values.length === 0 && !isCoverKey(name)).map(({ name }) => name),
  ...(rest.length === 0 ? [] : ['behind the items']),
]
