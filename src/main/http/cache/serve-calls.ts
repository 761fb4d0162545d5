import { z } from 'zod'
import { type CacheDatabase, openCacheDatabase } from './database'

/** What the worker is begun with. */
export const WorkerData = z.object({ path: z.string(), maxBytes: z.number() })
export type WorkerData = z.infer<typeof WorkerData>

/** From the worker's owner: a method of the database. */
export interface Call {
  readonly id: number
  readonly name: keyof CacheDatabase
  readonly args: readonly unknown[]
}

/** From the worker. An error crosses as its text: it is only for the log. */
export type FromWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly reason: string }
  | { readonly kind: 'setAside'; readonly path: string }

export interface CallPort {
  on(event: 'message', listener: (call: Call) => void): unknown
  postMessage(message: FromWorker): void
}

/** Does what is asked over the port, one call after another; the database is opened by the first. */
export function serveCalls(port: CallPort, data: unknown): void {
  const { path, maxBytes } = WorkerData.parse(data)
  const onSetAside = (aside: string): void => port.postMessage({ kind: 'setAside', path: aside })
  let database: CacheDatabase | undefined

  port.on('message', ({ id, name, args }) => {
    try {
      database ??= openCacheDatabase(path, { maxBytes, onSetAside })
      const method = database[name] as (...args: readonly unknown[]) => unknown
      port.postMessage({ kind: 'answer', id, value: method(...args) })
    } catch (error) {
      port.postMessage({ kind: 'failure', id, reason: String(error) })
    }
  })
}
