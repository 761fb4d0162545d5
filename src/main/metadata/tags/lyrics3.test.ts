import { describe, expect, it } from 'vitest'
import { fromLatin1, latin1 } from '../bytes'
import { parseLyrics3, patchLyrics3, renderLyrics3, valuesOfLyrics3 } from './lyrics3'

const v2 = (fields: string) => {
  const content = `LYRICSBEGIN${fields}`
  return fromLatin1(`${content}${String(content.length).padStart(6, '0')}LYRICS200`)
}

function parsed(bytes: Uint8Array) {
  const tag = parseLyrics3(bytes)
  if (tag === undefined) throw new Error('no Lyrics3')
  return tag
}

describe('Lyrics3 v2.00', () => {
  const bytes = v2('IND0000211LYR00013[00:01]la\r\nlaETT00005TitleXYZ00001?')

  it('has fields of three letters and five digits', () => {
    expect(valuesOfLyrics3(parsed(bytes))).toEqual({ lyrics: ['[00:01]la\nla'], title: ['Title'] })
    expect(renderLyrics3(parsed(bytes))).toEqual(bytes)
  })

  it('keeps the fields that nobody edited, and adds none', () => {
    const result = patchLyrics3(parsed(bytes), { lyrics: ['曲\nx'], album: ['A'] })
    expect(latin1(renderLyrics3(result))).toContain('IND0000211LYR00004?\r\nxETT00005TitleXYZ00001?')
    const removed = patchLyrics3(parsed(bytes), { lyrics: [] })
    expect(latin1(renderLyrics3(removed))).toContain('IND0000201ETT00005TitleXYZ00001?')
  })

  it('is left alone when its sizes do not fit', () => {
    expect(parseLyrics3(v2('LYR99999x'))).toBeUndefined()
    expect(parseLyrics3(v2('lyr00001x'))).toBeUndefined()
    expect(parseLyrics3(fromLatin1('something else'))).toBeUndefined()
    expect(parseLyrics3(fromLatin1('LYRICSBEGINx'))).toBeUndefined()
  })
})

describe('Lyrics3 v1', () => {
  it('is one text between two words', () => {
    const bytes = fromLatin1('LYRICSBEGINla\r\nlaLYRICSEND')
    expect(valuesOfLyrics3(parsed(bytes))).toEqual({ lyrics: ['la\nla'] })
    expect(renderLyrics3(parsed(bytes))).toEqual(bytes)
    expect(latin1(renderLyrics3(patchLyrics3(parsed(bytes), { lyrics: [] })))).toBe('LYRICSBEGINLYRICSEND')
  })
})
