import {
  AbstractTokenizer,
  EndOfStreamError,
  type IRandomAccessFileInfo,
  type IReadChunkOptions,
} from 'strtok3'
import type { FileAccess } from './file-access'

/** music-metadata asks for promises; the bytes are there at once, read synchronously in the worker. */
export class AccessTokenizer extends AbstractTokenizer {
  readonly fileInfo: IRandomAccessFileInfo
  readonly #access: FileAccess

  constructor(access: FileAccess, extension: string | undefined) {
    super()
    this.#access = access
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
    const bytes = this.#access.read(position, length)
    if (bytes.length < length && !mayBeLess) throw new EndOfStreamError()
    buffer.set(bytes)
    return bytes.length
  }
}
