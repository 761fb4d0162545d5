import { MessageChannel, Worker } from 'node:worker_threads'
import type { Judgement, Libraries, Question } from './worker'

/** Milliseconds and megabytes that one file may cost. */
const patienceMs = 60_000
const heapMb = 1024

export type Answer<Found> = { readonly found: Found } | { readonly crash: string } | { readonly hang: true }

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
    const worker = this.#worker
    const { port1: answers, port2: mine } = new MessageChannel()
    const answer = await new Promise<Answer<Found>>((resolve) => {
      const timer = setTimeout(() => resolve({ hang: true }), patienceMs)
      const crashed = (error: Error) => finish({ crash: error.message })
      const ended = (code: number) => finish({ crash: `the thread ended with ${code}` })
      const finish = (result: Answer<Found>) => {
        clearTimeout(timer)
        worker.off('error', crashed)
        worker.off('exit', ended)
        resolve(result)
      }
      worker.on('error', crashed)
      worker.on('exit', ended)
      answers.once('message', finish)
      worker.postMessage({ path, of, port: mine } satisfies Question, [mine])
    })
    answers.close()
    if (!('found' in answer)) await this.end()
    return answer
  }

  async end(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }
}
