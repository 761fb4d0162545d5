import type { Candidate, RunResult, SearchReply } from '../../../shared/ipc'
import { likelihood } from '../../../shared/model'

/** A row has room for one line of them. */
const mostReasons = 6

/**
 * What a search means for an album of a run. What one service could not say is forgiven where another one is sure; else
 * the album is not done. Pure.
 */
export function resultOf({ candidates, failures, asked }: SearchReply): RunResult {
  const [best] = candidates
  const others = candidates.length - 1
  if (best?.sure) return { kind: 'sure', best: brief(best), others }
  // That a service knows none of this id is an answer.
  const failure = failures.find(({ problem }) => problem.code !== 'lookup.notFound')
  if (failure !== undefined) return { kind: 'parked', problem: failure.problem }
  if (best === undefined) return { kind: 'nothing', why: asked === undefined ? 'noWords' : 'noHits' }
  if (likelihood(best) === 'unlikely') return { kind: 'nothing', why: 'unlike', best: brief(best) }
  return { kind: 'unsure', best: brief(best), others }
}

const brief = (candidate: Candidate): Candidate => ({
  ...candidate,
  reasons: candidate.reasons.slice(0, mostReasons),
})
