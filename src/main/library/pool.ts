import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { type Problem, ProblemError } from '../../shared/model'
import { type TaskInput, type TaskName, type TaskOutput, tasks } from './tasks'

/** Runs tasks somewhere else, and gives up on those that take too long. */
export interface Pool {
  readonly workers: number
  /**
   * Runs a task on the file at `path` (for its deadline and its name in problems).
   * @throws TaskFailedError when it hung or its worker died; the worker is replaced
   */
  run<Name extends TaskName>(name: Name, input: TaskInput<Name>, path: string): Promise<TaskOutput<Name>>
  close(): Promise<void>
}

/** A task that gave no answer. */
export class TaskFailedError extends ProblemError {
  override readonly name = 'TaskFailedError'
  /**
   * Every thread that has ended so far, once the one of this task is sure to be among them if it died. Told to end it
   * may still finish the call to the system that it is in: until then, what it holds is its own.
   */
  readonly ended: Promise<ReadonlySet<number>>

  constructor(problem: Problem, ended: Promise<ReadonlySet<number>>, options?: ErrorOptions) {
    super(problem, options)
    this.ended = ended
  }
}

/** Disks have latency: more workers than cores hide it (performance.md, What to do, 6). */
export const defaultWorkers = (): number => Math.min(8, Math.max(2, availableParallelism()))

/** Reading needs milliseconds; five seconds are a hang, or a very slow volume and a very large file. */
const baseDeadlineMs = 5000
const readBytesPerMs = 20_000
/** Saving copies and flushes the whole file, perhaps over a network. */
const saveDeadlineMs = 30_000
const saveBytesPerMs = 1000
/** Two minutes of sound take a second or two, wherever they lie in the file. */
const listenDeadlineMs = 30_000
/** The first task of a worker waits for its code to be loaded. */
const startAllowanceMs = 10_000

/** Copying, flushing, or many files in one task. */
const writing: ReadonlySet<TaskName> = new Set([
  'save',
  'saveCopy',
  'undoFile',
  'renameFiles',
  'keepBeside',
  'undoMoves',
  'settle',
])

function deadlineMs(name: TaskName, sizeBytes: number): number {
  if (writing.has(name)) return saveDeadlineMs + sizeBytes / saveBytesPerMs
  return (name === 'fingerprint' ? listenDeadlineMs : baseDeadlineMs) + sizeBytes / readBytesPerMs
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch {
    // Gone or unreadable: the task itself will say so.
    return 0
  }
}

export interface PoolOptions {
  readonly workerPath: string
  readonly workers: number
  readonly onError: (error: unknown, path: string | undefined) => void
  /** What a worker says that belongs to no task. */
  readonly onMessage?: (message: unknown) => void
  /** Milliseconds for a task on a file of this size; tests shorten it. */
  readonly deadline?: (name: TaskName, sizeBytes: number) => number
  /** Milliseconds on top of that for each worker's first task. */
  readonly startAllowance?: number
}

/** A pool of worker threads around the built worker file. */
export function createPool({
  workerPath,
  workers,
  onError,
  onMessage = () => {},
  deadline = deadlineMs,
  startAllowance = startAllowanceMs,
}: PoolOptions): Pool {
  const piscina = new Piscina({
    filename: workerPath,
    minThreads: 1,
    maxThreads: workers,
    // A worker keeps its code: one that starts anew would be slow when the person comes back.
    idleTimeout: Number.POSITIVE_INFINITY,
    recordTiming: false,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
  const threads = new Threads()
  piscina.on('workerCreate', () => threads.watch(piscina.threads))
  piscina.on('message', onMessage)
  const slots = new Slots(workers)
  /** Workers that have not loaded their code yet: at first all of them, later the ones that replace others. */
  let fresh = workers

  return {
    workers,
    async run<Name extends TaskName>(name: Name, input: TaskInput<Name>, path: string) {
      const sizeBytes = await sizeOf(path)
      // The clock starts when a worker is free, not when the task is asked for.
      const release = await slots.take()
      const limit = deadline(name, sizeBytes) + (fresh > 0 ? startAllowance : 0)
      fresh = Math.max(0, fresh - 1)
      const controller = new AbortController()
      const timer = setTimeout(() => controller.abort(), limit)
      try {
        return (await piscina.run(input, { name, signal: controller.signal })) as TaskOutput<Name>
      } catch (cause) {
        onError(cause, path)
        fresh = Math.min(workers, fresh + 1)
        const file = basename(path)
        const problem: Problem = controller.signal.aborted
          ? { code: 'metadata.timeout', params: { file } }
          : {
              code: 'internal',
              params: { file, reason: cause instanceof Error ? cause.message : String(cause) },
            }
        throw new TaskFailedError(problem, threads.endedBeside(piscina.threads), { cause })
      } finally {
        clearTimeout(timer)
        release()
      }
    },
    async close() {
      await piscina.close()
      await piscina.destroy()
    },
  }
}

/** Runs every task in this thread, one at a time: for tests and for where there are no workers. No deadlines. */
export function createInProcessPool(onError: (error: unknown, path: string | undefined) => void): Pool {
  const slots = new Slots(1)
  return {
    workers: 1,
    async run<Name extends TaskName>(name: Name, input: TaskInput<Name>, path: string) {
      const release = await slots.take()
      try {
        // The table's functions take what their own name says; the compiler cannot pair the two by itself.
        const task = tasks[name] as (value: TaskInput<Name>) => Promise<TaskOutput<Name>>
        return await task(input)
      } catch (cause) {
        onError(cause, path)
        const reason = cause instanceof Error ? cause.message : String(cause)
        const noThread = Promise.resolve(new Set<number>())
        throw new TaskFailedError({ code: 'internal', params: { reason } }, noThread, { cause })
      } finally {
        release()
      }
    },
    close: async () => {},
  }
}

/** Which threads of this process have ended. */
class Threads {
  readonly #ended = new Set<number>()
  readonly #endings = new Map<Worker, Promise<void>>()

  watch(threads: readonly Worker[]): void {
    for (const thread of threads) {
      if (this.#endings.has(thread)) continue
      const { threadId } = thread
      const ending = new Promise<void>((resolve) => {
        thread.once('exit', () => {
          this.#ended.add(threadId)
          this.#endings.delete(thread)
          resolve()
        })
      })
      this.#endings.set(thread, ending)
    }
  }

  /** Those that have ended, once all that are not among these any more are through with it. */
  async endedBeside(present: readonly Worker[]): Promise<ReadonlySet<number>> {
    const leaving = [...this.#endings].filter(([thread]) => !present.includes(thread))
    await Promise.all(leaving.map(([, ending]) => ending))
    return this.#ended
  }
}

/** So many at once, the others in their order. */
class Slots {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  async take(): Promise<() => void> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    return () => {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free++
      else next()
    }
  }
}
