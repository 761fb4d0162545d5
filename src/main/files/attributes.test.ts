import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type AttributeLibrary, copyAttributes } from './attributes'
import { diskFiles } from './file-system'
import { save } from './save'

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

  it('says so when one cannot be read', () => {
    const { made, set } = library({ 'user.a': '1', 'user.b': '2' })
    const blind: AttributeLibrary = {
      ...made,
      getAttributeSync: (path, name) => (name === 'user.a' ? null : made.getAttributeSync(path, name)),
    }
    expect(copyAttributes(from, to, { library: blind, platform: 'linux' })).toBe(false)
    expect(set).toEqual({ 'user.b': '2' })
  })

  it('never takes a list that cannot be had for an empty one', () => {
    const { made } = library({})
    const unlisted: AttributeLibrary = {
      ...made,
      listAttributesSync: () => {
        throw new Error('Invalid attribute: "user.\\xFF"')
      },
    }
    expect(copyAttributes(from, to, { library: unlisted, platform: 'darwin' })).toBe(false)
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

describe('copying attributes of a real file', () => {
  const attributes: AttributeLibrary | undefined = installedLibrary()
  const has = (path: string, name: string) => {
    const value = attributes?.getAttributeSync(path, name)
    return value === null || value === undefined ? undefined : [...value]
  }
  const canSet = attributes !== undefined && canHaveAttributes(attributes)
  const values = { 'user.rating': [0, 255, 10], 'user.empty': [], 'user.größe': [1] }
  beforeEach(() => {
    if (!canSet) return
    for (const [name, value] of Object.entries(values)) {
      attributes.setAttributeSync(from, name, Uint8Array.from([9, ...value, 9]).subarray(1, -1))
    }
  })

  it.skipIf(!canSet)('keeps each byte of them by every route of a save, and starts no program for it', () => {
    // No program is found: where one was started all the same, the save would say that not all was kept.
    vi.stubEnv('PATH', join(tmpdir(), 'nowhere'))
    onTestFinished(() => void vi.unstubAllEnvs())
    const plans = {
      'in-place': { size: 3, splices: [{ at: 0, remove: 1, insert: Buffer.from('O') }], audio: [] },
      'whole-file': { size: 3, splices: [{ at: 0, remove: 1, insert: Buffer.from('longer') }], audio: [] },
    }
    for (const [route, plan] of Object.entries(plans)) {
      const journal = join(from, '..', 'journal')
      expect(save(from, plan, undefined, diskFiles, { journal })).toEqual({ route, unkept: [] })
      for (const [name, value] of Object.entries(values)) expect(has(from, name)).toEqual(value)
    }
    expect(readFileSync(from, 'latin1')).toBe('longerld')
  })

  const canName = canSet && process.platform === 'linux' && spawnSync('python3', ['--version']).status === 0
  it.skipIf(!canName)('keeps those whose names are not text, too', () => {
    const script = 'import os, sys; os.setxattr(sys.argv[1], b"user.\\xff", b"odd")'
    expect(spawnSync('python3', ['-c', script, from]).status).toBe(0)
    expect(copyAttributes(from, to)).toBe(true)
    const read =
      'import os, sys; print(os.getxattr(sys.argv[1], b"user.\\xff"), os.getxattr(sys.argv[1], "user.rating"))'
    expect(String(spawnSync('python3', ['-c', read, to]).stdout)).toBe("b'odd' b'\\x00\\xff\\n'\n")
  })
})

function installedLibrary(): AttributeLibrary | undefined {
  try {
    const library: AttributeLibrary = createRequire(import.meta.url)('@napi-rs/xattr')
    return library
  } catch {
    return undefined
  }
}

/** Not every volume keeps attributes. */
function canHaveAttributes(library: AttributeLibrary): boolean {
  const probe = join(mkdtempSync(join(tmpdir(), 'tagwright-attributes-')), 'probe')
  try {
    writeFileSync(probe, '')
    library.setAttributeSync(probe, 'user.probe', Buffer.from('1'))
    return true
  } catch {
    return false
  } finally {
    rmSync(dirname(probe), { recursive: true, force: true })
  }
}

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
