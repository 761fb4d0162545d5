export { CoverSection } from './cover-section'
export { chooseCover, pictureIn, removeCover, setCoverFrom } from './set-cover'
