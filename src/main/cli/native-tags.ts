import {
  type FieldValues,
  fieldRow,
  type NameColumn,
  type TrackFormat,
  valueEntries,
} from '../../shared/model'
import type { TagReading } from '../metadata'

/** What mutagen calls the formats, since outside judges compare with it. */
export const typeNames: { readonly [Format in TrackFormat]?: string } = {
  mp3: 'MP3',
  flac: 'FLAC',
  m4a: 'MP4',
  ogg: 'OggVorbis',
  opus: 'OggOpus',
  spx: 'OggSpeex',
  wav: 'WAVE',
  aiff: 'AIFF',
  wma: 'ASF',
  aac: 'AAC',
  ape: 'MonkeysAudio',
  wv: 'WavPack',
  mpc: 'Musepack',
  tta: 'TrueAudio',
  ofr: 'OptimFROG',
  tak: 'TAK',
  dsf: 'DSF',
  dff: 'DSDIFF',
  mka: 'Matroska',
}

const columns: readonly (readonly [RegExp, NameColumn])[] = [
  [/^ID3v2\.4/, 'id3'],
  [/^ID3v2/, 'id3v23'],
  [/^Vorbis/, 'vorbis'],
  [/^APE/, 'ape'],
  [/^iTunes/, 'mp4'],
  [/^ASF/, 'asf'],
  [/^RIFF/, 'riff'],
  [/^Matroska/, 'matroska'],
]

const columnOf = (kind: string): NameColumn | undefined =>
  columns.find(([pattern]) => pattern.test(kind))?.[1]

/** Values by the names that the tag itself has for them; number and total together where the tag keeps them so. */
function byNativeName(values: FieldValues, column: NameColumn): Record<string, readonly string[]> {
  const named: Record<string, readonly string[]> = {}
  for (const [field, value] of valueEntries(values)) {
    const { names } = fieldRow(field)
    const [name] = column === 'id3v23' ? [...names.id3v23, ...names.id3] : names[column]
    if (name === undefined) continue
    const [entry = '', half] = name.split('#')
    const known = named[entry]?.[0] ?? ''
    if (half === undefined) named[entry] = value
    else named[entry] = half === '1' ? [`${value[0] ?? ''}${known}`] : [`${known}/${value[0] ?? ''}`]
  }
  return named
}

/** All tags of a file in one, the best first to name an entry. */
export function nativeTags(tags: readonly TagReading[]): Record<string, readonly string[]> {
  const merged: Record<string, readonly string[]> = {}
  for (const { kind, values } of tags) {
    const column = columnOf(kind)
    if (column === undefined) continue
    for (const [name, value] of Object.entries(byNativeName(values, column))) merged[name] ??= value
  }
  return merged
}
