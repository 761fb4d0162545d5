import type { Reason } from '../../../shared/ipc'
import { type Release, trackCountOf } from '../release'
import { artistAgreement, sameName, type TrackAgreement, titleAgreement } from './agreement'
import { factWeight } from './edition'
import type { AlbumEvidence } from './evidence'
import type { Features } from './linear-model'
import type { EditionMatch } from './match-group'
import weights from './weights.json'

/** Which features of the album's model a reason speaks of. */
const partsOf = {
  titles: ['titles', 'titlesEqual', 'titlesUnknown', 'agreement'],
  lengths: [
    'lengths',
    'lengthsEqual',
    'lengthsOff',
    'lengthsFar',
    'lengthsUnknown',
    'titlesAndLengths',
    'titlesWithoutLengths',
  ],
  trackCount: ['covered', 'used', 'allCovered', 'allUsed', 'total', 'few'],
  albumTitle: [
    'albumTitle',
    'albumTitleEqual',
    'albumTitleUnknown',
    'albumTitleOtherNumber',
    'namedAndLengths',
    'namedWithoutLengths',
  ],
  artist: [
    'artist',
    'artistEqual',
    'artistUnknown',
    'otherArtist',
    'otherArtistWithoutLengths',
    'otherArtistAndTitle',
  ],
  version: ['otherVersions', 'otherVersion', 'otherVersionNamed'],
} as const

const albumWeights: Readonly<Record<string, number>> = weights.album
const neutral: Readonly<Record<string, number>> = weights.albumNeutral

/** What a part counts for (above 0) or against, in log-odds, beside a candidate of which nothing is known. */
const counted = (features: Features, names: readonly string[]): number =>
  names.reduce(
    (sum, name) => sum + (albumWeights[name] ?? 0) * ((features[name] ?? 0) - (neutral[name] ?? 0)),
    0,
  )

/** What speaks for and against an edition whose tracks are known, the weightiest first. Pure. */
export function reasonsOf(album: AlbumEvidence, match: EditionMatch, features: Features): Reason[] {
  const { release, agreement, facts } = match
  const weigh = (part: keyof typeof partsOf) => rounded(counted(features, partsOf[part]))
  return byWeight([
    { ...titlesReason(agreement), weight: weigh('titles') },
    { ...lengthsReason(agreement), weight: weigh('lengths') },
    { ...countReason(agreement), weight: weigh('trackCount') },
    { ...titleReason(album, release), weight: weigh('albumTitle') },
    { ...artistReason(album, release), weight: weigh('artist') },
    ...(agreement.otherVersions === 0
      ? []
      : [
          {
            kind: 'differs' as const,
            code: 'version' as const,
            params: { count: agreement.otherVersions },
            weight: weigh('version'),
          },
        ]),
    ...facts.map((fact) => ({
      kind: fact.kind,
      code: fact.fact,
      params: { value: fact.value, found: fact.found },
      weight: rounded(factWeight(fact)),
    })),
  ])
}

/** Of a search hit only names and numbers are known. */
export function reasonsOfHit(album: AlbumEvidence, hit: Release): Reason[] {
  return [
    { ...titleReason(album, hit), weight: 0 },
    { ...artistReason(album, hit), weight: 0 },
    {
      ...countReason({ files: album.files.length, tracks: trackCountOf(hit), placed: album.files.length }),
      weight: 0,
    },
  ]
}

type Said = Omit<Reason, 'weight'>

function titlesReason({ files, titlesAlike, titlesUnknown }: TrackAgreement): Said {
  return {
    kind: titlesUnknown === files ? 'unknown' : titlesAlike >= files - titlesUnknown ? 'agrees' : 'differs',
    code: 'titles',
    params: { matching: titlesAlike, total: files, unknown: titlesUnknown },
  }
}

function lengthsReason({ lengthsAlike, lengthsKnown, withinSeconds }: TrackAgreement): Said {
  return {
    kind: lengthsKnown === 0 ? 'unknown' : lengthsAlike === lengthsKnown ? 'agrees' : 'differs',
    code: 'lengths',
    params: { matching: lengthsAlike, total: lengthsKnown, withinSeconds },
  }
}

function countReason({ files, tracks, placed }: Pick<TrackAgreement, 'files' | 'tracks' | 'placed'>): Said {
  return {
    kind: tracks === 0 ? 'unknown' : files === tracks && placed === files ? 'agrees' : 'differs',
    code: 'trackCount',
    params: { files, tracks },
  }
}

const titleReason = (album: AlbumEvidence, release: Release): Said =>
  nameReason(
    'albumTitle',
    titleAgreement(album, release)?.value,
    release.title,
    album.typed || (album.albums[0] ?? ''),
  )

const artistReason = (album: AlbumEvidence, release: Release): Said =>
  nameReason(
    'artist',
    artistAgreement(album, release)?.value,
    release.artist.display,
    album.typed || (album.artists[0] ?? ''),
  )

const nameReason = (
  code: 'albumTitle' | 'artist',
  alike: number | undefined,
  value: string,
  found: string,
): Said => ({
  kind: alike === undefined ? 'unknown' : alike >= sameName ? 'agrees' : 'differs',
  code,
  params: { value, found },
})

const byWeight = (reasons: Reason[]): Reason[] =>
  reasons.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))

const rounded = (weight: number): number => Math.round(weight * 100) / 100
