import { createHash } from 'node:crypto'
import type { Release, Track } from './release'

/** An album that nobody ever made, and the release that it is. */
export interface InventedAlbum {
  readonly title: string
  readonly artist: string
  readonly tracks: readonly { readonly title: string; readonly lengthMs: number }[]
  readonly release: Release
}

const firsts = 'Amber Birch Cinder Dune Ember Fern Garnet Heath Ivory Juniper Kelp Larch Marble Nettle'.split(
  ' ',
)
const seconds = 'Anchors Bridges Corners Drifts Echoes Ferries Gates Harbours Islands Jetties Kites'.split(
  ' ',
)
const thirds = 'Again Below Crossing Dreaming Eastward Falling Gliding Homeward Inland'.split(' ')
const surnames = 'Aldersey Bramwell Corrigan Devereux Eastwood Fairbanks Greenhalgh Hathaway'.split(' ')
const names = 'Ada Bruno Clara Dmitri Edith Felix Greta Hugo Irma Jasper'.split(' ')

/** Digits of a number in mixed bases, so that no two numbers below the product share all words. */
function wordsOf(number: number, lists: readonly (readonly string[])[]): string {
  let left = number
  return lists
    .map((list) => {
      const word = list[left % list.length] ?? ''
      left = Math.floor(left / list.length)
      return word
    })
    .join(' ')
}

/** The same id for the same name, in the form of a MusicBrainz one. */
export function idOf(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

/**
 * Albums with names of their own, for runs over many. `lengths` of the tracks in ms: where files are to be made of them,
 * short ones make small files.
 */
export function inventAlbums(
  count: number,
  lengths: { readonly from: number; readonly to: number } = { from: 121_000, to: 301_000 },
): InventedAlbum[] {
  return Array.from({ length: count }, (_, index) => {
    const title = wordsOf(index, [firsts, seconds, thirds])
    const artist = wordsOf(index, [names, surnames])
    const credit = [{ name: artist, artist: { id: idOf(artist), name: artist, 'sort-name': artist } }]
    const tracks = Array.from({ length: 4 + (index % 3) }, (_unused, track) => ({
      title: wordsOf(index * 31 + track * 7 + 5, [seconds, thirds, firsts]),
      lengthMs: lengths.from + ((index * 977 + track * 7919) % (lengths.to - lengths.from)),
    }))
    const release: Release = {
      id: idOf(`release ${title}`),
      title,
      status: 'Official',
      date: `${1970 + (index % 50)}-04-02`,
      country: 'NL',
      barcode: '',
      'artist-credit': credit,
      'release-group': { id: idOf(`group ${title}`), title, 'primary-type': 'Album' },
      media: [
        {
          position: 1,
          format: 'CD',
          'track-count': tracks.length,
          tracks: tracks.map(
            (track, at): Track => ({
              id: idOf(`track ${title} ${at}`),
              number: String(at + 1),
              position: at + 1,
              title: track.title,
              length: track.lengthMs,
              'artist-credit': credit,
              recording: {
                id: idOf(`recording ${title} ${at}`),
                title: track.title,
                length: track.lengthMs,
                isrcs: [],
              },
            }),
          ),
        },
      ],
    }
    return { title, artist, tracks, release }
  })
}
