// @ts-check
// The offline catalogue: the library's releases as MusicBrainz would answer them
// (GET /ws/2/release/<mbid>?inc=recordings+artist-credits+labels+release-groups+media+isrcs+genres&fmt=json).

import { createHash } from 'node:crypto'
import { albums } from './albums.mjs'

/** @import { Album, Credit } from './albums.mjs' */
/** @import { CoverName } from './covers.mjs' */

/**
 * A made-up id that looks like one of MusicBrainz' own and is the same on every run.
 * @param {string} kind
 * @param {string} name
 */
export function mbid(kind, name) {
  const bytes = createHash('sha1').update(`tagwright sample library/${kind}/${name}`).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** @type {Record<string, { sortName?: string, type: 'Person' | 'Group' | 'Other', disambiguation?: string, id?: string, country?: string }>} */
const artists = {
  'Mira Solen': {
    sortName: 'Solen, Mira',
    type: 'Person',
    disambiguation: 'Tagwright sample library',
    country: 'NL',
  },
  'Anouk Reyes': { sortName: 'Reyes, Anouk', type: 'Person', disambiguation: 'Tagwright sample library' },
  'Karl Brandt Trio': {
    sortName: 'Brandt, Karl, Trio',
    type: 'Group',
    disambiguation: 'Tagwright sample library',
    country: 'DE',
  },
  'Ten Volta': { type: 'Group', disambiguation: 'Tagwright sample library' },
  'Ilse Okoro': { sortName: 'Okoro, Ilse', type: 'Person', disambiguation: 'Tagwright sample library' },
  'Hana Lind': { sortName: 'Lind, Hana', type: 'Person', disambiguation: 'Tagwright sample library' },
  'Vesper Allotment': { type: 'Group', disambiguation: 'Tagwright sample library' },
  'Solen Quartet': { type: 'Group', disambiguation: 'Tagwright sample library, string quartet' },
  // MusicBrainz' own special purpose artist: a client knows it by its id.
  'Various Artists': {
    type: 'Other',
    disambiguation: 'add compilations to this artist',
    id: '89ad4ac3-39f7-470e-963a-56509c546377',
  },
}

const areas = {
  NL: { id: 'ef1b7cc0-cd26-36f4-8ea0-04d9623786c7', name: 'Netherlands' },
  GB: { id: '8a754a16-0027-3a29-b6d7-2b40ea0481ed', name: 'United Kingdom' },
  DE: { id: '85752fda-13c4-31a3-bee5-0e5cb1f51dad', name: 'Germany' },
  US: { id: '489ce91b-6658-3307-9877-795b68554c98', name: 'United States' },
  XW: { id: '525d4e18-3d00-31b9-a58b-a146a916de8f', name: '[Worldwide]' },
}

/**
 * @typedef {'CD' | '12" Vinyl' | 'Digital Media'} Medium
 *
 * What a release says beyond its tracks.
 * @typedef {object} Edition
 * @property {string} key
 * @property {string} [title]
 * @property {string} [disambiguation]
 * @property {string} date
 * @property {keyof typeof areas} country
 * @property {string} label
 * @property {string} catalogueNumber
 * @property {string | null} barcode twelve digits (the check digit is added); '' for none, null for unknown
 * @property {Medium} medium
 * @property {string} packaging
 * @property {string | null} [asin]
 * @property {readonly string[]} [numbers] as printed: A1, A2 …
 * @property {readonly Song[]} [more] after the library's own
 * @property {{ name: CoverName, size: number }} [cover]
 *
 * @typedef {{ title: string, seconds: number, by?: Credit }} Song
 *
 * @typedef {object} Group
 * @property {string} key
 * @property {string} title
 * @property {Credit} by
 * @property {'Album' | 'EP'} type
 * @property {boolean} [compilation]
 * @property {string} language ISO 639-3
 * @property {readonly string[]} genres
 * @property {string} registrant for made-up ISRCs
 * @property {readonly { title?: string | undefined, songs: readonly Song[] }[]} discs
 * @property {readonly Edition[]} editions
 */

/**
 * @param {string} key
 * @param {Omit<Group, 'key' | 'title' | 'by' | 'discs'>} rest
 * @returns {Group}
 */
function groupOf(key, rest) {
  const album = /** @type {Album} */ (albums.find((candidate) => candidate.key === key))
  return {
    key,
    title: album.title,
    by: album.by,
    discs: album.discs.map(({ title, tracks }) => ({ title, songs: tracks })),
    ...rest,
  }
}

/** @type {readonly Group[]} */
const groups = [
  groupOf('tideworks', {
    type: 'Album',
    language: 'eng',
    genres: ['folk', 'singer-songwriter'],
    registrant: 'TWA19',
    editions: [
      {
        key: 'tideworks-cd',
        date: '2019-09-13',
        country: 'NL',
        label: 'Kelp Records',
        catalogueNumber: 'KLP 014',
        barcode: null,
        medium: 'CD',
        packaging: 'Digipak',
        cover: { name: 'tideworks', size: 1200 },
      },
      {
        key: 'tideworks-vinyl',
        date: '2019-10-04',
        country: 'GB',
        label: 'Kelp Records',
        catalogueNumber: 'KLP 014 LP',
        barcode: '200401900142',
        medium: '12" Vinyl',
        packaging: 'Cardboard/Paper Sleeve',
        numbers: ['A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'B3'],
      },
      {
        key: 'tideworks-deluxe',
        title: 'Tideworks',
        disambiguation: 'deluxe',
        date: '2020-06-19',
        country: 'XW',
        label: 'Kelp Records',
        catalogueNumber: 'KLP 014 DX',
        barcode: '200401900143',
        medium: 'Digital Media',
        packaging: 'None',
        more: [
          { title: 'Harbour Lights (demo)', seconds: 13.52 },
          { title: 'Slack Water', seconds: 16.208 },
          { title: 'The Long Quay (live at the boathouse)', seconds: 19.744 },
          { title: 'Moorings', seconds: 21.361 },
        ],
        cover: { name: 'tideworks-deluxe', size: 1000 },
      },
    ],
  }),
  {
    // Nothing of ours: it shares a word with Tideworks and must not be taken for it.
    key: 'tidework',
    title: 'Tidework',
    by: [{ artist: 'Solen Quartet' }],
    type: 'Album',
    language: 'eng',
    genres: ['classical', 'string quartet'],
    registrant: 'SQT03',
    discs: [
      {
        songs: [
          { title: 'Prelude for Low Tide', seconds: 192.4 },
          { title: 'Harbour', seconds: 254.907 },
          { title: 'Estuary I', seconds: 341.2 },
          { title: 'Estuary II', seconds: 287.653 },
          { title: 'Dredgers', seconds: 163.88 },
          { title: 'Ebb and Flow', seconds: 402.213 },
          { title: 'Sandbank Scherzo', seconds: 148.32 },
          { title: 'Lighthouse Keeping', seconds: 311.507 },
          { title: 'Spring Tide', seconds: 455.04 },
        ],
      },
    ],
    editions: [
      {
        key: 'tidework-cd',
        date: '2003-04-22',
        country: 'US',
        label: 'Gut & Rosin',
        catalogueNumber: 'GR 2203',
        barcode: '200402203001',
        medium: 'CD',
        packaging: 'Jewel Case',
        asin: null,
      },
    ],
  },
  groupOf('nachtfaehre', {
    type: 'Album',
    language: 'deu',
    genres: ['jazz', 'contemporary jazz'],
    registrant: 'KBT04',
    editions: [
      {
        key: 'nachtfaehre-cd',
        date: '2004-11-15',
        country: 'DE',
        label: 'Pegel Tonträger',
        catalogueNumber: 'PGL 2004-7',
        barcode: '200402004007',
        medium: 'CD',
        packaging: 'Jewel Case',
        cover: { name: 'nachtfaehre', size: 1000 },
      },
      {
        key: 'nachtfaehre-digital',
        date: '2014-02-28',
        country: 'XW',
        label: 'Pegel Digital',
        catalogueNumber: 'PGD 031',
        barcode: '200402014031',
        medium: 'Digital Media',
        packaging: 'None',
      },
    ],
  }),
  groupOf('garden', {
    type: 'Album',
    compilation: true,
    language: 'eng',
    genres: ['ambient', 'electronic'],
    registrant: 'GDV11',
    editions: [
      {
        key: 'garden-cd',
        date: '2011-05-02',
        country: 'GB',
        label: 'Allotment Tapes',
        catalogueNumber: 'ALT 11',
        barcode: '200402011011',
        medium: 'CD',
        packaging: 'Digipak',
        cover: { name: 'garden', size: 1000 },
      },
    ],
  }),
  groupOf('low-orbit', {
    type: 'Album',
    language: 'eng',
    genres: ['electronic', 'synthwave'],
    registrant: 'TVO15',
    editions: [
      {
        key: 'low-orbit-digital',
        date: '2015-08-21',
        country: 'XW',
        label: 'Perihelion',
        catalogueNumber: 'PRH-15',
        barcode: '200402015015',
        medium: 'Digital Media',
        packaging: 'None',
        cover: { name: 'orbit', size: 1000 },
      },
    ],
  }),
  groupOf('short-waves', {
    type: 'EP',
    language: 'eng',
    genres: ['downtempo', 'electronic'],
    registrant: 'IOK21',
    editions: [
      {
        key: 'short-waves-digital',
        date: '2021-03-05',
        country: 'XW',
        label: 'Allotment Tapes',
        catalogueNumber: 'ALT 29',
        barcode: '',
        medium: 'Digital Media',
        packaging: 'None',
      },
    ],
  }),
  groupOf('field-notes', {
    type: 'EP',
    language: 'eng',
    genres: ['ambient', 'field recording'],
    registrant: 'HLI22',
    editions: [
      {
        key: 'field-notes-digital',
        date: '2022-10-14',
        country: 'DE',
        label: '[no label]',
        catalogueNumber: '',
        barcode: '',
        medium: 'Digital Media',
        packaging: 'None',
        cover: { name: 'field', size: 1000 },
      },
    ],
  }),
]

/** The covers the catalogue holds. @returns {{ release: string, name: CoverName, size: number }[]} */
export function catalogueCovers() {
  return groups.flatMap(({ editions }) =>
    editions.flatMap(({ key, cover }) => (cover ? [{ release: mbid('release', key), ...cover }] : [])),
  )
}

/** @returns {object[]} */
export function catalogueReleases() {
  return groups.flatMap((group) => group.editions.map((edition) => releaseOf(group, edition)))
}

/** @param {Group} group @param {Edition} edition */
function releaseOf(group, edition) {
  const area = areas[edition.country]
  const hasCover = Boolean(edition.cover)
  const firstDate = group.editions[0]?.date ?? edition.date
  return {
    id: mbid('release', edition.key),
    title: edition.title ?? group.title,
    disambiguation: edition.disambiguation ?? '',
    status: 'Official',
    'status-id': '4e304316-386d-3409-af2e-78857eec5cfe',
    quality: 'normal',
    packaging: edition.packaging,
    'text-representation': { language: group.language, script: 'Latn' },
    date: edition.date,
    country: edition.country,
    'release-events': [
      {
        date: edition.date,
        area: {
          ...area,
          'sort-name': area.name,
          disambiguation: '',
          'iso-3166-1-codes': [edition.country],
          type: null,
          'type-id': null,
        },
      },
    ],
    barcode: edition.barcode ? withCheckDigit(edition.barcode) : edition.barcode,
    asin: edition.asin ?? null,
    'artist-credit': creditOf(group.by),
    'label-info': [{ 'catalog-number': edition.catalogueNumber || null, label: labelOf(edition.label) }],
    'release-group': {
      id: mbid('release-group', group.key),
      title: group.title,
      disambiguation: '',
      'primary-type': group.type,
      'primary-type-id':
        group.type === 'EP' ? '6d0c5bf6-7a33-3420-a519-44fc63eedebf' : 'f529b476-6e62-324f-b0aa-1f3e33d313fc',
      'secondary-types': group.compilation ? ['Compilation'] : [],
      'secondary-type-ids': group.compilation ? ['dd2a21e1-0c00-3729-a7a0-de60b84eb5d1'] : [],
      'first-release-date': firstDate,
      'artist-credit': creditOf(group.by),
      genres: genresOf(group.genres),
    },
    media: group.discs.map(({ title, songs }, index) => {
      const all = [...songs, ...(edition.more ?? [])]
      return {
        position: index + 1,
        format: edition.medium,
        title: title ?? '',
        'track-offset': 0,
        'track-count': all.length,
        tracks: all.map((song, i) => {
          const place = `${index + 1}.${i + 1}`
          const length = Math.round(song.seconds * 1000)
          const credit = creditOf(song.by ?? group.by)
          return {
            id: mbid('track', `${edition.key}/${place}`),
            number: edition.numbers?.[i] ?? String(i + 1),
            position: i + 1,
            title: song.title,
            length,
            'artist-credit': credit,
            recording: {
              id: mbid('recording', `${group.key}/${place}`),
              title: song.title,
              disambiguation: '',
              length,
              video: false,
              'first-release-date': i < songs.length ? firstDate : edition.date,
              isrcs: [`ZZ${group.registrant}${String((index + 1) * 100 + i + 1).padStart(5, '0')}`],
              genres: genresOf(group.genres.slice(0, 1)),
              'artist-credit': credit,
            },
          }
        }),
      }
    }),
    genres: genresOf(group.genres),
    'cover-art-archive': {
      artwork: hasCover,
      count: hasCover ? 1 : 0,
      front: hasCover,
      back: false,
      darkened: false,
    },
  }
}

/** @param {Credit} credit */
function creditOf(credit) {
  return credit.map(({ artist: name, joined }) => {
    const artist = artists[name]
    if (!artist) throw new Error(`${name} is not among the artists`)
    const { id, sortName, type, disambiguation, country } = artist
    return {
      name,
      joinphrase: joined ?? '',
      artist: {
        id: id ?? mbid('artist', name),
        name,
        'sort-name': sortName ?? name,
        disambiguation: disambiguation ?? '',
        type,
        country: country ?? null,
      },
    }
  })
}

/** @param {string} name */
function labelOf(name) {
  // MusicBrainz' own special purpose label for "none".
  const id = name === '[no label]' ? '157afde4-4bf5-4039-8ad2-5a15acc85176' : mbid('label', name)
  return { id, name, 'sort-name': name, disambiguation: '', 'label-code': null }
}

/** @param {readonly string[]} names the first has most votes */
function genresOf(names) {
  return names.map((name, i) => ({
    id: mbid('genre', name),
    name,
    count: names.length - i,
    disambiguation: '',
  }))
}

/** An EAN-13. @param {string} digits twelve */
function withCheckDigit(digits) {
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (i % 2 ? 3 : 1), 0)
  return digits + ((10 - (sum % 10)) % 10)
}
