import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rememberingLog } from '../ipc/testing/log'
import { createServiceKeys, type ServiceKeysOptions } from './service-keys'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tagwright-keys-'))
  path = join(folder, 'keys.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A keyring that turns every byte over; of another user's bytes it makes nothing. */
const keyring = (state: { available?: boolean; backend?: 'basic_text' | 'kwallet6' } = {}) => ({
  isEncryptionAvailable: () => state.available ?? true,
  getSelectedStorageBackend: () => state.backend ?? 'kwallet6',
  encryptString: (text: string) => Buffer.from(`ours${text}`).map((byte) => byte ^ 0xff) as Buffer,
  decryptString: (bytes: Buffer) => {
    const text = Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString()
    if (!text.startsWith('ours')) throw new Error('not ours')
    return text.slice(4)
  },
})
const keys = (options: Partial<ServiceKeysOptions> = {}) =>
  createServiceKeys({ path, safeStorage: keyring(), platform: 'linux', log: rememberingLog(), ...options })

const everythingOnDisk = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join()

describe('a key', () => {
  it('is kept encrypted, and found again', async () => {
    await keys().set('discogs', 'token-1')
    expect(readdirSync(folder)).toEqual(['keys.json'])
    expect(everythingOnDisk()).not.toContain('token-1')
    expect(everythingOnDisk()).not.toContain(Buffer.from('token-1').toString('base64'))
    const again = keys()
    expect(again.get('discogs')).toBe('token-1')
    expect(again.kept()).toEqual([{ service: 'discogs', until: 'removed' }])
  })

  it('is replaced, and removed', async () => {
    const kept = keys()
    await kept.set('discogs', 'token-1')
    await kept.set('acoustid', 'key-1')
    await kept.set('discogs', 'token-2')
    expect(keys().get('discogs')).toBe('token-2')
    await kept.set('discogs', '')
    expect([kept.get('discogs'), keys().get('discogs')]).toEqual([undefined, undefined])
    expect(keys().get('acoustid')).toBe('key-1')
  })

  it.each([
    ['there is no encryption', { available: false }],
    ['the encryption is one that everybody can undo', { backend: 'basic_text' }],
  ] as const)('is kept for this run only where %s', async (_, state) => {
    const kept = keys({ safeStorage: keyring(state) })
    await kept.set('discogs', 'token-1')
    expect(kept.get('discogs')).toBe('token-1')
    expect(kept.kept()).toEqual([{ service: 'discogs', until: 'quit' }])
    expect(readdirSync(folder)).toEqual([])
  })

  it('does not stay on disk behind one that cannot be encrypted', async () => {
    await keys().set('discogs', 'token-1')
    await keys({ safeStorage: keyring({ available: false }) }).set('discogs', 'token-2')
    expect(keys().get('discogs')).toBeUndefined()
  })

  it('that cannot be decrypted is none, and stays for when it can', async () => {
    await keys().set('discogs', 'token-1')
    const locked = keys({ safeStorage: keyring({ available: false }) })
    expect([locked.get('discogs'), locked.kept()]).toEqual([undefined, []])
    await locked.set('acoustid', 'key-1')
    expect(keys().get('discogs')).toBe('token-1')
    const foreign = {
      ...keyring(),
      decryptString: () => {
        throw new Error('not ours')
      },
    }
    expect(keys({ safeStorage: foreign }).get('discogs')).toBeUndefined()
  })

  it('that cannot be decrypted is asked of the keyring once, until there is another', async () => {
    await keys().set('discogs', 'token-1')
    let asked = 0
    const foreign = {
      ...keyring(),
      decryptString: () => {
        asked += 1
        throw new Error('not ours')
      },
    }
    const kept = keys({ safeStorage: foreign })
    expect([kept.get('discogs'), kept.get('discogs'), kept.kept()]).toEqual([undefined, undefined, []])
    expect(asked).toBe(1)
    await kept.set('discogs', 'token-2')
    expect([kept.get('discogs'), keys().get('discogs')]).toEqual(['token-2', 'token-2'])
  })

  it('stays as it was where another one cannot be encrypted', async () => {
    const refusing = keyring()
    const kept = keys({ safeStorage: refusing })
    await kept.set('discogs', 'token-1')
    refusing.encryptString = () => {
      throw new Error('the keyring was locked meanwhile')
    }
    await expect(kept.set('discogs', 'token-2')).rejects.toThrow('locked')
    expect([kept.get('discogs'), keys().get('discogs')]).toEqual(['token-1', 'token-1'])
  })

  it('wakes no keyring before it is asked for', () => {
    const asleep = {
      ...keyring(),
      isEncryptionAvailable: () => {
        throw new Error('woken')
      },
    }
    expect(keys({ safeStorage: asleep }).get('discogs')).toBeUndefined()
  })

  it('that could not be written is a problem with a sentence', async () => {
    writeFileSync(join(folder, 'file'), '')
    const kept = keys({ path: join(folder, 'file', 'keys.json') })
    await expect(kept.set('discogs', 'token-1')).rejects.toMatchObject({ problem: { code: 'file.ioError' } })
  })
})

it('leaves the keys of a newer version where they are', async () => {
  writeFileSync(path, '{"unheard": "AAAA"}')
  await keys().set('discogs', 'token-1')
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ unheard: 'AAAA' })
})

it.each(['{', '[]', '{"discogs": 7}', '{"discogs": "not base64!"}'])(
  'a file that holds %s is set aside',
  (text) => {
    writeFileSync(path, text)
    expect(keys().kept()).toEqual([])
    expect(readdirSync(folder)).toEqual(['keys.damaged-1.json'])
  },
)
