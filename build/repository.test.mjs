// @ts-check
// What the files around the code promise each other.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repo } from './lib/paths.mjs'
import { programPath } from './package.mjs'

/** @param {string} path */
const read = (path) => readFileSync(join(repo, path), 'utf8')
/** @type {{ scripts: Record<string, string>, dependencies: Record<string, string>, devDependencies: Record<string, string> }} */
const packageJson = JSON.parse(read('package.json'))
const workflow = read('.github/workflows/ci.yml')

test('every npm script that the workflow and .ci/run call exists', () => {
  const text = workflow + read('.ci/run')
  const called = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '')
  if (/npm (?:test|t)\b/.test(text)) called.push('test')
  expect(called.length).toBeGreaterThan(3)
  expect(called.filter((name) => !(name in packageJson.scripts))).toEqual([])
})

test('every script of ours that is called exists', () => {
  const text = `${Object.values(packageJson.scripts).join('\n')}\n${workflow}\n${read('lefthook.yml')}`
  const called = [...text.matchAll(/node (build\/\S+\.mjs)/g)].map(([, path]) => path ?? '')
  expect(called.filter((path) => !existsSync(join(repo, path)))).toEqual([])
})

test('the workflow may read the repository and nothing else', () => {
  expect(workflow).toMatch(/^permissions:\n {2}contents: read\n/m)
  expect(workflow).not.toMatch(/:\s*write\b/)
})

test('packages have exact versions, and the lockfile says what each must contain', () => {
  const versions = Object.values({ ...packageJson.dependencies, ...packageJson.devDependencies })
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  /** @type {{ packages: Record<string, { integrity?: string, inBundle?: boolean }> }} */
  const { packages } = JSON.parse(read('package-lock.json'))
  const entries = Object.entries(packages).filter(([path]) => path !== '')
  expect(entries.length).toBeGreaterThan(100)
  // A bundled package comes inside another one, whose integrity covers it.
  const unproven = entries.filter(
    ([, { integrity, inBundle }]) => !inBundle && !integrity?.startsWith('sha512-'),
  )
  expect(unproven.map(([path]) => path)).toEqual([])
})

test('nothing that is shipped is under the GPL, and what is under the LGPL can be replaced', () => {
  /** @type {{ packages: Record<string, { license?: string, dev?: boolean, devOptional?: boolean }> }} */
  const { packages } = JSON.parse(read('package-lock.json'))
  const shipped = Object.entries(packages).filter(
    ([path, { dev, devOptional }]) => path && !dev && !devOptional,
  )
  expect(shipped.length).toBeGreaterThan(50)
  /** @param {RegExp} license */
  const under = (license) =>
    shipped.filter(([, entry]) => license.test(entry.license ?? '')).map(([path]) => path)
  expect(under(/(?<![L\w])A?GPL/)).toEqual([])
  const unpacked = [...read('build/electron-builder.yml').matchAll(/"(node_modules\/.+\/)\*\*"/g)]
  const replaceable = unpacked.map(([, folder]) => folder ?? '')
  expect(under(/LGPL/).length).toBeGreaterThan(2)
  expect(
    under(/LGPL/).filter((path) => !replaceable.some((folder) => `${path}/`.startsWith(folder))),
  ).toEqual([])
})

test('the launcher opens what the app edits', () => {
  const desktop = read('build/linux/org.tagwright.Tagwright.desktop')
  const types = /^MimeType=(.*);$/m.exec(desktop)?.[1]?.split(';') ?? []
  for (const type of [
    'audio/mpeg',
    'audio/flac',
    'audio/mp4',
    'audio/ogg',
    'audio/opus',
    'audio/wav',
    'inode/directory',
  ]) {
    expect(types).toContain(type)
  }
  expect(desktop).toMatch(/^Exec=tagwright %F$/m)
})

test('electron-builder finds every icon', () => {
  const paths = [...read('build/electron-builder.yml').matchAll(/build\/icons\/[\w.]+/g)].map(
    ([path]) => path,
  )
  expect(paths.filter((path) => !existsSync(join(repo, path)))).toEqual([])
})

test('the packaged program is looked for where electron-builder puts it', () => {
  expect(programPath('linux', 'x64')).toBe(join('linux-unpacked', 'tagwright'))
  expect(programPath('darwin', 'arm64')).toContain('mac-arm64')
  expect(programPath('win32', 'x64')).toBe(join('win-unpacked', 'Tagwright.exe'))
})
