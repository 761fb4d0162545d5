import type { Counts, Refused } from '../../shared/ipc'
import type { Outcome, Track } from '../../shared/model'
import { walk } from '../files'
import type { ScanOptions } from './library'
import type { Pool } from './pool'
import { filesPerTask, readFiles } from './read-files'
import type { Reading } from './reading'
import type { Session } from './session'

/** The first rows come early, so that the window shows life; later ones in handfuls (performance.md). */
const firstBatchRows = 30
const firstBatchMs = 50
const batchRows = 500
const batchMs = 16
/** A quiet stretch — large folders without music — still says how far it got. */
const quietMs = 250

/**
 * Walks what was granted, reads it in the pool and lists it. `found` counts the files that were new and the
 * things that had to be refused; at the end it is the sum of `read` and `refused`.
 */
export async function scan(
  paths: readonly string[],
  { signal, onBatch }: ScanOptions,
  { pool, session }: { readonly pool: Pool; readonly session: Session },
): Promise<Counts> {
  const batches = new Batches(onBatch)
  const timer = setInterval(() => batches.tick(), batchMs)
  const seen = new Set<string>()
  const underWay = new Set<Promise<void>>()
  let failure: unknown
  let chunk: string[] = []

  const readChunk = async (files: readonly string[]) => {
    const outcomes = await readFiles(pool, files)
    // A cancelled scan lists nothing more: the window has stopped to listen.
    if (signal.aborted) return
    outcomes.forEach((outcome, index) => {
      batches.addOutcome(files[index] ?? '', outcome, session)
    })
  }
  const send = async () => {
    const task = readChunk(chunk).catch((error: unknown) => {
      failure ??= error
    })
    chunk = []
    const settled = task.finally(() => underWay.delete(settled))
    underWay.add(settled)
    // Enough to keep every worker busy; the walk waits, so that a cancel finds little to throw away.
    if (underWay.size >= pool.workers * 2) await Promise.race(underWay)
  }

  try {
    for await (const found of walk(paths, { signal })) {
      if (found.kind === 'refused') {
        batches.addRefused({ file: found.file, problem: found.problem })
        continue
      }
      if (seen.has(found.path) || session.isListed(found.path)) continue
      seen.add(found.path)
      batches.addFound()
      chunk.push(found.path)
      // Small tasks first: the first rows should not wait for a whole handful.
      if (chunk.length >= (batches.hasSent ? filesPerTask : 4)) await send()
    }
    if (chunk.length > 0 && !signal.aborted) await send()
    await Promise.all(underWay)
  } finally {
    clearInterval(timer)
  }
  if (failure !== undefined) throw failure
  return batches.finish()
}

/** Collects rows and passes them on in batches of a good size, at a good pace. */
class Batches {
  readonly #onBatch: ScanOptions['onBatch']
  readonly #startedAt = performance.now()
  #sentAt = performance.now()
  #counts: Counts = { found: 0, read: 0, refused: 0 }
  #sentFound = 0
  #tracks: Track[] = []
  #refused: Refused[] = []
  hasSent = false

  constructor(onBatch: ScanOptions['onBatch']) {
    this.#onBatch = onBatch
  }

  addFound(): void {
    this.#counts = { ...this.#counts, found: this.#counts.found + 1 }
  }

  addRefused(refused: Refused): void {
    this.addFound()
    this.#refuse(refused)
  }

  addOutcome(path: string, outcome: Outcome<{ reading: Reading }>, session: Session): void {
    if (!outcome.ok) {
      this.#refuse({ file: path, problem: outcome.problem })
      return
    }
    this.#counts = { ...this.#counts, read: this.#counts.read + 1 }
    this.#tracks.push(session.list(outcome.reading))
    this.#sendIfFull()
  }

  #refuse(refused: Refused): void {
    this.#counts = { ...this.#counts, refused: this.#counts.refused + 1 }
    this.#refused.push(refused)
    this.#sendIfFull()
  }

  get #rows(): number {
    return this.#tracks.length + this.#refused.length
  }

  #sendIfFull(): void {
    if (this.#rows >= (this.hasSent ? batchRows : firstBatchRows)) this.#send()
  }

  /** Called at the pace of the screen. */
  tick(): void {
    const now = performance.now()
    if (this.#rows > 0 && (this.hasSent || now - this.#startedAt >= firstBatchMs)) this.#send()
    else if (this.#counts.found !== this.#sentFound && now - this.#sentAt >= quietMs) this.#send()
  }

  finish(): Counts {
    if (this.#rows > 0 || !this.hasSent) this.#send()
    return this.#counts
  }

  #send(): void {
    this.#onBatch({ counts: this.#counts, tracks: this.#tracks, refused: this.#refused })
    this.#tracks = []
    this.#refused = []
    this.#sentAt = performance.now()
    this.#sentFound = this.#counts.found
    this.hasSent = true
  }
}
