export {
  apply,
  type Change,
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
} from './edit'
export {
  type FieldName,
  type FieldRow,
  type FieldType,
  type FieldValue,
  type FieldValues,
  fieldNames,
  fieldRow,
  fields,
  isFieldName,
  noValue,
  sameValue,
  shortFieldNames,
} from './fields'
export { foldLetters } from './fold-letters'
export { coverOf, frontCover, type Picture, samePictures } from './picture'
export { type Outcome, Problem, type ProblemCode, ProblemError, problemCodes, type Remedy } from './problem'
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
export { type AudioProperties, type Track, type TrackFormat, type TrackId, trackId } from './track'
