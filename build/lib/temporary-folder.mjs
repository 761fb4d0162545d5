// @ts-check
// For the tests of these scripts.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/**
 * A folder that is there for one test.
 * @param {Record<string, string>} [files] content by path
 */
export function temporaryFolder(files = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tagwright-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) put(join(folder, path), content)
  return folder
}

/**
 * Writes a file and the folders above it.
 * @param {string} path
 * @param {string} content
 */
export function put(path, content) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}
