export { createLibrary } from './create-library'
export { historyDatabase } from './history-tasks'
export type {
  FingerprintOptions,
  FingerprintProgress,
  Granted,
  Library,
  LibraryOptions,
  PictureBytes,
  PictureSource,
  SaveCounts,
  SaveOrder,
  SaveRequest,
  ScanBatch,
  ScanOptions,
  TrackPrint,
  TracksJobOptions,
  TracksProgress,
} from './library'
export { newOperation, type Past, retentionOf } from './past'
export { journalFolder, recoverSaves } from './recovery'
export { saveTask } from './tasks'
