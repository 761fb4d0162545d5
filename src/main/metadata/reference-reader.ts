import type { IAudioMetadata, ICommonTagsResult } from 'music-metadata'
import type { AudioProperties, FieldName, FieldValue, FieldValues } from '../../shared/model'
import type { FileAccess } from './file-access'
import type { PictureWithBytes } from './metadata'
import { describePicture } from './pictures'
import type { ReadLimit } from './reference-tokenizer'
import type { ContainerKind } from './sniff'

/**
 * What music-metadata reads: the sound's properties where our containers do not have them, everything of the
 * formats that we do not write yet, and a second opinion on the ones that we do.
 */
export interface ReferenceReading {
  readonly tagKinds: readonly string[]
  /** Whether there is sound at all: some containers open with nothing in them (formats.md C8). */
  readonly hasSound: boolean
  readonly audio: AudioProperties
  readonly values: FieldValues
  readonly pictures: readonly PictureWithBytes[]
}

/** music-metadata picks its parser by this, not by what the file is called. */
const extensions: { readonly [Kind in ContainerKind]?: string } = {
  mpeg: '.mp3',
  flac: '.flac',
  'ogg-vorbis': '.ogg',
  'ogg-opus': '.opus',
  ogg: '.ogg',
  mp4: '.m4a',
  wav: '.wav',
  aiff: '.aiff',
  adts: '.aac',
  asf: '.wma',
  ape: '.ape',
  wavpack: '.wv',
  musepack: '.mpc',
  dsf: '.dsf',
  dsdiff: '.dff',
  matroska: '.mka',
}

/** The containers that music-metadata reads at all. */
export const isReadByReference = (kind: ContainerKind): boolean => extensions[kind] !== undefined

/** Reads with music-metadata. @throws whatever it throws: plain RangeErrors as often as typed ones. */
export async function readReference(
  access: FileAccess,
  kind: ContainerKind,
  options: { readonly pictures: boolean; readonly limit?: ReadLimit },
): Promise<ReferenceReading> {
  // Loaded only when it is needed: reading thousands of files does without it.
  const [{ parseFromTokenizer }, { AccessTokenizer, unlimited }] = await Promise.all([
    import('music-metadata'),
    import('./reference-tokenizer'),
  ])
  const tokenizer = new AccessTokenizer(access, extensions[kind], options.limit ?? unlimited)
  const metadata = await parseFromTokenizer(tokenizer, { duration: false, skipCovers: !options.pictures })
  const { format } = metadata
  return {
    tagKinds: format.tagTypes ?? [],
    hasSound: finite(format.sampleRate) > 0 || (format.hasAudio === true && format.codec !== undefined),
    audio: audioOf(metadata, access.size),
    values: valuesOf(metadata.common),
    pictures: options.pictures ? picturesOf(metadata.common) : [],
  }
}

const finite = (value: number | undefined): number =>
  value !== undefined && Number.isFinite(value) && value > 0 ? value : 0

function audioOf({ format }: IAudioMetadata, sizeBytes: number): AudioProperties {
  const durationMs = finite(format.duration) * 1000
  const average = durationMs === 0 ? 0 : (sizeBytes * 8000) / durationMs
  return {
    durationMs,
    sampleRate: finite(format.sampleRate),
    channels: finite(format.numberOfChannels),
    bitsPerSample: finite(format.bitsPerSample),
    bitrate: finite(format.bitrate) || average,
    lossless: format.lossless ?? false,
    codec: format.codec ?? '',
    encoder: format.tool ?? '',
  }
}

const texts = (value: string | readonly string[] | undefined): FieldValue =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value

const number = (value: number | null | undefined): FieldValue =>
  value === undefined || value === null || Number.isNaN(value) ? [] : [String(value)]

type FromCommon = (common: ICommonTagsResult) => FieldValue

