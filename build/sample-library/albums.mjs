// @ts-check
// The library as data: what each piece is in truth, what stands in its tags, and what is wrong with that.

/** @import { CoverName } from './covers.mjs' */
/** @import { Format } from './encode.mjs' */
/** @import { Piece } from './music.mjs' */

/**
 * @typedef {'title' | 'artist' | 'album' | 'albumArtist' | 'track' | 'trackTotal' | 'disc' | 'discTotal' | 'date' | 'genre'
 *   | 'composer' | 'media' | 'compilation' | 'comment'} Field
 * @typedef {Partial<Record<Field, string>>} Tags
 *
 * Something wrong in a file on purpose: the tag as written (null: left out) and what to say about it.
 * @typedef {{ field: Field | 'cover', written: string | null, note: string }} Fault
 *
 * @typedef {object} Track
 * @property {string} file name, without the ending
 * @property {string} title the true one
 * @property {Credit} [by] where it is not the album's artist
 * @property {number} seconds
 * @property {Omit<Piece, 'seed' | 'seconds'>} music
 * @property {readonly Fault[]} [faults]
 * @property {readonly string[]} [only] WAV: the only fields that are written
 * @property {'INFO' | 'ID3'} [chunk] WAV: where they are written
 *
 * @typedef {readonly { artist: string, joined?: string }[]} Credit
 *
 * @typedef {object} Disc
 * @property {string} [folder] under the album's
 * @property {string} [title]
 * @property {readonly Track[]} tracks
 *
 * @typedef {object} Album
 * @property {string} key names it in seeds and ids
 * @property {string} folder
 * @property {string} title
 * @property {Credit} by
 * @property {Format} format
 * @property {CoverName} cover
 * @property {boolean} embed
 * @property {boolean} [mono] the same in both channels
 * @property {number} sampleRate
 * @property {Tags} tags in every file unless a fault says otherwise
 * @property {readonly Disc[]} discs
 */

/** @param {string} artist @returns {Credit} */
const by = (artist) => [{ artist }]

/** @param {Field | 'cover'} field @param {string} note @returns {Fault} */
const missing = (field, note = 'missing') => ({ field, written: null, note })

/** @param {Field} field @param {string} written @param {string} note @returns {Fault} */
const wrong = (field, written, note) => ({ field, written, note })

