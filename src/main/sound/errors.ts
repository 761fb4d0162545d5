/** Nothing here decodes this sound, however whole it is. */
export class NotDecodableError extends Error {
  override readonly name = 'NotDecodableError'
  /** As people call it; empty where it is the codec, not the container, that is not known. */
  readonly format: string

  constructor(format: string, options?: ErrorOptions) {
    super(`no decoder for ${format || 'this codec'}`, options)
    this.format = format
  }
}

/** The sound is not what its container says. */
export class DamagedSoundError extends Error {
  override readonly name = 'DamagedSoundError'
}

/** A package that this program is made of could not be loaded: the fault of no file. */
export class NotInstalledError extends Error {
  override readonly name = 'NotInstalledError'
}

/** What `load` answers. @throws NotInstalledError with what it threw */
export async function loaded<Part>(load: () => Part | Promise<Part>): Promise<Part> {
  try {
    return await load()
  } catch (cause) {
    throw new NotInstalledError('a part of the program could not be loaded', { cause })
  }
}
