import type { Incoming } from './exchange'

/** What a server says in words of its own, though HTTP has words for it. */
export interface Dialect {
  /** The status that the answer stands for: one says “too fast” with 200, another with 403. */
  readonly statusOf?: (answer: Incoming) => number
  /** Whether a good answer says that no more are left for now, so that the others in line should hold back. */
  readonly isSpent?: (headers: Headers) => boolean
}