/** @type {readonly Album[]} */
export const albums = [
  {
    key: 'tideworks',
    folder: 'Mira Solen - Tideworks (2019)',
    title: 'Tideworks',
    by: by('Mira Solen'),
    format: 'flac',
    cover: 'tideworks',
    embed: true,
    mono: true,
    sampleRate: 44100,
    tags: { date: '2019', genre: 'Folk', composer: 'Mira Solen', media: 'CD' },
    discs: [
      {
        tracks: [
          {
            file: '01 harbour lights',
            title: 'Harbour Lights',
            seconds: 8.412,
            music: { style: 'folk', root: 62, scale: 'major', chords: [0, 3, 5, 4], tempo: 112 },
          },
          {
            file: '02 salt copper',
            title: 'Salt & Copper',
            seconds: 9.636,
            music: { style: 'folk', root: 57, scale: 'dorian', chords: [0, 6, 3, 0], tempo: 124 },
          },
          {
            file: '03 the long quay',
            title: 'The Long Quay',
            seconds: 6.258,
            music: { style: 'folk', root: 60, scale: 'major', chords: [0, 5, 3, 4], tempo: 138, beats: 3 },
          },
          {
            file: '04 drift feat anouk reyes',
            title: 'Drift',
            by: [{ artist: 'Mira Solen', joined: ' feat. ' }, { artist: 'Anouk Reyes' }],
            seconds: 10.905,
            music: { style: 'folk', root: 64, scale: 'minor', chords: [0, 5, 2, 6], tempo: 100 },
            faults: [
              wrong('title', 'Drift (feat. Anouk Reyes)', 'the guest stands in the title'),
              wrong('artist', 'Mira Solen', 'the guest is not in the artist'),
            ],
          },
          {
            file: '05 ebb',
            title: 'Ebb',
            seconds: 7.167,
            music: { style: 'folk', root: 59, scale: 'minor', chords: [0, 3, 0, 6], tempo: 92, beats: 3 },
          },
          {
            file: '06',
            title: 'Wrack Line',
            seconds: 8.941,
            music: { style: 'folk', root: 62, scale: 'mixolydian', chords: [0, 6, 3, 0], tempo: 118 },
            faults: [missing('title')],
          },
          {
            file: '07 lanterns low water',
            title: 'Lanterns, Low Water',
            seconds: 7.774,
            music: { style: 'folk', root: 60, scale: 'lydian', chords: [0, 1, 5, 4], tempo: 104 },
          },
        ],
      },
    ],
  },
  {
    key: 'nachtfaehre',
    folder: 'Karl Brandt Trio - Nachtfähre (2004)',
    title: 'Nachtfähre',
    by: by('Karl Brandt Trio'),
    format: 'mp3',
    cover: 'nachtfaehre',
    embed: true,
    sampleRate: 44100,
    tags: { date: '2004', genre: 'Jazz', composer: 'Karl Brandt' },
    discs: [
      {
        tracks: [
          {
            file: '01 überfahrt',
            title: 'Überfahrt',
            seconds: 10.622,
            music: { style: 'jazz', root: 60, scale: 'dorian', chords: [1, 4, 0, 5], tempo: 132 },
            faults: [wrong('title', 'Ãœberfahrt', 'UTF-8 read as Windows-1252')],
          },
          {
            file: '02 blaue stunde',
            title: 'Blaue Stunde',
            seconds: 12.183,
            music: { style: 'jazz', root: 58, scale: 'major', chords: [1, 4, 0, 5], tempo: 96 },
          },
          {
            file: '03 leuchtfeuer',
            title: 'Leuchtfeuer',
            seconds: 8.503,
            music: { style: 'jazz', root: 63, scale: 'major', chords: [0, 5, 1, 4], tempo: 168 },
            faults: [wrong('track', '4', 'should be 3')],
          },
          {
            file: '04 nachtfähre',
            title: 'Nachtfähre',
            seconds: 13.267,
            music: { style: 'jazz', root: 57, scale: 'minor', chords: [0, 3, 6, 2], tempo: 88 },
            faults: [
              wrong('title', 'NachtfÃ¤hre', 'UTF-8 read as Windows-1252'),
              wrong('track', '3', 'should be 4'),
            ],
          },
          {
            file: '05 heimweh',
            title: 'Heimweh',
            seconds: 9.351,
            music: { style: 'jazz', root: 62, scale: 'major', chords: [2, 5, 1, 4], tempo: 126, beats: 3 },
          },
          {
            file: '06 der letzte kahn',
            title: 'Der letzte Kahn',
            seconds: 11.478,
            music: { style: 'jazz', root: 55, scale: 'dorian', chords: [0, 3, 0, 4], tempo: 112 },
            faults: [
              wrong('track', '5', 'should be 6; 5 stands twice'),
              missing('trackTotal'),
              missing('cover'),
            ],
          },
        ],
      },
    ],
  },
  {
    key: 'garden',
    folder: 'Various Artists - Garden Variations (2011)',
    title: 'Garden Variations',
    by: by('Various Artists'),
    format: 'm4a',
    cover: 'garden',
    embed: true,
    sampleRate: 44100,
    tags: { date: '2011', genre: 'Ambient', compilation: '1' },
    discs: [
      {
        folder: 'Disc 1',
        title: 'Morning',
        tracks: [
          {
            file: '01 moss',
            title: 'Moss',
            by: by('Ilse Okoro'),
            seconds: 7.532,
            music: { style: 'ambient', root: 60, scale: 'lydian', chords: [0, 1, 5], tempo: 84 },
          },
          {
            file: '02 rain on slate',
            title: 'Rain on Slate',
            by: by('Ten Volta'),
            seconds: 9.284,
            music: { style: 'ambient', root: 57, scale: 'minor', chords: [0, 5, 3, 6], tempo: 104 },
          },
          {
            file: '03 arbour',
            title: 'Arbour',
            by: by('Hana Lind'),
            seconds: 8.015,
            music: { style: 'kalimba', root: 62, scale: 'major', chords: [0, 3, 5, 4], tempo: 108 },
          },
          {
            file: '04 ivy clock',
            title: 'Ivy Clock',
            by: by('Mira Solen'),
            seconds: 6.748,
            music: { style: 'folk', root: 65, scale: 'lydian', chords: [0, 1, 0, 4], tempo: 144, beats: 3 },
            faults: [missing('albumArtist')],
          },
          {
            file: '05 bees in the thyme',
            title: 'Bees in the Thyme',
            by: by('Karl Brandt Trio'),
            seconds: 10.126,
            music: { style: 'jazz', root: 60, scale: 'mixolydian', chords: [0, 3, 6, 4], tempo: 120 },
            faults: [missing('albumArtist'), missing('compilation')],
          },
        ],
      },
      {
        folder: 'Disc 2',
        title: 'Evening',
        tracks: [
          {
            file: '01 lantern path',
            title: 'Lantern Path',
            by: by('Anouk Reyes'),
            seconds: 9.607,
            music: { style: 'waves', root: 59, scale: 'dorian', chords: [0, 3, 6, 2], tempo: 86 },
          },
          {
            file: '02 pond',
            title: 'Pond',
            by: by('Hana Lind'),
            seconds: 6.293,
            music: { style: 'ambient', root: 64, scale: 'major', chords: [0, 5, 3], tempo: 120 },
            faults: [missing('disc'), missing('discTotal')],
          },
          {
            file: '03 foxglove',
            title: 'Foxglove',
            by: by('Vesper Allotment'),
            seconds: 8.951,
            music: { style: 'folk', root: 57, scale: 'minor', chords: [0, 2, 5, 6], tempo: 108 },
            faults: [missing('disc'), missing('discTotal'), missing('albumArtist'), missing('cover')],
          },
          {
            file: '04 greenhouse at night',
            title: 'Greenhouse at Night',
            by: by('Ten Volta'),
            seconds: 10.874,
            music: { style: 'orbit', root: 57, scale: 'dorian', chords: [0, 5, 3, 6], tempo: 100 },
          },
          {
            file: '05 last light on the wall',
            title: 'Last Light on the Wall',
            by: by('Ilse Okoro'),
            seconds: 11.419,
            music: { style: 'ambient', root: 58, scale: 'major', chords: [0, 4, 5, 3], tempo: 92 },
            faults: [missing('compilation'), missing('cover')],
          },
        ],
      },
    ],
  },
  {
    key: 'low-orbit',
    folder: 'Ten Volta - Low Orbit',
    title: 'Low Orbit',
    by: by('Ten Volta'),
    format: 'ogg',
    cover: 'orbit',
    embed: true,
    sampleRate: 44100,
    tags: { date: '2015', genre: 'Electronic' },
    discs: [
      {
        tracks: [
          {
            file: '01 - Perigee',
            title: 'Perigee',
            seconds: 9.724,
            music: { style: 'orbit', root: 57, scale: 'minor', chords: [0, 5, 2, 6], tempo: 112 },
          },
          {
            file: '02 - Slow Antenna',
            title: 'Slow Antenna',
            seconds: 11.858,
            music: { style: 'orbit', root: 55, scale: 'dorian', chords: [0, 3, 5, 4], tempo: 94 },
            faults: [wrong('artist', 'ten volta', 'spelt in small letters')],
          },
          {
            file: '03 - Telemetry',
            title: 'Telemetry',
            seconds: 8.306,
            music: { style: 'orbit', root: 60, scale: 'minor', chords: [0, 6, 5, 6], tempo: 126 },
            faults: [wrong('artist', 'Ten Volta ', 'a space at the end')],
          },
          {
            file: '04 - Blue Marble Radio',
            title: 'Blue Marble Radio',
            seconds: 10.543,
            music: { style: 'orbit', root: 62, scale: 'lydian', chords: [0, 1, 5, 4], tempo: 108 },
            faults: [wrong('artist', 'TEN VOLTA', 'spelt in capitals'), missing('cover')],
          },
          {
            file: '05 - Re-entry',
            title: 'Re-entry',
            seconds: 7.691,
            music: { style: 'orbit', root: 52, scale: 'minor', chords: [0, 0, 5, 6], tempo: 132 },
            faults: [missing('albumArtist')],
          },
        ],
      },
    ],
  },
  {
    key: 'short-waves',
    folder: 'Ilse Okoro - Short Waves EP (2021)',
    title: 'Short Waves',
    by: by('Ilse Okoro'),
    format: 'opus',
    cover: 'waves',
    embed: true,
    sampleRate: 48000,
    tags: { date: '2021-03-05', genre: 'Downtempo' },
    discs: [
      {
        tracks: [
          {
            file: '01 Carrier',
            title: 'Carrier',
            seconds: 10.235,
            music: { style: 'waves', root: 60, scale: 'dorian', chords: [0, 3, 5, 4], tempo: 84 },
          },
          {
            file: '02 Interval Signal',
            title: 'Interval Signal',
            seconds: 8.82,
            music: { style: 'waves', root: 57, scale: 'minor', chords: [0, 5, 2, 6], tempo: 92 },
            faults: [wrong('genre', 'electronica', 'another genre than the rest')],
          },
          {
            file: '03 Night Band',
            title: 'Night Band',
            seconds: 12.467,
            music: { style: 'waves', root: 62, scale: 'major', chords: [3, 4, 2, 5], tempo: 78 },
            faults: [wrong('genre', 'Trip-Hop', 'another genre than the rest')],
          },
          {
            file: '04 Static Bloom',
            title: 'Static Bloom',
            seconds: 9.148,
            music: { style: 'waves', root: 58, scale: 'lydian', chords: [0, 1, 5, 4], tempo: 88 },
            faults: [missing('genre')],
          },
        ],
      },
    ],
  },
  {
    key: 'field-notes',
    folder: 'Hana Lind - Field Notes',
    title: 'Field Notes',
    by: by('Hana Lind'),
    format: 'wav',
    cover: 'field',
    embed: false,
    sampleRate: 22050,
    tags: {},
    discs: [
      {
        tracks: [
          {
            file: 'track01',
            title: 'Kettle',
            seconds: 2.312,
            music: { style: 'kalimba', root: 64, scale: 'major', chords: [0, 3], tempo: 176 },
            only: [],
          },
          {
            file: 'track02',
            title: 'Gate',
            seconds: 1.984,
            music: { style: 'kalimba', root: 62, scale: 'dorian', chords: [0, 4], tempo: 190 },
            only: ['artist', 'album'],
            chunk: 'INFO',
          },
          {
            file: 'track03',
            title: 'Wren',
            seconds: 2.657,
            music: { style: 'kalimba', root: 67, scale: 'lydian', chords: [0, 1], tempo: 168 },
            only: ['title', 'artist'],
            chunk: 'ID3',
          },
          {
            file: 'track04',
            title: 'Rain Gauge',
            seconds: 2.095,
            music: { style: 'kalimba', root: 60, scale: 'minor', chords: [0, 5], tempo: 184 },
            only: [],
          },
        ],
      },
    ],
  },
]