/** Our fields by music-metadata's names. */
const fromCommon: { readonly [Name in FieldName]?: FromCommon } = {
  title: ({ title }) => texts(title),
  artist: ({ artist, artists }) => (artist === undefined ? texts(artists) : texts(artist)),
  album: ({ album }) => texts(album),
  albumArtist: ({ albumartist }) => texts(albumartist),
  track: ({ track }) => number(track.no),
  trackTotal: ({ track }) => number(track.of),
  disc: ({ disk }) => number(disk.no),
  discTotal: ({ disk }) => number(disk.of),
  discSubtitle: ({ discsubtitle }) => texts(discsubtitle),
  date: ({ date, year }) => (date === undefined ? number(year) : texts(date)),
  originalDate: ({ originaldate, originalyear }) =>
    originaldate === undefined ? number(originalyear) : texts(originaldate),
  genre: ({ genre }) => texts(genre),
  composer: ({ composer }) => texts(composer),
  lyricist: ({ lyricist }) => texts(lyricist),
  conductor: ({ conductor }) => texts(conductor),
  remixer: ({ remixer }) => texts(remixer),
  grouping: ({ grouping }) => texts(grouping),
  subtitle: ({ subtitle }) => texts(subtitle),
  compilation: ({ compilation }) => (compilation === true ? ['1'] : []),
  label: ({ label }) => texts(label),
  catalogNumber: ({ catalognumber }) => texts(catalognumber),
  barcode: ({ barcode }) => texts(barcode),
  isrc: ({ isrc }) => texts(isrc),
  asin: ({ asin }) => texts(asin),
  media: ({ media }) => texts(media),
  releaseType: ({ releasetype }) => texts(releasetype),
  releaseStatus: ({ releasestatus }) => texts(releasestatus),
  releaseCountry: ({ releasecountry }) => texts(releasecountry),
  bpm: ({ bpm }) => number(bpm),
  key: ({ key }) => texts(key),
  mood: ({ mood }) => texts(mood),
  language: ({ language }) => texts(language),
  script: ({ script }) => texts(script),
  copyright: ({ copyright }) => texts(copyright),
  encodedBy: ({ encodedby }) => texts(encodedby),
  comment: ({ comment }) => (comment ?? []).flatMap(({ text }) => texts(text)),
  lyrics: ({ lyrics }) => (lyrics ?? []).flatMap(({ text }) => texts(text)),
  artistSort: ({ artistsort }) => texts(artistsort),
  albumSort: ({ albumsort }) => texts(albumsort),
  albumArtistSort: ({ albumartistsort }) => texts(albumartistsort),
  composerSort: ({ composersort }) => texts(composersort),
  titleSort: ({ titlesort }) => texts(titlesort),
  recordingId: ({ musicbrainz_recordingid }) => texts(musicbrainz_recordingid),
  trackId: ({ musicbrainz_trackid }) => texts(musicbrainz_trackid),
  releaseId: ({ musicbrainz_albumid }) => texts(musicbrainz_albumid),
  releaseGroupId: ({ musicbrainz_releasegroupid }) => texts(musicbrainz_releasegroupid),
  artistId: ({ musicbrainz_artistid }) => texts(musicbrainz_artistid),
  albumArtistId: ({ musicbrainz_albumartistid }) => texts(musicbrainz_albumartistid),
}

function valuesOf(common: ICommonTagsResult): FieldValues {
  const values: { [Name in FieldName]?: FieldValue } = {}
  for (const [field, read] of Object.entries(fromCommon) as [FieldName, FromCommon][]) {
    const value = read(common).filter((text) => typeof text === 'string' && text !== '')
    if (value.length > 0) values[field] = value
  }
  return values
}

/** ID3v2.4 §4.14 in music-metadata's words. */
const pictureTypes = [
  'Other',
  "32x32 pixels 'file icon' (PNG only)",
  'Other file icon',
  'Cover (front)',
  'Cover (back)',
  'Leaflet page',
  'Media (e.g. label side of CD)',
  'Lead artist/lead performer/soloist',
  'Artist/performer',
  'Conductor',
  'Band/Orchestra',
  'Composer',
  'Lyricist/text writer',
  'Recording Location',
  'During recording',
  'During performance',
  'Movie/video screen capture',
  'A bright coloured fish',
  'Illustration',
  'Band/artist logotype',
  'Publisher/Studio logotype',
]

const picturesOf = ({ picture }: ICommonTagsResult): PictureWithBytes[] =>
  (picture ?? []).map(({ data, format, type, description }) => {
    const index = pictureTypes.indexOf(type ?? '')
    return describePicture(data, {
      type: index < 0 ? 3 : index,
      mime: format,
      description: description ?? '',
    })
  })
