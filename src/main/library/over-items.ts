import type { Problem } from '../../shared/model'

export type ItemOutcome<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly problem: Problem }

/** What came since the last message, beside the running counts. */
export interface ItemsProgress<Item, Result> {
  readonly done: number
  readonly total: number
  readonly results: readonly Result[]
  readonly failed: readonly { readonly item: Item; readonly problem: Problem }[]
}

export interface ItemsOptions<Item, Result> {
  readonly signal: AbortSignal
  readonly onProgress: (progress: ItemsProgress<Item, Result>) => void
  /** Asked before each item; those that may not begin are passed over. Default: all may. */
  readonly mayBegin?: (item: Item) => boolean
}

/** At most so many progress messages a second, and never one for each of thousands of files. */
const progressMs = 50

/**
 * Does something with each of many items, `atOnce` at a time. One failure stops nothing. After a cancel no further
 * item is begun, and those under way are finished and reported.
 * @returns how many succeeded and failed; the rest was not begun
 */
export async function overItems<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<ItemOutcome<Result>>,
  atOnce: number,
  { signal, onProgress, mayBegin = () => true }: ItemsOptions<Item, Result>,
): Promise<{ succeeded: number; failed: number }> {
  let succeeded = 0
  let failedCount = 0
  let results: Result[] = []
  let failed: { item: Item; problem: Problem }[] = []
  let sentAt = Number.NEGATIVE_INFINITY

  const report = () => {
    onProgress({ done: succeeded + failedCount, total: items.length, results, failed })
    results = []
    failed = []
    sentAt = performance.now()
  }
  const next = items[Symbol.iterator]()
  const worker = async () => {
    while (!signal.aborted) {
      const item = next.next()
      if (item.done === true) return
      if (!mayBegin(item.value)) continue
      const outcome = await work(item.value)
      if (outcome.ok) {
        succeeded++
        results.push(outcome.result)
      } else {
        failedCount++
        failed.push({ item: item.value, problem: outcome.problem })
      }
      if (performance.now() - sentAt >= progressMs) report()
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  if (results.length > 0 || failed.length > 0) report()
  return { succeeded, failed: failedCount }
}
