import type { FieldValue, Splice } from '../../../shared/model'
import { concat, fromUtf8 } from '../bytes'
import { readExactly } from '../file-access'
import type { PictureWithBytes } from '../metadata'
import { patchMatroskaTags } from '../tags/matroska-tags-patch'
import { isTag, renderTags } from '../tags/matroska-tags-tree'
import { entryKey } from '../tags/native-names'
import { tooLarge } from '../tags/not-storable'
import { type ElementHeader, ebmlId, parseElements, renderChildren, renderElement } from './ebml'
import { type LayoutPatch, NotMovableError, type TagView } from './layout'
import { renderPictures } from './matroska-attachments'
import type { ElementChange } from './matroska-items'
import { maxTagsBytes, type Opened, tagsKind, titleEntry } from './matroska-open'
import { infoId } from './matroska-properties'
import { relayout } from './matroska-relayout'
import { bodyOf, matroskaId } from './matroska-segment'

/** The splices for a patch. @throws NotMovableError */
export function plan(
  opened: Opened,
  elements: readonly ElementHeader[],
  views: readonly TagView[],
  patch: LayoutPatch,
): readonly Splice[] {
  const { access, segment, tags, tagsAt } = opened
  // What the index led to must be all that there is, or a change would leave something behind.
  const ids: readonly number[] = [matroskaId.tags, matroskaId.attachments, matroskaId.info]
  const unlisted = elements.some(
    ({ id, at }) => ids.includes(id) && !segment.elements.some((known) => known.at === at),
  )
  if (elements.length === 0 || unlisted)
    throw new NotMovableError('Matroska: elements that its index does not name')

  const title = planTitle(opened, views, patch)
  const { title: _, ...others } = patch.values
  const patched = patchMatroskaTags(tags, title.tag === undefined ? others : { ...others, title: title.tag })
  const tagChanges = patched.flatMap((element, index): ElementChange[] => {
    if (element === tags.elements[index]) return []
    const body = element.children.some(isTag) ? renderTags(element) : undefined
    if (body !== undefined && body.length > maxTagsBytes) throw tooLarge(patch.values, 'Matroska')
    return [{ id: matroskaId.tags, old: tagsAt[index], body }]
  })
  return relayout(access, segment, elements, [
    ...title.info,
    ...planPictures(opened, patch.pictures),
    ...tagChanges,
  ])
}

/**
 * A new title goes where the old one was found; the Segment's title follows the track's when they were the same.
 * `tag` is the change for the Tags, undefined when they are not touched.
 */
function planTitle(
  { access, infoAt, info, tags }: Opened,
  views: readonly TagView[],
  { values }: LayoutPatch,
): { tag?: FieldValue; info: ElementChange[] } {
  const inTags = views.find(({ kind }) => kind === tagsKind)?.values.title
  const isOnlyHere = info.title !== undefined && info.title !== '' && inTags === undefined
  // A sort name is nested in the title's tag, which then says the title too: one of only a name confuses readers.
  const hasSortName =
    values.titleSort === undefined
      ? tags.entries.some(({ name }) => entryKey(name) === titleEntry)
      : values.titleSort.length > 0
  const wanted = values.title ?? (isOnlyHere && hasSortName ? [info.title] : undefined)
  if (wanted === undefined || infoAt === undefined) return { info: [], ...(wanted && { tag: wanted }) }
  const [first] = wanted
  const isFollowed = info.title !== undefined && (inTags === undefined || inTags[0] === info.title)
  // A title that is gone from the Tags must not come back from the Segment.
  const changes = info.title !== first && (isFollowed || (info.title !== undefined && first === undefined))
  const body = changes ? withTitle(bodyOf(access, infoAt), first) : undefined
  return {
    info: body === undefined ? [] : [{ id: matroskaId.info, old: infoAt, body }],
    ...(isOnlyHere && !hasSortName && wanted.length <= 1 ? {} : { tag: wanted }),
  }
}

function withTitle(body: Uint8Array, title: string | undefined): Uint8Array {
  const { elements } = parseElements(body)
  const parts = elements
    .filter(({ id }) => id !== ebmlId.void)
    .flatMap(({ id, raw }) => {
      if (id !== infoId.title) return [raw]
      return title === undefined ? [] : [renderElement(infoId.title, fromUtf8(title))]
    })
  return renderChildren(parts)
}

/** All pictures into the first Attachments that has some, or the first at all, or a new one; other files stay. */
function planPictures(
  { access, attachmentsAt, attachments }: Opened,
  pictures: readonly PictureWithBytes[] | undefined,
): ElementChange[] {
  if (pictures === undefined) return []
  const withPictures = attachments.findIndex(({ files }) => files.some(({ isPicture }) => isPicture))
  const target = Math.max(0, withPictures)
  const files = attachments.flatMap((element) => element.files)
  const rendered = renderPictures(
    access,
    files.filter(({ isPicture }) => isPicture),
    files.filter(({ isPicture }) => !isPicture),
    pictures,
  )
  const raw = ({ at, end }: ElementHeader) => readExactly(access, at, end - at)
  if (attachments.length === 0) {
    return rendered.length === 0
      ? []
      : [{ id: matroskaId.attachments, old: undefined, body: concat(rendered) }]
  }
  return attachments.flatMap((element, index): ElementChange[] => {
    const kept = element.files.filter(({ isPicture }) => !isPicture)
    if (index !== target && kept.length === element.files.length) return []
    const parts = [
      ...element.others.map(raw),
      ...kept.map(({ header }) => raw(header)),
      ...(index === target ? rendered : []),
    ]
    const isEmpty = kept.length === 0 && (index !== target || rendered.length === 0)
    const body = renderChildren(element.hasCrc ? [Uint8Array.of(ebmlId.crc32), ...parts] : parts)
    return [{ id: matroskaId.attachments, old: attachmentsAt[index], body: isEmpty ? undefined : body }]
  })
}
