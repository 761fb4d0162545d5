// @ts-check
// The two pages that go with the library.

import { albums, strays, straysFolder } from './albums.mjs'

/** @typedef {{ path: string, faults: { field: string, written: string | null, expected: string | null, note: string }[] }} Row */

export const licence = `Everything in this folder (sound, covers, text, catalogue) was made for Tagwright by a program,
build/sample-library/make.mjs. Artists, labels and releases are invented.

To the extent possible under law, the Tagwright authors have waived all copyright and related or
neighbouring rights to this folder: CC0 1.0 Universal, Public Domain Dedication.

https://creativecommons.org/publicdomain/zero/1.0/

SPDX-License-Identifier: CC0-1.0
`

/** @param {readonly Row[]} rows */
export function readme(rows) {
  const lines = [
    '# Sample library',
    '',
    'Forty short pieces to try Tagwright on, and an offline catalogue that knows their releases. All of it is synthesised and',
    'drawn by `node build/sample-library/make.mjs` (needs ffmpeg; same result on every run with the same ffmpeg) and is CC0.',
    'Do not edit by hand: this page, the manifest and the files are written together.',
    '',
    '- `manifest.json`: every audio file with its length in ms, its tags as written (our field names, lists of strings),',
    '  whether it has a cover, and its `faults`: field, what is written (`null`: left out), what is right, a note.',
    '- `catalogue/releases.json`: releases as MusicBrainz answers them (`release/<mbid>` with recordings, artist credits,',
    '  labels, release groups, media, ISRCs, genres). `catalogue/covers/<release mbid>.jpg`: front covers, of those releases',
    '  whose `cover-art-archive.front` is true.',
    '',
    'A reader that counts the padding of MP3 or AAC sees up to 50 ms more than the manifest says. Ogg and Opus files also',
    'carry an `encoder` comment, which the manifest leaves out.',
    '',
    '## What is untidy, on purpose',
  ]
  for (const album of albums) {
    const own = rows.filter(({ path }) => path.startsWith(`${album.folder}/`))
    lines.push('', `### \`${album.folder}\``, '', about[album.key] ?? '', '')
    const faults = own.flatMap(({ path, faults }) =>
      faults.map((fault) => ({ name: path.slice(album.folder.length + 1), ...fault })),
    )
    if (faults.length > 0) lines.push('| file | field | written | right | note |', '|---|---|---|---|---|')
    for (const { name, field, written, expected, note } of faults) {
      lines.push(`| ${name} | ${field} | ${quoted(written)} | ${quoted(expected)} | ${note} |`)
    }
    if (faults.length === 0) lines.pop()
  }
  lines.push(
    '',
    `### \`${straysFolder}\``,
    '',
    'Of no album. `notes.txt` is no audio file: a scan ignores it.',
    '',
    '| file | state |',
    '|---|---|',
  )
  for (const { file, format, note } of strays) lines.push(`| ${file}.${format} | ${note} |`)
  lines.push('', '## What the catalogue holds', '', ...catalogue, '')
  return lines.join('\n')
}

/** @param {string | null} text */
const quoted = (text) => (text === null ? '–' : `"${text}"`)

/** @type {Record<string, string>} */
const about = {
  tideworks:
    'FLAC, 7 tracks. Tidy but for two files; the date is only the year, label, catalogue number and barcode are nowhere.',
  nachtfaehre:
    'MP3 with ID3v2.3 (UTF-16 where Latin letters do not do), no ID3v1, 6 tracks. The file names are right.',
  garden:
    'M4A, two discs of 5, various artists. A disc subtitle (Morning, Evening) is only in the catalogue.',
  'low-orbit': 'Ogg Vorbis, 5 tracks. The date is only the year; the folder does not name it.',
  'short-waves': 'Opus, 4 tracks. The genre should be one for the EP.',
  'field-notes':
    'WAV (22,050 Hz, mono), 4 tracks, no covers, hardly any tags: `track02.wav` has artist and album in LIST INFO, `track03.wav`\ntitle (Wren) and artist in an id3 chunk, the others nothing. In order they are Kettle, Gate, Wren, Rain Gauge;\nthe lengths lie too close together to tell them apart, the numbers in the names do.',
}

const catalogue = [
  '| release | artist | editions |',
  '|---|---|---|',
  '| Tideworks | Mira Solen | CD NL 2019-09-13, KLP 014, 7 tracks (the files); 12" vinyl GB 2019-10-04, the same 7 as A1–B3; digital deluxe 2020-06-19, 11 tracks, 4 of them not in the files |',
  '| Tidework | Solen Quartet | CD US 2003, 9 tracks of minutes: a decoy, nothing of it is in the files |',
  '| Nachtfähre | Karl Brandt Trio | CD DE 2004-11-15; digital reissue 2014-02-28, same tracks |',
  '| Garden Variations | Various Artists | 2 CDs GB 2011-05-02 |',
  '| Low Orbit | Ten Volta | digital 2015-08-21 |',
  '| Short Waves | Ilse Okoro | digital EP 2021-03-05, no cover in the catalogue |',
  '| Field Notes | Hana Lind | digital EP 2022-10-14, no label |',
  '',
  "Lengths equal the files' to the millisecond. Ids are made up, except MusicBrainz' own for areas, types, Various Artists and",
  '[no label]. The CD of Tideworks has `barcode: null` (unknown), digital ones without a barcode have an empty string.',
]
