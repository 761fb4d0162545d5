import './lookup.css'

export { LookupPlace, type LookupPlaceProps } from './lookup-place'
