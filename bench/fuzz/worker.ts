// Judges mutants, one message after another; the parent watches the clock.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { judgeMutant, type Verdict } from '../../src/main/metadata/testing/judge-mutant'
import { mutate } from '../../src/main/metadata/testing/mutate'
import { seededRandom } from '../../src/main/metadata/testing/seeded-random'

export interface Order {
  readonly path: string
  readonly seed: number
  readonly port: MessagePort
}

export type Report = { readonly verdict: Verdict; readonly memoryBytes: number } | { readonly crash: string }

parentPort?.on('message', ({ path, seed, port }: Order) => {
  const random = seededRandom(seed)
  const mutant = mutate(new Uint8Array(readFileSync(path)), random)
  const before = process.memoryUsage().rss
  judgeMutant(mutant, basename(path)).then(
    (verdict) => {
      const memoryBytes = Math.max(0, process.memoryUsage().rss - before)
      port.postMessage({ verdict, memoryBytes } satisfies Report)
    },
    (error: unknown) =>
      port.postMessage({
        crash: error instanceof Error ? (error.stack ?? error.message) : String(error),
      } satisfies Report),
  )
})
