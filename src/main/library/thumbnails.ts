import type { Outcome } from '../../shared/model'
import { readPictureHeader } from '../metadata'
import type { PictureBytes } from './library'
import { BlobFolder } from './picture-store'

/** Sizes that are made, in pixels: others are rounded up to one of them, so that the cache stays small. */
const sizes = [64, 128, 256, 512, 1024]

/** Small versions of pictures, made once and kept by hash and size. */
export class Thumbnails {
  readonly #folder: BlobFolder
  readonly #onError: (error: unknown) => void
  readonly #underWay = new Map<string, Promise<Outcome<PictureBytes>>>()

  constructor(folder: string, onError: (error: unknown) => void) {
    this.#folder = new BlobFolder(folder)
    this.#onError = onError
  }

  /** The thumbnail of the picture with this hash; `make` is asked only when there is none, once for all who wait. */
  async get(
    hash: string,
    wantedSize: number,
    make: (size: number) => Promise<Outcome<PictureBytes>>,
  ): Promise<Outcome<PictureBytes>> {
    const size = sizes.find((candidate) => candidate >= wantedSize) ?? 1024
    const name = `${hash}-${size}`
    const waiting = this.#underWay.get(name)
    if (waiting !== undefined) return waiting
    const made = this.#readOrMake(name, () => make(size)).finally(() => this.#underWay.delete(name))
    this.#underWay.set(name, made)
    return made
  }

  async #readOrMake(
    name: string,
    make: () => Promise<Outcome<PictureBytes>>,
  ): Promise<Outcome<PictureBytes>> {
    const cached = await this.#folder.read(name)
    const mime = cached === undefined ? '' : readPictureHeader(cached).mime
    if (cached !== undefined && mime !== '') return { ok: true, mime, bytes: cached }
    const outcome = await make()
    if (outcome.ok) {
      try {
        await this.#folder.write(name, outcome.bytes)
      } catch (error) {
        // A cache that cannot be written is only slower.
        this.#onError(error)
      }
    }
    return outcome
  }
}
