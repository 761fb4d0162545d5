import type { SafeStorage } from 'electron'
import { z } from 'zod'
import type { KeptKey, ServiceName } from '../../shared/ipc'
import { serviceNames } from '../../shared/model'
import type { Log, ServiceKeyStore } from '../ipc'
import { createJsonWriter, notWritten, readJson, setAside } from './json-file'

/** Encrypted by the system, in base64, by service; those of services of a newer version stay as they are. */
const KeyFile = z.record(z.string(), z.base64())

export interface ServiceKeys extends ServiceKeyStore {
  get(service: ServiceName): string | undefined
  settled(): Promise<void>
}

export interface ServiceKeysOptions {
  readonly path: string
  readonly safeStorage: Pick<
    SafeStorage,
    'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
  >
  readonly platform: NodeJS.Platform
  readonly log: Log
}

/**
 * The person's keys and tokens for services. On disk they are only ever encrypted by the system's keyring; where there
 * is none, they are kept for this run of the app. Nothing is decrypted, and no keyring asked, before a key is needed.
 */
export function createServiceKeys({ path, safeStorage, platform, log }: ServiceKeysOptions): ServiceKeys {
  const encrypted = new Map(load(path, log))
  const known = new Map<ServiceName, string>()
  /** Not asked for again in this run of the app: each time may be a question of the system's to the person. */
  const unreadable = new Set<ServiceName>()
  const writer = createJsonWriter(path)

  // Linux without a keyring would encrypt with a password that everybody knows.
  const isSafe = () =>
    safeStorage.isEncryptionAvailable() &&
    (platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text')

  function get(service: ServiceName): string | undefined {
    const key = known.get(service)
    const bytes = encrypted.get(service)
    if (key !== undefined || bytes === undefined || unreadable.has(service)) return key
    try {
      if (!isSafe()) return undefined
      const read = safeStorage.decryptString(Buffer.from(bytes, 'base64'))
      known.set(service, read)
      return read
    } catch (error) {
      // Of another user or another computer. It stays until it is replaced: the keyring may only be locked.
      unreadable.add(service)
      log.warn(`the key for ${service} could not be read`, error)
      return undefined
    }
  }

  return {
    get,

    kept: () =>
      serviceNames.flatMap((service): KeptKey[] =>
        get(service) === undefined ? [] : [{ service, until: encrypted.has(service) ? 'removed' : 'quit' }],
      ),

    async set(service, key) {
      const before = encrypted.size
      const bytes = key === '' || !isSafe() ? undefined : safeStorage.encryptString(key).toString('base64')
      encrypted.delete(service)
      known.delete(service)
      unreadable.delete(service)
      if (key !== '') known.set(service, key)
      if (bytes !== undefined) encrypted.set(service, bytes)
      if (before === 0 && encrypted.size === 0) return
      try {
        await writer.write(Object.fromEntries(encrypted))
      } catch (error) {
        throw notWritten(path, error)
      }
    },

    settled: () => writer.settled(),
  }
}

function load(path: string, log: Log): [string, string][] {
  const read = readJson(path)
  if (read.kind === 'missing') return []
  const parsed = read.kind === 'read' ? KeyFile.safeParse(read.value) : undefined
  if (parsed?.success) return Object.entries(parsed.data)
  try {
    log.warn('the keys could not be read; the old file is', setAside(path))
  } catch (error) {
    log.warn('the damaged keys could not be set aside', error)
  }
  return []
}
