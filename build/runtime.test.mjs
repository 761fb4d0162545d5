// @ts-check
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { put, temporaryFolder } from './lib/temporary-folder.mjs'
import { recall } from './official-download.mjs'
import { findRuntime } from './runtime.mjs'

const packageJson = { 'node_modules/electron/package.json': '{"version": "45.4.1"}' }
const installed = {
  ...packageJson,
  'node_modules/electron/dist/electron': '',
  'node_modules/electron/dist/version': 'v45.4.1\n',
}

/**
 * A machine that can neither download nor unpack, so that a test sees when either is tried.
 * @param {Record<string, string>} files
 * @param {Partial<import('./runtime.mjs').Machine>} [more]
 */
function machine(files, more) {
  const folder = temporaryFolder(files)
  return {
    env: {},
    folder,
    platform: 'linux',
    arch: 'x64',
    cache: () => folder,
    download: vi.fn(async () => ({ failed: 'ENOTFOUND', remembered: false })),
    carry: vi.fn(async () => join(folder, 'carried')),
    ...more,
  }
}

test('first the one that the environment names', async () => {
  const dist = temporaryFolder({ electron: '', version: '44.0.0' })
  const here = machine(installed, { env: { ELECTRON_OVERRIDE_DIST_PATH: dist } })
  const runtime = await findRuntime(here)
  expect(runtime).toMatchObject({
    dist,
    executable: join(dist, 'electron'),
    version: '44.0.0',
    source: 'override',
  })
})

test('a named one that is not there is an error, not a reason to take another', async () => {
  const here = machine(installed, { env: { ELECTRON_OVERRIDE_DIST_PATH: '/not/there' } })
  await expect(findRuntime(here)).rejects.toThrow(/ELECTRON_OVERRIDE_DIST_PATH.*unset/)
})

test('then the installed one, without asking the network', async () => {
  const here = machine(installed)
  const runtime = await findRuntime(here)
  expect(runtime).toMatchObject({ version: '45.4.1', source: 'installed' })
  expect(runtime.executable).toBe(join(here.folder, 'node_modules/electron/dist/electron'))
  expect(here.download).not.toHaveBeenCalled()
})

test('then the download, also when an older one is still installed', async () => {
  const here = machine({ ...installed, 'node_modules/electron/dist/version': '44.0.0' })
  const download = async () => {
    put(join(here.folder, 'node_modules/electron/dist/version'), '45.4.1')
    return undefined
  }
  expect(await findRuntime({ ...here, download })).toMatchObject({ version: '45.4.1', source: 'downloaded' })
  expect(here.carry).not.toHaveBeenCalled()
})

test('last the one that the registry carries, with the reason', async () => {
  const runtime = await findRuntime(machine(packageJson))
  expect(runtime).toMatchObject({ version: '33.2.1', source: 'carried' })
  expect(runtime.why).toMatch(/33\.2\.1.*45\.4\.1 could not be downloaded \(ENOTFOUND\)/)
})

test.each([
  ['darwin', 'arm64'],
  ['win32', 'x64'],
  ['linux', 'arm64'],
])('on %s-%s, which has no other, the remedy is said', async (platform, arch) => {
  const here = machine(packageJson, { platform, arch })
  await expect(findRuntime(here)).rejects.toThrow(/Check the network connection/)
  expect(here.download).toHaveBeenCalledWith(expect.objectContaining({ remember: false }))
})

test('a failed download is remembered for a day and for that version', () => {
  const memory = join(temporaryFolder(), 'failed.json')
  const hour = 3_600_000
  put(memory, JSON.stringify({ version: '45.4.1', failed: 'ENOTFOUND', at: 100 * hour }))
  expect(recall(memory, '45.4.1', 101 * hour)).toBe('ENOTFOUND')
  expect(recall(memory, '45.4.1', 125 * hour)).toBeUndefined()
  // A clock that was set back must not make the memory last for ever.
  expect(recall(memory, '45.4.1', 99 * hour)).toBeUndefined()
  expect(recall(memory, '46.0.0', 101 * hour)).toBeUndefined()
  expect(recall(`${memory}.missing`, '45.4.1')).toBeUndefined()
})
