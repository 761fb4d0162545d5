import type { CoverId, FoundCover } from '../../shared/ipc'

/** As many as a job over a large library finds, and somebody may still choose from. */
const mostCovers = 20_000

/**
 * The covers that were found in this session: only these are fetched, whatever id is asked for. The one that was found
 * longest ago makes room.
 */
export class FoundCovers {
  readonly #titles = new Map<string, Pick<FoundCover, 'title'>>()

  get(cover: CoverId): Pick<FoundCover, 'title'> | undefined {
    return this.#titles.get(keyOf(cover))
  }

  put(cover: FoundCover): void {
    this.#titles.delete(keyOf(cover))
    this.#titles.set(keyOf(cover), { title: cover.title })
    const oldest = this.#titles.size > mostCovers ? this.#titles.keys().next().value : undefined
    if (oldest !== undefined) this.#titles.delete(oldest)
  }
}

const keyOf = ({ service, id }: CoverId): string => `${service} ${id}`
