import { abortable } from './abortable'
import { type Clock, systemClock } from './clock'

/** Why a request does not go out yet. */
export type WaitReason =
  /** The service's limit: others go first, or it is too early. */
  | 'turn'
  /** The service asked for a pause (`Retry-After`), or is asked less often since it was busy. */
  | 'busy'
  /** The last attempt failed; the next one follows. */
  | 'retry'
  /** There is no network; or the one there is wants a sign-in first. */
  | 'offline'
  | 'sign-in'
  /** By the person, for all. */
  | 'paused'

export interface Wait {
  readonly why: WaitReason
  /** In ms from now, where it is known. */
  readonly waitMs?: number
}

/** What the code that makes a request tells about it. Attempts count from 1. */
export type RequestProgress = {
  readonly attempt: number
  readonly maxAttempts: number
} & (
  | {
      readonly kind: 'waiting'
      /** Those that wait in the same line stand one behind the other. */
      readonly line?: object | undefined
      /** Asked whenever somebody looks. `ahead`: how many wait before this one in its line. */
      readonly look: (ahead: number) => Wait
    }
  | { readonly kind: 'running' }
)

export type RequestState<Failure> =
  | ({ readonly kind: 'waiting' } & Wait)
  | { readonly kind: 'running' }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** One request, from when it was asked for to its end; a failed one stays for a while. */
export interface QueuedRequest<What, Failure> {
  readonly id: number
  readonly what: What
  readonly state: RequestState<Failure>
  /** Which attempt waits, runs or failed: 1 is the first. */
  readonly attempt: number
  readonly maxAttempts: number
  /** How long it has been here, in ms; for a failed one, how long ago it failed. */
  readonly forMs: number
}

/** One attempt of a request, as it went out. */
export interface SentAttempt<What> {
  readonly id: number
  readonly what: What
  /** Ms since 1970. */
  readonly at: number
  readonly attempt: number
  readonly answer: 'pending' | 'answered' | 'failed' | 'cancelled'
}

export interface QueueState<What, Failure> {
  /** By the person: what runs goes on, nothing else begins. */
  readonly paused: boolean
  /** In the order in which they were asked for; failed ones last, the newest first. */
  readonly requests: readonly QueuedRequest<What, Failure>[]
}

/** A request's place in the queue. */
export interface QueueSlot {
  /** Aborted when the request is cancelled, by its caller or in the queue. */
  readonly signal: AbortSignal
  report(progress: RequestProgress): void
}

export interface RequestQueueOptions<What, Failure> {
  /** Makes what is shown of an error; undefined: it is not worth showing. */
  readonly failureOf: (error: unknown, what: What) => Failure | undefined
  /** How many failed requests are kept. Default 20. */
  readonly keptFailures?: number
  /** How many attempts that went out are remembered. Default 500. */
  readonly keptSent?: number
  /** Default: the system's. */
  readonly clock?: Clock
}

/** The person took a request out of the queue. Its caller did not ask for that, so it is no abort to it. */
export class RequestCancelledError extends Error {
  override readonly name = 'RequestCancelledError'

  constructor() {
    super('the request was cancelled in the queue')
  }
}

interface Entry<What> {
  readonly id: number
  readonly what: What
  readonly abort: AbortController
  readonly since: number
  progress: RequestProgress
}

interface FailedEntry<What, Failure> {
  readonly id: number
  readonly what: What
  readonly failure: Failure
  readonly attempt: number
  readonly maxAttempts: number
  readonly at: number
}

/**
 * All requests of the app as data: what waits and why, what runs, what failed lately. It decides nothing about when a
 * request goes, but for the person's own pause.
 */
export class RequestQueue<What, Failure> {
  readonly #failureOf: (error: unknown, what: What) => Failure | undefined
  readonly #keptFailures: number
  readonly #keptSent: number
  readonly #clock: Clock
  readonly #entries = new Map<number, Entry<What>>()
  readonly #listeners = new Set<() => void>()
  readonly #held = new Set<() => void>()
  #failed: readonly FailedEntry<What, Failure>[] = []
  /** The oldest first. */
  #sent: SentAttempt<What>[] = []
  #paused = false
  #lastId = 0

  constructor({
    failureOf,
    keptFailures = 20,
    keptSent = 500,
    clock = systemClock,
  }: RequestQueueOptions<What, Failure>) {
    this.#failureOf = failureOf
    this.#keptFailures = keptFailures
    this.#keptSent = keptSent
    this.#clock = clock
  }

