import { Worker } from 'node:worker_threads'
import type { Call, FromWorker, WorkerData } from './serve-calls'
import type { CacheStore, CacheUsage, KeptReply } from './store'

export interface WorkerStoreOptions {
  /** The built `worker.ts`. */
  readonly workerPath: string
  /** The database; it is created when there is none. */
  readonly path: string
  /** What all answers together may take. */
  readonly maxBytes: number
  /** Told when a damaged database was put aside and a new one begun. */
  readonly onSetAside: (path: string) => void
  /** How long one call may take before the worker is ended and replaced, in ms. */
  readonly deadlineMs?: number
}

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

/** A database of some 100 MB may have to be given back to the disk. */
const patienceMs = 20_000

/** The store in a worker thread of its own: begun with the first call, and anew when it died or hung. */
export function createWorkerStore(options: WorkerStoreOptions): CacheStore {
  const { workerPath, path, maxBytes, onSetAside, deadlineMs = patienceMs } = options
  const pending = new Map<number, Pending>()
  let worker: Worker | undefined
  let lastId = 0

  function begin(): Worker {
    const data: WorkerData = { path, maxBytes }
    const begun = new Worker(workerPath, { workerData: data })
    // The program may end while it has nothing to do.
    begun.unref()
    begun.on('message', (message: FromWorker) => received(message))
    begun.on('error', (error) => ended(begun, new Error(String(error), { cause: error })))
    begun.on('exit', (code) => ended(begun, new Error(`the cache's worker ended with ${code}`)))
    worker = begun
    return begun
  }

  function received(message: FromWorker): void {
    if (message.kind === 'setAside') {
      onSetAside(message.path)
      return
    }
    const call = pending.get(message.id)
    if (call === undefined) return
    pending.delete(message.id)
    clearTimeout(call.timer)
    if (message.kind === 'answer') call.resolve(message.value)
    else call.reject(new Error(message.reason))
  }

  /** Whatever was asked of it gets no answer any more. */
  function ended(which: Worker, reason: Error): void {
    if (worker !== which) return
    worker = undefined
    for (const { reject, timer } of pending.values()) {
      clearTimeout(timer)
      reject(reason)
    }
    pending.clear()
  }

  function ask(name: Call['name'], ...args: readonly unknown[]): Promise<unknown> {
    const to = worker ?? begin()
    lastId += 1
    const id = lastId
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        ended(to, new Error(`the cache did not answer within ${deadlineMs} ms`))
        void to.terminate()
      }, deadlineMs)
      pending.set(id, { resolve, reject, timer })
      to.postMessage({ id, name, args } satisfies Call)
    })
  }

  return {
    get: async (key) => (await ask('get', key)) as KeptReply | undefined,
    put: async (key, reply) => {
      await ask('put', key, reply)
    },
    delete: async (key) => {
      await ask('delete', key)
    },
    usage: async () => (await ask('usage')) as CacheUsage,
    clear: async () => {
      await ask('clear')
    },
    async close() {
      if (worker === undefined) return
      const closing = worker
      try {
        await ask('close')
      } finally {
        worker = undefined
        await closing.terminate()
      }
    },
  }
}
