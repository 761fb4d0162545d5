import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint32le } from '../bytes'
import { accessBytes } from '../file-access'
import { describePicture } from '../pictures'
import { chunk, chunksOf, type Made, read, save, soundOf, title, without } from '../testing/chunk-files'
import { fixture, holds } from '../testing/fixture'
import { MetadataWriter } from '../writer'
import { readSize, wave64Chunks } from './chunks'

const guidEnd = '\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a'
const summaryId = '\xbc\x94\x5f\x92\x5a\x52\xd2\x11\x86\xdc\x00\xc0\x4f\x8e\xdb\x8a'
const wave64: Made = {
  format: wave64Chunks,
  magic: 'riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00',
  type: `wave${guidEnd}`,
}
const original = fixture('wide.w64')
const names = (bytes: Uint8Array) =>
  chunksOf(bytes, wave64).map(({ id }) => (id === summaryId ? 'summary' : id.slice(0, 4)))
const entry = (id: string, text: string) => {
  const bytes = Buffer.from(text, 'utf16le')
  return concat([fromLatin1(id), fromUint32le(bytes.length), new Uint8Array(bytes)])
}
/** The fixture with a chunk in front of its sound. */
const withChunk = (made: Uint8Array) => {
  const bytes = concat([original.subarray(0, 80), made, original.subarray(80)])
  bytes.set(fromUint32le(bytes.length), 16)
  return bytes
}
const summary = (count: number, ...parts: readonly Uint8Array[]) =>
  withChunk(chunk(wave64Chunks, summaryId, concat([fromUint32le(count), ...parts])))

describe('Wave64 (Sony)', () => {
  it('says how it sounds', async () => {
    const { audio, container, format } = await read(original)
    expect({ container, format }).toEqual({ container: 'Wave64', format: 'wav' })
    expect(audio).toMatchObject({ sampleRate: 8000, channels: 1, bitsPerSample: 16, durationMs: 100 })
    expect(audio).toMatchObject({ codec: 'PCM', lossless: true, bitrate: 128000 })
  })

  it('gets a summary list in front of the sound, and its size put right', async () => {
    const result = await save(original, { values: { title: ['Größe 😀'], artist: ['A', 'B'], track: ['3'] } })
    expect(names(result)).toEqual(['fmt ', 'summary', 'data'])
    expect(readSize(wave64Chunks, result, 16)).toBe(result.length)
    expect((await read(result)).values).toEqual({ title: ['Größe 😀'], artist: ['A; B'], track: ['3'] })
    expect(soundOf(result)).toEqual(soundOf(original))
  })

  it('that FFmpeg wrote into a pipe has sound to its end, and is told its sizes', async () => {
    const whole = concat([original, Uint8Array.of(1, 2)])
    const piped = whole.slice()
    piped.fill(0xff, 16, 24)
    piped.fill(0xff, 96, 103)
    piped[103] = 0x7f
    expect((await read(piped)).audio.durationMs).toBe(100.125)
    const result = await save(piped, title('Neu'))
    expect((await read(result)).values.title).toEqual(['Neu'])
    expect(names(result)).toEqual(['fmt ', 'summary', 'data'])
    expect(readSize(wave64Chunks, result, 16)).toBe(result.length)
    expect(soundOf(result)).toEqual(soundOf(piped))
    expect(chunksOf(result, wave64).at(-1)?.declared).toBe(whole.length - 104)
  })

  it('keeps what nobody edited, also what cannot be read', async () => {
    const strange = entry('IXYZ', 'unknown')
    const rest = fromLatin1('rest')
    const file = summary(2, entry('INAM', 'Alt'), strange, rest)
    expect((await read(file)).values.title).toEqual(['Alt'])
    const result = await save(file, title('Ein anderer Titel'))
    expect(holds(result, concat([strange, rest]))).toBe(true)
    expect((await read(await save(result, without('title')))).values.title).toBeUndefined()
  })

  it('is read as far as a damaged summary goes', async () => {
    const file = summary(1000, entry('INAM', 'Alt'), fromLatin1('IART'), fromUint32le(0xffffffff))
    expect((await read(file)).values).toEqual({ title: ['Alt'] })
    expect((await read(await save(file, title('Neu')))).values).toEqual({ title: ['Neu'] })
  })

  it('leaves other chunks as they are', async () => {
    const other = chunk(wave64Chunks, `bext${guidEnd}`, new Uint8Array(605).fill(3))
    expect(holds(await save(withChunk(other), title('Neu')), other)).toBe(true)
  })

  it('has no place for pictures and for fields without a name in INFO', async () => {
    const writer = new MetadataWriter()
    const plan = (patch: Parameters<MetadataWriter['plan']>[1]) =>
      writer.plan(accessBytes(original), patch, 'a.w64')
    expect((await plan({ values: { lyrics: ['La'] } })).ok).toBe(false)
    const picture = describePicture(fixture('cover.png'), { type: 3, mime: '', description: '' })
    expect((await plan({ values: {}, pictures: [picture] })).ok).toBe(false)
  })

  it('that was cut off is not written', async () => {
    expect((await read(original.subarray(0, 900))).readOnly?.code).toBe('metadata.truncated')
  })
})
