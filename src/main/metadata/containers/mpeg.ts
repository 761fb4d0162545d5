import type { AudioProperties, Splice } from '../../../shared/model'
import { fourCc, latin1, startsWith, syncsafe } from '../bytes'
import type { FileAccess } from '../file-access'
import {
  type ApeTag,
  apeFooterBytes,
  apeSize,
  parseApe,
  patchApe,
  renderApe,
  touchedInApe,
  valuesOfApe,
} from '../tags/apev2'
import { id3v1Bytes, isId3v1, patchId3v1, touchesId3v1, valuesOfId3v1 } from '../tags/id3v1'
import {
  emptyId3v2,
  type Id3v2Tag,
  patchId3v2,
  picturesOfId3v2,
  readId3v2,
  touchedInId3v2,
  valuesOfId3v2,
} from '../tags/id3v2'
import { id3v2Size } from '../tags/id3v2-frames'
import { entryKey } from '../tags/native-names'
import {
  bySplicePosition,
  changedFields,
  type InventoryItem,
  type Layout,
  type LayoutPatch,
  type NotWritable,
  onlyRemoves,
  spliceOf,
  type TagView,
} from './layout'
import { findFrame, mpegLength } from './mpeg-frame'

/** Something before or behind the sound. */
interface Part {
  readonly what: 'ID3v2' | 'ID3v1' | 'APEv2' | 'Lyrics3' | 'ID3v2 at the end' | 'damaged APEv2'
  readonly at: number
  readonly size: number
}

/** Larger tags are no tags of music: reading one into memory would only serve an attacker. */
const maxTagBytes = 256 * 1024 * 1024

/** ID3v2 tags in front, in order. */
export function leadingParts(access: FileAccess): Part[] {
  const parts: Part[] = []
  let at = 0
  while (parts.length < 16) {
    const size = id3v2Size(access.read(at, 10))
    if (size === undefined) break
    parts.push({ what: 'ID3v2', at, size })
    at += size
  }
  return parts
}

/** What follows the sound, from the end of the file inwards; in file order. */
export function trailingParts(access: FileAccess, start: number): Part[] {
  const parts: Part[] = []
  let end = access.size
  for (let part = lastPart(access, start, end); part !== undefined; part = lastPart(access, start, end)) {
    parts.unshift(part)
    end = part.at
  }
  return parts
}

function lastPart(access: FileAccess, start: number, end: number): Part | undefined {
  const ending = (size: number, what: Part['what']): Part | undefined =>
    size > 0 && end - size >= start ? { what, at: end - size, size } : undefined
  const tail = (length: number) => access.read(Math.max(start, end - length), Math.min(length, end - start))

  if (isId3v1(tail(id3v1Bytes))) return ending(id3v1Bytes, 'ID3v1')
  if (startsWith(tail(227), 'TAG+')) return ending(227, 'Lyrics3')
  const ape = apeSize(tail(apeFooterBytes))
  if (ape !== undefined) {
    const part = ending(ape, 'APEv2')
    if (part === undefined || ape > maxTagBytes) return undefined
    return parseApe(access.read(part.at, part.size)) === undefined ? { ...part, what: 'damaged APEv2' } : part
  }
  const lyrics = latin1(tail(15))
  if (/^\d{6}LYRICS200$/.test(lyrics)) return ending(Number(lyrics.slice(0, 6)) + 15, 'Lyrics3')
  if (lyrics.endsWith('LYRICSEND')) {
    // Lyrics3v1 §: at most 5100 bytes of text between its two words.
    const begin = latin1(tail(5120)).lastIndexOf('LYRICSBEGIN')
    return begin < 0 ? undefined : ending(Math.min(5120, end - start) - begin, 'Lyrics3')
  }
  const footer = tail(10)
  if (footer.length === 10 && fourCc(footer, 0).startsWith('3DI')) {
    return ending(syncsafe(footer, 6) + 20, 'ID3v2 at the end')
  }
  return undefined
}

