import CachePolicy from 'http-cache-semantics'
import { z } from 'zod'
import type { Clock } from '../clock'

/** Header names in lower case, as the policy wants them. */
export type HeaderFields = Readonly<Record<string, string>>

const Fields = z.record(z.string(), z.string())
const Directives = z.record(z.string(), z.union([z.string(), z.boolean()]))

/**
 * What is kept of an answer beside its bytes: its headers, when it came, and what of the request it depends on. The
 * form is the policy's own (`toObject`), which has its version in `v`.
 */
export const ReplyHead = z.object({
  v: z.literal(1),
  t: z.number(),
  sh: z.literal(false),
  ch: z.literal(0),
  imm: z.number(),
  st: z.int(),
  resh: Fields,
  rescc: Directives,
  m: z.literal('GET'),
  a: z.boolean(),
  reqh: Fields.nullable(),
  reqcc: Directives,
})
export type ReplyHead = z.infer<typeof ReplyHead>

/** How long an answer may be used without asking again, in the words of RFC 9111. */
export type Use =
  /** It is fresh (section 4.2), or not older than the least lifetime of its service. */
  | 'fresh'
  /** Only when the server cannot be asked (section 4.2.4). */
  | 'stale'
  /** Not at all: it answers another request (`Vary`, section 4.1). */
  | 'never'

/** What may be done with a kept answer, and what to ask with so that the server need not send it again. */
export interface Verdict {
  readonly use: Use
  /** `If-None-Match` and `If-Modified-Since`, where the answer came with an `ETag` or a date (section 4.3.1). */
  readonly validators: HeaderFields
  readonly ageMs: number
}

/** Pure decisions about answers to GET, of a cache for one person (not shared) that guesses no lifetimes. */
export interface Freshness {
  /** The head to keep for an answer; undefined when it may not be kept (section 3). */
  headOf(
    request: HeaderFields,
    reply: { readonly status: number; readonly headers: HeaderFields },
  ): ReplyHead | undefined
  /** `minLifetimeMs`: how long the caller takes an answer that the server gave no longer life. */
  judge(head: ReplyHead, request: HeaderFields, minLifetimeMs: number): Verdict
  /** The head after a 304; undefined when that was about another answer (section 4.3.4). */
  confirmed(head: ReplyHead, request: HeaderFields, headers: HeaderFields): ReplyHead | undefined
}

/** What a 304 says of its own bytes, which are none. */
const aboutBytes = new Set(['content-length', 'content-encoding', 'transfer-encoding', 'content-range'])
const validatorNames = ['if-none-match', 'if-modified-since']

export function createFreshness(clock: Pick<Clock, 'wallNow'>): Freshness {
  class Policy extends CachePolicy {
    /** The policy's own hook for the time. */
    now(): number {
      return clock.wallNow()
    }
  }
  const policyOf = (head: ReplyHead): CachePolicy =>
    Policy.fromObject(head as unknown as CachePolicy.CachePolicyObject)
  const asked = (headers: HeaderFields): CachePolicy.Request => ({ method: 'GET', headers: { ...headers } })
  const kept = (policy: CachePolicy): ReplyHead => ReplyHead.parse(policy.toObject())

  return {
    headOf(request, { status, headers }) {
      const policy = new Policy(
        asked(request),
        { status, headers: { ...headers } },
        { shared: false, cacheHeuristic: 0 },
      )
      return status === 200 && policy.storable() ? kept(policy) : undefined
    },

    judge(head, request, minLifetimeMs) {
      const policy = policyOf(head)
      // The request directive for it (section 5.2.1.2): as much staleness as brings it to the least lifetime.
      const extra = Math.ceil(minLifetimeMs / 1000 - policy.maxAge())
      const bears = (maxStale: string) =>
        policy.satisfiesWithoutRevalidation(asked({ ...request, 'cache-control': maxStale }))
      const forbidden = forbidsStale(head)
      const fresh =
        policy.satisfiesWithoutRevalidation(asked(request)) ||
        (!forbidden && extra > 0 && bears(`max-stale=${extra}`))
      const use = fresh ? 'fresh' : !forbidden && bears('max-stale') ? 'stale' : 'never'
      const conditional = policy.revalidationHeaders(asked(request))
      return {
        use,
        validators: Object.fromEntries(
          validatorNames.flatMap((name) => {
            const value = conditional[name]
            return typeof value === 'string' ? [[name, value]] : []
          }),
        ),
        ageMs: Math.max(0, policy.age() * 1000),
      }
    },

    confirmed(head, request, headers) {
      const { matches } = policyOf(head).revalidatedPolicy(asked(request), {
        status: 304,
        headers: { ...headers },
      })
      if (!matches) return undefined
      // Put together here: the policy itself takes over no field that is new (section 3.2).
      const update = Object.entries(headers).filter(([name]) => !aboutBytes.has(name))
      return this.headOf(request, { status: 200, headers: { ...head.resh, ...Object.fromEntries(update) } })
    },
  }
}

/** Sections 5.2.2.2 and 5.2.2.4: what the server does not want used unasked, not even offline. */
const forbidsStale = ({ rescc }: ReplyHead): boolean => 'must-revalidate' in rescc || 'no-cache' in rescc
