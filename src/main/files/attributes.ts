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
 * By the prebuilt package where it is installed (0.05 ms when there are none), else on Linux by coreutils, a
 * process for each call. Windows inherits its access control from the folder; what was set on the file alone is lost.
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
  if (library !== null) return copyByLibrary(from, to, library)
  return platform === 'linux' && copyByCoreutils(from, to)
}

function copyByLibrary(from: string, to: string, library: AttributeLibrary): boolean {
  let allKept = true
  for (const name of namesOf(from, library)) {
    try {
      const value = library.getAttributeSync(from, name)
      if (value !== null) library.setAttributeSync(to, name, value)
    } catch {
      allKept &&= keptBySystem.has(name)
    }
  }
  return allKept
}

function namesOf(path: string, library: AttributeLibrary): string[] {
  try {
    return library.listAttributesSync(path)
  } catch {
    // A volume that knows no attributes has none to lose.
    return []
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
      found = createRequire(import.meta.url)('@napi-rs/xattr') as AttributeLibrary
    } catch {
      found = null
    }
  }
  return found
}
