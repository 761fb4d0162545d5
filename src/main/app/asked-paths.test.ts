import { describe, expect, it } from 'vitest'
import { askedPaths } from './asked-paths'

const ask = (argv: string[], appFolder?: string) =>
  askedPaths({ argv: ['/opt/tagwright', ...argv], folder: '/home/ada', appFolder })

describe('the paths on a command line', () => {
  it('are absolute, from the folder where the command was given', () => {
    expect(ask(['Music', '../b.mp3', '/c.flac'])).toEqual(['/home/ada/Music', '/home/b.mp3', '/c.flac'])
  })

  it('are not the switches', () => {
    expect(ask(['--no-sandbox', '-v', '--user-data-dir=/x', 'a.mp3'])).toEqual(['/home/ada/a.mp3'])
  })

  it('may look like switches behind a double dash', () => {
    expect(ask(['--', '--a.mp3', '-'])).toEqual(['/home/ada/--a.mp3', '/home/ada/-'])
  })

  it('leave out the app’s own folder once, where it was started by it', () => {
    expect(ask(['/work/app', 'a.mp3'], '/work/app')).toEqual(['/home/ada/a.mp3'])
    expect(ask(['/work/app', '/work/app'], '/work/app')).toEqual(['/work/app'])
    expect(ask(['/work/app'])).toEqual(['/work/app'])
  })

  it('are each opened once', () => {
    expect(ask(['a.mp3', './a.mp3'])).toEqual(['/home/ada/a.mp3'])
  })

  it('may be file addresses of this machine, and of no other', () => {
    expect(ask(['file:///music/a%20b.mp3', 'file://server/share/c.mp3', 'FILE:///d.mp3'])).toEqual([
      '/music/a b.mp3',
      '/d.mp3',
    ])
  })

  it('are nothing when nothing is asked', () => {
    expect(ask([])).toEqual([])
    expect(ask([''])).toEqual([])
  })
})
