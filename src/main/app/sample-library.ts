import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log, SampleLibrary } from '../ipc'

const folderName = 'Tagwright sample'
/** Lies beside the music but is a lookup source, not music. */
const catalogue = 'catalogue'

/**
 * Copies the music of the sample library below the first of `places` that can be written to. A copy that is there
 * already is used as it is, with whatever was edited in it.
 */
export function createSampleLibrary(options: {
  readonly from: string
  readonly places: readonly string[]
  readonly log: Log
}): SampleLibrary {
  async function provide(): Promise<string> {
    let failure: unknown
    for (const place of options.places) {
      const folder = join(place, folderName)
      try {
        if (!(await holdsSomething(folder))) await copyWhole(options.from, folder)
        return folder
      } catch (error) {
        options.log.warn('the sample library could not be copied there', error)
        failure = error
      }
    }
    throw failure ?? new Error('nowhere to copy the sample library to')
  }

  let providing: Promise<string> | undefined
  return {
    provide() {
      providing ??= provide().finally(() => {
        providing = undefined
      })
      return providing
    },
  }
}

async function holdsSomething(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

/** The folder is there whole or not at all. */
async function copyWhole(from: string, to: string): Promise<void> {
  const temporary = `${to}.${process.pid}.tmp`
  try {
    await mkdir(temporary, { recursive: true })
    for (const entry of await readdir(from, { withFileTypes: true })) {
      if (entry.isDirectory() && entry.name !== catalogue)
        await copyFolder(join(from, entry.name), join(temporary, entry.name))
    }
    await rename(temporary, to)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw error
  }
}

/** By reading and writing, so that it also works out of an archive, and what comes out may be written to. */
async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const target = join(to, entry.name)
    if (entry.isDirectory()) await copyFolder(join(from, entry.name), target)
    else if (entry.isFile()) {
      await writeFile(target, await readFile(join(from, entry.name)))
      await chmod(target, 0o644)
    }
  }
}
