import { plainCover } from '../musicbrainz/cover'
import type { Answer } from '../musicbrainz/misbehaviour'
import { creditLine, type Release, type Track } from '../musicbrainz/release'

/** A release of the catalogue with the number that a service has for it: they count, where MusicBrainz has ids. */
export interface Numbered {
  readonly id: number
  readonly release: Release
  readonly artist: string
  /** With the disc that each is on, from 1. */
  readonly tracks: readonly {
    readonly id: number
    readonly disc: number
    readonly position: number
    readonly track: Track
  }[]
}

export function numbered(catalogue: readonly Release[]): Numbered[] {
  return catalogue.map((release, index) => ({
    id: 1001 + index,
    release,
    artist: creditLine(release['artist-credit']),
    tracks: (release.media ?? []).flatMap((medium, disc) =>
      (medium.tracks ?? []).map((track, place) => ({
        id: (1001 + index) * 1000 + disc * 100 + place + 1,
        disc: disc + 1,
        position: place + 1,
        track,
      })),
    ),
  }))
}

/** Whether all words of `asked` stand in one of the texts: a plain search. */
export function finds(asked: string, ...texts: readonly string[]): boolean {
  const words = wordsOf(asked)
  const known = new Set(texts.flatMap(wordsOf))
  return words.length > 0 && words.every((word) => known.has(word))
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

export const coverAnswer = ({ release, artist }: Numbered, side = 64): Answer => ({
  status: 200,
  type: 'image/png',
  body: plainCover(`${artist} ${release.title}`, side),
})

export const noPicture: Answer = { status: 404, type: 'text/html', body: Buffer.from('<h1>Not Found</h1>') }
