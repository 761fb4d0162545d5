import {
  type AudioProperties,
  askedPadding,
  defaultWriteOptions,
  type FieldName,
  type FieldValue,
  type FieldValues,
  type Splice,
} from '../../../shared/model'
import { uint32le } from '../bytes'
import type { FileAccess } from '../file-access'
import { encoderOf, valuesOfVorbisComment } from '../tags/vorbis-comment'
import {
  bySplicePosition,
  type Layout,
  type LayoutPatch,
  type NotWritable,
  onlyRemoves,
  tagView,
} from './layout'
import { unknownCodec } from './ogg-codecs'
import { lastGranule, soundStart } from './ogg-length'
import { pageEnd, readPage } from './ogg-pages'
import { keepsSound, replaceComments } from './ogg-rewrite'
import { mainStream, type OggStream, readStreams } from './ogg-streams'
import { type OggTag, readOggTag } from './ogg-tags'

/** A stream whose comments could be read. */
interface TaggedStream {
  readonly stream: OggStream
  readonly tag: OggTag
  readonly values: FieldValues
}

/**
 * Ogg with Vorbis, Opus, Speex, FLAC or Theora in it, alone or side by side. The picture's comments come first, as
 * in mutagen, else those of the first sound. Picture and sound both get a change, since some players know only the
 * one and some only the other (a cover only once); further streams are kept in step. Of streams that follow one
 * another in one file (a chain) only the first is read and edited; the rest stays byte for byte.
 */
export function openOgg(access: FileAccess, start: number): Layout {
  const streams = readStreams(access, start)
  const main = mainStream(streams)
  if (main === undefined) throw new RangeError(`no stream that we know: ${firstMagic(access, start)}`)
  const tagged = [main, ...streams.filter((stream) => stream !== main)].flatMap(taggedStream)
  const hasMainTag = tagged[0]?.stream === main
  const sound = streams.find(({ codec }) => codec.name !== 'Theora') ?? main

  return {
    format: main.codec.format,
    container: `Ogg ${main.codec.name}`,
    tags: tagged.map(({ stream, tag, values }) => {
      const kind = stream === main ? 'Vorbis comment' : `Vorbis comment (${stream.codec.name})`
      return tagView(kind, values, tag.pictureCount, tag.pictures)
    }),
    // Page headers behind the comments change when the number of pages does: the sound is proven by `sameSound`.
    audio: [],
    notWritable: hasMainTag ? undefined : obstacle(main),
    properties: propertiesOf(access, streams, sound, tagged),
    plan: (patch, options = defaultWriteOptions) =>
      tagged
        .flatMap((one) => {
          const known = one.stream === sound ? patch.values : knownTo(one.values, patch.values)
          const pictures = one.tag.pictureCount === 0 ? undefined : patch.pictures
          return planStream(
            access,
            one,
            one.stream === main ? patch : { values: known, pictures },
            askedPadding(options),
          )
        })
        .sort(bySplicePosition),
    inventory: (except) => [
      ...streams.map(({ codec, firstPacket }) => ({
        name: `${codec.name} header`,
        bytes: codec.keptFirst(firstPacket),
      })),
      ...tagged.flatMap(({ tag }) => tag.inventory(except)),
    ],
    sameSound: (_after, splices) => keepsSound(access, start, streams, splices),
  }
}

const taggedStream = (stream: OggStream): TaggedStream[] => {
  const tag = readOggTag(stream)
  return tag === undefined ? [] : [{ stream, tag, values: valuesOfVorbisComment(tag.comment) }]
}

function firstMagic(access: FileAccess, start: number): string {
  const page = readPage(access, start)
  return page === undefined ? 'no Ogg page' : unknownCodec(access.read(start + page.headerBytes, 8))
}

const obstacle = ({ codec, place }: OggStream): NotWritable =>
  place === undefined
    ? { code: 'metadata.truncated', reason: `Ogg ${codec.name}` }
    : { code: 'metadata.structureNotWritable', reason: 'damaged comment packet' }

function planStream(
  access: FileAccess,
  { stream, tag }: TaggedStream,
  patch: LayoutPatch,
  padding: number | undefined,
): readonly Splice[] {
  const changesNothing = patch.pictures === undefined && Object.keys(patch.values).length === 0
  const nothingToRemove = tag.comment.entries.length === 0 && onlyRemoves(patch)
  if (stream.place === undefined || changesNothing || nothingToRemove) return []
  return replaceComments(access, stream, stream.place, tag.packets(patch, padding))
}

/** Only what the comments say already, so that they do not contradict. */
function knownTo(values: FieldValues, changes: LayoutPatch['values']): LayoutPatch['values'] {
  const known: { [Name in FieldName]?: FieldValue } = {}
  for (const field of Object.keys(changes) as FieldName[]) {
    const value = changes[field]
    if (value !== undefined && values[field] !== undefined) known[field] = value
  }
  return known
}

function propertiesOf(
  access: FileAccess,
  streams: readonly OggStream[],
  sound: OggStream,
  tagged: readonly TaggedStream[],
): Partial<AudioProperties> {
  const { codec, firstPacket } = sound
  // The start of the file first, then its end: so each is fetched once.
  const starts = streams.map((stream) => soundStart(access, stream.serial, behindComments(stream)))
  const lengths = streams.map((stream, index) => lengthOf(access, stream, starts[index]?.granule ?? 0))
  const durationMs = Math.max(...lengths)
  const soundAt = starts[streams.indexOf(sound)]?.at ?? 0
  const comment = tagged.find(({ stream }) => stream === sound)?.tag.comment
  return {
    bitsPerSample: 0,
    lossless: false,
    ...codec.properties(firstPacket),
    durationMs,
    bitrate: streams.length > 1 ? nominalBitrate(sound) : averageBitrate(access.size - soundAt, durationMs),
    codec: codec.name,
    encoder: encoderOf(comment),
  }
}

const behindComments = ({ place, firstPage }: OggStream): number => pageEnd(place?.pages.at(-1) ?? firstPage)

/** As long as the stream's last page says; less what was broadcast before the recording began. */
function lengthOf(access: FileAccess, stream: OggStream, firstGranule: number): number {
  const { codec, firstPacket, serial } = stream
  // Theora's positions are no numbers of samples.
  const before = codec.name === 'Theora' ? 0 : firstGranule
  const granule = lastGranule(access, serial, behindComments(stream)) - before
  return Math.max(0, codec.lengthMs(firstPacket, Math.max(0, granule)))
}

const averageBitrate = (bytes: number, durationMs: number): number =>
  durationMs === 0 ? 0 : (bytes * 8000) / durationMs

/** Where streams share the file, its size says little. Only Vorbis leaves what was asked for (Vorbis I §4.2.2). */
function nominalBitrate({ codec, firstPacket }: OggStream): number {
  if (codec.name !== 'Vorbis' || firstPacket.length < 24) return 0
  const bitrate = uint32le(firstPacket, 20)
  return bitrate < 2 ** 31 ? bitrate : 0
}