  /**
   * Runs `work` as a request of the queue, and answers what it answers.
   * @throws what `work` throws; the signal's reason when aborted; RequestCancelledError when cancelled here
   */
  async run<T>(
    what: What,
    work: (slot: QueueSlot) => Promise<T>,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<T> {
    signal?.throwIfAborted()
    this.#lastId += 1
    const entry: Entry<What> = {
      id: this.#lastId,
      what,
      abort: new AbortController(),
      since: this.#clock.now(),
      progress: { kind: 'waiting', look: () => ({ why: 'turn' }), attempt: 1, maxAttempts: 1 },
    }
    const onAbort = (): void => entry.abort.abort(signal?.reason)
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#entries.set(entry.id, entry)
    this.#changed()
    try {
      const answer = await work(this.#slot(entry))
      this.#closeSent(entry, 'answered')
      return answer
    } catch (error) {
      this.#closeSent(entry, entry.abort.signal.aborted ? 'cancelled' : 'failed')
      if (!entry.abort.signal.aborted) this.#keepFailure(entry, error)
      throw error
    } finally {
      signal?.removeEventListener('abort', onAbort)
      this.#entries.delete(entry.id)
      this.#changed()
    }
  }

  /** A request that is not there is no mistake: it may just have ended. */
  cancel(id: number): void {
    this.#entries.get(id)?.abort.abort(new RequestCancelledError())
    this.#failed = this.#failed.filter((entry) => entry.id !== id)
    this.#changed()
  }

  /** Cancels what waits and what runs. */
  cancelAll(): void {
    for (const { abort } of [...this.#entries.values()]) abort.abort(new RequestCancelledError())
  }

  /** Takes the failed ones off the list. */
  forgetFailed(): void {
    this.#failed = []
    this.#changed()
  }

  get paused(): boolean {
    return this.#paused
  }

  setPaused(paused: boolean): void {
    if (this.#paused === paused) return
    this.#paused = paused
    if (!paused) {
      for (const release of [...this.#held]) release()
      this.#held.clear()
    }
    this.#changed()
  }

  /** Resolves while the queue is not paused. @throws the signal's reason when aborted */
  whileNotPaused(signal: AbortSignal): Promise<void> {
    return abortable(signal, (end, onAbort) => {
      if (!this.#paused) {
        end()
        return
      }
      onAbort(() => this.#held.delete(end))
      this.#held.add(end)
    })
  }

  state(): QueueState<What, Failure> {
    const now = this.#clock.now()
    const lines = new Map<object, number>()
    return {
      paused: this.#paused,
      requests: [
        ...[...this.#entries.values()].map((entry) => ({
          id: entry.id,
          what: entry.what,
          state: shown(entry.progress, lines),
          attempt: entry.progress.attempt,
          maxAttempts: entry.progress.maxAttempts,
          forMs: now - entry.since,
        })),
        ...this.#failed.map(({ id, what, failure, attempt, maxAttempts, at }) => ({
          id,
          what,
          state: { kind: 'failed' as const, failure },
          attempt,
          maxAttempts,
          forMs: now - at,
        })),
      ],
    }
  }

  /** What went out last, the newest first: every attempt, and what came of it. */
  sent(): readonly SentAttempt<What>[] {
    return [...this.#sent].reverse()
  }

  /** Tells `listener` of every change but the passing of time. @returns what ends it */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  #slot(entry: Entry<What>): QueueSlot {
    return {
      signal: entry.abort.signal,
      report: (progress) => {
        // An attempt that waits anew has had no answer of use.
        if (entry.progress.kind === 'running') this.#closeSent(entry, 'failed')
        entry.progress = progress
        if (progress.kind === 'running') this.#noteSent(entry, progress.attempt)
        this.#changed()
      },
    }
  }

  #noteSent({ id, what }: Entry<What>, attempt: number): void {
    const sent: SentAttempt<What> = { id, what, at: this.#clock.wallNow(), attempt, answer: 'pending' }
    this.#sent = [...this.#sent.slice(1 - this.#keptSent), sent]
  }

  #closeSent({ id }: Entry<What>, answer: SentAttempt<What>['answer']): void {
    this.#sent = this.#sent.map((sent) =>
      sent.id === id && sent.answer === 'pending' ? { ...sent, answer } : sent,
    )
  }

  #keepFailure({ id, what, progress }: Entry<What>, error: unknown): void {
    const { attempt, maxAttempts } = progress
    const failure = this.#failureOf(error, what)
    if (failure === undefined) return
    const failed = {
      id,
      what,
      failure,
      attempt,
      maxAttempts,
      at: this.#clock.now(),
    }
    this.#failed = [failed, ...this.#failed].slice(0, this.#keptFailures)
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}

/** `lines`: how many were seen in each line so far. */
function shown(
  progress: RequestProgress,
  lines: Map<object, number>,
): Exclude<RequestState<never>, { kind: 'failed' }> {
  if (progress.kind === 'running') return { kind: 'running' }
  const { line, look } = progress
  const ahead = line === undefined ? 0 : (lines.get(line) ?? 0)
  if (line !== undefined) lines.set(line, ahead + 1)
  return { kind: 'waiting', ...look(ahead) }
}
