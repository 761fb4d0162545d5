import { describe, expect, it } from 'vitest'
import { applyPlan } from '../../../shared/model'
import { concat, fromLatin1 } from '../bytes'
import { accessBytes } from '../file-access'
import {
  type ChunkFormat,
  dsdiffChunks,
  growthOf,
  iffChunks,
  planChunkEdits,
  readChunks,
  readSize,
  renderChunk,
  renderSize,
  riffChunks,
  wave64Chunks,
} from './chunks'

const formats: readonly (readonly [string, ChunkFormat])[] = [
  ['RIFF', riffChunks],
  ['IFF', iffChunks],
  ['DSDIFF', dsdiffChunks],
  ['Wave64', wave64Chunks],
]

const id = (format: ChunkFormat, name: string) => name.padEnd(format.idBytes, '.')
const walk = (bytes: Uint8Array, format: ChunkFormat, end = bytes.length) =>
  readChunks(accessBytes(bytes), format, 0, end)

describe.each(formats)('chunks of %s', (_, format) => {
  const bodies = [0, 1, 2, 7, 8, 9, 100].map((length) => new Uint8Array(length).fill(length))
  const bytes = concat(bodies.map((body, index) => renderChunk(format, id(format, `abc${index}`), body)))

  it('come back with their bodies and stand where they should', () => {
    const { chunks, end } = walk(bytes, format)
    expect(chunks.map(({ bodyAt, size }) => bytes.subarray(bodyAt, bodyAt + size))).toEqual(bodies)
    expect(chunks.every(({ at }) => at % format.alignment === 0)).toBe(true)
    expect(end).toBe(bytes.length)
  })

  it('are replaced, removed and added, and the others stay as they are', () => {
    const form = walk(bytes, format)
    const [first, second, third] = form.chunks
    if (first === undefined || second === undefined || third === undefined) throw new Error('no chunks')
    const splices = planChunkEdits(accessBytes(bytes), format, form, [
      { chunk: first, body: new Uint8Array(33).fill(1) },
      { chunk: second, body: undefined },
      { id: id(format, 'new1'), body: new Uint8Array(5), before: third },
      { id: id(format, 'new2'), body: new Uint8Array(3) },
    ])
    const result = applyPlan(bytes, { size: bytes.length, splices, audio: [] })
    expect(growthOf(splices)).toBe(result.length - bytes.length)
    expect(walk(result, format).chunks.map(({ id: name, size }) => [name.slice(0, 4), size])).toEqual([
      ['abc0', 33],
      ['new1', 5],
      ['abc2', 2],
      ['abc3', 7],
      ['abc4', 8],
      ['abc5', 9],
      ['abc6', 100],
      ['new2', 3],
    ])
  })

  it('keep what is no chunk behind a new one', () => {
    const rubbish = new Uint8Array(5).fill(0xff)
    const file = concat([bytes, rubbish])
    const form = walk(file, format)
    expect(form.end).toBe(bytes.length)
    const splices = planChunkEdits(accessBytes(file), format, form, [
      { id: id(format, 'last'), body: rubbish },
    ])
    const result = applyPlan(file, { size: file.length, splices, audio: [] })
    expect(result.subarray(-5)).toEqual(rubbish)
    expect(walk(result, format).chunks.at(-1)?.id).toBe(id(format, 'last'))
  })
})

describe('sizes', () => {
  it.each(formats)('of %s come back', (_, format) => {
    for (const size of [0, 1, 0x12345678]) expect(readSize(format, renderSize(format, size), 0)).toBe(size)
  })

  it('beyond every file are infinite, and too large a form is no form', () => {
    expect(readSize(dsdiffChunks, new Uint8Array(8).fill(0xff), 0)).toBe(Number.POSITIVE_INFINITY)
    expect(() => renderSize(riffChunks, 2 ** 32)).toThrow(RangeError)
  })
})

describe('writers that left things out', () => {
  const odd = renderChunk(riffChunks, 'odd ', new Uint8Array([1, 2, 3]))
  const even = renderChunk(riffChunks, 'even', new Uint8Array([4, 4]))

  it('forgot the padding at the end: it is added before anything else is', () => {
    const file = odd.subarray(0, -1)
    const form = walk(file, riffChunks)
    expect(form.chunks[0]?.missingPadding).toBe(1)
    const splices = planChunkEdits(accessBytes(file), riffChunks, form, [
      { id: 'even', body: new Uint8Array([4, 4]) },
    ])
    expect(splices).toHaveLength(1)
    expect(applyPlan(file, { size: file.length, splices, audio: [] })).toEqual(concat([odd, even]))
  })

  it('forgot all padding: the next chunk is found, and the padding put in', () => {
    const file = concat([odd.subarray(0, -1), even])
    const form = walk(file, riffChunks)
    expect(form.chunks.map((chunk) => chunk.id)).toEqual(['odd ', 'even'])
    const splices = planChunkEdits(accessBytes(file), riffChunks, form, [])
    expect(applyPlan(file, { size: file.length, splices, audio: [] })).toEqual(concat([odd, even]))
  })

  it('padded with something else than zero: it stays padding', () => {
    const file = concat([odd.subarray(0, -1), fromLatin1('x'), even])
    expect(walk(file, riffChunks).chunks.map((chunk) => chunk.id)).toEqual(['odd ', 'even'])
  })
})

it('stops at some thousand chunks in a hostile file of empty ones', () => {
  const file = new Uint8Array(8_000_000)
  for (let at = 0; at < file.length; at += 8) file.set([0x61, 0x62, 0x63, 0x64], at)
  expect(walk(file, riffChunks).chunks.length).toBeLessThanOrEqual(4096)
})
