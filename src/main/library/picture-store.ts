import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Files named by what is in them: written once, never changed. */
export class BlobFolder {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async read(name: string): Promise<Uint8Array | undefined> {
    try {
      return new Uint8Array(await readFile(join(this.#folder, name)))
    } catch {
      // Not there, or not readable: both mean that it has to be made again.
      return undefined
    }
  }

  /** Whole or not at all: a crash half-way leaves no file of that name. */
  async write(name: string, bytes: Uint8Array): Promise<void> {
    const path = join(this.#folder, name)
    const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
    await mkdir(dirname(path), { recursive: true })
    try {
      await writeFile(temporary, bytes, { flag: 'wx' })
      await rename(temporary, path)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }
}

/** How much of the pictures is kept in memory as well: bytes. */
const memoryBytes = 128 * 1024 * 1024

/**
 * The bytes of pictures that are in no file yet, by SHA-256: an edit only names them. In memory for speed, on disk
 * so that an edit outlives both a large picture and a restart.
 */
export class PictureStore {
  readonly #memory = new Map<string, Uint8Array>()
  readonly #folder: BlobFolder
  #heldBytes = 0

  constructor(folder: string) {
    this.#folder = new BlobFolder(folder)
  }

  /** @throws the system's error when it cannot be kept on disk */
  async put(bytes: Uint8Array): Promise<string> {
    const hash = createHash('sha256').update(bytes).digest('hex')
    this.#remember(hash, bytes)
    await this.#folder.write(hash, bytes)
    return hash
  }

  async get(hash: string): Promise<Uint8Array | undefined> {
    if (!/^[0-9a-f]{64}$/.test(hash)) return undefined
    const held = this.#memory.get(hash)
    if (held !== undefined) return held
    const bytes = await this.#folder.read(hash)
    // What lies on disk may have been damaged: only the right bytes may bear this name.
    if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== hash) return undefined
    this.#remember(hash, bytes)
    return bytes
  }

  #remember(hash: string, bytes: Uint8Array): void {
    if (this.#memory.has(hash)) return
    this.#memory.set(hash, bytes)
    this.#heldBytes += bytes.length
    for (const [oldest, old] of this.#memory) {
      if (this.#heldBytes <= memoryBytes || oldest === hash) break
      this.#memory.delete(oldest)
      this.#heldBytes -= old.length
    }
  }
}
