import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const folder = join(import.meta.dirname, 'fixtures')

/** The bytes of a fixture; see build/fixtures/make.mjs for what is in it. */
export const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)))

/** A folder of its own, gone after the test. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'tagwright-test-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A fixture as a file that the test may change. */
export function copyOf(name: string, as = name, into = temporaryFolder()): string {
  const path = join(into, as)
  copyFileSync(join(folder, name), path)
  return path
}

/** The six formats that are written, each with the same tags. */
export const writtenFormats = [
  'v23-v1.mp3',
  'v24.mp3',
  'tagged.flac',
  'tagged.ogg',
  'tagged.opus',
  'tagged.m4a',
  'tags-first.m4a',
  'info.wav',
] as const

/** Whether these bytes occur in others, one after the other. */
export const holds = (bytes: Uint8Array, part: Uint8Array): boolean =>
  Buffer.from(bytes).includes(Buffer.from(part))

export { seededRandom } from './seeded-random'
