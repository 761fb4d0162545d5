import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint32le, fromUtf8 } from '../bytes'
import {
  inventoryOfRiffInfo,
  parseRiffInfo,
  patchRiffInfo,
  renderRiffInfo,
  valuesOfRiffInfo,
} from './riff-info'

const entry = (id: string, body: Uint8Array | string, padded = true) => {
  const bytes = typeof body === 'string' ? fromUtf8(body) : body
  const padding = new Uint8Array(padded ? bytes.length % 2 : 0)
  return concat([fromLatin1(id), fromUint32le(bytes.length), bytes, padding])
}
const valuesOf = (...entries: readonly Uint8Array[]) => valuesOfRiffInfo(parseRiffInfo(concat(entries)))
const patched = (bytes: Uint8Array, changes: Parameters<typeof patchRiffInfo>[1]) =>
  renderRiffInfo(patchRiffInfo(parseRiffInfo(bytes), changes))

describe('RIFF INFO (RIFF MCI, INFO list)', () => {
  it('holds one text for each name, with or without a zero at its end', () => {
    const values = valuesOf(
      entry('INAM', 'Titel\0'),
      entry('IART', 'AC/DC'),
      entry('IPRD', 'Album\0\0\0'),
      entry('ITRK', '3/12\0'),
      entry('ICRD', '2019-09\0'),
      entry('IGNR', 'Rock\0'),
    )
    expect(values).toEqual({
      title: ['Titel'],
      artist: ['AC/DC'],
      album: ['Album'],
      track: ['3'],
      trackTotal: ['12'],
      date: ['2019-09'],
      genre: ['Rock'],
    })
  })

  it('is UTF-8 where it is valid UTF-8, else ISO-8859-1', () => {
    expect(valuesOf(entry('INAM', 'Größe 日本')).title).toEqual(['Größe 日本'])
    expect(valuesOf(entry('INAM', fromLatin1('Größe'))).title).toEqual(['Größe'])
  })

  it('keeps its encoding, as far as that holds the text', () => {
    const latin1 = entry('INAM', fromLatin1('Größe\0'))
    expect(patched(latin1, { artist: ['Ärzte'] })).toEqual(
      concat([latin1, entry('IART', fromLatin1('Ärzte\0'))]),
    )
    expect(patched(latin1, { artist: ['日本'] })).toEqual(concat([latin1, entry('IART', '日本\0')]))
  })

  it('comes back byte for byte when it is not edited', () => {
    const bytes = concat([
      entry('INAM', 'abc'),
      entry('IXYZ', Uint8Array.of(0, 1, 2, 255)),
      entry('ICMT', ''),
    ])
    expect(renderRiffInfo(parseRiffInfo(bytes))).toEqual(bytes)
  })

  it('changes only what is edited: in its place, new ones at the end, none for what goes', () => {
    const strange = entry('IXYZ', Uint8Array.of(0, 1, 2, 255))
    const bytes = concat([entry('INAM', 'Alt'), strange, entry('ICMT', 'Weg')])
    expect(patched(bytes, { title: ['Neu'], comment: [], genre: ['A', 'B'] })).toEqual(
      concat([entry('INAM', 'Neu\0'), strange, entry('IGNR', 'A; B\0')]),
    )
    const inventory = inventoryOfRiffInfo(parseRiffInfo(bytes), ['title', 'comment'])
    expect(inventory.map(({ name }) => name)).toEqual(['INFO IXYZ'])
  })

  it('without padding is read all the same, and gets its padding', () => {
    const bytes = concat([entry('INAM', 'abc', false), entry('IART', 'Jemand')])
    expect(valuesOf(bytes)).toEqual({ title: ['abc'], artist: ['Jemand'] })
    expect(renderRiffInfo(parseRiffInfo(bytes))).toEqual(
      concat([entry('INAM', 'abc'), entry('IART', 'Jemand')]),
    )
  })

  it('that is damaged is read up to the damage, which stays behind the rest', () => {
    const damage = concat([fromLatin1('ICOP'), fromUint32le(0xffffffef), fromLatin1('Q Sound')])
    const info = parseRiffInfo(concat([entry('INAM', 'Alt'), damage]))
    expect(info.rest).toEqual(damage)
    expect(renderRiffInfo(patchRiffInfo(info, { title: ['Neu'], artist: ['A'] }))).toEqual(
      concat([entry('INAM', 'Neu\0'), entry('IART', 'A\0'), damage]),
    )
    expect(inventoryOfRiffInfo(info, ['title'])).toEqual([{ name: 'INFO, damaged part', bytes: damage }])
  })
})
