export { type NameReading, readFileName } from './file-name'