/** MP3, MP2 and MP1: frames of sound, tags before and behind. */
export function openMpeg(access: FileAccess): Layout {
  const leading = leadingParts(access)
  const start = leading.reduce((_, part) => part.at + part.size, 0)
  const trailing = start < access.size ? trailingParts(access, start) : []
  const end = trailing[0]?.at ?? access.size
  const bytesOf = (part: Part) => access.read(part.at, Math.min(part.size, maxTagBytes))

  const [first] = leading
  const id3v2 = first === undefined ? undefined : readId3v2(bytesOf(first))
  const apePart = trailing.find(({ what }) => what === 'APEv2')
  const ape = apePart === undefined ? undefined : parseApe(bytesOf(apePart))
  const atEnd = trailing.find(({ what }) => what === 'ID3v2 at the end')
  const trailingId3v2 = atEnd === undefined ? undefined : readId3v2(bytesOf(atEnd))
  const id3v1Part = trailing.find(({ what }) => what === 'ID3v1')
  const id3v1 = id3v1Part === undefined ? undefined : bytesOf(id3v1Part)
  const frame = findFrame(access, start)

  return {
    format: 'mp3',
    container: `MPEG audio${frame === undefined ? '' : `, layer ${frame.layer}`}`,
    tags: tagViews(id3v2, trailingId3v2, ape, id3v1),
    audio: start < end ? [{ start, end }] : [],
    notWritable: obstacle(access, leading, trailing, id3v2, frame !== undefined),
    properties: frame === undefined ? {} : propertiesOf(access, frame, end),
    plan: (patch) => {
      const splices: Splice[] = [
        ...planId3v2(access, id3v2, patch),
        ...(apePart === undefined || ape === undefined ? [] : planApe(access, apePart, ape, patch)),
        ...(id3v1Part === undefined || id3v1 === undefined
          ? []
          : spliceOf(access, id3v1Part.at, id3v1Part.size, patchId3v1(id3v1, patch.values))),
      ]
      return splices.sort(bySplicePosition)
    },
    inventory: ({ fields, pictures }) => {
      const rest = [...leading.slice(1), ...trailing].filter(({ what, at }) => {
        if (what === 'ID3v1') return !touchesId3v1(fields)
        return what !== 'APEv2' || at !== apePart?.at || ape === undefined
      })
      return [
        ...(id3v2 === undefined ? [] : inventoryOfId3v2(id3v2, touchedInId3v2(fields, pictures))),
        ...(ape === undefined ? [] : inventoryOfApe(ape, touchedInApe(fields))),
        ...rest.map((part) => ({ name: part.what, bytes: bytesOf(part) })),
      ]
    },
  }
}

function tagViews(
  id3v2: Id3v2Tag | undefined,
  trailing: Id3v2Tag | undefined,
  ape: ApeTag | undefined,
  id3v1: Uint8Array | undefined,
): TagView[] {
  const views: TagView[] = []
  for (const tag of [id3v2, trailing]) {
    if (tag === undefined) continue
    views.push({ kind: tag.kind, values: valuesOfId3v2(tag), pictures: picturesOfId3v2(tag) })
  }
  if (ape !== undefined) {
    views.push({ kind: ape.version >= 2000 ? 'APEv2' : 'APEv1', values: valuesOfApe(ape), pictures: [] })
  }
  if (id3v1 !== undefined) views.push({ kind: 'ID3v1', values: valuesOfId3v1(id3v1), pictures: [] })
  return views
}

function propertiesOf(
  access: FileAccess,
  frame: NonNullable<ReturnType<typeof findFrame>>,
  end: number,
): Partial<AudioProperties> {
  const { durationMs, bitrate } = mpegLength(access, frame, end)
  return {
    durationMs,
    bitrate,
    sampleRate: frame.sampleRate,
    channels: frame.channels,
    bitsPerSample: 0,
    lossless: false,
  }
}

const structure = (reason: string): NotWritable => ({ code: 'metadata.structureNotWritable', reason })

function obstacle(
  access: FileAccess,
  leading: readonly Part[],
  trailing: readonly Part[],
  id3v2: Id3v2Tag | undefined,
  hasFrames: boolean,
): NotWritable | undefined {
  const cut = leading.some(({ at, size }) => at + size > access.size)
  if (cut) return { code: 'metadata.truncated', reason: 'ID3v2' }
  if (!hasFrames) return structure('no sound found')
  if (leading.length > 1) return structure('two ID3v2 tags')
  if (leading.length === 1 && id3v2 === undefined) return structure('unknown ID3v2 version')
  const tagObstacle = id3v2 === undefined ? undefined : id3v2Obstacle(id3v2)
  if (tagObstacle !== undefined) return tagObstacle
  const odd = trailing.find(({ what }) => what === 'ID3v2 at the end' || what === 'damaged APEv2')
  return odd === undefined ? undefined : structure(odd.what)
}

/** What in an ID3v2 tag stands in the way of writing it; also for the chunk in WAV files. */
export function id3v2Obstacle(tag: Id3v2Tag): NotWritable | undefined {
  if (tag.version === 2) return structure('ID3v2.2')
  return tag.hasJunk ? structure('ID3v2 with unreadable data') : undefined
}

function planId3v2(access: FileAccess, tag: Id3v2Tag | undefined, patch: LayoutPatch): readonly Splice[] {
  if (tag === undefined && onlyRemoves(patch)) return []
  const old = tag ?? emptyId3v2
  return spliceOf(access, 0, old.sizeBytes, patchId3v2(old, patch.values, patch.pictures))
}

const planApe = (access: FileAccess, part: Part, tag: ApeTag, patch: LayoutPatch): readonly Splice[] =>
  changedFields(patch).length === 0
    ? []
    : spliceOf(access, part.at, part.size, renderApe(patchApe(tag, patch.values)))

/** Frames with their flags: an unread flag says how the rest is to be read. */
export const inventoryOfId3v2 = (tag: Id3v2Tag, touched: ReadonlySet<string>): InventoryItem[] =>
  tag.frames
    .filter(({ name, id }) => !touched.has(entryKey(name)) && !touched.has(id))
    .map(({ name, raw, flags }) => ({ name: `ID3v2 ${name}${flags === 0 ? '' : ` (${flags})`}`, bytes: raw }))

const inventoryOfApe = (tag: ApeTag, touched: ReadonlySet<string>): InventoryItem[] =>
  tag.entries
    .filter(({ name }) => !touched.has(entryKey(name)))
    .map(({ name, raw }) => ({ name: `APEv2 ${name}`, bytes: raw }))
