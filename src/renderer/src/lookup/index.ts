import './lookup.css'

export { LookupPlace, type LookupPlaceProps } from './lookup-place'
export { hasRun, LookupAllPlace, type LookupAllPlaceProps, libraryRun, markReviewed, watchRun } from './run'
