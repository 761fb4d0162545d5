import './lyrics.css'

export { LyricsPlace, type LyricsPlaceProps } from './lyrics-place'
