import type { AudioProperties } from '../../../shared/model'
import { fourCc, uint16, uint32 } from '../bytes'
import { type FileAccess, readExactly } from '../file-access'
import {
  aiffTextFields,
  decodeText,
  encodeEvenText,
  textOfValue,
  valuesOfTextChunks,
} from '../tags/text-chunks'
import { bodyOf, type Chunk, type ChunkEdit, iffChunks, readChunks, renderSize } from './chunks'
import { formEndOf, layoutOfChunks, type NativeTag, noSound, withoutCutEnd } from './chunks-layout'
import { type Layout, spliceOf, tagView } from './layout'

/** `FORM`, size, `AIFF` or `AIFC`. */
const formHeaderBytes = 12
/** `SSND` starts with the offset and the size of blocks that nobody uses. */
const soundHeaderBytes = 8

/** AIFF and AIFC (Apple, Audio Interchange File Format 1.3; AIFF-C draft of 1991): an ID3v2 chunk, text chunks. */
export function openAiff(access: FileAccess, start: number): Layout {
  const header = readExactly(access, start, formHeaderBytes)
  const declaredEnd = start + 8 + uint32(header, 4)
  const walked = readChunks(access, iffChunks, start + formHeaderBytes, declaredEnd)
  const isId3 = ({ id }: Chunk) => id === 'ID3 ' || id === 'id3 '
  const { form, trouble } = withoutCutEnd(walked, (chunk) => chunk.id === 'SSND' || isId3(chunk))
  const { chunks } = form
  const formEnd = formEndOf(access, form, declaredEnd)
  const sound = chunks.filter(({ id }) => id === 'SSND')
  const common = chunks.find(({ id }) => id === 'COMM')
  // Most programs know only the name in capitals: of two tags that is the one people see.
  const id3Chunks = [...chunks.filter(({ id }) => id === 'ID3 '), ...chunks.filter(({ id }) => id === 'id3 ')]

  return layoutOfChunks(access, {
    format: 'aiff',
    container: fourCc(header, 8) === 'AIFC' ? 'AIFF-C' : 'AIFF',
    chunkFormat: iffChunks,
    start,
    form,
    formEnd,
    id3Chunks,
    newId3: 'ID3 ',
    native: textTag(access, chunks),
    sound,
    properties: common === undefined ? {} : soundOfCommon(bodyOf(access, common), sound[0]?.size ?? 0),
    // The sound chunk may be left out when there are no samples (§Sound Data Chunk).
    trouble: trouble ?? (common === undefined ? noSound : undefined),
    sizes: (growth) => spliceOf(access, start + 4, 4, renderSize(iffChunks, formEnd - start - 8 + growth)),
  })
}

function textTag(access: FileAccess, all: readonly Chunk[]): NativeTag | undefined {
  const chunks = all.filter(({ id }) => aiffTextFields[id] !== undefined)
  if (chunks.length === 0) return undefined
  const texts = chunks.map((chunk) => ({ id: chunk.id, text: decodeText(bodyOf(access, chunk)) }))
  return {
    view: tagView('AIFF text', valuesOfTextChunks(texts, aiffTextFields), 0, () => []),
    chunks,
    edits: ({ values }) =>
      Object.entries(aiffTextFields).flatMap(([id, field]): ChunkEdit[] => {
        const value = values[field]
        if (value === undefined) return []
        const text = textOfValue(field, value)
        // The first chunk of the name says it all now; where there is none, the ID3v2 tag alone does.
        return chunks
          .filter((chunk) => chunk.id === id)
          .map((chunk, index) => ({
            chunk,
            body: text === undefined || index > 0 ? undefined : encodeEvenText(text),
          }))
      }),
    inventory: (fields) =>
      chunks
        .filter(({ id }) => !fields.includes(aiffTextFields[id] ?? 'title'))
        .map((chunk) => ({ name: `chunk ${chunk.id}`, bytes: bodyOf(access, chunk) })),
  }
}

interface Compression {
  readonly codec: string
  readonly lossless: boolean
  /** How many samples a byte holds cannot be told from the sample size. */
  readonly isPacked?: true
}

const linear: Compression = { codec: 'PCM', lossless: true }
const floating: Compression = { codec: 'PCM float', lossless: true }
const packed = (codec: string): Compression => ({ codec, lossless: false, isPacked: true })

/** Compression types of AIFC, by their four characters in lower case where both cases occur. */
const compressions: Readonly<Record<string, Compression>> = {
  none: linear,
  twos: linear,
  sowt: linear,
  'raw ': linear,
  in24: linear,
  in32: linear,
  '42ni': linear,
  '23ni': linear,
  fl32: floating,
  fl64: floating,
  alaw: { codec: 'A-law', lossless: false },
  ulaw: { codec: 'µ-law', lossless: false },
  ima4: packed('IMA ADPCM'),
  mac3: packed('MACE 3:1'),
  mac6: packed('MACE 6:1'),
  qdmc: packed('QDesign Music'),
  qdm2: packed('QDesign Music 2'),
  qclp: packed('QCELP'),
  agsm: packed('GSM 6.10'),
  g722: packed('G.722'),
  g726: packed('G.726'),
  dwvw: { codec: 'DWVW', lossless: true, isPacked: true },
}

/** The common chunk: channels, sample frames, sample size, sample rate as an 80-bit number, in AIFC the codec. */
function soundOfCommon(common: Uint8Array, soundBytes: number): Partial<AudioProperties> {
  if (common.length < 18) return {}
  const channels = uint16(common, 0)
  const bits = uint16(common, 6)
  const sampleRate = extended80(common, 8)
  if (!(sampleRate >= 1)) return {}
  const type = common.length >= 22 ? fourCc(common, 18).toLowerCase() : 'none'
  const { codec, lossless, isPacked } = compressions[type] ?? { codec: '', lossless: false, isPacked: true }
  const bytes = Math.max(0, soundBytes - soundHeaderBytes)
  const sampleBytes = type === 'alaw' || type === 'ulaw' ? 1 : Math.ceil(bits / 8)
  const frameBytes = channels * sampleBytes
  const counted = uint32(common, 2)
  const frames = counted > 0 || isPacked === true || frameBytes === 0 ? counted : bytes / frameBytes
  const durationMs = (frames * 1000) / sampleRate
  const exact = frameBytes * sampleRate * 8
  return {
    channels,
    sampleRate,
    bitsPerSample: isPacked === true ? 0 : bits,
    durationMs,
    bitrate: isPacked !== true ? exact : durationMs === 0 ? 0 : (bytes * 8000) / durationMs,
    lossless,
    codec,
    encoder: '',
  }
}

/** An IEEE 754 extended number: sign and 15 bits of exponent, 64 bits of mantissa with its leading one. */
function extended80(bytes: Uint8Array, at: number): number {
  const exponent = uint16(bytes, at)
  if (exponent === 0 || exponent >= 0x7fff) return 0
  const high = uint32(bytes, at + 2)
  const low = uint32(bytes, at + 6)
  const value = (high * 2 ** 32 + low) * 2 ** (exponent - 16383 - 63)
  return Number.isFinite(value) && value < 2 ** 32 ? Math.round(value) : 0
}
