/**
 * Why a file cannot have this name: on this system or on one that the file may be copied to. `empty`; `dots`: `.` and
 * `..`; `character`: control characters and `< > : " / \ | ? *`; `reserved`: names of devices on Windows, whatever
 * their extension; `ending`: a blank or full stop at the end, which Windows drops; `tooLong`: over 255 bytes.
 * (Microsoft: Naming Files, Paths, and Namespaces; NAME_MAX of Linux and macOS.)
 */
export const nameFlaws = ['empty', 'dots', 'character', 'reserved', 'ending', 'tooLong'] as const
export type NameFlaw = (typeof nameFlaws)[number]

const maxNameBytes = 255

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[\u0000-\u001f\u007f<>:"/\\|?*]/
const devices = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])$/i

export function flawOfName(name: string): NameFlaw | undefined {
  if (name === '') return 'empty'
  if (name === '.' || name === '..') return 'dots'
  if (forbidden.test(name) || /\p{Surrogate}/u.test(name)) return 'character'
  const stem = name.split('.')[0] ?? ''
  if (devices.test(stem.trimEnd())) return 'reserved'
  if (/[ .]$/.test(name)) return 'ending'
  return new TextEncoder().encode(name).length > maxNameBytes ? 'tooLong' : undefined
}

/** Names that are one and the same on some systems: macOS and Windows do not mind case, macOS not how accents are put. */
export const foldName = (name: string): string => name.normalize('NFC').toLowerCase().normalize('NFC')
