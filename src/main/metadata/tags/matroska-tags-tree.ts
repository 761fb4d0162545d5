import { concat, fromUtf8 } from '../bytes'
import {
  type Element,
  type ElementBudget,
  ebmlId,
  findElement,
  parseElements,
  renderChildren,
  renderElement,
  textOf,
  uintBytes,
  uintOf,
} from '../containers/ebml'

/** The elements of a Tags element (RFC 9559 §5.1.8). */
export const tagId = {
  tags: 0x1254c367,
  tag: 0x7373,
  targets: 0x63c0,
  targetTypeValue: 0x68ca,
  targetType: 0x63ca,
  trackUid: 0x63c5,
  editionUid: 0x63c9,
  chapterUid: 0x63c4,
  attachmentUid: 0x63c6,
  simpleTag: 0x67c8,
  tagName: 0x45a3,
  tagLanguage: 0x447a,
  tagLanguageBcp47: 0x447b,
  tagDefault: 0x4484,
  /** An older id of TagDefault (RFC 9559 §5.1.8.1.2.5, TagDefaultBogus). */
  tagDefaultBogus: 0x44b4,
  tagString: 0x4487,
  tagBinary: 0x4485,
} as const

/** A SimpleTag: a name, at most one value, and SimpleTags that say more about it. */
export interface SimpleTag {
  /** TagName as it is spelled. */
  readonly name: string
  /** TagString; undefined where there is none. */
  readonly text: string | undefined
  readonly hasBinary: boolean
  readonly language: string
  /** Whether it is in the original language (RFC 9559 §5.1.8.1.2.4). */
  readonly isDefault: boolean
  /** Its children but SimpleTags and CRC-32, as they are. */
  readonly own: readonly Element[]
  readonly nested: readonly SimpleTag[]
  readonly hasCrc: boolean
  readonly raw: Uint8Array
}

/** What a Tag is about (RFC 9559 §5.1.8.1.1). */
export interface Targets {
  /** 70 collection, 60 edition, 50 album, 40 part, 30 track, 20 movement, 10 shot. 50 when nothing is said. */
  readonly level: number
  /** Whether the file says the level, by number or by word. */
  readonly isExplicit: boolean
  readonly trackUids: readonly number[]
  /** Whether it is about an edition, a chapter or an attachment. */
  readonly isAboutOther: boolean
  /** The bytes of the Targets element; empty when there is none. */
  readonly raw: Uint8Array
}

export interface Tag {
  readonly targets: Targets
  /** SimpleTags and what else there is, in order; the latter as it is. */
  readonly children: readonly (SimpleTag | Element)[]
  readonly raw: Uint8Array
}

/** One Tags element; a file may have several. */
export interface TagsElement {
  readonly children: readonly (Tag | Element)[]
  /** False when an element in it does not end where it should: read what there is, write nothing. */
  readonly isIntact: boolean
}

export const isSimpleTag = (child: SimpleTag | Element): child is SimpleTag => 'nested' in child
export const isTag = (child: Tag | Element): child is Tag => 'targets' in child

/** Deeper SimpleTags are kept as they are: nobody means anything by them. */
const maxDepth = 8
/** Of all Tags, SimpleTags and their parts. */
const maxElements = 10_000

/** The levels by the words of TargetType (RFC 9559 §5.1.8.1.1.2). */
const levelsByWord: ReadonlyMap<string, number> = new Map(
  Object.entries({
    70: 'COLLECTION',
    60: 'EDITION ISSUE VOLUME OPUS SEASON SEQUEL',
    50: 'ALBUM OPERA CONCERT MOVIE EPISODE',
    40: 'PART SESSION',
    30: 'TRACK SONG CHAPTER',
    20: 'SUBTRACK MOVEMENT SCENE',
    10: 'SHOT',
  }).flatMap(([level, words]) => words.split(' ').map((word) => [word, Number(level)] as const)),
)

/** The word that is written for a level. Not for tracks: FFmpeg puts it in front of the name, `ALBUM/TITLE`. */
const wordsByLevel: ReadonlyMap<number, string> = new Map([
  [70, 'COLLECTION'],
  [60, 'EDITION'],
  [50, 'ALBUM'],
  [40, 'PART'],
])

/** The body of a Tags element. */
export function parseTags(body: Uint8Array): TagsElement {
  const budget: ElementBudget = { left: maxElements }
  const { elements, isIntact } = parseElements(body, budget)
  let isSound = isIntact
  const children = elements
    .filter(({ id }) => id !== ebmlId.void)
    .map((element) => {
      if (element.id !== tagId.tag) return element
      const tag = parseTag(element, budget)
      if (tag === undefined) isSound = false
      return tag ?? element
    })
  return { children, isIntact: isSound }
}

/** Undefined when its children do not fit into it. */
function parseTag({ raw, body }: Element, budget: ElementBudget): Tag | undefined {
  const { elements, isIntact } = parseElements(body, budget)
  if (!isIntact) return undefined
  const children = elements.map((element) =>
    element.id === tagId.simpleTag ? (parseSimpleTag(element, 0, budget) ?? element) : element,
  )
  return { targets: parseTargets(findElement(elements, tagId.targets)), children, raw }
}

