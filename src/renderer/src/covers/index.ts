import './covers.css'

export { FindCoverPlace, type FindCoverPlaceProps } from './find-cover-place'
export { MissingCoversPlace, type MissingCoversPlaceProps } from './missing-covers-place'
export { ReleaseCover, type ReleaseCoverProps } from './release-cover'
