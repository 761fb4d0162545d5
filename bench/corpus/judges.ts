import { Worker } from 'node:worker_threads'
import { type Asked, askWorker } from '../ask-worker'
import type { Judgement, Libraries, Question } from './worker'

/** Milliseconds and megabytes that one file may cost. */
const patienceMs = 60_000
const heapMb = 1024

export type Answer<Found> = Asked<{ readonly found: Found }>

/** One thread that judges files, replaced when a file hangs or kills it. */
export class Judge {
  readonly #script: URL
  readonly #outputs: string
  #worker: Worker | undefined

  constructor(script: URL, outputs: string) {
    this.#script = script
    this.#outputs = outputs
  }

  judge(path: string): Promise<Answer<Judgement>> {
    return this.#ask(path, 'us')
  }

  libraries(path: string): Promise<Answer<Libraries>> {
    return this.#ask(path, 'libraries')
  }

  /** Whether node-taglib-sharp changes the title of this file. It writes the file. */
  taglibWrites(path: string): Promise<Answer<boolean>> {
    return this.#ask(path, 'taglib writes')
  }

  async #ask<Found>(path: string, of: Question['of']): Promise<Answer<Found>> {
    this.#worker ??= new Worker(this.#script, {
      workerData: { outputs: this.#outputs },
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    })
    const answer = await askWorker<{ readonly found: Found }>(
      this.#worker,
      (port) => ({ path, of, port }) satisfies Question,
      patienceMs,
    )
    if (!('found' in answer)) await this.end()
    return answer
  }

  async end(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }
}
