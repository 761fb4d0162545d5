import type { FieldValues } from '../../../shared/model'
import { frameContent } from './id3v2-content'
import { dateOf, fullDateFrame } from './id3v2-dates'
import { decodeVolumeAdjustment, namesOfGain } from './id3v2-gain'
import { creditName, creditsOf, creditText, isPeopleFrame } from './id3v2-people'
import type { Id3Frame, Id3v2Tag } from './id3v2-read'
import { EntryTexts, entryKey, type NameColumn, readFields } from './native-names'

export const columnOf = (tag: Id3v2Tag): NameColumn => (tag.version === 4 ? 'id3' : 'id3v23')

const fullDateFrames = Object.entries(fullDateFrame)

function joinDates(texts: EntryTexts): void {
  const year = texts.get('TYER')?.[0]
  if (year !== undefined) texts.set('TYER', [dateOf(year, texts.get('TDAT')?.[0], texts.get('TIME')?.[0])])
  for (const frames of fullDateFrames) {
    const full = texts.get(frames[1])?.[0]
    if (full === undefined) continue
    const short = texts.get(frames[0])?.[0]
    if (short !== undefined && full.startsWith(short)) texts.set(frames[0], [full])
  }
}

/** The credits of a symphony orchestra with choir take a tenth of this. */
const maxPeopleBytes = 64 * 1024

/**
 * The texts of all frames, of each pair of a frame of people, and what volume adjustments stand for where no text says
 * it. Grown in place: a tag may hold a million. One pass: it is the innermost loop of the first look at a library.
 */
function textsOf(tag: Id3v2Tag): EntryTexts {
  const texts = new EntryTexts()
  let hasGains = false
  for (const frame of tag.frames) {
    texts.add(frame.name, frame.values)
    hasGains ||= isGainFrame(frame)
    if (!isPeopleFrame(frame.name) || frame.size > maxPeopleBytes) continue
    const content = frameContent(frame, tag.version, maxPeopleBytes)
    if (content === undefined) continue
    for (const credit of creditsOf(frame.name, content)) texts.add(creditName(credit), [creditText(credit)])
  }
  if (hasGains) addGains(texts, tag)
  return texts
}

export const isGainFrame = ({ name }: Id3Frame): boolean =>
  name.startsWith('RVA2:') || name.startsWith('XRVA:')

/** The entries that a frame with a volume adjustment stands for; none where it is not one of track or album. */
export function gainEntries(
  frame: Id3Frame,
  version: Id3v2Tag['version'],
): readonly { name: string; value: string }[] {
  const content = frameContent(frame, version)
  const adjustment = content === undefined ? undefined : decodeVolumeAdjustment(content)
  const names = adjustment === undefined ? undefined : namesOfGain(adjustment.identification)
  if (adjustment?.gain === undefined || names === undefined) return []
  const { gain, peak } = adjustment
  return [
    { name: names.gain, value: gain },
    ...(peak === undefined ? [] : [{ name: names.peak, value: peak }]),
  ]
}

function addGains(texts: EntryTexts, tag: Id3v2Tag): void {
  for (const frame of tag.frames) {
    if (!isGainFrame(frame)) continue
    for (const { name, value } of gainEntries(frame, tag.version)) {
      if (texts.get(entryKey(name)) === undefined) texts.add(name, [value])
    }
  }
}

/** Of several ratings the first that is one. */
function firstRating(texts: EntryTexts): void {
  const [rating] = texts.get('POPM') ?? []
  if (rating !== undefined) texts.set('POPM', [rating])
}

export function valuesOfId3v2(tag: Id3v2Tag): FieldValues {
  const texts = textsOf(tag)
  joinDates(texts)
  firstRating(texts)
  return readFields(texts, columnOf(tag))
}