/**
 * Files that belong to no album.
 * @typedef {object} Stray
 * @property {string} file without the ending
 * @property {'mp3' | 'flac'} format
 * @property {0 | 4} [id3Version]
 * @property {boolean} [mono]
 * @property {number} seconds
 * @property {Omit<Piece, 'seed' | 'seconds'>} music
 * @property {Tags} tags
 * @property {string} note
 */

export const straysFolder = 'Unsorted'

/** @type {readonly Stray[]} */
export const strays = [
  {
    file: 'Mira Solen - Ebb (demo)',
    format: 'mp3',
    id3Version: 0,
    seconds: 6.545,
    music: { style: 'folk', root: 59, scale: 'minor', chords: [0, 3, 0, 6], tempo: 84, beats: 3 },
    tags: {},
    note: 'no tags; artist and title are in the file name',
  },
  {
    file: 'karl brandt trio - überfahrt (probe)',
    format: 'mp3',
    id3Version: 4,
    seconds: 7.874,
    music: { style: 'jazz', root: 60, scale: 'dorian', chords: [1, 4, 0, 5], tempo: 120 },
    tags: {
      title: 'Überfahrt (Probe)',
      artist: 'Karl Brandt Trio',
      date: '2003-11-08',
      comment: 'Probenraum, ein Mikrofon',
    },
    note: 'ID3v2.4 in UTF-8; no album, track, genre or cover',
  },
  {
    file: 'ilse_okoro-night_band-(radio_edit)',
    format: 'mp3',
    id3Version: 0,
    seconds: 6.112,
    music: { style: 'waves', root: 62, scale: 'major', chords: [3, 4, 2, 5], tempo: 96 },
    tags: {},
    note: 'no tags; the file name has underscores for spaces',
  },
  {
    file: 'Ten Volta - 2015 - Low Orbit - 06 - Parking Orbit',
    format: 'flac',
    mono: true,
    seconds: 6.405,
    music: { style: 'orbit', root: 57, scale: 'lydian', chords: [0, 4, 5, 3], tempo: 120 },
    tags: {},
    note: 'no tags; artist, year, album, track and title are in the file name; the released album has no such track',
  },
]

export const notes = `Unsorted
========
Things that have no folder yet. This is not a piece of music: a scan passes it by.
`
