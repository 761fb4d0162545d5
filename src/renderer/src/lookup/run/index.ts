import './run.css'

export { LookupAllPlace, type LookupAllPlaceProps } from './lookup-all-place'
export { hasRun, libraryRun, markReviewed, watchRun } from './run-store'
