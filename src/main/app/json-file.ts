import { existsSync, readFileSync, renameSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ProblemError } from '../../shared/model'

/** What was in a JSON file. Damaged means that it was there and could not be understood. */
export type JsonRead =
  | { readonly kind: 'read'; readonly value: unknown }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged'; readonly error: unknown }

/** Synchronous on purpose: settings are needed before the first window is made. */
export function readJson(path: string): JsonRead {
  if (!existsSync(path)) return { kind: 'missing' }
  try {
    return { kind: 'read', value: JSON.parse(readFileSync(path, 'utf8')) }
  } catch (error) {
    return { kind: 'damaged', error }
  }
}

/** Replaces a file in one step: whoever reads it finds the old text or the new one, never half of it. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
  try {
    const handle = await open(temporary, 'w', 0o600)
    try {
      await handle.writeFile(`${JSON.stringify(value, null, 2)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Puts a file that could not be understood beside its place, under a new name, and answers that name. */
export function setAside(path: string): string {
  for (let number = 1; ; number++) {
    const aside = `${path.replace(/\.json$/, '')}.damaged-${number}.json`
    if (existsSync(aside)) continue
    renameSync(path, aside)
    return basename(aside)
  }
}

/** What a person is told of a file of the app's own that could not be written. */
export function notWritten(path: string, error: unknown): ProblemError {
  const file = basename(path)
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const closed = code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
  return new ProblemError(
    closed
      ? { code: 'file.folderNotWritable', params: { file } }
      : { code: 'file.ioError', params: { file, reason: code } },
    { cause: error },
  )
}

/** Writes the newest value only: what comes while a write is under way waits, and only the last of it is written. */
export function createJsonWriter(path: string): {
  write(value: unknown): Promise<void>
  settled(): Promise<void>
} {
  let next: { readonly value: unknown } | undefined
  let working: Promise<void> | undefined

  async function work(): Promise<void> {
    try {
      while (next !== undefined) {
        const { value } = next
        next = undefined
        await writeJson(path, value)
      }
    } finally {
      working = undefined
    }
  }

  return {
    write(value) {
      next = { value }
      working ??= work()
      return working
    },
    async settled() {
      await working
    },
  }
}
