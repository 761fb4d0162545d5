import './history.css'

export { HistoryPlace, type HistoryPlaceProps } from './history-place'
