/**
 * The field registry: every field once, with its type and its names in each kind of tag.
 *
 * A name in a tag is a string in that tag's own notation; the first is written, all are read.
 * - ID3v2: a frame id (`TIT2`), `TXXX:description`, `UFID:owner`, `COMM` / `USLT` with an empty description.
 * - Vorbis comments: the field name, compared without regard to case.
 * - MP4: an `ilst` atom (`©nam`) or `----:name` for the freeform atoms of `com.apple.iTunes`.
 * - RIFF INFO: the chunk id.
 * `#1` and `#2` name the two halves of a pair (`3/12`, `trkn`), since number and total are two fields here.
 *
 * Source: the specifications of the tags, and the names that Picard and Mp3tag write.
 */
export type FieldType =
  /** One line, short enough for a table cell. */
  | 'text'
  /** A number, kept as the text in the file: `01` and `A1` survive. */
  | 'number'
  /** `2019`, `2019-09` or `2019-09-13`. */
  | 'date'
  /** `1`, or absent. */
  | 'flag'
  /** Many lines; the table holds only its size. */
  | 'long'

export interface FieldRow {
  readonly type: FieldType
  /** More than one value is meaningful: genre, artist credits, ISRC. */
  readonly many: boolean
  readonly id3: readonly string[]
  /** Only where ID3v2.3 has another name than ID3v2.4. */
  readonly id3v23?: readonly string[]
  readonly vorbis: readonly string[]
  readonly mp4: readonly string[]
  readonly riff: readonly string[]
}

interface Names {
  readonly id3?: string | readonly string[]
  readonly id3v23?: string | readonly string[]
  readonly vorbis?: string | readonly string[]
  readonly mp4?: string | readonly string[]
  readonly riff?: string | readonly string[]
}

const list = (names: string | readonly string[] | undefined): readonly string[] =>
  names === undefined ? [] : typeof names === 'string' ? [names] : names

const row = (type: FieldType, many: boolean, names: Names): FieldRow => ({
  type,
  many,
  id3: list(names.id3),
  ...(names.id3v23 === undefined ? {} : { id3v23: list(names.id3v23) }),
  vorbis: list(names.vorbis),
  mp4: list(names.mp4),
  riff: list(names.riff),
})

const text = (names: Names): FieldRow => row('text', false, names)
const texts = (names: Names): FieldRow => row('text', true, names)
const number = (names: Names): FieldRow => row('number', false, names)
const date = (names: Names): FieldRow => row('date', false, names)
const flag = (names: Names): FieldRow => row('flag', false, names)
const long = (names: Names): FieldRow => row('long', false, names)

/** A MusicBrainz identifier that ID3 keeps in TXXX, Vorbis in capitals, and MP4 as a freeform atom. */
const musicBrainz = (name: string, vorbis: string, many = false): FieldRow =>
  row('text', many, { id3: `TXXX:${name}`, vorbis, mp4: `----:${name}` })

/** A custom text whose name is the same everywhere. */
const custom = (name: string, many = false): FieldRow =>
  row('text', many, { id3: `TXXX:${name}`, vorbis: name, mp4: `----:${name}` })

