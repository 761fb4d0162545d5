import type { JobFrame } from '../../shared/ipc'

/** Progress frames that one job may have under way before the page has dealt with them. */
const ahead = 4

/**
 * Frames of one job on their way to the page, in order. A page that is busy drawing is not flooded: past a few
 * unanswered progress frames the rest waits here. The end of the job waits its turn too.
 */
export interface FrameQueue {
  /** Resolves when this frame was handed over: work that makes frames quickly may wait for it. */
  push(frame: JobFrame): Promise<void>
  /** The page dealt with one progress frame. */
  receipt(): void
  /** The page is gone: what waits is dropped, and nobody waits any longer. */
  drop(): void
}

export function createFrameQueue(post: (frame: JobFrame) => void): FrameQueue {
  const waiting: { readonly frame: JobFrame; readonly posted: () => void }[] = []
  let underWay = 0
  let dropped = false

  function flush(): void {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      if (next.frame.kind === 'progress') {
        if (underWay >= ahead) return
        underWay++
      }
      waiting.shift()
      post(next.frame)
      next.posted()
    }
  }

  return {
    push: (frame) =>
      new Promise((posted) => {
        if (dropped) return posted()
        waiting.push({ frame, posted })
        flush()
      }),
    receipt() {
      underWay = Math.max(0, underWay - 1)
      flush()
    },
    drop() {
      dropped = true
      for (const { posted } of waiting.splice(0)) posted()
    },
  }
}
