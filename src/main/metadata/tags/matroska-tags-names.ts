import { fieldNames } from '../../../shared/model'
import { isSimpleTag, isTag, type SimpleTag, type Tag, type TagsElement } from './matroska-tags-tree'
import { entryKey, nativeNames } from './native-names'

/**
 * Which field a SimpleTag means. The specification gives each name a meaning by its level (`TITLE` is the album's
 * at 50, the track's at 30), and a Tag that names no level is about the album (RFC 9559 §5.1.8.1.1.1). Few files
 * of music follow it: FFmpeg writes all that it knows into one Tag without a level, under the names of its other
 * formats (`TITLE`, `ALBUM`, `ALBUM_ARTIST`, `DATE`), and copies the comments of an Ogg stream into a Tag for that
 * track. TagLib 2 and music-metadata read a Tag without a level as the track's, and so do we; only where the file
 * has a track's Tag beside it, no album's, and nothing in it that only FFmpeg writes, it is the album's: mkvmerge
 * leaves out the level 50, which is the default.
 */
export interface PlacedTag {
  readonly tag: Tag
  readonly level: number
  /** One Tag for everything, as FFmpeg writes it. */
  readonly isFlat: boolean
}

/** Names that only writers without levels use. */
const flatNames = /^(ALBUM|ALBUM_?ARTIST|ALBUM ARTIST|TRACK|TRACKNUMBER|DISC|DISCNUMBER)$/

/** What mkvmerge counts, and FFmpeg notes, about a track: nobody's field. */
const statistics = /^(BPS|DURATION|NUMBER_OF_FRAMES|NUMBER_OF_BYTES|SOURCE_ID|_STATISTICS_.*)$/

export const isStatistic = (name: string): boolean => statistics.test(name.toUpperCase())

export const simpleTagsOf = (tag: Tag): SimpleTag[] => tag.children.filter(isSimpleTag)

const namesIn = (tag: Tag): string[] => simpleTagsOf(tag).map(({ name }) => name.toUpperCase())

/** The Tags that are about the music, in file order; `trackUids` are the tracks whose sound it is. */
export function placeTags(elements: readonly TagsElement[], trackUids: readonly number[]): PlacedTag[] {
  const tags = elements
    .flatMap(({ children }) => children.filter(isTag))
    .filter(({ targets }) => !targets.isAboutOther)
    .filter(({ targets }) => targets.trackUids.every((uid) => trackUids.includes(uid)))
  const says = (matches: (level: number) => boolean) =>
    tags.some(
      (tag) =>
        tag.targets.isExplicit &&
        matches(tag.targets.level) &&
        namesIn(tag).some((name) => !isStatistic(name)),
    )
  const hasTrack = says((level) => level <= 30)
  const hasAlbum = says((level) => level === 50)
  return tags.map((tag) => {
    const { level, isExplicit, trackUids: uids } = tag.targets
    if (isExplicit) return { tag, level, isFlat: false }
    if (uids.length > 0) return { tag, level: 30, isFlat: false }
    if (tag.children.length === 0) return { tag, level: 30, isFlat: false }
    const names = namesIn(tag)
    // The writer's own name alone is about no album: a track's Tag that an edit adds beside it must not make it so.
    const isAboutMusic = names.some((name) => name !== 'ENCODER' && !isStatistic(name))
    const isAlbum = isAboutMusic && hasTrack && !hasAlbum && !names.some((name) => flatNames.test(name))
    return { tag, level: isAlbum ? 50 : 30, isFlat: isAboutMusic && !isAlbum }
  })
}

interface Registry {
  /** The entry that is written for a field, by the key of each of its entries. */
  readonly canonical: ReadonlyMap<string, string>
  /** The same by the names of Vorbis comments, which arrive when a stream changes its container. */
  readonly vorbis: ReadonlyMap<string, string>
}

let registry: Registry | undefined

function registryOf(): Registry {
  if (registry !== undefined) return registry
  const canonical = new Map<string, string>()
  const vorbis = new Map<string, string>()
  for (const field of fieldNames) {
    const [first, ...others] = nativeNames(field, 'matroska')
    if (first === undefined) continue
    for (const { entry, half } of [first, ...others]) {
      if (half !== 2) canonical.set(entryKey(entry), first.entry)
    }
    for (const { entry, half } of nativeNames(field, 'vorbis')) {
      if (half !== 2) vorbis.set(entryKey(entry), first.entry)
    }
  }
  vorbis.set('TRACK', '30:PART_NUMBER')
  registry = { canonical, vorbis }
  return registry
}

/** What a name at a level means, as an entry of the registry; `rank` is 0 where that is its own name. */
export function meaningOf(level: number, name: string): Meaning {
  const key = `${level}:${name}`
  const known = meanings.get(key)
  if (known !== undefined) return known
  // A library has a hundred names; whoever brings more does not fill the memory.
  if (meanings.size >= maxMeanings) meanings.clear()
  const meaning = findMeaning(level, name)
  meanings.set(key, meaning)
  return meaning
}

interface Meaning {
  readonly entry: string
  readonly rank: number
}
const maxMeanings = 1000
const meanings = new Map<string, Meaning>()

function findMeaning(level: number, name: string): Meaning {
  const { canonical, vorbis } = registryOf()
  const own = `${level}:${name}`
  const known = canonical.get(entryKey(own))
  if (known !== undefined) return { entry: known, rank: entryKey(known) === entryKey(own) ? 0 : 1 }
  if (level !== 30 && level !== 50) return { entry: own, rank: 0 }
  // What is said of the album holds for its tracks, and a flat Tag says of the track what is the album's.
  const elsewhere = canonical.get(entryKey(`${level === 30 ? 50 : 30}:${name}`)) ?? vorbis.get(entryKey(name))
  return { entry: elsewhere ?? `30:${name}`, rank: elsewhere === undefined && level === 30 ? 0 : 2 }
}

/** How an entry of the registry is called in a flat Tag. */
const flatSpellings: ReadonlyMap<string, string> = new Map([
  ['50:TITLE', 'ALBUM'],
  ['50:ARTIST', 'ALBUM_ARTIST'],
  ['50:DATE_RELEASED', 'DATE'],
  ['50:PART_NUMBER', 'DISC'],
])

/** The name for an entry in a flat Tag; undefined when it would mean something else there. */
export function flatSpelling(entry: string): string | undefined {
  const name = flatSpellings.get(entryKey(entry)) ?? entry.slice(entry.indexOf(':') + 1)
  return entryKey(meaningOf(30, name).entry) === entryKey(entry) ? name : undefined
}
