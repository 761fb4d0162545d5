// npm run fuzz [-- COUNT [SEED]]: damages the fixtures in thousands of ways and lets the engine read and save them.
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { askWorker } from '../ask-worker'
import type { Order, Report } from './worker'

const folder = fileURLToPath(new URL('../../src/main/metadata/testing/fixtures', import.meta.url))
const fixtures = readdirSync(folder)
  .filter((name) => !/\.(jpe?g|png|gif|webp|bmp)$/.test(name))
  .map((name) => join(folder, name))

/** Milliseconds that one mutant may take. */
const patienceMs = 5000
const heapMb = 512

const [countText = '20000', seedText = '1'] = process.argv.slice(2)
const [count, firstSeed] = [Number(countText), Number(seedText)]

interface Tally {
  read: number
  saved: number
  slowestMs: number
  peakBytes: number
  readonly crashes: string[]
  readonly hangs: string[]
  readonly flaws: string[]
}
const tally: Tally = { read: 0, saved: 0, slowestMs: 0, peakBytes: 0, crashes: [], hangs: [], flaws: [] }

const script = new URL('./fuzz-worker.js', import.meta.url)
const newWorker = () => new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: heapMb } })

let next = 0

async function work(): Promise<void> {
  let worker = newWorker()
  while (next < count) {
    const index = next++
    const path = fixtures[index % fixtures.length] ?? ''
    const seed = firstSeed * 1_000_003 + index
    const name = `${path.slice(folder.length + 1)} with seed ${seed}`
    const started = performance.now()
    const report = await askWorker<Report>(
      worker,
      (port) => ({ path, seed, port }) satisfies Order,
      patienceMs,
    )
    tally.slowestMs = Math.max(tally.slowestMs, performance.now() - started)
    if ('hang' in report || 'crash' in report) {
      if ('hang' in report) tally.hangs.push(name)
      else tally.crashes.push(`${name}: ${report.crash}`)
      await worker.terminate()
      worker = newWorker()
      continue
    }
    const { verdict, memoryBytes } = report
    if (verdict.read) tally.read++
    if (verdict.saved) tally.saved++
    if (verdict.flaw !== undefined) tally.flaws.push(`${name}: ${verdict.flaw}`)
    tally.peakBytes = Math.max(tally.peakBytes, memoryBytes)
    if (index % 1000 === 999) process.stderr.write(`\r${index + 1} of ${count}`)
  }
  await worker.terminate()
}

await Promise.all(Array.from({ length: availableParallelism() }, work))
process.stderr.write('\n')
for (const line of [...tally.crashes, ...tally.hangs, ...tally.flaws]) process.stdout.write(`✗ ${line}\n`)
const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(0)} MB`
process.stdout.write(
  `mutants ${count} · still read ${tally.read} (${((100 * tally.read) / count).toFixed(0)} %) · saved ${tally.saved} · ` +
    `crashes ${tally.crashes.length} · hangs ${tally.hangs.length} · flaws ${tally.flaws.length} · ` +
    `slowest ${tally.slowestMs.toFixed(0)} ms · most memory for one file ${megabytes(tally.peakBytes)}\n`,
)
const isGood =
  [tally.crashes, tally.hangs, tally.flaws].every((list) => list.length === 0) && tally.read * 2 >= count
process.exitCode = isGood ? 0 : 1
