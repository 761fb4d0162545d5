import './review.css'

export { columnKey, type ExtraColumn, ReviewGrid, type ReviewGridProps } from './review-grid'
export { ReviewPlace, type ReviewPlaceProps } from './review-place'
export { ReviewChange, ReviewPictures, ReviewText } from './review-value'
export {
  carriedTicks,
  type Target,
  tickedEdit,
  tickFields,
  ticksOf,
  type Unticked,
  untickFields,
} from './ticks'
