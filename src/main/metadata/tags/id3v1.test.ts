import { describe, expect, it } from 'vitest'
import { fromLatin1 } from '../bytes'
import { emptyId3v1, patchId3v1, touchesId3v1, valuesOfId3v1 } from './id3v1'

function tag(parts: { readonly [at: number]: string }, genre = 255): Uint8Array {
  const bytes = emptyId3v1()
  for (const [at, value] of Object.entries(parts)) bytes.set(fromLatin1(value), Number(at))
  bytes[127] = genre
  return bytes
}

describe('ID3v1', () => {
  it('ends a text at its NUL or with its last space', () => {
    expect(valuesOfId3v1(tag({ 3: 'Title   ', 33: 'Ärtist\0rubbish', 93: '1998' }, 17))).toEqual({
      title: ['Title'],
      artist: ['Ärtist'],
      date: ['1998'],
      genre: ['Rock'],
    })
  })

  it('has a track number where the comment leaves its last byte (ID3v1.1)', () => {
    expect(valuesOfId3v1(tag({ 97: 'Comment', 126: '\x07' }))).toEqual({ comment: ['Comment'], track: ['7'] })
    const full = tag({ 97: 'c'.repeat(30) })
    expect(valuesOfId3v1(full)).toEqual({ comment: ['c'.repeat(30)] })
    expect(valuesOfId3v1(patchId3v1(full, { track: ['3'] }))).toEqual({
      comment: ['c'.repeat(28)],
      track: ['3'],
    })
  })

  it('is cut to its length, with “?” for what ISO-8859-1 lacks', () => {
    const result = patchId3v1(tag({ 3: 'long'.repeat(7) }, 17), {
      title: ['曲ä'],
      genre: ['Own'],
      track: ['A1'],
    })
    expect(valuesOfId3v1(result)).toEqual({ title: ['?ä'] })
    expect(valuesOfId3v1(patchId3v1(result, { title: ['x'.repeat(31)] })).title).toEqual(['x'.repeat(30)])
    expect(valuesOfId3v1(patchId3v1(result, { title: [] })).title).toBeUndefined()
  })

  it('is touched by its own fields only', () => {
    expect(touchesId3v1(['lyrics', 'custom:X'])).toBe(false)
    expect(touchesId3v1(['lyrics', 'genre'])).toBe(true)
  })
})
