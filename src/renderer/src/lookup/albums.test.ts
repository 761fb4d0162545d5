import { describe, expect, it } from 'vitest'
import { type FieldValues, type Track, trackId } from '../../../shared/model'
import { createEditor } from '../editor'
import { albumsOf } from './albums'

const track = (id: string, folder: string, values: FieldValues = {}): Track => ({
  id: trackId(id),
  folder,
  fileName: `${id}.flac`,
  format: 'flac',
  sizeBytes: 1,
  modifiedMs: 1,
  audio: { durationMs: 9000, sampleRate: 1, channels: 1, bitsPerSample: 16, bitrate: 0, lossless: true },
  tagKinds: [],
  values,
  longSizes: {},
  pictures: [],
})

/** Albums as `ab c`: a and b are one, c another. */
const albums = (...tracks: Track[]) => {
  const own = createEditor()
  own.getState().addTracks(tracks)
  const ids = tracks.map(({ id }) => id)
  return albumsOf(own.getState(), ids)
    .map((album) => album.join(''))
    .join(' ')
}

const named = { album: ['Field Notes'] }

describe('files without an album title', () => {
  it('belong to the album that their folder is named after, however few files carry its title', () => {
    const folder = '/music/Hana Lind - Field Notes'
    expect(albums(track('a', folder), track('b', folder, named), track('c', folder))).toBe('abc')
  })

  it('belong to the album that most files of their folder carry', () => {
    const folder = '/music/2022'
    expect(albums(track('a', folder, named), track('b', folder), track('c', folder, named))).toBe('abc')
  })

  it('stay by themselves in a folder of odds and ends', () => {
    const folder = '/music/Unsorted'
    expect(albums(track('a', folder), track('b', folder, named), track('c', folder))).toBe('ac b')
  })

  it('stay by themselves where two albums share the folder', () => {
    const folder = '/music/Field Notes'
    const other = { album: ['Low Orbit'] }
    expect(albums(track('a', folder, named), track('b', folder, other), track('c', folder))).toBe('a b c')
  })

  it('belong to an album of several discs, whichever disc they lie on', () => {
    expect(
      albums(
        track('a', '/music/Field Notes/CD 1', named),
        track('b', '/music/Field Notes/CD 2', named),
        track('c', '/music/Field Notes/CD 2'),
      ),
    ).toBe('abc')
  })
})

describe('albums', () => {
  it('come in the order of the list, and so do their files', () => {
    expect(
      albums(
        track('a', '/music/Field Notes'),
        track('b', '/music/Orbit', { album: ['Low Orbit'] }),
        track('c', '/music/Field Notes', named),
      ),
    ).toBe('ac b')
  })
})
