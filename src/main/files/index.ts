export {
  BeingSavedError,
  DiskFullError,
  FileChangedError,
  FileError,
  FileInUseError,
  FileNotFoundError,
  HalfSavedError,
  HardLinkedError,
  NameTakenError,
  NotRegularError,
  NotWritableError,
  PlanError,
  saveProblem,
  VolumeGoneError,
} from './errors'
export { diskFiles, type FileStat, type FileSystem } from './file-system'
export { moveFiles, type PlannedMove } from './move'
export { foldPath } from './move-steps'
export type { Unkept } from './original'
export { type Recovery, recover } from './recover'
export { type Saved, type SaveOptions, save } from './save'
export { type Found, isAudioName, walk } from './scan'
export { modifiedMs, readStamp, type Stamp, sameStamp, stampOf } from './stamp'
export { isTemporaryName, sweepTemporaries } from './temporaries'
