import {
  AbstractTokenizer,
  EndOfStreamError,
  type IRandomAccessFileInfo,
  type IReadChunkOptions,
} from 'strtok3'
import type { FileAccess } from './file-access'

/** What may be asked for of one file: music-metadata reads hostile ones to their end. */
export interface ReadLimit {
  readonly reads: number
  readonly bytes: number
}

export const unlimited: ReadLimit = { reads: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY }

class ReadLimitError extends Error {
  override readonly name = 'ReadLimitError'
}

/** music-metadata asks for promises; the bytes are there at once, read synchronously in the worker. */
export class AccessTokenizer extends AbstractTokenizer {
  readonly fileInfo: IRandomAccessFileInfo
  readonly #access: FileAccess
  #readsLeft: number
  #bytesLeft: number

  constructor(access: FileAccess, extension: string | undefined, limit: ReadLimit) {
    super()
    this.#access = access
    this.#readsLeft = limit.reads
    this.#bytesLeft = limit.bytes
    this.fileInfo = { size: access.size, ...(extension === undefined ? {} : { path: extension }) }
  }

  override supportsRandomAccess(): boolean {
    return true
  }

  setPosition(position: number): void {
    this.position = position
  }

  override async readBuffer(buffer: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const { position } = this.normalizeOptions(buffer, options)
    const count = await this.peekBuffer(buffer, options)
    this.position = position + count
    return count
  }

  override async peekBuffer(buffer: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const { position, length, mayBeLess } = this.normalizeOptions(buffer, options)
    this.#bytesLeft -= length
    if (this.#readsLeft-- <= 0 || this.#bytesLeft < 0) throw new ReadLimitError()
    const bytes = this.#access.read(position, length)
    if (bytes.length < length && !mayBeLess) throw new EndOfStreamError()
    buffer.set(bytes)
    return bytes.length
  }
}
