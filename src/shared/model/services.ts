/** What a service can be asked for: releases, cover art, lyrics, or what a recording is by its sound. */
export const serviceUses = ['albums', 'covers', 'lyrics', 'sound'] as const
export type ServiceUse = (typeof serviceUses)[number]

export interface ServiceFacts {
  /** What it can be asked for. */
  readonly gives: readonly ServiceUse[]
  /** What it is asked for until the person says otherwise. */
  readonly usedFor: readonly ServiceUse[]
  /** Where it answers; absent for one that needs no network. */
  readonly baseUrl?: string
  /** It answers only to whoever has a key or token of theirs. */
  readonly needsKey?: true
  /** Its ids are MusicBrainz’ own; those of others mean something there alone. */
  readonly musicBrainzIds?: true
}

/** Every service that can be asked, the most trusted first. */
export const services = {
  catalogue: { gives: ['albums', 'covers'], usedFor: ['albums', 'covers'], musicBrainzIds: true },
  musicbrainz: {
    gives: ['albums'],
    usedFor: ['albums'],
    baseUrl: 'https://musicbrainz.org/ws/2/',
    musicBrainzIds: true,
  },
  coverartarchive: { gives: ['covers'], usedFor: ['covers'], baseUrl: 'https://coverartarchive.org/' },
  acoustid: {
    gives: ['sound'],
    usedFor: ['sound'],
    baseUrl: 'https://api.acoustid.org/v2/',
    needsKey: true,
    musicBrainzIds: true,
  },
  discogs: {
    gives: ['albums', 'covers'],
    usedFor: ['albums', 'covers'],
    baseUrl: 'https://api.discogs.com/',
    needsKey: true,
  },
  deezer: { gives: ['albums', 'covers'], usedFor: ['covers'], baseUrl: 'https://api.deezer.com/' },
  itunes: { gives: ['albums', 'covers'], usedFor: ['covers'], baseUrl: 'https://itunes.apple.com/' },
  lrclib: { gives: ['lyrics'], usedFor: ['lyrics'], baseUrl: 'https://lrclib.net/api/' },
} as const satisfies Record<string, ServiceFacts>

export type ServiceName = keyof typeof services
export const serviceNames = Object.keys(services) as ServiceName[]

export const serviceFacts = (name: ServiceName): ServiceFacts => services[name]

/** One name for an id of whichever service: two services may count up to the same number for different releases. */
export const idAcrossServices = (service: ServiceName, id: string): string =>
  serviceFacts(service).musicBrainzIds === true ? id : `${service}:${id}`
