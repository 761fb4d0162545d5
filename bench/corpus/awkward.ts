import { createHash } from 'node:crypto'
import type { PictureToWrite } from '../../src/main/metadata'
import {
  type FieldName,
  type FieldValue,
  type FieldValues,
  fieldNames,
  fieldRow,
} from '../../src/shared/model'

/** Texts that have tripped taggers: a separator that is none, four-byte characters, direction marks, spaces. */
const awkwardTexts = ['AC/DC; “ä” 曲 🎵', 'עברית\u200f', ' in between ', 'a\\\\b // c', 'é = é']

/** A value that fits the field's type and is as unpleasant as that allows. */
export function awkwardValue(field: FieldName, index: number): FieldValue {
  const text = awkwardTexts[index % awkwardTexts.length] ?? ''
  switch (fieldRow(field).type) {
    case 'flag':
      return ['1']
    case 'number':
      return [String((index % 9) + 1)]
    case 'date':
      return ['1999-04-03']
    case 'rating':
      return ['60']
    case 'long':
      return field === 'syncedLyrics'
        ? ['[00:01.00]eins\n[00:02.50]zwei']
        : [`${text}\nzweite Zeile\n\nvierte`]
    case 'text':
      return fieldRow(field).many ? [text, `zwei ${index}`] : [`${text} ${index}`]
  }
}

/** Fields whose values are picked from a list of their own in some kinds of tag. */
const ownLists: FieldValues = {
  mediaKind: ['1'],
  advisory: ['1'],
  website: ['https://example.org/ä'],
  podcastFeed: ['https://example.org/feed'],
  recordingId: ['4ee138d9-c0a6-4174-abba-632311bcc15e'],
  r128TrackGain: ['-512'],
  r128AlbumGain: ['256'],
}

export const everyField: FieldValues = Object.fromEntries(
  fieldNames.map((field, index) => [field, ownLists[field] ?? awkwardValue(field, index)]),
)

export const titleOnly: FieldValues = { title: ['Tagwright corpus ✓'] }

/** A picture of 200 kB: the header of a JPEG, then noise that is the same on each run. */
export function largePicture(): PictureToWrite {
  const bytes = new Uint8Array(200_000)
  bytes.set([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0])
  bytes.set([0xff, 0xc0, 0, 17, 8, 0, 200, 1, 44, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1], 20)
  for (let at = 39; at < bytes.length; at++) bytes[at] = (at * 7919) & 0x7f
  return {
    hash: createHash('sha256').update(bytes).digest('hex'),
    type: 3,
    mime: 'image/jpeg',
    description: '',
    sizeBytes: bytes.length,
    width: 300,
    height: 200,
    bytes,
  }
}
