export { audioExtensions } from './audio-extensions'
export {
  apply,
  type Change,
  type ChangedField,
  type Changes,
  type Conflict,
  compact,
  countChanges,
  difference,
  type Edit,
  type Editable,
  type FieldChanges,
  invert,
  isEmpty,
  type RemovedKinds,
  withRemovedKinds,
} from './edit'
export { fields } from './field-registry'
export { type FieldRow, type FieldType, type NameColumn, nameColumns } from './field-row'
export {
  type CustomField,
  customField,
  customName,
  type FieldName,
  type FieldValue,
  type FieldValues,
  fieldNames,
  fieldRow,
  isCustomField,
  isFieldName,
  isRegisteredField,
  longFieldNames,
  noValue,
  type RegisteredField,
  sameValue,
  valueEntries,
} from './fields'
export { flawOfName, foldName, type NameFlaw, nameFlaws } from './file-name'
export { foldLetters } from './fold-letters'
export {
  HistoryTrouble,
  NoUndoReason,
  OperationId,
  OperationKind,
  OperationSummary,
  operationKinds,
  type SavedChanges,
  type SavedFile,
  SavedFileId,
  SavedState,
  savedStates,
  type UndoConflict,
} from './history'
export { likelihood } from './likelihood'
export { coverOf, frontCover, type Picture, samePictures, withFrontCover } from './picture'
export {
  helpsToCopy,
  isVerificationFailure,
  type Outcome,
  orThrow,
  Problem,
  type ProblemCode,
  ProblemError,
  problemCodes,
  type Remedy,
} from './problem'
export {
  applyPlan,
  type ByteRange,
  flawOf,
  planChangesNothing,
  resultSize,
  type SavePlan,
  type Splice,
  spliceBetween,
} from './save-plan'
export {
  idAcrossServices,
  type ServiceFacts,
  type ServiceName,
  type ServiceUse,
  serviceFacts,
  serviceNames,
  services,
  serviceUses,
} from './services'
export {
  type AudioProperties,
  type LongSizes,
  noAudio,
  type Track,
  type TrackFormat,
  type TrackId,
  trackFormats,
  trackId,
} from './track'
export { askedPadding, defaultWriteOptions, WriteOptions } from './write-options'
