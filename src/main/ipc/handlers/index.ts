import type { Grant, GrantId } from '../../../shared/ipc'
import type { Library } from '../../library'
import type { LibraryRun } from '../../lookup'
import type { CallHandlers, JobHandlers } from '../handler-types'
import { appHandlers, type WindowControl } from './app'
import { type AnswerCache, cacheHandlers } from './cache'
import { type Covers, coverJobs } from './covers'
import { editHandlers, type KeptEdits } from './edits'
import { historyCalls, historyJobs } from './history'
import { type Dialogs, libraryCalls, libraryJobs, type SampleLibrary } from './library'
import { type Lookup, lookupJobs, type TrackFinder } from './lookup'
import { type Lyrics, lyricsJobs } from './lyrics'
import { pictureHandlers } from './pictures'
import { queueHandlers, type ServiceQueue } from './queue'
import { runCalls, runJobs } from './run'
import { type ServiceCheck, type ServiceKeyStore, serviceCalls, serviceJobs } from './services'
import { type SettingsStore, settingsHandlers } from './settings'
import { trackCalls, trackJobs } from './tracks'

export type {
  AnswerCache,
  Covers,
  Dialogs,
  KeptEdits,
  Lookup,
  Lyrics,
  SampleLibrary,
  ServiceCheck,
  ServiceKeyStore,
  ServiceQueue,
  SettingsStore,
  TrackFinder,
  WindowControl,
}

/** Everything the handlers stand on. The composition root builds it. */
export interface Parts {
  readonly library: Library
  readonly grant: (paths: readonly string[]) => Grant[]
  /** Told what the page opens. */
  readonly opened?: (grants: readonly GrantId[]) => void
  readonly lookup: Lookup
  readonly covers: Covers
  readonly lyrics: Lyrics
  readonly trackFinder: TrackFinder
  readonly keys: ServiceKeyStore
  readonly checkService: ServiceCheck
  readonly queue: ServiceQueue
  readonly run: LibraryRun
  readonly cache: AnswerCache
  readonly settings: SettingsStore
  readonly dialogs: Dialogs
  readonly sample: SampleLibrary
  readonly window: WindowControl
  readonly edits: KeptEdits
}

export const callHandlers = (parts: Parts): CallHandlers => ({
  ...appHandlers(parts),
  ...settingsHandlers(parts),
  ...libraryCalls(parts),
  ...trackCalls(parts),
  ...editHandlers(parts),
  ...historyCalls(parts),
  ...pictureHandlers(parts),
  ...serviceCalls(parts),
  ...queueHandlers(parts),
  ...runCalls(parts),
  ...cacheHandlers(parts),
})

export const jobHandlers = (parts: Parts): JobHandlers => ({
  ...libraryJobs(parts),
  ...trackJobs(parts),
  ...historyJobs(parts),
  ...lookupJobs(parts),
  ...coverJobs(parts),
  ...lyricsJobs(parts),
  ...runJobs(parts),
  ...serviceJobs(parts),
})
