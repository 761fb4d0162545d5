export type { AskOptions } from './asking'
export { type Covers, type CoversOptions, createCovers } from './covers'
export { createTrackFinder, type TrackFinder, type TrackFinderOptions } from './find-track'
export { createLookup, type Lookup, type LookupOptions } from './lookup'
export { createLyrics, type Lyrics, type LyricsOptions } from './lyrics'
export type { Release } from './release'
export { createLibraryRun, createRunStore, type LibraryRun, type RunFiles } from './run'
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
export { createServices, type ServiceStanding, type Services, type ServicesOptions } from './services'
