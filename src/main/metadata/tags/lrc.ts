import { type TimedText, timedLines } from '../../../shared/lyrics'
import { NotStorableError } from './not-storable'

export { millisecondsOf, type TimedText, timeInLrc } from '../../../shared/lyrics'

/**
 * The lines of LRC text by their times.
 * @throws NotStorableError when nothing has a time
 */
export function linesOfLrc(lrc: string): readonly TimedText[] {
  const lines = timedLines(lrc)
  if (lines === undefined) throw new NotStorableError(lrc, 'timed lyrics')
  return lines
}
