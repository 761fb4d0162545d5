import './review.css'

export { columnKey, type ExtraColumn, ReviewGrid, type ReviewGridProps } from './review-grid'
export { ReviewPlace, type ReviewPlaceProps } from './review-place'
export { tickedEdit, type Unticked, untickFields } from './ticks'
