export { createLibraryRun, type LibraryRun, type LibraryRunOptions, type RunFiles } from './library-run'
export { createRunStore, type RunStore } from './run-store'
