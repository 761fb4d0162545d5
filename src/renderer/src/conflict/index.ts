import './conflict.css'

export { ConflictPlace, type ConflictPlaceProps } from './conflict-place'
export type { Decisions } from './decisions'
