import { describe, expect, it } from 'vitest'
import { linesOfLrc, timeInLrc } from './lrc'
import { NotStorableError } from './not-storable'

/** Each line as `milliseconds text`. */
const lines = (lrc: string) => linesOfLrc(lrc).map(({ milliseconds, text }) => `${milliseconds} ${text}`)

describe('LRC', () => {
  it('has a time before each line, in hundredths, thousandths or whole seconds', () => {
    expect(lines('[00:01.50]a\n[1:2]b\r\n[00:03.125]c\r[0001:05:50]d')).toEqual([
      '1500 a',
      '3125 c',
      '62000 b',
      '65500 d',
    ])
  })

  it('repeats a line that has several times', () => {
    expect(lines('[00:10.00][00:02.50]chorus\n[00:04.00]line')).toEqual([
      '2500 chorus',
      '4000 line',
      '10000 chorus',
    ])
  })

  it('goes on in lines without a time, and ends before empty ones', () => {
    expect(lines('[00:04.00]line\nand more\n\n\n')).toEqual(['4000 line\nand more'])
  })

  it('begins with the music where the first line has no time', () => {
    expect(lines('Intro\n[00:04.00]line')).toEqual(['0 Intro', '4000 line'])
  })

  it('says things about itself that nobody sings', () => {
    expect(lines('[ar:Somebody]\n[offset:100]\n[00:01.00]la\n[by:x] ')).toEqual(['1000 la'])
  })

  it('keeps empty lines that have a time, and the order of lines with the same', () => {
    expect(lines('[00:02.00]b\n[00:01.00]\n[00:02.00]a')).toEqual(['1000 ', '2000 b', '2000 a'])
  })

  it.each(['no time at all', '[ar:Somebody]', '', '[99999:00.00]too late'])('is not “%s”', (text) => {
    expect(() => linesOfLrc(text)).toThrow(NotStorableError)
  })

  it('is written in hundredths, or in thousandths where those are not exact', () => {
    expect([1500, 62_345, 3_660_500].map(timeInLrc)).toEqual(['00:01.50', '01:02.345', '61:00.50'])
  })
})
