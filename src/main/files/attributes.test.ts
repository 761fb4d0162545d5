import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type AttributeLibrary, copyAttributes } from './attributes'

let from = ''
let to = ''
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'tagwright-attributes-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  from = join(folder, 'from.mp3')
  to = join(folder, 'to.mp3')
  writeFileSync(from, 'old')
  writeFileSync(to, 'new')
})

/** Attributes as a table of path and name. */
function library(values: Record<string, string>, refuse: readonly string[] = []) {
  const set: Record<string, string> = {}
  const made: AttributeLibrary = {
    listAttributesSync: () => Object.keys(values),
    getAttributeSync: (_, name) => Buffer.from(values[name] ?? ''),
    setAttributeSync: (path, name, value) => {
      if (refuse.includes(name)) throw new Error('Operation not supported (os error 95)')
      expect(path).toBe(to)
      set[name] = Buffer.from(value).toString()
    },
  }
  return { made, set }
}

describe('copying attributes by the library', () => {
  it('copies each of them', () => {
    const { made, set } = library({ 'user.rating': '5', 'system.posix_acl_access': 'x' })
    expect(copyAttributes(from, to, { library: made, platform: 'linux' })).toBe(true)
    expect(set).toEqual({ 'user.rating': '5', 'system.posix_acl_access': 'x' })
  })

  it('copies the others when one is refused, and says so', () => {
    const { made, set } = library({ 'user.a': '1', 'user.b': '2' }, ['user.a'])
    expect(copyAttributes(from, to, { library: made, platform: 'darwin' })).toBe(false)
    expect(set).toEqual({ 'user.b': '2' })
  })

  it('leaves to the kernel what the kernel sets', () => {
    const { made } = library({ 'security.selinux': 'label' }, ['security.selinux'])
    expect(copyAttributes(from, to, { library: made, platform: 'linux' })).toBe(true)
  })

  it('has nothing to do on a volume that knows no attributes', () => {
    const { made } = library({})
    const none: AttributeLibrary = {
      ...made,
      listAttributesSync: () => {
        throw new Error('Operation not supported (os error 95)')
      },
    }
    expect(copyAttributes(from, to, { library: none, platform: 'linux' })).toBe(true)
  })
})

describe('copying attributes without the library', () => {
  it.skipIf(
    process.platform !== 'linux' ||
      !/coreutils/.test(spawnSync('cp', ['--version']).stdout?.toString() ?? ''),
  )('goes through coreutils on Linux, which leaves the bytes alone', () => {
    expect(copyAttributes(from, to, { library: null, platform: 'linux' })).toBe(true)
    expect(readFileSync(to, 'utf8')).toBe('new')
    expect(statSync(to).size).toBe(3)
    expect(copyAttributes(`${from}.gone`, to, { library: null, platform: 'linux' })).toBe(false)
  })

  it('is not possible elsewhere, and says so', () => {
    expect(copyAttributes(from, to, { library: null, platform: 'darwin' })).toBe(false)
    expect(copyAttributes(from, to, { platform: 'win32' })).toBe(false)
  })
})
