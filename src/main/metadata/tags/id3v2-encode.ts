import type { FieldValue } from '../../../shared/model'
import { fitsLatin1, fromLatin1, fromUtf8 } from '../bytes'
import type { EncodeEntry } from './entry'
import { escapeGenre } from './genre-names'
import { frameContent } from './id3v2-content'
import { yearFrames } from './id3v2-dates'
import { joinedTexts } from './id3v2-form'
import { frameOf, type Id3v2Version } from './id3v2-frames'
import { type Credit, creditFrom } from './id3v2-people'
import { commonRater, decodePopularimeter, encodePopularimeter, ratingOfPercent } from './id3v2-rating'
import { type Id3Frame, type Id3v2Tag, named } from './id3v2-read'
import { decodeSyncedLyrics, encodeSyncedLyrics, newSyncedLyrics, piecesOfLrc } from './id3v2-synced-lyrics'
import {
  decodeComment,
  type Encoding,
  encodeComment,
  encodeIdentifier,
  encodeTexts,
  encodeUserText,
  encodingFor,
  isEncoding,
} from './id3v2-text'
import { NotStorableError } from './not-storable'

/** A frame; or one pair of a frame of people, which become a frame when all of them are known. */
export interface WrittenFrame extends Id3Frame {
  readonly credit?: Credit
}

const frame = (id: string, name: string, values: FieldValue, body: Uint8Array): WrittenFrame =>
  named(frameOf(id, 0, body), name, values)

/** A pair as an entry; its bytes only tell it from others. */
export function creditEntry(credit: Credit, name: string, text: string): WrittenFrame {
  const raw = fromUtf8(`${credit.role}\0${credit.person}`)
  const { id, flags, size, body } = frameOf(credit.frameId, 0, raw)
  return {
    id,
    flags,
    size,
    body,
    raw,
    name,
    values: [text],
    credit,
    head: (length) => body.subarray(0, length),
  }
}

/** The encoding that most texts of a tag have; undefined when it has none. */
function habitOf(tag: Id3v2Tag): Encoding | undefined {
  const counts = [0, 0, 0, 0]
  for (const frame of tag.frames) {
    const [encoding] = frame.values.length > 0 && frame.name.startsWith('T') ? frame.head(1) : []
    if (isEncoding(encoding)) counts[encoding] = (counts[encoding] ?? 0) + 1
  }
  const most = Math.max(...counts)
  const habit = counts.indexOf(most)
  return most > 0 && isEncoding(habit) ? habit : undefined
}

/**
 * What makes frames for `version` out of values, each as its forerunner in `tag` was: encoding, language, e-mail.
 * A `separator` joins several values in ID3v2.3.
 */
