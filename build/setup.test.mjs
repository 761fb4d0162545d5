// @ts-check
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { put, temporaryFolder } from './lib/temporary-folder.mjs'
import { checkNode, staleness, stampInstallation } from './setup.mjs'

const lock = (/** @type {Record<string, object>} */ packages) => JSON.stringify({ packages })
const react = { version: '19.3.1', integrity: 'sha512-a' }
const vite = { version: '8.0.0', integrity: 'sha512-b', dev: true }
const elsewhere = { version: '1.0.0', integrity: 'sha512-c', optional: true }
const wanted = lock({
  '': {},
  'node_modules/react': react,
  'node_modules/vite': vite,
  'node_modules/mac': elsewhere,
})
const record = 'node_modules/.package-lock.json'

/** @param {Record<string, string>} [more] */
const checkout = (more) => temporaryFolder({ 'package-lock.json': wanted, ...more })
const complete = { [record]: lock({ 'node_modules/react': react, 'node_modules/vite': vite }) }

test('packages are installed when there are none', () => {
  expect(staleness(checkout())).toMatch(/not installed/)
})

test('an installation that was interrupted is done again', () => {
  expect(staleness(checkout({ 'node_modules/react/package.json': '{}' }))).toMatch(/did not finish/)
})

test('what a person has installed is not installed once more', () => {
  const folder = checkout(complete)
  expect(staleness(folder)).toBeUndefined()
  // Remembered, so that the lockfile need not be read entry by entry each time.
  rmSync(join(folder, record))
  expect(staleness(folder)).toBeUndefined()
})

test('a finished installation is left alone until the lockfile changes', () => {
  const folder = checkout(complete)
  stampInstallation(folder)
  expect(staleness(folder)).toBeUndefined()
  put(join(folder, 'package-lock.json'), wanted.replace('19.3.1', '19.4.0'))
  expect(staleness(folder)).toMatch(/changed/)
})

test('an installation without what is needed for building does not count', () => {
  expect(staleness(checkout({ [record]: lock({ 'node_modules/react': react }) }))).toMatch(/changed/)
})

test('nor does one for another platform', () => {
  const folder = checkout({ ...complete, 'node_modules/.tagwright-installed': 'plan9-mips 0123' })
  expect(staleness(folder)).toMatch(/another platform/)
})

test.each(['20.19.0', '22.1.0', '24.0.0'])('Node %s will do', (version) => {
  expect(() => checkNode(version)).not.toThrow()
})

test.each(['18.20.0', '20.18.3'])('Node %s is too old, and the remedy is said', (version) => {
  expect(() => checkNode(version)).toThrow(/Install 20\.19 or newer/)
})
