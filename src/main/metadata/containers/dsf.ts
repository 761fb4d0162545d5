import { type AudioProperties, defaultWriteOptions, type Splice } from '../../../shared/model'
import { concat, fourCc, uint32le, uint64le } from '../bytes'
import { type FileAccess, readExactly } from '../file-access'
import { formOf } from '../tags/id3v2'
import { bodyOf, type Chunk, type ChunkFormat, renderSize } from './chunks'
import { cutTag, editId3Chunk, readId3Chunk } from './chunks-id3'
import { id3Options, inventoryOf, viewOf } from './chunks-layout'
import { bySplicePosition, type Layout, type NotWritable, onlyRemoves, spliceOf } from './layout'
import { structure } from './tag-parts'

/** Sizes in DSF are 64 bits, little-endian, and count the header. */
const dsfSizes: ChunkFormat = {
  idBytes: 4,
  sizeBytes: 8,
  littleEndian: true,
  alignment: 2,
  sizeCountsHeader: true,
}

/** `DSD `, its size, the size of the file, where the ID3v2 tag starts (0: none). */
const headerBytes = 28
const fileSizeAt = 12
const pointerAt = 20
const formatBytes = 52
const soundHeaderBytes = 12

/** DSF (Sony, DSF File Format 1.01): header, format, sound, and an ID3v2 tag at the end that the header points to. */
export function openDsf(access: FileAccess, start: number): Layout {
  const header = readExactly(access, start, headerBytes)
  const format = access.read(start + headerBytes, formatBytes)
  const soundAt = start + headerBytes + formatBytes
  const soundHeader = access.read(soundAt, soundHeaderBytes)
  const hasSound = soundHeader.length === soundHeaderBytes && fourCc(soundHeader, 0) === 'data'
  const bodyAt = soundAt + soundHeaderBytes
  const declaredEnd = hasSound ? soundAt + uint64le(soundHeader, 4) : bodyAt
  const soundEnd = Math.max(bodyAt, Math.min(declaredEnd, access.size))
  const pointer = uint64le(header, pointerAt)
  // A pointer to nowhere is one to a tag that is gone.
  const hasTag = pointer !== 0 && start + pointer <= access.size
  const tagAt = hasTag ? start + pointer : access.size
  const tail = tailAt(tagAt, access.size)
  const id3 = tagAt < soundEnd ? undefined : readId3Chunk(access, tail)

  const obstacle = (): NotWritable | undefined => {
    if (!hasSound) return structure('no sound found')
    if (declaredEnd > access.size) return { code: 'metadata.truncated', reason: 'DSF' }
    if (tagAt < soundEnd) return structure('the tag is said to lie in the sound')
    return id3 === undefined ? undefined : cutTag(id3, access.size)
  }

  return {
    format: 'dsf',
    container: 'DSF',
    tags: viewOf(id3),
    audio: hasSound && soundEnd > bodyAt ? [{ start: bodyAt, end: soundEnd }] : [],
    notWritable: obstacle(),
    properties: soundOf(format),
    plan: (patch, options = defaultWriteOptions): readonly Splice[] => {
      if (id3?.tag === undefined && onlyRemoves(patch)) return []
      const { body } = editId3Chunk('ID3 ', id3, undefined, {}, patch, access.size, formOf(options))
      const tag = body ?? new Uint8Array(0)
      // What the pointer led to and is no tag stays, behind the new one.
      const room = id3 === undefined ? 0 : tail.size
      const splices = spliceOf(access, tagAt, room, tag)
      if (splices.length === 0) return []
      const fileSize = access.size - start - room + tag.length
      const numbers = concat([renderSize(dsfSizes, fileSize), renderSize(dsfSizes, tagAt - start)])
      return [...spliceOf(access, start + fileSizeAt, 16, numbers), ...splices].sort(bySplicePosition)
    },
    ...id3Options(id3?.tag, {}),
    inventory: (except) => [
      { name: 'format', bytes: format },
      { name: 'bytes behind the sound', bytes: access.read(soundEnd, Math.max(0, tagAt - soundEnd)) },
      ...(id3 === undefined
        ? [{ name: 'bytes behind the ID3v2 tag', bytes: bodyOf(access, tail) }]
        : inventoryOf(id3, except)),
    ],
  }
}

/** The end of the file as a chunk without header or padding. */
const tailAt = (at: number, end: number): Chunk => ({
  id: 'ID3 ',
  at,
  bodyAt: at,
  size: end - at,
  end,
  missingPadding: 0,
  declared: end - at,
  isCut: false,
})

/** The format chunk: channels at 24, sample rate, bits in a sample, samples of each channel. */
function soundOf(format: Uint8Array): Partial<AudioProperties> {
  if (format.length < formatBytes || fourCc(format, 0) !== 'fmt ') return {}
  const channels = uint32le(format, 24)
  const sampleRate = uint32le(format, 28)
  const samples = uint64le(format, 36)
  if (sampleRate === 0 || !Number.isFinite(samples)) return {}
  return {
    channels,
    sampleRate,
    bitsPerSample: 1,
    durationMs: (samples * 1000) / sampleRate,
    bitrate: sampleRate * channels,
    lossless: true,
    codec: 'DSD',
    encoder: '',
  }
}
