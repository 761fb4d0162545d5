import { describe, expect, it } from 'vitest'
import type { FieldValues, Track } from '../../../shared/model'
import { editorWith, track } from '../testing/track'
import { albumsOf } from './albums'

const row = (id: string, folder: string, values: FieldValues = {}) => track(id, values, { folder })

/** Albums as `ab c`: a and b are one, c another. */
const albums = (...tracks: Track[]) => {
  const ids = tracks.map(({ id }) => id)
  return albumsOf(editorWith(...tracks).getState(), ids)
    .map((album) => album.join(''))
    .join(' ')
}

const named = { album: ['Field Notes'] }

describe('files without an album title', () => {
  it('belong to the album that their folder is named after, however few files carry its title', () => {
    const folder = '/music/Hana Lind - Field Notes'
    expect(albums(row('a', folder), row('b', folder, named), row('c', folder))).toBe('abc')
  })

  it('belong to the album that most files of their folder carry', () => {
    const folder = '/music/2022'
    expect(albums(row('a', folder, named), row('b', folder), row('c', folder, named))).toBe('abc')
  })

  it('stay by themselves in a folder of odds and ends', () => {
    const folder = '/music/Unsorted'
    expect(albums(row('a', folder), row('b', folder, named), row('c', folder))).toBe('ac b')
  })

  it('stay by themselves where two albums share the folder', () => {
    const folder = '/music/Field Notes'
    const other = { album: ['Low Orbit'] }
    expect(albums(row('a', folder, named), row('b', folder, other), row('c', folder))).toBe('a b c')
  })

  it('belong to an album of several discs, whichever disc they lie on', () => {
    expect(
      albums(
        row('a', '/music/Field Notes/CD 1', named),
        row('b', '/music/Field Notes/CD 2', named),
        row('c', '/music/Field Notes/CD 2'),
      ),
    ).toBe('abc')
  })
})

describe('files without any tags', () => {
  const file = (id: string, folder: string, fileName: string) => track(id, {}, { folder, fileName })

  it('are albums by their names in a folder of odds and ends', () => {
    const folder = '/music/Downloads'
    expect(
      albums(
        file('a', folder, 'Ten Volta - Low Orbit - 01 - Perigee.mp3'),
        file('b', folder, 'Hana Lind - Field Notes - 01 - Moss.mp3'),
        file('c', folder, 'Ten Volta - Low Orbit - 02 - Apogee.mp3'),
      ),
    ).toBe('ac b')
  })

  it('go with the tagged files of the album that their names tell', () => {
    const folder = '/music/Downloads'
    expect(
      albums(
        row('a', folder, named),
        file('b', folder, 'Hana Lind - Field Notes - 02 - Pond.mp3'),
        file('c', folder, 'Ten Volta - Low Orbit - 02 - Apogee.mp3'),
      ),
    ).toBe('ab c')
  })

  it('are one album over the folders of its discs', () => {
    expect(
      albums(
        file('a', '/music/Field Notes/CD 1', '01 Moss.mp3'),
        file('b', '/music/Field Notes/CD 2', '01 Pond.mp3'),
      ),
    ).toBe('ab')
  })
})

describe('albums', () => {
  it('come in the order of the list, and so do their files', () => {
    expect(
      albums(
        row('a', '/music/Field Notes'),
        row('b', '/music/Orbit', { album: ['Low Orbit'] }),
        row('c', '/music/Field Notes', named),
      ),
    ).toBe('ac b')
  })
})
