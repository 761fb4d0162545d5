import { expect, it } from 'vitest'
import { companionsOf } from './companions'

it('are lyrics of the same name, whatever its case', () => {
  const beside = ['01 Ebb.flac', '01 Ebb.lrc', '01 ebb.LRC', '02 Flow.lrc', '01 Ebb.jpg', 'cover.jpg']
  expect(companionsOf('01 Ebb.flac', 'Ebb.flac', beside)).toEqual([
    { from: '01 Ebb.lrc', to: 'Ebb.lrc' },
    { from: '01 ebb.LRC', to: 'Ebb.LRC' },
  ])
})

it('stay where it cannot be told whose they are', () => {
  expect(companionsOf('a.flac', 'b.flac', ['a.flac', 'a.mp3', 'a.lrc'])).toEqual([])
})