export const fields = {
  title: text({ id3: 'TIT2', vorbis: 'TITLE', mp4: '©nam', riff: 'INAM' }),
  artist: texts({ id3: 'TPE1', vorbis: 'ARTIST', mp4: '©ART', riff: 'IART' }),
  album: text({ id3: 'TALB', vorbis: 'ALBUM', mp4: '©alb', riff: 'IPRD' }),
  albumArtist: texts({ id3: 'TPE2', vorbis: ['ALBUMARTIST', 'ALBUM ARTIST', 'ENSEMBLE'], mp4: 'aART' }),
  track: number({
    id3: 'TRCK#1',
    vorbis: 'TRACKNUMBER#1',
    mp4: 'trkn#1',
    riff: ['ITRK#1', 'IPRT#1'],
  }),
  trackTotal: number({
    id3: 'TRCK#2',
    vorbis: ['TRACKTOTAL', 'TOTALTRACKS', 'TRACKNUMBER#2'],
    mp4: 'trkn#2',
    riff: ['ITRK#2', 'IPRT#2'],
  }),
  disc: number({ id3: 'TPOS#1', vorbis: ['DISCNUMBER#1', 'DISC#1'], mp4: 'disk#1' }),
  discTotal: number({
    id3: 'TPOS#2',
    vorbis: ['DISCTOTAL', 'TOTALDISCS', 'DISCNUMBER#2', 'DISC#2'],
    mp4: 'disk#2',
  }),
  discSubtitle: text({
    id3: 'TSST',
    id3v23: ['TXXX:DISCSUBTITLE', 'TSST'],
    vorbis: ['DISCSUBTITLE', 'SETSUBTITLE'],
    mp4: '----:DISCSUBTITLE',
  }),
  date: date({ id3: 'TDRC', id3v23: 'TYER', vorbis: ['DATE', 'YEAR'], mp4: '©day', riff: 'ICRD' }),
  originalDate: date({
    id3: 'TDOR',
    id3v23: 'TORY',
    vorbis: ['ORIGINALDATE', 'ORIGINALYEAR'],
    mp4: ['----:ORIGINALDATE', '----:ORIGINALYEAR'],
  }),
  genre: texts({ id3: 'TCON', vorbis: 'GENRE', mp4: ['©gen', 'gnre'], riff: 'IGNR' }),
  composer: texts({ id3: 'TCOM', vorbis: 'COMPOSER', mp4: '©wrt', riff: ['IMUS', 'ICMS'] }),
  lyricist: texts({ id3: 'TEXT', vorbis: 'LYRICIST', mp4: '----:LYRICIST' }),
  conductor: texts({ id3: 'TPE3', vorbis: 'CONDUCTOR', mp4: ['----:CONDUCTOR', '©con'] }),
  remixer: texts({ id3: 'TPE4', vorbis: 'REMIXER', mp4: '----:REMIXER' }),
  grouping: text({ id3: ['TIT1', 'GRP1'], vorbis: ['GROUPING', 'CONTENTGROUP'], mp4: '©grp' }),
  subtitle: text({ id3: 'TIT3', vorbis: 'SUBTITLE', mp4: '----:SUBTITLE' }),
  compilation: flag({ id3: 'TCMP', vorbis: 'COMPILATION', mp4: 'cpil' }),
  label: texts({ id3: 'TPUB', vorbis: ['LABEL', 'ORGANIZATION', 'PUBLISHER'], mp4: ['----:LABEL', '©pub'] }),
  catalogNumber: texts({
    id3: 'TXXX:CATALOGNUMBER',
    vorbis: ['CATALOGNUMBER', 'LABELNO'],
    mp4: '----:CATALOGNUMBER',
  }),
  barcode: text({ id3: 'TXXX:BARCODE', vorbis: ['BARCODE', 'UPC', 'EAN'], mp4: '----:BARCODE' }),
  isrc: texts({ id3: 'TSRC', vorbis: 'ISRC', mp4: '----:ISRC' }),
  asin: custom('ASIN'),
  media: text({ id3: 'TMED', vorbis: ['MEDIA', 'SOURCEMEDIA'], mp4: '----:MEDIA', riff: 'IMED' }),
  releaseType: row('text', true, {
    id3: 'TXXX:MusicBrainz Album Type',
    vorbis: ['RELEASETYPE', 'MUSICBRAINZ_ALBUMTYPE'],
    mp4: '----:MusicBrainz Album Type',
  }),
  releaseStatus: text({
    id3: 'TXXX:MusicBrainz Album Status',
    vorbis: ['RELEASESTATUS', 'MUSICBRAINZ_ALBUMSTATUS'],
    mp4: '----:MusicBrainz Album Status',
  }),
  releaseCountry: text({
    id3: 'TXXX:MusicBrainz Album Release Country',
    vorbis: 'RELEASECOUNTRY',
    mp4: '----:MusicBrainz Album Release Country',
    riff: 'ICNT',
  }),
  bpm: number({ id3: 'TBPM', vorbis: ['BPM', 'TEMPO'], mp4: 'tmpo' }),
  key: text({ id3: 'TKEY', vorbis: ['KEY', 'INITIALKEY'], mp4: '----:initialkey' }),
  mood: text({ id3: 'TMOO', id3v23: ['TXXX:MOOD', 'TMOO'], vorbis: 'MOOD', mp4: '----:MOOD' }),
  language: text({ id3: 'TLAN', vorbis: 'LANGUAGE', mp4: '----:LANGUAGE', riff: 'ILNG' }),
  script: custom('SCRIPT'),
  copyright: text({ id3: 'TCOP', vorbis: 'COPYRIGHT', mp4: 'cprt', riff: 'ICOP' }),
  encodedBy: text({ id3: 'TENC', vorbis: 'ENCODEDBY', mp4: '©enc' }),
  comment: long({
    id3: ['COMM', 'TXXX:comment'],
    vorbis: ['COMMENT', 'DESCRIPTION'],
    mp4: '©cmt',
    riff: 'ICMT',
  }),
  lyrics: long({ id3: 'USLT', vorbis: ['LYRICS', 'UNSYNCEDLYRICS'], mp4: '©lyr' }),
  artistSort: text({ id3: ['TSOP', 'XSOP'], vorbis: 'ARTISTSORT', mp4: 'soar' }),
  albumSort: text({ id3: ['TSOA', 'XSOA'], vorbis: 'ALBUMSORT', mp4: 'soal' }),
  albumArtistSort: text({ id3: 'TSO2', vorbis: 'ALBUMARTISTSORT', mp4: 'soaa' }),
  composerSort: text({ id3: 'TSOC', vorbis: 'COMPOSERSORT', mp4: 'soco' }),
  titleSort: text({ id3: ['TSOT', 'XSOT'], vorbis: 'TITLESORT', mp4: 'sonm' }),
  replayGainTrackGain: custom('REPLAYGAIN_TRACK_GAIN'),
  replayGainTrackPeak: custom('REPLAYGAIN_TRACK_PEAK'),
  replayGainAlbumGain: custom('REPLAYGAIN_ALBUM_GAIN'),
  replayGainAlbumPeak: custom('REPLAYGAIN_ALBUM_PEAK'),
  recordingId: row('text', false, {
    id3: 'UFID:http://musicbrainz.org',
    vorbis: 'MUSICBRAINZ_TRACKID',
    mp4: '----:MusicBrainz Track Id',
  }),
  trackId: musicBrainz('MusicBrainz Release Track Id', 'MUSICBRAINZ_RELEASETRACKID'),
  releaseId: musicBrainz('MusicBrainz Album Id', 'MUSICBRAINZ_ALBUMID'),
  releaseGroupId: musicBrainz('MusicBrainz Release Group Id', 'MUSICBRAINZ_RELEASEGROUPID'),
  artistId: musicBrainz('MusicBrainz Artist Id', 'MUSICBRAINZ_ARTISTID', true),
  albumArtistId: musicBrainz('MusicBrainz Album Artist Id', 'MUSICBRAINZ_ALBUMARTISTID', true),
} as const satisfies Record<string, FieldRow>

export type FieldName = keyof typeof fields

export const fieldNames = Object.keys(fields) as readonly FieldName[]

export const isFieldName = (name: string): name is FieldName => Object.hasOwn(fields, name)

export const fieldRow = (name: FieldName): FieldRow => fields[name]

/** The fields that travel with every row; long ones are asked for when a track is shown. */
export const shortFieldNames: readonly FieldName[] = fieldNames.filter((name) => fields[name].type !== 'long')

/** What a file holds for a field: raw text, so that `A1` and `01` survive. Absent is an empty list. */
export type FieldValue = readonly string[]

export type FieldValues = { readonly [Name in FieldName]?: FieldValue }

export const noValue: FieldValue = []

export function sameValue(a: FieldValue, b: FieldValue): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}
