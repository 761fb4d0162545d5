import { describe, expect, it } from 'vitest'
import type { FieldName } from '../../../shared/model'
import { concat, fromLatin1, fromUint32 } from '../bytes'
import { convertId3v2, type Id3v2Tag, touchedInId3v2 } from './id3v2'
import { meaningsOfId3v2 } from './id3v2-meaning'
import { frame22, frame24, tagBytes, tagIn, text, utf16 } from './id3v2-testing'

const said = (tag: Id3v2Tag, ...fields: FieldName[]) =>
  meaningsOfId3v2(tag, touchedInId3v2(fields, false), fields).map(({ name, bytes }) => [
    name,
    Buffer.from(bytes).toString('latin1'),
  ])

const chapter = concat([fromLatin1('ch\0'), new Uint8Array(16), frame24('TIT2', utf16('Eins'))])

const frames = {
  TIT2: frame24('TIT2', utf16('Größe')),
  TDRC: frame24('TDRC', text('2001-02-03T04:05')),
  TDOR: frame24('TDOR', text('1999')),
  TMOO: frame24('TMOO', text('ruhig')),
  TSST: frame24('TSST', text('Teil')),
  TCON: frame24('TCON', text('17\0Eigenes')),
  TIPL: frame24('TIPL', text('engineer\0E\0')),
  TMCL: frame24('TMCL', text('drums\0D\0')),
  COMM: frame24('COMM', concat([Uint8Array.of(3), fromLatin1('deu\0x')])),
  TXXX: frame24('TXXX', text('A\0b\0c')),
  PRIV: frame24('PRIV', fromLatin1('owner\0data')),
  GEOB: frame24('GEOB', text('a/b\0n\0d\0data')),
  CHAP: frame24('CHAP', chapter),
  ZZZZ: frame24('ZZZZ', fromLatin1('nobody knows')),
}
const all = tagIn(tagBytes(4, Object.values(frames)))

describe('what a tag means', () => {
  it('is the same in ID3v2.4, 2.3 and 2.4 again', () => {
    const earlier = convertId3v2(all, 3).tag
    expect(said(earlier)).toEqual(said(all))
    expect(said(convertId3v2(earlier, 4).tag)).toEqual(said(all))
  })

  it('is the same in ID3v2.2 and later, pictures included', () => {
    const short = tagIn(
      tagBytes(2, [
        frame22('TT2', utf16('x')),
        frame22('PIC', concat([text('PNG\x03d\0'), fromUint32(7)])),
        frame22('TYE', text('1999')),
      ]),
    )
    for (const version of [3, 4] as const) {
      expect(said(convertId3v2(short, version).tag)).toEqual(said(short))
    }
  })

  it.each(Object.keys(frames))('is another without %s', (id) => {
    const less = { ...all, frames: all.frames.filter((frame) => frame.id !== id) }
    expect(said(convertId3v2(less, 3).tag)).not.toEqual(said(all))
  })

  it.each(['TIT2', 'PRIV', 'GEOB', 'CHAP', 'ZZZZ', 'TMCL'] as const)('is another when %s changes', (id) => {
    const changed = frames[id].slice()
    changed[changed.length - 2] = 0x41
    const other = tagIn(tagBytes(4, Object.values({ ...frames, [id]: changed })))
    expect(said(convertId3v2(other, 3).tag)).not.toEqual(said(all))
  })

  it('leaves out what a change of fields touches, whatever its name is there', () => {
    const fields: FieldName[] = ['date', 'mood', 'engineer', 'title']
    for (const tag of [all, convertId3v2(all, 3).tag]) {
      const names = said(tag, ...fields).map(([name]) => name)
      expect(names).not.toEqual(expect.arrayContaining(['ID3v2 date']))
      expect(names.filter((name) => /TMOO|TIT2|date$|engineer/.test(name ?? ''))).toEqual([])
      expect(names).toContain('ID3v2 drums: D')
    }
  })
})
