export { type AskOptions, createLookup, type Lookup, type LookupOptions, type SearchResult } from './lookup'
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
export { createServiceCheck, type ServiceCheckOptions } from './service-check'
export { createQueueView, createServiceRequests, type QueueViewOptions } from './service-queue'
export { createServices, type Services, type ServicesOptions } from './services'
