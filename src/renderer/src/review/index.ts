import './review.css'

export { type ExtraColumn, ReviewGrid, type ReviewGridProps } from './review-grid'
export { ReviewPlace, type ReviewPlaceProps } from './review-place'
export { type ReviewField, tickedEdit, type Unticked, untickFields } from './ticks'
