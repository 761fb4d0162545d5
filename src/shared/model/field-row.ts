/** How a field of the registry is described, and the short forms that its rows are written in. */

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
  /** `0` to `100`; kinds of tag with a scale of their own are converted. */
  | 'rating'

/** The kinds of tag that name fields. `id3v23` holds only what ID3v2.3 names otherwise than ID3v2.4. */
export const nameColumns = ['id3', 'id3v23', 'vorbis', 'ape', 'mp4', 'asf', 'riff', 'matroska'] as const
export type NameColumn = (typeof nameColumns)[number]

export interface FieldRow {
  readonly type: FieldType
  /** More than one value is meaningful: genre, artist credits, ISRC. */
  readonly many: boolean
  /** All names by kind of tag, the one that is written first. Empty: this kind has no place for the field. */
  readonly names: Readonly<Record<NameColumn, readonly string[]>>
}

type Names = { readonly [Column in NameColumn]?: string | readonly string[] }

const list = (names: string | readonly string[] | undefined): readonly string[] =>
  names === undefined ? [] : typeof names === 'string' ? [names] : names

/** APEv2 uses the names of Vorbis comments unless it is given its own. */
export const row = (type: FieldType, many: boolean, names: Names): FieldRow => ({
  type,
  many,
  names: {
    id3: list(names.id3),
    id3v23: list(names.id3v23),
    vorbis: list(names.vorbis),
    ape: list(names.ape ?? names.vorbis),
    mp4: list(names.mp4),
    asf: list(names.asf),
    riff: list(names.riff),
    matroska: list(names.matroska),
  },
})

export const text = (names: Names): FieldRow => row('text', false, names)
export const texts = (names: Names): FieldRow => row('text', true, names)
export const number = (names: Names): FieldRow => row('number', false, names)
export const date = (names: Names): FieldRow => row('date', false, names)
export const flag = (names: Names): FieldRow => row('flag', false, names)
export const long = (names: Names): FieldRow => row('long', false, names)
export const rating = (names: Names): FieldRow => row('rating', false, names)

/** People by what they did: pairs of role and name in one frame of ID3v2 (TIPL; IPLS in ID3v2.3). */
export const person = (role: string, names: Names): FieldRow =>
  texts({ id3: `TIPL:${role}`, id3v23: `IPLS:${role}`, ...names })

/** A name that is the same in every kind of tag that takes any. */
export const sameNameEverywhere = (name: string): Names => ({
  id3: `TXXX:${name}`,
  vorbis: name,
  mp4: `----:${name}`,
  asf: name,
  matroska: `30:${name}`,
})

export const everywhere = (name: string): FieldRow => text(sameNameEverywhere(name))

/** An identifier of MusicBrainz or AcoustID: in words for ID3v2, MP4 and ASF, in capitals for the others. */
export function identifier(
  words: string,
  capitals: string,
  {
    id3 = `TXXX:${words}`,
    many = false,
  }: { readonly id3?: readonly string[] | string; readonly many?: boolean } = {},
): FieldRow {
  const [service = '', rest = ''] = words.split(/ (.*)/)
  return row('text', many, {
    id3,
    vorbis: capitals,
    mp4: `----:${words}`,
    asf: `${service}/${rest}`,
    matroska: `30:${capitals}`,
  })
}
