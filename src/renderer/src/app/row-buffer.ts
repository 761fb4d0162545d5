import type { Refused } from '../../../shared/ipc'
import type { Track } from '../../../shared/model'

export interface RowBuffer {
  add(tracks: readonly Track[], refused: readonly Refused[]): void
  /** Hands over what is left. */
  flush(): void
}

export interface RowBufferOptions {
  readonly put: (tracks: readonly Track[], refused: readonly Refused[]) => void
  readonly now: () => number
  readonly later: (run: () => void, delayMs: number) => void
}

const shortestPauseMs = 50
/** Part of the time that putting rows in may take: the longer the list, the rarer. */
const share = 8

/**
 * Gathers rows that come in small batches. The first are handed over at once; then each pause is a multiple of what the
 * last hand-over cost, so that the window stays free however long the list has become.
 */
export function createRowBuffer({ put, now, later }: RowBufferOptions): RowBuffer {
  let tracks: Track[] = []
  let refused: Refused[] = []
  let waiting = false
  let freeAt = 0

  const flush = () => {
    if (tracks.length === 0 && refused.length === 0) return
    const start = now()
    const [rows, others] = [tracks, refused]
    tracks = []
    refused = []
    put(rows, others)
    const end = now()
    freeAt = end + Math.max(shortestPauseMs, (end - start) * share)
  }

  return {
    add(moreTracks, moreRefused) {
      for (const track of moreTracks) tracks.push(track)
      for (const file of moreRefused) refused.push(file)
      if (waiting) return
      const delayMs = freeAt - now()
      if (delayMs <= 0) {
        flush()
        return
      }
      waiting = true
      later(() => {
        waiting = false
        flush()
      }, delayMs)
    },
    flush,
  }
}
