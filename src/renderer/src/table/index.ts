export { TrackTable, type TrackTableProps } from './track-table'
