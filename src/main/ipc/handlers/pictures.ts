import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { limits } from '../../../shared/ipc'
import { orThrow, type Picture, ProblemError } from '../../../shared/model'
import type { Library } from '../../library'
import type { CallHandlers } from '../handler-types'
import type { Dialogs } from './library'

interface Parts {
  readonly library: Pick<Library, 'addPicture' | 'alike'>
  readonly dialogs: Pick<Dialogs, 'choosePicture'>
}

export function pictureHandlers({
  library,
  dialogs,
}: Parts): Pick<CallHandlers, 'pictures.choose' | 'pictures.add' | 'pictures.alike'> {
  async function add(bytes: Uint8Array, file: string): Promise<Picture> {
    const outcome = await library.addPicture(bytes)
    if (outcome.ok) return outcome.picture
    const { problem } = outcome
    // The library knows bytes only; here we know what they are called.
    throw new ProblemError(file === '' ? problem : { ...problem, params: { ...problem.params, file } })
  }

  return {
    'pictures.choose': async () => {
      const path = await dialogs.choosePicture()
      return path === undefined ? null : add(await readPictureFile(path), basename(path))
    },
    'pictures.add': (bytes) => add(bytes, ''),
    'pictures.alike': async ({ one, other }) => orThrow(await library.alike(one, { hash: other })).alike,
  }
}

async function readPictureFile(path: string): Promise<Uint8Array> {
  const file = basename(path)
  try {
    const handle = await open(path, 'r')
    try {
      const { size } = await handle.stat()
      if (size > limits.pictureBytes) {
        throw new ProblemError({ code: 'picture.tooLarge', params: { file, reason: '> 64 MB' } })
      }
      return await handle.readFile()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof ProblemError) throw error
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw new ProblemError(
      { code: missing ? 'file.notFound' : 'file.notReadable', params: { file } },
      { cause: error },
    )
  }
}
