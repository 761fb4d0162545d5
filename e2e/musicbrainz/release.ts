/**
 * A release as MusicBrainz's web service describes it, with everything included: only what the server itself
 * reads is spelled out here, the rest is handed on as it is.
 */
export interface Release {
  readonly id: string
  readonly title: string
  readonly status?: string | null
  readonly date?: string | null
  readonly country?: string | null
  readonly barcode?: string | null
  readonly disambiguation?: string | null
  readonly 'artist-credit'?: readonly ArtistCredit[] | null
  readonly 'label-info'?: readonly LabelInfo[] | null
  readonly 'release-group'?: ReleaseGroup
  readonly media?: readonly Medium[]
}

export interface ArtistCredit {
  readonly name: string
  readonly joinphrase?: string
  readonly artist?: { readonly id: string; readonly name: string } & Readonly<Record<string, unknown>>
}

export interface LabelInfo {
  readonly 'catalog-number'?: string | null
  readonly label?: { readonly id?: string; readonly name: string } | null
}

export type ReleaseGroup = {
  readonly id: string
  readonly title?: string
  readonly 'primary-type'?: string | null
  readonly 'secondary-types'?: readonly string[]
} & Readonly<Record<string, unknown>>

export interface Medium {
  readonly position?: number
  readonly format?: string | null
  readonly 'track-count'?: number
  readonly discs?: readonly { readonly id: string }[]
  readonly tracks?: readonly Track[]
}

export interface Track {
  readonly id?: string
  readonly number?: string
  readonly position?: number
  readonly title: string
  readonly length?: number | null
  readonly 'artist-credit'?: readonly ArtistCredit[] | null
  readonly recording?: {
    readonly id: string
    readonly title: string
    readonly length?: number | null
    readonly isrcs?: readonly string[]
  }
}

/** The artists of a release as one line, as they are printed on it. */
export function creditLine(credits: readonly ArtistCredit[] | null = []): string {
  return (credits ?? []).map(({ name, joinphrase = '' }) => name + joinphrase).join('')
}

/** Over all its discs. */
export function trackCount({ media = [] }: Release): number {
  return media.reduce((sum, medium) => sum + tracksOn(medium), 0)
}

export const tracksOn = (medium: Medium): number => medium['track-count'] ?? medium.tracks?.length ?? 0
