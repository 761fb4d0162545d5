import type { Splice } from '../../../shared/model'
import { uint64le } from '../bytes'
import { type FileAccess, readExactly } from '../file-access'
import { NotStorableError } from '../tags/not-storable'
import {
  emptyWave64Summary,
  joinedForWave64,
  parseWave64Summary,
  patchWave64Summary,
  renderWave64Summary,
  untouchedInWave64Summary,
  valuesOfWave64Summary,
} from '../tags/wave64-summary'
import { bodyOf, type Chunk, headerBytesOf, readChunks, readSize, renderSize, wave64Chunks } from './chunks'
import { formEndOf, layoutOfChunks, type NativeTag, noSound, withoutCutEnd } from './chunks-layout'
import { type Layout, onlyRemoves, spliceOf, tagView } from './layout'
import { soundOfFormat } from './riff-format'

/** GUID of the form, its size, GUID `wave`. */
const formHeaderBytes = 40
const { idBytes, sizeBytes } = wave64Chunks

/** GUIDs as they lie in the file: the names of RIFF with one ending, and the summary list (Sony Wave64). */
const guid = (name: string): string => `${name}\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a`
const formatId = guid('fmt ')
const soundId = guid('data')
const factId = guid('fact')
const summaryId = '\xbc\x94\x5f\x92\x5a\x52\xd2\x11\x86\xdc\x00\xc0\x4f\x8e\xdb\x8a'

/** What FFmpeg leaves when it writes into a pipe; the sound runs to the end then. */
const isUnknown = (size: number): boolean => size === Number.POSITIVE_INFINITY

/** Wave64: WAV with 64-bit sizes. Its only tag that other programs read is the summary list. */
export function openW64(access: FileAccess, start: number): Layout {
  const header = readExactly(access, start, formHeaderBytes)
  const declaredEnd = start + readSize(wave64Chunks, header, idBytes)
  const walked = readChunks(
    access,
    wave64Chunks,
    start + formHeaderBytes,
    declaredEnd,
    (id, declared, bodyAt) => (id === soundId && isUnknown(declared) ? access.size - bodyAt : undefined),
  )
  const { form, trouble } = withoutCutEnd(walked, ({ id }) => id === soundId || id === summaryId)
  const { chunks } = form
  const formEnd = formEndOf(access, form, declaredEnd)
  const sound = chunks.filter(({ id }) => id === soundId)
  const body = (wanted: string) => {
    const chunk = chunks.find(({ id }) => id === wanted)
    return chunk === undefined ? undefined : bodyOf(access, chunk)
  }
  const fact = body(factId)
  const layout = layoutOfChunks(access, {
    format: 'wav',
    container: 'Wave64',
    chunkFormat: wave64Chunks,
    start,
    form,
    formEnd,
    id3Chunks: [],
    newId3: undefined,
    native: summaryTag(access, chunks, sound[0]),
    sound,
    properties: soundOfFormat(
      body(formatId),
      sound[0]?.size ?? 0,
      fact === undefined || fact.length < 8 ? undefined : uint64le(fact, 0),
    ),
    trouble: trouble ?? (sound.length === 0 ? noSound : undefined),
    sizes: (growth) => [
      ...sizeAt(access, start + idBytes, formEnd - start + growth),
      ...sound
        .filter(({ declared }) => isUnknown(declared))
        .flatMap(({ at, size }) => sizeAt(access, at + idBytes, headerBytesOf(wave64Chunks) + size)),
    ],
  })
  return { ...layout, storedValue: (_, value) => joinedForWave64(value) }
}

const sizeAt = (access: FileAccess, at: number, size: number): readonly Splice[] =>
  spliceOf(access, at, sizeBytes, renderSize(wave64Chunks, size))

/** In front of the sound, where also those find it who do not step over the padding behind the sound. */
function summaryTag(access: FileAccess, chunks: readonly Chunk[], sound: Chunk | undefined): NativeTag {
  const chunk = chunks.find(({ id }) => id === summaryId)
  const summary = chunk === undefined ? emptyWave64Summary : parseWave64Summary(bodyOf(access, chunk))
  return {
    view: tagView('Wave64 summary', valuesOfWave64Summary(summary), 0, () => []),
    chunks: chunk === undefined ? [] : [chunk],
    edits: (patch) => {
      if (patch.pictures !== undefined) throw new NotStorableError('picture', 'Wave64')
      if (chunk === undefined && onlyRemoves(patch)) return []
      const body = renderWave64Summary(patchWave64Summary(summary, patch.values))
      return [chunk === undefined ? { id: summaryId, body, before: sound } : { chunk, body }]
    },
    inventory: (fields) => [
      ...untouchedInWave64Summary(summary, fields).map(({ name, raw }) => ({
        name: `Wave64 summary ${name}`,
        bytes: raw,
      })),
      { name: 'Wave64 summary, rest', bytes: summary.rest },
    ],
  }
}
