/**
 * A release as MusicBrainz's web service describes it, with everything included: only what the server itself
 * reads is spelled out here, the rest is handed on as it is.
 */
export interface Release {
  readonly id: string
  readonly title: string
  readonly status?: string | null
  readonly date?: string
  readonly country?: string | null
  readonly barcode?: string | null
  readonly 'artist-credit'?: readonly ArtistCredit[]
  readonly 'label-info'?: readonly unknown[]
  readonly 'release-group'?: { readonly id: string; readonly title?: string } & Readonly<
    Record<string, unknown>
  >
  readonly media?: readonly Medium[]
}

export interface ArtistCredit {
  readonly name: string
  readonly joinphrase?: string
  readonly artist?: { readonly id: string; readonly name: string } & Readonly<Record<string, unknown>>
}

export interface Medium {
  readonly format?: string | null
  readonly 'track-count'?: number
  readonly tracks?: readonly Readonly<Record<string, unknown>>[]
}

/** The artists of a release as one line, as they are printed on it. */
export function creditLine(credits: readonly ArtistCredit[] = []): string {
  return credits.map(({ name, joinphrase = '' }) => name + joinphrase).join('')
}

/** Over all its discs. */
export function trackCount({ media = [] }: Release): number {
  return media.reduce((sum, medium) => sum + (medium['track-count'] ?? medium.tracks?.length ?? 0), 0)
}
