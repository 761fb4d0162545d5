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