/** Of a Tag that names none: hostile files have ten thousand of them. */
const noTargets: Targets = {
  level: 50,
  isExplicit: false,
  trackUids: [],
  isAboutOther: false,
  raw: new Uint8Array(),
}

function parseTargets(element: Element | undefined): Targets {
  if (element === undefined) return noTargets
  const parts = parseElements(element.body).elements
  const uids = (id: number) => parts.filter((part) => part.id === id).map(({ body }) => uintOf(body))
  const value = findElement(parts, tagId.targetTypeValue)
  const word = findElement(parts, tagId.targetType)
  const level =
    value === undefined
      ? levelsByWord.get(word === undefined ? '' : textOf(word.body).toUpperCase())
      : uintOf(value.body)
  const others = [tagId.editionUid, tagId.chapterUid, tagId.attachmentUid]
  return {
    level: level ?? 50,
    isExplicit: level !== undefined,
    // 0 is every track.
    trackUids: uids(tagId.trackUid).filter((uid) => uid !== 0),
    isAboutOther: others.some((id) => uids(id).some((uid) => uid !== 0)),
    raw: element.raw,
  }
}

/** Undefined when it cannot be followed. */
function parseSimpleTag({ raw, body }: Element, depth: number, budget: ElementBudget): SimpleTag | undefined {
  const { elements, isIntact } = parseElements(body, budget)
  if (!isIntact || depth >= maxDepth) return undefined
  const nested: SimpleTag[] = []
  const own: Element[] = []
  const known = new Map<number, Element>()
  for (const element of elements) {
    const child = element.id === tagId.simpleTag ? parseSimpleTag(element, depth + 1, budget) : undefined
    if (child !== undefined) nested.push(child)
    else if (element.id !== ebmlId.crc32 && element.id !== ebmlId.void) {
      own.push(element)
      if (!known.has(element.id)) known.set(element.id, element)
    }
  }
  const textIn = (id: number) => {
    const element = known.get(id)
    return element === undefined ? undefined : textOf(element.body)
  }
  const isDefault = known.get(tagId.tagDefault) ?? known.get(tagId.tagDefaultBogus)
  return {
    name: textIn(tagId.tagName) ?? '',
    text: textIn(tagId.tagString),
    hasBinary: known.has(tagId.tagBinary),
    language: textIn(tagId.tagLanguageBcp47) ?? textIn(tagId.tagLanguage) ?? 'und',
    isDefault: isDefault === undefined || uintOf(isDefault.body) !== 0,
    own,
    nested,
    hasCrc: elements[0]?.id === ebmlId.crc32,
    raw,
  }
}

const newElement = (id: number, body: Uint8Array): Element => ({ id, body, raw: renderElement(id, body) })

/** The language is left to its default, “undetermined”. */
export function newSimpleTag(name: string, text: string | undefined): SimpleTag {
  const own = [
    newElement(tagId.tagName, fromUtf8(name)),
    ...(text === undefined ? [] : [newElement(tagId.tagString, fromUtf8(text))]),
  ]
  return remade({
    name,
    text,
    hasBinary: false,
    language: 'und',
    isDefault: true,
    own,
    nested: [],
    hasCrc: false,
    raw: new Uint8Array(),
  })
}

/** The same SimpleTag with another text, or none; its language and whatever else it says stay. */
export function withText(tag: SimpleTag, text: string | undefined): SimpleTag {
  const made = text === undefined ? [] : [newElement(tagId.tagString, fromUtf8(text))]
  const at = tag.own.findIndex(({ id }) => id === tagId.tagString)
  const own = [
    ...tag.own.slice(0, at < 0 ? tag.own.length : at),
    ...made,
    ...tag.own.slice(at < 0 ? tag.own.length : at).filter(({ id }) => id !== tagId.tagString),
  ]
  return remade({ ...tag, text, own })
}

export const withNested = (tag: SimpleTag, nested: readonly SimpleTag[]): SimpleTag =>
  remade({ ...tag, nested })

function remade(tag: SimpleTag): SimpleTag {
  const parts = [...tag.own, ...tag.nested].map(({ raw }) => raw)
  const body = renderChildren(tag.hasCrc ? [Uint8Array.of(ebmlId.crc32), ...parts] : parts)
  return { ...tag, raw: renderElement(tagId.simpleTag, body) }
}

/** A Tag with other children. */
export function withChildren(tag: Tag, children: Tag['children']): Tag {
  const body = renderChildren(children.map(({ raw }) => raw))
  return { ...tag, children, raw: renderElement(tagId.tag, body) }
}

export function newTag(level: number, children: readonly SimpleTag[]): Tag {
  const word = wordsByLevel.get(level)
  const value = renderElement(tagId.targetTypeValue, uintBytes(level))
  const type = word === undefined ? [] : [renderElement(tagId.targetType, fromUtf8(word))]
  const raw = renderElement(tagId.targets, concat([value, ...type]))
  const targets: Targets = { level, isExplicit: true, trackUids: [], isAboutOther: false, raw }
  return withChildren({ targets, children: [], raw: new Uint8Array() }, [
    { id: tagId.targets, raw, body: raw },
    ...children,
  ])
}

/** The body of a Tags element; its CRC-32, where it has one, is made right. */
export const renderTags = ({ children }: TagsElement): Uint8Array =>
  renderChildren(children.map(({ raw }) => raw))
