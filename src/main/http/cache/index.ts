export {
  type CacheAnswer,
  type CacheReply,
  type CacheRequest,
  type CacheSteps,
  createHttpCache,
  type HttpCache,
  type HttpCacheOptions,
  type ReplySource,
  type SendOptions,
} from './http-cache'
export type { CacheStore, CacheUsage, KeptReply } from './store'
export { createWorkerStore, type WorkerStoreOptions } from './worker-store'
