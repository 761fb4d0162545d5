import { z } from 'zod'
import { Problem } from '../model'
import { ServiceName } from './services'

/** What a request is for, in a person's terms. */
export const RequestSubject = z.strictObject({
  service: ServiceName,
  kind: z.enum(['search', 'release', 'cover', 'lyrics', 'sound', 'check']),
  /** Of the album or the release, or what the person typed. */
  title: z.string(),
})
export type RequestSubject = z.infer<typeof RequestSubject>

export const QueuedRequest = z.strictObject({
  id: z.int(),
  subject: RequestSubject,
  state: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('waiting'),
      why: z.enum(['turn', 'busy', 'retry', 'offline', 'sign-in', 'paused']),
      /** From when this was sent, where it is known. */
      waitMs: z.number().optional(),
    }),
    z.strictObject({ kind: z.literal('running') }),
    z.strictObject({ kind: z.literal('failed'), problem: Problem }),
  ]),
  attempt: z.int(),
  maxAttempts: z.int(),
  /** How long it has been in the queue when this was sent; for a failed one, how long ago it failed. */
  forMs: z.number(),
})
export type QueuedRequest = z.infer<typeof QueuedRequest>

/** A request as it went out: every attempt is one. */
export const SentRequest = z.strictObject({
  id: z.int(),
  subject: RequestSubject,
  /** Ms since 1970. */
  at: z.number(),
  attempt: z.int(),
  /** `failed`: no answer that was of use; another attempt may have followed. */
  answer: z.enum(['pending', 'answered', 'failed', 'cancelled']),
})
export type SentRequest = z.infer<typeof SentRequest>

/** All requests of the app, those to be looked at first. */
export const QueueState = z.strictObject({
  /** By the person. */
  paused: z.boolean(),
  network: z.enum(['online', 'offline', 'sign-in']),
  requests: z.array(QueuedRequest),
  /** Requests that are left out here. */
  more: z.int(),
})
export type QueueState = z.infer<typeof QueueState>

export const emptyQueue: QueueState = { paused: false, network: 'online', requests: [], more: 0 }
