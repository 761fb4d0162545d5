import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

/** What `@napi-rs/xattr` offers. Its calls do not follow links. */
export interface AttributeLibrary {
  listAttributesSync(path: string): string[]
  getAttributeSync(path: string, name: string): Uint8Array | null
  setAttributeSync(path: string, name: string, value: Uint8Array): void
}

/** The kernel labels new files by its own policy and lets only few programs change that. */
const keptBySystem: ReadonlySet<string> = new Set(['security.selinux', 'com.apple.provenance'])

/**
 * Copies extended attributes, among them Linux's access control lists (`system.posix_acl_access`), to a new file.
 * By the prebuilt package where there is one for the machine (0.003 ms when there are none), else, and for names that
 * are not text, by Linux's coreutils, a process for each call. Windows inherits its access control from the folder;
 * what was set on the file alone is lost.
 * @returns whether everything was kept
 */
export function copyAttributes(
  from: string,
  to: string,
  {
    library = installed(),
    platform = process.platform,
  }: { library?: AttributeLibrary | null; platform?: string } = {},
): boolean {
  if (platform === 'win32') return false
  const names = library === null ? undefined : namesOf(from, library)
  if (library !== null && names !== undefined) return copyByLibrary(from, to, names, library)
  return platform === 'linux' && copyByCoreutils(from, to)
}

function copyByLibrary(
  from: string,
  to: string,
  names: readonly string[],
  library: AttributeLibrary,
): boolean {
  let allKept = true
  for (const name of names) {
    try {
      const value = library.getAttributeSync(from, name)
      if (value === null) allKept = false
      else library.setAttributeSync(to, name, value)
    } catch {
      allKept &&= keptBySystem.has(name)
    }
  }
  return allKept
}

/** ENOTSUP on Linux; on macOS and FreeBSD. The package has the system's number in its message only. */
const notSupported = /\(os error (95|45)\)/

/** Undefined when they cannot be listed: one name that is not UTF-8 hides them all. */
function namesOf(path: string, library: AttributeLibrary): string[] | undefined {
  try {
    return library.listAttributesSync(path)
  } catch (error) {
    // A volume that knows no attributes has none to lose.
    return error instanceof Error && notSupported.test(error.message) ? [] : undefined
  }
}

/** With `--attributes-only` the bytes stay; access control lists are part of the mode. BusyBox knows no such thing. */
function copyByCoreutils(from: string, to: string): boolean {
  const { status } = spawnSync('cp', ['--attributes-only', '--preserve=mode,xattr', '--', from, to], {
    stdio: 'ignore',
    timeout: 10_000,
  })
  return status === 0
}

let found: AttributeLibrary | null | undefined

function installed(): AttributeLibrary | null {
  if (found === undefined) {
    try {
      const library: AttributeLibrary = createRequire(import.meta.url)('@napi-rs/xattr')
      found = library
    } catch {
      // Not built for this machine: Windows, and rarer processors.
      found = null
    }
  }
  return found
}
