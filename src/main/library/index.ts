export { createLibrary } from './create-library'
export type {
  Granted,
  Library,
  LibraryOptions,
  PictureBytes,
  PictureSource,
  SaveCounts,
  SaveRequest,
  ScanBatch,
  ScanOptions,
  TracksJobOptions,
  TracksProgress,
} from './library'
export { journalFolder, recoverSaves } from './recovery'
export { saveTask } from './tasks'
