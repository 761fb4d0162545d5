import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint16, fromUint32, fromUtf8, uint64 } from '../bytes'
import {
  chunk as chunkOf,
  form,
  id3,
  idsOf,
  type Made,
  read,
  save,
  soundOf,
  title,
  without,
} from '../testing/chunk-files'
import { holds } from '../testing/fixture'
import { layoutOf } from '../testing/layouts'
import { dsdiffChunks } from './chunks'

const frm8: Made = { format: dsdiffChunks, magic: 'FRM8', type: 'DSD ' }
const chunk = (id: string, body: Uint8Array | string) => chunkOf(dsdiffChunks, id, body)
const dff = (...chunks: readonly Uint8Array[]) => form(frm8, chunk('FVER', fromUint32(0x01050000)), ...chunks)

const properties = (compression: string) =>
  chunk(
    'PROP',
    concat([
      fromLatin1('SND '),
      chunk('FS  ', fromUint32(2822400)),
      chunk('CHNL', concat([fromUint16(2), fromLatin1('SLFTSRGT')])),
      chunk('CMPR', concat([fromLatin1(compression), Uint8Array.of(3), fromLatin1('any')])),
      chunk('ABSS', new Uint8Array(8)),
    ]),
  )
const samples = Uint8Array.from({ length: 7056 }, (_, index) => index % 251)
const sound = chunk('DSD ', samples)
const counted = (text: string) => concat([fromUint32(fromUtf8(text).length), fromUtf8(text)])
const master = (...chunks: readonly Uint8Array[]) => chunk('DIIN', concat(chunks))

describe('DSDIFF (Philips, 1.5)', () => {
  const plain = dff(properties('DSD '), sound)

  it('says how it sounds in its properties', async () => {
    const { audio, container, format } = await read(plain)
    expect({ container, format }).toEqual({ container: 'DSDIFF', format: 'dff' })
    expect(audio).toEqual({
      durationMs: 10,
      sampleRate: 2822400,
      channels: 2,
      bitsPerSample: 1,
      bitrate: 5644800,
      lossless: true,
      codec: 'DSD',
      encoder: '',
    })
  })

  it('counts frames where the sound is compressed (DST)', async () => {
    const frames = chunk('FRTE', concat([fromUint32(150), fromUint16(75)]))
    const file = dff(properties('DST '), chunk('DST ', concat([frames, chunk('DSTF', new Uint8Array(982))])))
    expect((await read(file)).audio).toMatchObject({ codec: 'DST', durationMs: 2000, bitrate: 4048 })
  })

  it('gets an ID3v2 chunk at its end, and its size put right', async () => {
    const result = await save(plain, title('Größe'))
    expect(idsOf(result, frm8)).toEqual(['FVER', 'PROP', 'DSD ', 'ID3 '])
    expect(uint64(result, 4)).toBe(result.length - 12)
    expect((await read(result)).values.title).toEqual(['Größe'])
    expect(soundOf(result)).toEqual(samples)
    expect((await save(result, title('Größer'))).length).toBe(result.length)
  })

  it('has its ID3v2 chunk changed where it is', async () => {
    const file = dff(properties('DSD '), chunk('ID3 ', id3({ title: ['Alt'], artist: ['AC/DC'] })), sound)
    const result = await save(file, title('x'.repeat(5000)))
    expect(idsOf(result, frm8)).toEqual(['FVER', 'PROP', 'ID3 ', 'DSD '])
    expect((await read(result)).values.artist).toEqual(['AC/DC'])
  })

  it('keeps comments and everything else byte for byte', async () => {
    const others = [chunk('COMT', new Uint8Array(45).fill(4)), chunk('MANF', 'abcdefg')]
    const result = await save(dff(properties('DSD '), sound, ...others), title('Neu'))
    for (const other of others) expect(holds(result, other)).toBe(true)
  })

  it('has title and artist of the edited master, kept in step', async () => {
    const mark = chunk('MARK', new Uint8Array(23).fill(6))
    const identity = chunk('EMID', 'master 7')
    const file = dff(
      properties('DSD '),
      sound,
      master(identity, mark, chunk('DIAR', counted('Jemand')), chunk('DITI', counted('Ein Titel'))),
    )
    expect((await read(file)).values).toEqual({ title: ['Ein Titel'], artist: ['Jemand'] })
    const result = await save(file, title('Größe'))
    const [tag, text] = layoutOf(result).tags
    expect(text?.values).toEqual({ title: ['Größe'], artist: ['Jemand'] })
    expect(tag?.values).toEqual({ title: ['Größe'], artist: ['Jemand'] })
    for (const part of [mark, identity]) expect(holds(result, part)).toBe(true)
    const removed = await save(file, without('artist'))
    expect((await read(removed)).values).toEqual({ title: ['Ein Titel'] })
    expect(holds(removed, fromLatin1('DIAR'))).toBe(false)
  })

  it('that is cut off, or has no sound, is not written', async () => {
    expect((await read(plain.subarray(0, 1000))).readOnly?.code).toBe('metadata.truncated')
    expect(layoutOf(dff(properties('DSD '))).notWritable?.reason).toBe('no sound found')
  })
})
