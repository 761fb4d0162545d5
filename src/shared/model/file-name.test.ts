import { expect, it } from 'vitest'
import { flawOfName, foldName, type NameFlaw } from './file-name'

it.each<[NameFlaw | undefined, readonly string[]]>([
  [
    undefined,
    ['a.mp3', '01 Überfahrt.flac', '.hidden', 'con fusion.mp3', 'COM10', '…', '愛.ogg', 'a'.repeat(255)],
  ],
  ['empty', ['']],
  ['dots', ['.', '..']],
  [
    'character',
    ['a/b', 'a\\b', 'what?.mp3', 'a:b', 'x\u0000', 'tab\there', '"q"', '<', '*', '|', '\ud800.mp3'],
  ],
  ['reserved', ['con', 'NUL.mp3', 'lpt1.flac', 'Com¹', 'aux .mp3', 'CONIN$']],
  ['ending', ['a.', 'a ', 'a.mp3 ']],
  ['tooLong', ['a'.repeat(256), 'ü'.repeat(128)]],
])('the flaw %s is that of %j', (flaw, names) => {
  for (const name of names) expect(flawOfName(name), name).toBe(flaw)
})

it('sees names as one that some system takes for one', () => {
  expect(foldName('U\u0308ber.MP3')).toBe(foldName('über.mp3'))
  expect(foldName('a')).not.toBe(foldName('b'))
})
