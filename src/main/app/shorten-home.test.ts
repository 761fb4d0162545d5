import { expect, it } from 'vitest'
import { isHome, shortenHome } from './shorten-home'

it('names no home folder, wherever it stands', () => {
  const home = '/home/ada'
  const error = new Error('ENOENT: /home/ada/a.mp3', { cause: new RangeError('in /home/ada') })
  expect(shortenHome('/home/ada/Music and /home/ada', home)).toBe('~/Music and ~')
  expect(shortenHome({ paths: ['/home/ada/x'], count: 3, none: undefined }, home)).toEqual({
    paths: ['~/x'],
    count: 3,
    none: undefined,
  })
  const text = String(shortenHome(error, home))
  expect(text).toContain('ENOENT: ~/a.mp3')
  expect(text).toContain('caused by: RangeError: in ~')
  expect(text).not.toContain('/home/ada')
  expect(isHome('/')).toBe(false)
})
