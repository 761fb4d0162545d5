import type { AudioProperties, Splice } from '../../../shared/model'
import { concat, fourCc, fromLatin1, fromUint32le, uint16le, uint32le } from '../bytes'
import { type FileAccess, readExactly } from '../file-access'
import type { TagEntry } from '../tags/entry'
import {
  emptyId3v2,
  type Id3v2Tag,
  patchId3v2,
  picturesOfId3v2,
  readId3v2,
  touchedInId3v2,
  valuesOfId3v2,
} from '../tags/id3v2'
import { entryKey } from '../tags/native-names'
import {
  parseRiffInfo,
  patchRiffInfo,
  renderRiffInfo,
  touchedInRiffInfo,
  valuesOfRiffInfo,
} from '../tags/riff-info'
import {
  bySplicePosition,
  changedFields,
  type Layout,
  type LayoutPatch,
  type NotWritable,
  onlyRemoves,
  spliceOf,
  type TagView,
} from './layout'
import { id3v2Obstacle, inventoryOfId3v2 } from './mpeg'

interface Chunk {
  readonly id: string
  readonly at: number
  /** Bytes of the body, without header and padding. */
  readonly size: number
}

const chunkHeaderBytes = 8
const riffHeaderBytes = 12
const maxChunks = 100_000
const maxTagBytes = 256 * 1024 * 1024

interface Chunks {
  readonly chunks: readonly Chunk[]
  /** Where the RIFF form ends; bytes behind it are kept. */
  readonly end: number
  readonly trouble: NotWritable | undefined
}

function readChunks(access: FileAccess, start: number): Chunks {
  const declared = start + chunkHeaderBytes + uint32le(readExactly(access, start, riffHeaderBytes), 4)
  const end = Math.min(declared, access.size)
  const chunks: Chunk[] = []
  const cut: NotWritable = { code: 'metadata.truncated', reason: 'WAV' }
  let at = start + riffHeaderBytes
  while (at + chunkHeaderBytes <= end && chunks.length < maxChunks) {
    const header = readExactly(access, at, chunkHeaderBytes)
    const size = uint32le(header, 4)
    const chunk = { id: fourCc(header, 0), at, size }
    if (at + chunkHeaderBytes + size > access.size) {
      return {
        chunks: [...chunks, { ...chunk, size: access.size - at - chunkHeaderBytes }],
        end,
        trouble: cut,
      }
    }
    chunks.push(chunk)
    at += chunkHeaderBytes + size + (size % 2)
  }
  // One byte too few is a missing padding byte at the very end, which many writers forget.
  const trouble =
    declared > access.size + 1 ? cut : at < end || at > end + 1 ? structure('RIFF size') : undefined
  return { chunks, end, trouble }
}

const structure = (reason: string): NotWritable => ({ code: 'metadata.structureNotWritable', reason })

const isId3 = ({ id }: Chunk): boolean => id.toLowerCase() === 'id3 '

/** WAV: an ID3v2 chunk, and a `LIST INFO` that is kept in step where there is one. Other chunks stay. */
export function openWav(access: FileAccess, start: number): Layout {
  const { chunks, end, trouble } = readChunks(access, start)
  const bodyOf = ({ at, size }: Chunk): Uint8Array =>
    access.read(at + chunkHeaderBytes, Math.min(size, maxTagBytes))

  const id3Chunks = chunks.filter(isId3)
  const infoChunks = chunks.filter(
    (chunk) => chunk.id === 'LIST' && fourCc(access.read(chunk.at + chunkHeaderBytes, 4), 0) === 'INFO',
  )
  const [id3Chunk] = id3Chunks
  const [infoChunk] = infoChunks
  const id3 = id3Chunk === undefined ? undefined : readId3v2(bodyOf(id3Chunk))
  const info = infoChunk === undefined ? undefined : parseRiffInfo(bodyOf(infoChunk).subarray(4))
  const sound = chunks.filter(({ id }) => id === 'data')

  const obstacle = (): NotWritable | undefined => {
    if (trouble !== undefined) return trouble
    if (sound.length !== 1) return structure(sound.length === 0 ? 'no sound found' : 'several data chunks')
    if (id3Chunks.length > 1 || infoChunks.length > 1) return structure('the same tag twice')
    if (id3Chunk !== undefined && id3 === undefined) return structure('unreadable ID3v2 chunk')
    if (info?.damaged === true) return structure('damaged INFO chunk')
    return id3 === undefined ? undefined : id3v2Obstacle(id3)
  }

  return {
    format: 'wav',
    container: 'WAV',
    tags: tagViews(id3, info?.entries),
    audio: sound
      .filter(({ size }) => size > 0)
      .map(({ at, size }) => ({ start: at + chunkHeaderBytes, end: at + chunkHeaderBytes + size })),
    notWritable: obstacle(),
    properties: propertiesOf(chunks, bodyOf),
    plan: (patch) =>
      planChunks(access, { start, end, chunks }, id3Chunk, id3, infoChunk, info?.entries, patch),
    inventory: ({ fields, pictures }) => {
      const touched = touchedInRiffInfo(fields)
      return [
        ...chunks
          .filter(
            (chunk) =>
              chunk.id !== 'data' && (chunk !== id3Chunk || id3 === undefined) && chunk !== infoChunk,
          )
          .map((chunk) => ({ name: `chunk ${chunk.id}`, bytes: bodyOf(chunk) })),
        ...(id3 === undefined ? [] : inventoryOfId3v2(id3, touchedInId3v2(fields, pictures))),
        ...(info?.entries ?? [])
          .filter(({ name }) => !touched.has(entryKey(name)))
          .map(({ name, raw }) => ({ name: `INFO ${name}`, bytes: raw })),
        {
          name: 'bytes behind the RIFF form',
          bytes: access.read(end, Math.min(access.size - end, maxTagBytes)),
        },
      ]
    },
  }
}

