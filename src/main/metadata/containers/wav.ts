import type { Splice } from '../../../shared/model'
import { concat, fourCc, fromLatin1, uint32le, uint64le } from '../bytes'
import { type FileAccess, readExactly } from '../file-access'
import type { ValueChanges } from '../tags/entry'
import {
  inventoryOfRiffInfo,
  parseRiffInfo,
  patchRiffInfo,
  renderRiffInfo,
  valuesOfRiffInfo,
} from '../tags/riff-info'
import {
  bodyOf,
  type Chunk,
  type ChunkEdit,
  type Chunks,
  isChunkAt,
  type ResolveSize,
  readChunks,
  renderSize,
  riffChunks,
} from './chunks'
import {
  formEndOf,
  layoutOfChunks,
  type NativeTag,
  noSound,
  onlyRemovalsOf,
  withoutCutEnd,
} from './chunks-layout'
import { type Layout, spliceOf, tagView } from './layout'
import { soundOfFormat } from './riff-format'

/** `RIFF`, size, `WAVE`. */
const formHeaderBytes = 12
const unknownSize = 0xffffffff
/** `ds64` without its table: sizes of form and sound, number of samples, length of the table (EBU Tech 3306 §3). */
const ds64Bytes = 28
const wide = { ...riffChunks, sizeBytes: 8 } as const

/** The real sizes of an RF64 or BW64 file, whose 32-bit size fields say 0xFFFFFFFF (ITU-R BS.2088 §4). */
interface Ds64 {
  readonly at: number
  readonly formSize: number
  readonly soundSize: number
  readonly table: ReadonlyMap<string, number>
}

function readDs64(access: FileAccess, start: number): Ds64 | undefined {
  const at = start + formHeaderBytes
  const head = access.read(at, 8 + ds64Bytes)
  if (head.length < 8 + ds64Bytes || fourCc(head, 0) !== 'ds64') return undefined
  const table = new Map<string, number>()
  const rows = Math.min(uint32le(head, 32), 1000, Math.floor((uint32le(head, 4) - ds64Bytes) / 12))
  const rowBytes = access.read(at + 8 + ds64Bytes, Math.max(0, rows) * 12)
  for (let row = 0; row + 12 <= rowBytes.length; row += 12) {
    table.set(fourCc(rowBytes, row), uint64le(rowBytes, row + 4))
  }
  return { at, formSize: uint64le(head, 8), soundSize: uint64le(head, 16), table }
}

/** Sizes that programs leave when they cannot go back and write the real one: pipes of ffmpeg, sox, arecord. */
const isPlaceholder = (size: number): boolean =>
  size >= 0xffffff00 || (size >= 0x7ffff000 && size <= 0x80000100)

/** The real length of the sound where the size field does not have it. */
function resolveSound(access: FileAccess, ds64: Ds64 | undefined, formEnd: number): ResolveSize {
  return (id, declared, bodyAt) => {
    if (ds64 !== undefined && declared === unknownSize) {
      const size = id === 'data' ? ds64.soundSize : ds64.table.get(id)
      if (size !== undefined && size > 0) return size
    }
    if (id !== 'data') return undefined
    const toTheEnd = (formEnd > bodyAt && formEnd < access.size ? formEnd : access.size) - bodyAt
    if (isPlaceholder(declared) && declared > toTheEnd) return toTheEnd
    // A writer that was interrupted leaves 0; but a chunk behind it says that there really is no sound.
    return declared === 0 && toTheEnd > 0 && !isChunkAt(access, riffChunks, bodyAt) ? toTheEnd : undefined
  }
}

