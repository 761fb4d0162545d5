import { createHash } from 'node:crypto'
import type { ServiceName } from '../../shared/model'

/** As many as a job over a large library finds, and somebody may still choose from. */
const mostCovers = 20_000

/** A cover as its service knows it. */
export interface KnownCover {
  readonly service: ServiceName
  /** The service’s own: an address, with some. It stays in main. */
  readonly id: string
  readonly title: string
}

/**
 * The covers that were found in this session, by names of our own: only these can be asked for. The one that was found
 * longest ago makes room.
 */
export class FoundCovers {
  readonly #covers = new Map<string, KnownCover>()

  get(name: string): KnownCover | undefined {
    return this.#covers.get(name)
  }

  /** Answers the name that the window knows it by: the same for the same cover. */
  put(cover: KnownCover): string {
    const name = createHash('sha256').update(`${cover.service} ${cover.id}`).digest('hex').slice(0, 32)
    this.#covers.delete(name)
    this.#covers.set(name, cover)
    const oldest = this.#covers.size > mostCovers ? this.#covers.keys().next().value : undefined
    if (oldest !== undefined) this.#covers.delete(oldest)
    return name
  }
}
