import type { AudioProperties } from '../../../shared/model'
import { concat, fourCc, fromUint32, uint16, uint32 } from '../bytes'
import { accessBytes, type FileAccess, readExactly } from '../file-access'
import {
  decodeText,
  dsdiffTextFields,
  encodeText,
  textOfValue,
  valuesOfTextChunks,
} from '../tags/text-chunks'
import { bodyOf, type Chunk, dsdiffChunks, readChunks, readSize, renderChunk, renderSize } from './chunks'
import { formEndOf, layoutOfChunks, type NativeTag, noSound, withoutCutEnd } from './chunks-layout'
import { type Layout, spliceOf, tagView } from './layout'

/** `FRM8`, size, `DSD `. */
const formHeaderBytes = 16
const sizeAt = 4
const bodyFrom = 12

/** DSDIFF (Philips, 1.5): chunks with 64-bit sizes; tags are an ID3v2 chunk and the titles in `DIIN`. */
export function openDsdiff(access: FileAccess, start: number): Layout {
  const header = readExactly(access, start, formHeaderBytes)
  const declaredEnd = start + bodyFrom + readSize(dsdiffChunks, header, sizeAt)
  const walked = readChunks(access, dsdiffChunks, start + formHeaderBytes, declaredEnd)
  const isSound = ({ id }: Chunk) => id === 'DSD ' || id === 'DST '
  const isId3 = ({ id }: Chunk) => id === 'ID3 ' || id === 'id3 '
  const { form, trouble } = withoutCutEnd(walked, (chunk) => isSound(chunk) || isId3(chunk))
  const { chunks } = form
  const formEnd = formEndOf(access, form, declaredEnd)
  const sound = chunks.filter(isSound)
  const master = chunks.find(({ id }) => id === 'DIIN')

  return layoutOfChunks(access, {
    format: 'dff',
    container: 'DSDIFF',
    chunkFormat: dsdiffChunks,
    start,
    form,
    formEnd,
    id3Chunks: [...chunks.filter(({ id }) => id === 'ID3 '), ...chunks.filter(({ id }) => id === 'id3 ')],
    newId3: 'ID3 ',
    native: master === undefined ? undefined : masterTag(access, master),
    sound,
    properties: soundOf(access, chunks, sound[0]),
    trouble: trouble ?? (sound.length === 0 ? noSound : undefined),
    sizes: (growth) =>
      spliceOf(
        access,
        start + sizeAt,
        dsdiffChunks.sizeBytes,
        renderSize(dsdiffChunks, formEnd - start - bodyFrom + growth),
      ),
  })
}

const nested = (bytes: Uint8Array) => readChunks(accessBytes(bytes), dsdiffChunks, 0, bytes.length)

/** The Edited Master Information chunk (§3.7): title and artist, each a count and a text; marks and ids stay. */
function masterTag(access: FileAccess, chunk: Chunk): NativeTag {
  const bytes = bodyOf(access, chunk)
  const { chunks, end } = nested(bytes)
  const bodyIn = ({ bodyAt, size }: Chunk) => bytes.subarray(bodyAt, bodyAt + size)
  const texts = chunks.map((inner) => ({ id: inner.id, text: decodeText(bodyIn(inner).subarray(4)) }))
  return {
    view: tagView('DSDIFF', valuesOfTextChunks(texts, dsdiffTextFields), 0, () => []),
    chunks: [chunk],
    holdsMore: true,
    edits: ({ values }) => {
      if (!Object.values(dsdiffTextFields).some((field) => values[field] !== undefined)) return []
      const parts = chunks.map((inner) => {
        const field = dsdiffTextFields[inner.id]
        const value = field === undefined ? undefined : values[field]
        if (field === undefined || value === undefined) {
          return renderChunk(dsdiffChunks, inner.id, bodyIn(inner))
        }
        const text = textOfValue(field, value)
        if (text === undefined) return new Uint8Array(0)
        const encoded = encodeText(text)
        return renderChunk(dsdiffChunks, inner.id, concat([fromUint32(encoded.length), encoded]))
      })
      return [{ chunk, body: concat([...parts, bytes.subarray(end)]) }]
    },
    inventory: (fields) => [
      ...chunks
        .filter(({ id }) => !fields.some((field) => dsdiffTextFields[id] === field))
        .map((inner) => ({ name: `chunk DIIN ${inner.id}`, bytes: bodyIn(inner) })),
      { name: 'bytes behind DIIN', bytes: bytes.subarray(end) },
    ],
  }
}

/** Properties (§3.2): sample rate, channels, and whether the bits are compressed (DST). */
function soundOf(
  access: FileAccess,
  chunks: readonly Chunk[],
  sound: Chunk | undefined,
): Partial<AudioProperties> {
  const property = chunks.find(
    (chunk) => chunk.id === 'PROP' && fourCc(access.read(chunk.bodyAt, 4), 0) === 'SND ',
  )
  if (property === undefined || sound === undefined) return {}
  const bytes = bodyOf(access, property).subarray(4)
  const inner = nested(bytes).chunks
  const body = (id: string, length: number): Uint8Array | undefined => {
    const chunk = inner.find((other) => other.id === id)
    return chunk === undefined || chunk.size < length
      ? undefined
      : bytes.subarray(chunk.bodyAt, chunk.bodyAt + chunk.size)
  }
  const rate = body('FS  ', 4)
  const channelBody = body('CHNL', 2)
  const compression = body('CMPR', 4)
  if (rate === undefined || channelBody === undefined) return {}
  const sampleRate = uint32(rate, 0)
  const channels = uint16(channelBody, 0)
  const isDst = compression !== undefined && fourCc(compression, 0) === 'DST '
  const plainBitrate = sampleRate * channels
  const durationMs = isDst
    ? dstMs(access, sound)
    : plainBitrate === 0
      ? 0
      : (sound.size * 8000) / plainBitrate
  return {
    sampleRate,
    channels,
    bitsPerSample: 1,
    durationMs,
    bitrate: !isDst ? plainBitrate : durationMs === 0 ? 0 : (sound.size * 8000) / durationMs,
    lossless: true,
    codec: isDst ? 'DST' : 'DSD',
    encoder: '',
  }
}

/** The DST frame information (§3.4.1), first in the sound: number of frames, frames in a second. */
function dstMs(access: FileAccess, sound: Chunk): number {
  const head = access.read(sound.bodyAt, 18)
  if (head.length < 18 || fourCc(head, 0) !== 'FRTE') return 0
  const framesPerSecond = uint16(head, 16)
  return framesPerSecond === 0 ? 0 : (uint32(head, 12) * 1000) / framesPerSecond
}
