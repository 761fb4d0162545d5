export {
  accessBytes,
  accessPlanned,
  type FileAccess,
  NotRegularFileError,
  type OpenFile,
  type OpenForReading,
  openForReading,
} from './file-access'
export type {
  Metadata,
  MetadataPatch,
  PictureToWrite,
  PictureWithBytes,
  ScannedMetadata,
  TagReading,
} from './metadata'
export { containerNames, layoutOf } from './open-layout'
export { describePicture, type PictureHeader, readPictureHeader } from './pictures'
export { readProblem } from './problems'
export { MetadataReader, type MetadataReaderOptions, valuesWithout } from './reader'
export { musicMetadataOpinion, type Opinion, taglibOpinion } from './second-opinion'
export { type ContainerKind, type Sniffed, sniff } from './sniff'
export { MetadataWriter, type MetadataWriterOptions } from './writer'
