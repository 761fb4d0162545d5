export { millisecondsOf, type TimedText, timedLines, timeInLrc, wordsOf } from './lrc'
