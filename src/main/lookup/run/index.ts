export type { RunFiles } from './album-files'
export { createLibraryRun, type LibraryRun, type LibraryRunOptions } from './library-run'
export { createRunStore, type RunStore } from './run-store'