/** The format chunk (RIFF WAVE, `fmt `): PCM and IEEE float are lossless, what is compressed is not. */
function propertiesOf(
  chunks: readonly Chunk[],
  bodyOf: (chunk: Chunk) => Uint8Array,
): Partial<AudioProperties> {
  const format = chunks.find(({ id }) => id === 'fmt ')
  const sound = chunks.find(({ id }) => id === 'data')
  if (format === undefined || sound === undefined || format.size < 16) return {}
  const body = bodyOf(format)
  const bytesPerSecond = uint32le(body, 8)
  // WAVE_FORMAT_EXTENSIBLE keeps the real format at the start of its GUID.
  const tag = uint16le(body, 0) === 0xfffe && body.length >= 26 ? uint16le(body, 24) : uint16le(body, 0)
  return {
    channels: uint16le(body, 2),
    sampleRate: uint32le(body, 4),
    bitsPerSample: uint16le(body, 14),
    bitrate: bytesPerSecond * 8,
    durationMs: bytesPerSecond === 0 ? 0 : (sound.size * 1000) / bytesPerSecond,
    lossless: tag === 1 || tag === 3,
  }
}

function tagViews(id3: Id3v2Tag | undefined, info: readonly TagEntry[] | undefined): TagView[] {
  return [
    ...(id3 === undefined
      ? []
      : [{ kind: id3.kind, values: valuesOfId3v2(id3), pictures: picturesOfId3v2(id3) }]),
    ...(info === undefined ? [] : [{ kind: 'RIFF INFO', values: valuesOfRiffInfo(info), pictures: [] }]),
  ]
}

const renderChunk = (id: string, body: Uint8Array): Uint8Array =>
  concat([fromLatin1(id), fromUint32le(body.length), body, new Uint8Array(body.length % 2)])

function planChunks(
  access: FileAccess,
  form: { start: number; end: number; chunks: readonly Chunk[] },
  id3Chunk: Chunk | undefined,
  id3: Id3v2Tag | undefined,
  infoChunk: Chunk | undefined,
  info: readonly TagEntry[] | undefined,
  patch: LayoutPatch,
): readonly Splice[] {
  const replace = (chunk: Chunk, body: Uint8Array): readonly Splice[] => {
    const whole = Math.min(chunkHeaderBytes + chunk.size + (chunk.size % 2), access.size - chunk.at)
    return spliceOf(access, chunk.at, whole, renderChunk(chunk.id, body))
  }
  const splices: Splice[] = []
  if (id3Chunk !== undefined && id3 !== undefined) {
    // The chunk may be larger than the tag in it; all of it is the tag's room.
    const tag = { ...id3, sizeBytes: id3Chunk.size }
    splices.push(...replace(id3Chunk, patchId3v2(tag, patch.values, patch.pictures)))
  } else if (!onlyRemoves(patch)) {
    splices.push(newChunk(form, 'id3 ', patchId3v2(emptyId3v2, patch.values, patch.pictures), access.size))
  }
  if (infoChunk !== undefined && info !== undefined && changedFields(patch).length > 0) {
    const body = concat([fromLatin1('INFO'), renderRiffInfo(patchRiffInfo(info, patch.values))])
    splices.push(...replace(infoChunk, body))
  }
  const change = splices.reduce((sum, { remove, insert }) => sum + insert.length - remove, 0)
  const size = form.end - form.start - chunkHeaderBytes + change
  if (size > 0xffffffff) throw new RangeError('a WAV file holds at most 4 GB')
  const riffSize = spliceOf(access, form.start + 4, 4, fromUint32le(size))
  return [...riffSize, ...splices].sort(bySplicePosition)
}

/** Behind the last chunk; with its padding byte first where the writer forgot it. */
function newChunk(
  form: { end: number; chunks: readonly Chunk[] },
  id: string,
  body: Uint8Array,
  fileSize: number,
): Splice {
  const last = form.chunks[form.chunks.length - 1]
  const lastEnd = last === undefined ? form.end : last.at + chunkHeaderBytes + last.size + (last.size % 2)
  const missing = Math.max(0, lastEnd - fileSize)
  return { at: form.end, remove: 0, insert: concat([new Uint8Array(missing), renderChunk(id, body)]) }
}
