import type { Release } from './release'

/** As many as a long evening of lookups needs. */
const mostReleases = 200

/**
 * Full releases that were fetched in this session, so that looking at a candidate again asks nobody. The one that
 * was not looked at for longest makes room.
 */
export class ReleaseShelf {
  readonly #releases = new Map<string, Release>()

  get(service: string, id: string): Release | undefined {
    const key = `${service} ${id}`
    const release = this.#releases.get(key)
    if (release === undefined) return undefined
    this.#releases.delete(key)
    this.#releases.set(key, release)
    return release
  }

  clear(): void {
    this.#releases.clear()
  }

  put(service: string, id: string, release: Release): void {
    this.#releases.set(`${service} ${id}`, release)
    const oldest = this.#releases.size > mostReleases ? this.#releases.keys().next().value : undefined
    if (oldest !== undefined) this.#releases.delete(oldest)
  }
}
