import { type Connectivity, OfflineError } from './connectivity'
import type { Wait } from './request-queue'

/** Stands before every attempt of a call: lets it go, lets it wait, and has it made again when it was not its fault. */
export interface Gate {
  /**
   * Makes the attempt as soon as it may go. An attempt that had to wait elsewhere asks `mayGo` last of all, and throws
   * `GateClosedError` when it may not: it is made again once it may.
   * @throws what the attempt throws, or the signal's reason
   */
  pass<T>(attempt: (mayGo: () => boolean) => Promise<T>, signal: AbortSignal | undefined): Promise<T>
}

/** The gate closed while an attempt waited for its slot. */
export class GateClosedError extends Error {
  override readonly name = 'GateClosedError'
}

/** The person's own pause; a `RequestQueue` has one. */
export interface Pause {
  readonly paused: boolean
  whileNotPaused(signal: AbortSignal): Promise<void>
}

export interface GateOptions {
  readonly pause: Pause
  readonly connectivity: Connectivity
  /** Rather fails with an `OfflineError` than waits for the network. */
  readonly impatient?: boolean
  /** Told why an attempt waits here, and that it waits here no longer. */
  readonly onWait?: (look: (() => Wait) | undefined) => void
}

const never = new AbortController().signal

/** The gate of one call: first the person's pause, then the network. The service's limit comes after it. */
export function createGate({ pause, connectivity, impatient = false, onWait }: GateOptions): Gate {
  async function enter(signal: AbortSignal | undefined) {
    let waited = false
    while (pause.paused) {
      waited = true
      onWait?.(() => ({ why: 'paused' }))
      await pause.whileNotPaused(signal ?? never)
    }
    if (connectivity.state().kind !== 'online') {
      waited = true
      onWait?.(() => waitFor(connectivity))
    }
    const passage = await connectivity.enter({ signal, impatient })
    if (waited) onWait?.(undefined)
    return passage
  }

  return {
    async pass(attempt, signal) {
      for (;;) {
        const passage = await enter(signal)
        try {
          const value = await attempt(() => passage.open && !pause.paused)
          passage.ended()
          return value
        } catch (error) {
          if (signal?.aborted) {
            passage.abandoned()
            throw error
          }
          if (error instanceof GateClosedError) {
            passage.abandoned()
            continue
          }
          const trouble = passage.ended(error)
          if (trouble === undefined) throw error
          if (impatient) throw new OfflineError(trouble, { cause: error })
        }
      }
    },
  }
}

function waitFor(connectivity: Connectivity): Wait {
  const state = connectivity.state()
  return state.kind === 'online' ? { why: 'turn' } : { why: state.kind, waitMs: state.nextTryIn }
}
