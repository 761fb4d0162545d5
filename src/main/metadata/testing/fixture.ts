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

/** A sequence of numbers in 0…1 that is the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}
