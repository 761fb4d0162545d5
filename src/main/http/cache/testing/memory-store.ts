import type { CacheStore, KeptReply } from '../store'

/** Keeps everything, in a map that tests may look into. */
export class MemoryStore implements CacheStore {
  readonly replies = new Map<string, KeptReply>()

  async get(key: string): Promise<KeptReply | undefined> {
    return this.replies.get(key)
  }
  async put(key: string, reply: KeptReply): Promise<void> {
    this.replies.set(key, reply)
  }
  async delete(key: string): Promise<void> {
    this.replies.delete(key)
  }
  async usage() {
    const bytes = [...this.replies.values()].reduce((sum, { body }) => sum + body.byteLength, 0)
    return { replies: this.replies.size, bytes }
  }
  async clear(): Promise<void> {
    this.replies.clear()
  }
  async close(): Promise<void> {}
}
