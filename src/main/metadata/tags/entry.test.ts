import { describe, expect, it } from 'vitest'
import { concat, fromUint32le, fromUtf8 } from '../bytes'
import type { ValueChanges } from './entry'
import {
  parseVorbisComment,
  patchVorbisComment,
  renderVorbisComment,
  valuesOfVorbisComment,
} from './vorbis-comment'

/** Comments before and after a change, as `NAME=value` lines. */
function patched(before: readonly string[], changes: ValueChanges): string[] {
  const text = (value: string) => concat([fromUint32le(fromUtf8(value).length), fromUtf8(value)])
  const bytes = concat([text('vendor'), fromUint32le(before.length), ...before.map(text)])
  const comment = parseVorbisComment(bytes)
  expect(renderVorbisComment(comment)).toEqual(bytes)
  const result = patchVorbisComment(comment, changes)
  for (const [field, value] of Object.entries(changes)) {
    expect(valuesOfVorbisComment(result)[field as keyof ValueChanges] ?? []).toEqual(value)
  }
  return result.entries.map(({ raw }) => Buffer.from(raw).toString('utf8'))
}

describe('changing a field', () => {
  it('keeps its place, and the spelling that the file uses', () => {
    expect(patched(['a=1', 'Title=alt', 'b=2'], { title: ['neu'] })).toEqual(['a=1', 'Title=neu', 'b=2'])
  })

  it('adds it at the end when it was not there', () => {
    expect(patched(['a=1'], { title: ['neu'] })).toEqual(['a=1', 'TITLE=neu'])
  })

  it('writes several values as several comments, and removes all of them', () => {
    expect(patched(['ARTIST=A', 'x=1', 'artist=B'], { artist: ['C', 'D', 'E'] })).toEqual([
      'ARTIST=C',
      'ARTIST=D',
      'ARTIST=E',
      'x=1',
    ])
    expect(patched(['ARTIST=A', 'x=1', 'artist=B'], { artist: [] })).toEqual(['x=1'])
  })

  it('moves a value that was found under another spelling', () => {
    expect(patched(['ORGANIZATION=alt'], { label: ['neu'] })).toEqual(['LABEL=neu'])
  })

  it('takes away other spellings that would contradict', () => {
    expect(patched(['DATE=1999-05-01', 'YEAR=1999'], { date: ['2001'] })).toEqual(['DATE=2001'])
    expect(patched(['DISCNUMBER=2', 'DISC=4'], { disc: ['3'] })).toEqual(['DISCNUMBER=3'])
    expect(patched(['COMMENT=same', 'DESCRIPTION=same'], { comment: ['neu'] })).toEqual(['COMMENT=neu'])
  })

  it('keeps another text under another spelling, which nobody saw', () => {
    expect(patched(['COMMENT=short', 'DESCRIPTION=a long story'], { comment: ['neu'] })).toEqual([
      'COMMENT=neu',
      'DESCRIPTION=a long story',
    ])
  })

  it('splits number and total where the total has a name of its own', () => {
    expect(patched(['TRACKNUMBER=3/12'], { track: ['4'] })).toEqual(['TRACKNUMBER=4', 'TRACKTOTAL=12'])
    expect(patched(['TRACKNUMBER=3', 'TOTALTRACKS=12'], { trackTotal: ['13'] })).toEqual([
      'TRACKNUMBER=3',
      'TRACKTOTAL=13',
    ])
    expect(patched(['TRACKNUMBER=3/12'], { track: [], trackTotal: [] })).toEqual([])
  })

  it('leaves comments without a name alone', () => {
    expect(patched(['no equals sign', '=no name', 'TITLE=x'], { title: ['y'] })).toEqual([
      'no equals sign',
      '=no name',
      'TITLE=y',
    ])
  })
})
