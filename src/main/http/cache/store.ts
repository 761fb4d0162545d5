/** An answer as it is kept: `head` is a text of ours, `body` the bytes after decompression. */
export interface KeptReply {
  readonly head: string
  readonly body: Uint8Array<ArrayBuffer>
}

export interface CacheUsage {
  readonly replies: number
  /** What the answers take, in bytes. */
  readonly bytes: number
}

/**
 * Where answers are kept. The one that was not used for longest makes room for the next. Any method may reject: the
 * cache then goes on as if nothing were kept.
 */
export interface CacheStore {
  get(key: string): Promise<KeptReply | undefined>
  put(key: string, reply: KeptReply): Promise<void>
  delete(key: string): Promise<void>
  usage(): Promise<CacheUsage>
  clear(): Promise<void>
  close(): Promise<void>
}
