import { fourCc, startsWith } from './bytes'

/**
 * How files begin that are known to hold no music: pictures, documents, archives, programs, texts. Somewhere in so many
 * bytes three frames of MPEG audio may seem to follow each other, and a tag written into a picture breaks it.
 */
const beginnings = [
  '\x89PNG\r\n\x1a\n',
  'GIF87a',
  'GIF89a',
  '\xff\xd8\xff', // JPEG
  'II*\0', // TIFF and most raw photographs
  'MM\0*',
  '8BPS', // Photoshop
  '\0\0\x01\0', // Windows icon
  '\0\0\0\x0cjP  ', // JPEG 2000
  '\0\0\0\x0cJXL ',
  '\xff\x0a', // JPEG XL without boxes
  '%PDF-',
  '%!PS',
  '{\\rtf',
  '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', // Office before 2007
  'PK\x03\x04', // ZIP, and Office since
  'PK\x05\x06',
  'Rar!\x1a\x07',
  '7z\xbc\xaf\x27\x1c',
  '\x1f\x8b\x08', // gzip
  'BZh',
  '\xfd7zXZ\0',
  '\x28\xb5\x2f\xfd', // Zstandard
  'SQLite format 3\0',
  '\x7fELF',
  '<?xml',
  '<!DOCTYPE',
  '<html',
  '\xef\xbb\xbf', // a text's byte order mark
  '\0\0\x01\xba', // MPEG programme stream: a film
  'FLV\x01',
  'MThd', // MIDI: notes, and no sound
] as const

/** Brands of pictures in the boxes of MP4 (ISO 14496-12 §4.3, 23008-12 §10). */
const pictureBrands: ReadonlySet<string> = new Set([
  'avif',
  'avis',
  'heic',
  'heix',
  'heim',
  'heis',
  'hevc',
  'hevx',
  'mif1',
  'msf1',
  'crx ',
])

/** Whether these first bytes are those of something that is no music, whatever comes behind them. */
export function isNoMusic(head: Uint8Array): boolean {
  // MP3s in RIFF exist; its other forms are films, pictures and fonts of sounds.
  if (startsWith(head, 'RIFF')) return !startsWith(head, 'WAVE', 8) && !startsWith(head, 'RMP3', 8)
  if (startsWith(head, 'FORM')) return !startsWith(head, 'AIFF', 8) && !startsWith(head, 'AIFC', 8)
  if (startsWith(head, 'ftyp', 4)) return pictureBrands.has(fourCc(head, 8))
  if (startsWith(head, 'BM')) return startsWith(head, '\0\0\0\0', 6)
  return beginnings.some((beginning) => startsWith(head, beginning))
}