/** WAV: an ID3v2 chunk, and a `LIST INFO` that is kept in step where there is one. Other chunks stay. */
export function openWav(access: FileAccess, start: number): Layout {
  const header = readExactly(access, start, formHeaderBytes)
  const ds64 = fourCc(header, 0) === 'RIFF' ? undefined : readDs64(access, start)
  const declared = uint32le(header, 4)
  const formSize = ds64 !== undefined && declared === unknownSize ? ds64.formSize : declared
  const declaredEnd = start + 8 + formSize
  const resolve = resolveSound(access, ds64, declaredEnd)
  const walked = readChunks(access, riffChunks, start + formHeaderBytes, declaredEnd, resolve)
  const isId3 = ({ id }: Chunk) => id.toLowerCase() === 'id3 '
  const isInfo = (chunk: Chunk) => chunk.id === 'LIST' && fourCc(access.read(chunk.bodyAt, 4), 0) === 'INFO'
  const { form, trouble } = withoutCutEnd(
    walked,
    (chunk) => chunk.id === 'data' || isId3(chunk) || isInfo(chunk),
  )
  const { chunks } = form
  const formEnd = formEndOf(access, form, declaredEnd)
  const sound = chunks.filter(({ id }) => id === 'data')
  const native = infoTag(access, chunks.filter(isInfo))
  const body = (id: string) => {
    const chunk = chunks.find((other) => other.id === id)
    return chunk === undefined ? undefined : bodyOf(access, chunk)
  }
  const fact = body('fact')
  const properties = soundOfFormat(
    body('fmt '),
    sound[0]?.size ?? 0,
    fact === undefined || fact.length < 4 ? undefined : uint32le(fact, 0),
  )

  return layoutOfChunks(access, {
    format: 'wav',
    container: ds64 === undefined ? 'WAV' : fourCc(header, 0),
    chunkFormat: riffChunks,
    start,
    form,
    formEnd,
    id3Chunks: chunks.filter(isId3),
    newId3: 'id3 ',
    // Whatever is behind sound of no length is taken for it, by FFmpeg for one.
    newBefore: chunks.findLast(
      ({ id, size }, index) => id === 'data' && size === 0 && index === chunks.length - 1,
    ),
    native,
    sound,
    properties: { ...properties, ...(native === undefined ? {} : encoderOf(native)) },
    // Sound in pieces lies in a list of its own (`LIST wavl`), which stays as it is.
    trouble: trouble ?? (properties.sampleRate === undefined ? noSound : undefined),
    // The sizes in it change with the file; its number of samples and its table do not.
    keptOf: (chunk) => bodyOf(access, chunk).subarray(ds64 !== undefined && chunk.at === ds64.at ? 16 : 0),
    sizes: (growth) => {
      const size = formEnd - start - 8 + growth
      return ds64 === undefined
        ? [...spliceOf(access, start + 4, 4, renderSize(riffChunks, size)), ...soundSizes(access, form)]
        : wideSizes(access, start, declared, ds64, size, sound)
    },
  })
}

/** The size of sound that was never written down, so that readers find what comes behind it. */
const soundSizes = (access: FileAccess, { chunks }: Chunks): readonly Splice[] =>
  chunks
    .filter(({ id, size, declared }) => id === 'data' && size !== declared)
    .flatMap(({ at, size }) => spliceOf(access, at + 4, 4, renderSize(riffChunks, size)))

function wideSizes(
  access: FileAccess,
  start: number,
  declared: number,
  ds64: Ds64,
  size: number,
  [first]: readonly Chunk[],
): readonly Splice[] {
  const narrow = declared === unknownSize ? [] : spliceOf(access, start + 4, 4, renderSize(riffChunks, size))
  const soundSize = first?.declared === unknownSize ? first.size : ds64.soundSize
  const sizes = concat([renderSize(wide, size), renderSize(wide, soundSize)])
  return [...narrow, ...spliceOf(access, ds64.at + 8, 16, sizes)]
}

/** The first INFO list is the one that people see; what is removed there goes from the others too. */
function infoTag(access: FileAccess, chunks: readonly Chunk[]): NativeTag | undefined {
  const [shown, ...copies] = chunks.map((chunk) => ({
    chunk,
    info: parseRiffInfo(bodyOf(access, chunk).subarray(4)),
  }))
  if (shown === undefined) return undefined
  const edit = ({ chunk, info }: typeof shown, values: ValueChanges): readonly ChunkEdit[] =>
    Object.keys(values).length === 0
      ? []
      : [{ chunk, body: concat([fromLatin1('INFO'), renderRiffInfo(patchRiffInfo(info, values))]) }]
  return {
    view: tagView('RIFF INFO', valuesOfRiffInfo(shown.info), 0, () => []),
    chunks,
    isDamaged: shown.info.rest.length > 0,
    edits: (patch) => [
      ...edit(shown, patch.values),
      ...copies.flatMap((copy) => edit(copy, onlyRemovalsOf(patch)?.values ?? {})),
    ],
    inventory: (fields) => [shown, ...copies].flatMap(({ info }) => inventoryOfRiffInfo(info, fields)),
  }
}

/** `ISFT` names the program that made the file. */
function encoderOf({ view }: NativeTag): { encoder: string } {
  return { encoder: view.values.encoderSettings?.[0] ?? '' }
}
