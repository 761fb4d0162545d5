import type { FileAccess } from '../file-access'
import { type ApeTag, kindOfApe, pictureCountOfApe, picturesOfApe, readApe, valuesOfApe } from '../tags/apev2'
import { valuesOfId3v1 } from '../tags/id3v1'
import {
  type Id3v2Tag,
  pictureCountOfId3v2,
  picturesOfId3v2,
  readId3v2From,
  valuesOfId3v2,
} from '../tags/id3v2'
import { type Lyrics3, parseLyrics3, valuesOfLyrics3 } from '../tags/lyrics3'
import { type TagView, tagView } from './layout'
import { leadingParts, type Part, trailingParts } from './tag-parts'

/** A tag and where it lies. */
export interface Found<Tag> {
  readonly part: Part
  readonly tag: Tag
}

/** The tags of a stream of frames: MP3 and the like, AAC. All but the first ID3v2 are only kept in step. */
export interface StreamTags {
  readonly leading: readonly Part[]
  readonly trailing: readonly Part[]
  readonly id3v2: Found<Id3v2Tag> | undefined
  readonly atEnd: Found<Id3v2Tag> | undefined
  readonly ape: Found<ApeTag> | undefined
  readonly lyrics: Found<Lyrics3> | undefined
  readonly id3v1: Found<Uint8Array> | undefined
  readonly extended: Found<Uint8Array> | undefined
  /** Tags that are not understood, or stand behind another of their kind: kept as they are. */
  readonly others: readonly Part[]
  /** Where the sound begins, and ends. */
  readonly start: number
  readonly end: number
}

/** Of several tags of a kind, the first ID3v2 and the last APEv2 and ID3v1 count, as for every other reader. */
export function findStreamTags(access: FileAccess): StreamTags {
  const leading = leadingParts(access)
  const last = leading.at(-1)
  const start = last === undefined ? 0 : last.at + last.size
  const trailing = start < access.size ? trailingParts(access, start) : []
  const found = <Tag>(
    part: Part | undefined,
    read: (part: Part) => Tag | undefined,
  ): Found<Tag> | undefined => {
    const tag = part === undefined ? undefined : read(part)
    return part === undefined || tag === undefined ? undefined : { part, tag }
  }
  const bytesOf = ({ at, size }: Part) => access.read(at, size)
  const id3v2Of = ({ at }: Part) => readId3v2From(access, at)
  const lastOf = (what: Part['what']) => trailing.findLast((part) => part.what === what)
  const id3v2 = found(leading[0], id3v2Of)
  const atEnd = found(lastOf('ID3v2 at the end'), id3v2Of)
  const ape = found(lastOf('APEv2'), ({ at, size }) => readApe(access, at, size))
  const lyrics = found(lastOf('Lyrics3'), (part) => parseLyrics3(bytesOf(part)))
  const id3v1 = found(lastOf('ID3v1'), bytesOf)
  const extended = found(lastOf('ID3v1 extended'), bytesOf)
  const known = [id3v2, atEnd, ape, lyrics, id3v1, extended].map((tag) => tag?.part)
  return {
    id3v2,
    atEnd,
    ape,
    lyrics,
    id3v1,
    extended,
    leading,
    trailing,
    others: [...leading, ...trailing].filter((part) => !known.includes(part)),
    start,
    end: trailing[0]?.at ?? Math.max(start, access.size),
  }
}

/** All tags of a stream, the best first. */
export function viewsOf({ id3v2, atEnd, ape, id3v1, extended, lyrics }: StreamTags): TagView[] {
  const views: TagView[] = []
  for (const found of [id3v2, atEnd]) {
    if (found === undefined) continue
    const { tag } = found
    views.push(tagView(tag.kind, valuesOfId3v2(tag), pictureCountOfId3v2(tag), () => picturesOfId3v2(tag)))
  }
  if (ape !== undefined) {
    const { tag } = ape
    views.push(tagView(kindOfApe(tag), valuesOfApe(tag), pictureCountOfApe(tag), () => picturesOfApe(tag)))
  }
  if (id3v1 !== undefined) {
    views.push(tagView('ID3v1', valuesOfId3v1(id3v1.tag, extended?.tag), 0, () => []))
  }
  if (lyrics !== undefined) views.push(tagView('Lyrics3', valuesOfLyrics3(lyrics.tag), 0, () => []))
  return views
}

/** What the parts of a kind of tag are: a second ID3v2 in front goes with the first, an enhanced ID3v1 with its own. */
export function partsOfKind(tags: StreamTags, kind: string): readonly Part[] {
  const { leading, id3v2, atEnd, ape, lyrics, id3v1, extended } = tags
  const only = (...found: readonly (Found<unknown> | undefined)[]) =>
    found.flatMap((one) => (one === undefined ? [] : [one.part]))
  switch (kind) {
    case 'ID3v1':
      return only(extended, id3v1)
    case 'Lyrics3':
      return only(lyrics)
    case 'APEv1':
    case 'APEv2':
      return ape !== undefined && kindOfApe(ape.tag) === kind ? only(ape) : []
    default:
      return [...(id3v2?.tag.kind === kind ? leading : []), ...(atEnd?.tag.kind === kind ? [atEnd.part] : [])]
  }
}

/** The tags as they are once these kinds are gone. What lies where is told as in the file of now. */
export function withoutKinds(tags: StreamTags, kinds: readonly string[]): StreamTags {
  if (kinds.length === 0) return tags
  const gone = new Set(kinds.flatMap((kind) => partsOfKind(tags, kind)))
  const kept = <Tag>(found: Found<Tag> | undefined) =>
    found !== undefined && gone.has(found.part) ? undefined : found
  const staying = (parts: readonly Part[]) => parts.filter((part) => !gone.has(part))
  return {
    ...tags,
    id3v2: kept(tags.id3v2),
    atEnd: kept(tags.atEnd),
    ape: kept(tags.ape),
    lyrics: kept(tags.lyrics),
    id3v1: kept(tags.id3v1),
    extended: kept(tags.extended),
    leading: staying(tags.leading),
    trailing: staying(tags.trailing),
    others: staying(tags.others),
  }
}
