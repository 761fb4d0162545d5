import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { NotRegularFileError, type OpenForReading, openForReading, openForScanning } from './file-access'
import { temporaryFolder } from './testing/fixture'

/** Bytes that say where they are. */
const patterned = (length: number, salt = 0): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (at * 7 + (at >> 8) * 13 + (at >> 16) * 29 + salt) & 255)

function onDisk(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), 'file.bin')
  writeFileSync(path, bytes)
  return path
}

const ways: readonly (readonly [string, OpenForReading])[] = [
  ['openForReading', openForReading],
  ['openForScanning', openForScanning],
]

describe.each(ways)('%s', (_name, open) => {
  it.each([0, 1, 127, 4096, 12 * 1024, 12 * 1024 + 1, 300_000])('reads a file of %i bytes', (size) => {
    const bytes = patterned(size)
    const file = open(onDisk(bytes))
    try {
      expect(file.size).toBe(size)
      // To and fro, over the end, in small pieces and large ones: as containers do.
      const places = [0, size - 128, 10, size - 227, size >> 1, (size >> 1) + 100, size - 1, size, size + 9]
      for (const length of [0, 1, 10, 128, 4096, 20_000, 100_000, 1_000_000]) {
        for (const at of places.filter((place) => place >= 0)) {
          expect(Buffer.compare(file.read(at, length), bytes.subarray(at, at + length))).toBe(0)
        }
      }
    } finally {
      file.close()
    }
  })

  it('walks through a file in steps, forwards and backwards', () => {
    const bytes = patterned(400_000)
    const file = open(onDisk(bytes))
    const steps = Array.from({ length: 90 }, (_, step) => step * 4123)
    for (const at of [...steps, ...steps.toReversed()]) {
      expect(Buffer.compare(file.read(at, 282), bytes.subarray(at, at + 282))).toBe(0)
    }
    file.close()
  })

  it('leaves what was read as it is while more is read', () => {
    const bytes = patterned(600_000)
    const file = open(onDisk(bytes))
    const kept = Array.from({ length: 200 }, (_, index) => ({
      at: index * 2900,
      read: file.read(index * 2900, 500),
    }))
    for (const { at, read } of kept) expect(Buffer.compare(read, bytes.subarray(at, at + 500))).toBe(0)
    file.close()
  })

  it('keeps two files apart that are open at the same time', () => {
    const [first, second] = [patterned(50_000), patterned(50_000, 99)]
    const [one, other] = [open(onDisk(first)), open(onDisk(second))]
    const kept = one.read(100, 1000)
    expect(Buffer.compare(other.read(100, 1000), second.subarray(100, 1100))).toBe(0)
    expect(Buffer.compare(kept, first.subarray(100, 1100))).toBe(0)
    other.close()
    one.close()
  })

  it('opens no folder', () => {
    const folder = join(temporaryFolder(), 'folder')
    mkdirSync(folder)
    expect(() => open(folder)).toThrow(NotRegularFileError)
  })
})

it('what was read for keeps survives the file’s closing', () => {
  const bytes = patterned(30_000)
  const file = openForReading(onDisk(bytes))
  const kept = file.read(500, 2000)
  file.close()
  const next = openForReading(onDisk(patterned(30_000, 50)))
  next.read(500, 2000)
  next.close()
  expect(Buffer.compare(kept, bytes.subarray(500, 2500))).toBe(0)
})
