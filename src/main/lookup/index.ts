export { type Covers, type CoversOptions, createCovers } from './covers'
export { type AskOptions, createLookup, type Lookup, type LookupOptions, type SearchResult } from './lookup'
export { createLyrics, type Lyrics, type LyricsOptions } from './lyrics'
export type { Release } from './release'
export type {
  AlbumQuery,
  AlbumSource,
  AskContext,
  CoverSource,
  FoundTrack,
  LyricsSource,
  Service,
  SoundSource,
  TrackQuery,
} from './service'
export { createQueueView, createServiceRequests, type QueueViewOptions } from './service-queue'
export { createServices, type Services, type ServicesOptions } from './services'