export function encoderFor(tag: Id3v2Tag, version: 3 | 4, separator = ''): EncodeEntry<WrittenFrame> {
  const habit = version === 4 ? habitOf(tag) : undefined
  const old = (name: string): Id3Frame | undefined => tag.frames.find((known) => known.name === name)
  const oldContent = (name: string): Uint8Array | undefined => {
    const known = old(name)
    return known === undefined ? undefined : frameContent(known, tag.version)
  }
  const encoding = (name: string, text: string): Encoding => {
    const had = oldContent(name)?.[0]
    return encodingFor(text, version, isEncoding(had) ? had : habit)
  }
  const text = (id: string, values: FieldValue, written = values): WrittenFrame =>
    frame(id, id, values, encodeTexts(written, encoding(id, written.join(''))))

  return (name, given) => {
    const values = joinedTexts(name, given, version, separator)
    const colon = name.indexOf(':')
    const id = colon < 0 ? name : name.slice(0, colon)
    const detail = colon < 0 ? '' : name.slice(colon + 1)
    const [first = ''] = values
    switch (id) {
      case 'TXXX':
        return [
          frame(id, name, values, encodeUserText(detail, values, encoding(name, detail + values.join('')))),
        ]
      case 'UFID':
        if (!fitsLatin1(first) || first.length > 64) throw new NotStorableError(first, 'UFID')
        return [frame(id, name, values, encodeIdentifier(detail, first))]
      case 'COMM':
      case 'USLT': {
        const had = oldContent(name)
        const language = (had === undefined ? undefined : decodeComment(had)?.language) ?? 'eng'
        const comment = { language, description: '', text: values.join('\n') }
        return [frame(id, name, values, encodeComment(comment, encoding(name, comment.text)))]
      }
      case 'TCON':
        return [text(id, values, values.map(escapeGenre))]
      case 'TYER':
      case 'TORY':
        return yearFrames(id, first).map((part) => text(part.id, [part.text]))
      case 'TIPL':
      case 'TMCL':
      case 'IPLS':
        return values.map((value) => {
          const credit = creditFrom(name, value, version)
          if (credit === undefined) throw new NotStorableError(value, 'IPLS')
          return creditEntry(credit, name, value)
        })
      case 'POPM':
        return ratingFrames(tag, first)
      case 'SYLT': {
        const had = oldContent(name)
        const lyrics = had === undefined ? undefined : decodeSyncedLyrics(had)
        const pieces = piecesOfLrc(values.join('\n'))
        return [
          frame(id, name, values, encodeSyncedLyrics({ ...(lyrics ?? newSyncedLyrics), pieces }, version)),
        ]
      }
      case 'PCST':
        return [frame(id, name, values, new Uint8Array(4))]
      case 'WFED':
        // A text frame for iTunes; where the file has it as an address, it stays one.
        return isEncoding(oldContent(name)?.[0] ?? 0)
          ? [text(id, values)]
          : values.map((url) => link(id, url))
    }
    return id.startsWith('W') ? values.map((url) => link(id, url)) : [text(id, values)]
  }
}

/** A URL frame (§4.3), one for each address. */
function link(id: string, url: string): WrittenFrame {
  if (!fitsLatin1(url)) throw new NotStorableError(url, id)
  return frame(id, id, [url], fromLatin1(url))
}

/** The first rating changed, its rater and counter kept; those of others stay. */
function ratingFrames(tag: Id3v2Tag, percent: string): readonly WrittenFrame[] {
  const rating = ratingOfPercent(Number(percent))
  if (rating === undefined) throw new NotStorableError(percent, 'POPM')
  const known = popularimetersOf(tag)
  const changed = known.find(({ values }) => values.length > 0) ?? known[0]
  const meter = changed === undefined ? undefined : meterOf(changed, tag.version)
  const made = frame(
    'POPM',
    'POPM',
    [percent],
    encodePopularimeter({ email: commonRater, count: new Uint8Array(0), ...meter, rating }),
  )
  return changed === undefined ? [made] : known.map((other) => (other === changed ? made : other))
}

const popularimetersOf = (tag: Id3v2Tag): readonly Id3Frame[] =>
  tag.frames.filter(({ name }) => name === 'POPM')

function meterOf(popularimeter: Id3Frame, version: Id3v2Version) {
  const content = frameContent(popularimeter, version)
  return content === undefined ? undefined : decodePopularimeter(content)
}

/** What stays of POPM when a rating is removed: how often the file was played. */
export function ratingsWithout(tag: Id3v2Tag): readonly WrittenFrame[] {
  return popularimetersOf(tag).flatMap((known) => {
    const meter = meterOf(known, tag.version)
    if (meter === undefined) return [known]
    if (meter.count.every((byte) => byte === 0)) return []
    return [frame('POPM', 'POPM', [], encodePopularimeter({ ...meter, rating: 0 }))]
  })
}

/** An empty comment in the language of the one that goes, when a further one without description stays. */
export function emptyComment(tag: Id3v2Tag, name: 'COMM' | 'USLT'): readonly WrittenFrame[] {
  const first = tag.frames.find((known) => known.name === name)
  const isAlone = !tag.frames.some((known) => known.name.startsWith(`${name}:`) && known.name.endsWith(':'))
  const content = first === undefined || isAlone ? undefined : frameContent(first, tag.version)
  const language = content === undefined ? undefined : decodeComment(content)?.language
  if (language === undefined) return []
  return [frame(name, name, [], encodeComment({ language, description: '', text: '' }, 0))]
}
