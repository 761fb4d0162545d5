import type { Answer } from '../../../shared/ipc'
import type { Problem } from '../../../shared/model'
import { type JobFailure, type JobResult, runJob } from './jobs'

/** How the search for one of many things goes. A search that was stopped leaves it waiting. */
export type SearchState<Found> =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'searching' }
  | Found
  /** Nothing was found, or nothing of use. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly problem: Problem }

interface FoundState {
  readonly kind: 'found'
}

export type SearchOutcome<Found extends FoundState> = Exclude<
  SearchState<Found>,
  { readonly kind: 'waiting' | 'searching' }
>

export interface SearchEachOptions<Item, Found extends FoundState> {
  readonly label: string
  /** Ends the search from outside of the jobs. */
  readonly signal: AbortSignal
  readonly search: (item: Item, signal: AbortSignal) => Promise<SearchOutcome<Found>>
  readonly onState: (item: Item, state: SearchState<Found>) => void
  /** What came of it in words. */
  readonly text: (found: number) => string
  /** Searches again for those that failed. */
  readonly again: (failed: readonly Item[]) => void
}

/** So many are searched for at once: the services’ own limits decide how fast it goes. */
const atOnce = 4

/** Whether so few are searched for that a person waits for each of them. */
export const isFew = (items: readonly unknown[]): boolean => items.length <= atOnce

/** Looks for many things as one job. One that fails stops no other, and is offered to be searched for again. */
export async function searchEach<Item, Found extends FoundState>(
  items: readonly Item[],
  { label, signal: ended, search, onState, text, again }: SearchEachOptions<Item, Found>,
): Promise<void> {
  const failed: Item[] = []
  const failures: JobFailure[] = []
  let found = 0
  await runJob(
    label,
    async ({ signal: cancelled, report }): Promise<Answer<undefined>> => {
      const signal = AbortSignal.any([cancelled, ended])
      let next = 0
      let done = 0
      report({ done, total: items.length })
      const work = async () => {
        for (let item = items[next++]; item !== undefined && !signal.aborted; item = items[next++]) {
          onState(item, { kind: 'searching' })
          const outcome = await search(item, signal)
          if (signal.aborted) {
            onState(item, { kind: 'waiting' })
            return
          }
          if (outcome.kind === 'found') found += 1
          if (outcome.kind === 'failed') {
            failed.push(item)
            failures.push({ problem: outcome.problem, actions: [] })
          }
          onState(item, outcome)
          done += 1
          report({ done, total: items.length })
        }
      }
      await Promise.all(Array.from({ length: atOnce }, work))
      if (signal.aborted) return { ok: false, problem: { code: 'job.cancelled', params: {} } }
      return { ok: true, value: undefined }
    },
    (): JobResult => ({
      text: text(found),
      failures,
      ...(failed.length > 0 && { retry: () => again(failed) }),
    }),
  )
}
