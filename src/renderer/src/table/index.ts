export { rowOf } from './element-ids'
export { TrackTable, type TrackTableProps } from './track-table'
