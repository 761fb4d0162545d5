import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const root = join(import.meta.dirname, '../../../..')
const Said = z.strictObject({ program: z.string(), fingerprints: z.record(z.string(), z.string()) })

/** What fpcalc says to files of the repository, by their paths in it; empty where it found nothing. Made once. */
export const saidByFpcalc = Said.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/fpcalc.json'), 'utf8')),
)

export const pathInRepository = (path: string): string => join(root, path)

/** One of the fixtures made beside it. */
export const soundFixture = (name: string): { readonly bytes: Uint8Array; readonly said: string } => ({
  bytes: new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', name))),
  said: saidByFpcalc.fingerprints[`src/main/sound/testing/fixtures/${name}`] ?? '',
})
