export {
  DiskFullError,
  FileChangedError,
  FileError,
  FileNotFoundError,
  HardLinkedError,
  NotWritableError,
  PlanError,
  saveProblem,
} from './errors'
export { diskFiles, type FileSystem } from './file-system'
export { isTemporaryName, save } from './save'
export { type Found, isAudioName, walk } from './scan'
export { modifiedMs, readStamp, type Stamp, sameStamp } from './stamp'
export { sweepTemporaries } from './temporaries'
