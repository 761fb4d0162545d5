import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Two folders, gone after the test. */
export interface TwoFolders {
  readonly here: string
  readonly there: string
}

function folderIn(parent: string): string {
  const folder = mkdtempSync(join(parent, 'tagwright-volume-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Memory as a volume of its own: Linux has one, where it is not that of the temporary files already. */
const memory = '/dev/shm'

function isOtherVolume(): boolean {
  try {
    return statSync(memory).dev !== statSync(tmpdir()).dev
  } catch {
    return false
  }
}

export const otherVolume = isOtherVolume()
  ? (): TwoFolders => ({ here: folderIn(tmpdir()), there: folderIn(memory) })
  : undefined

/** Within one volume, and across two where this machine has them. */
export const volumes: readonly { readonly name: string; readonly folderThere: () => TwoFolders }[] = [
  { name: 'within a volume', folderThere: () => ({ here: folderIn(tmpdir()), there: folderIn(tmpdir()) }) },
  ...(otherVolume === undefined ? [] : [{ name: 'across volumes', folderThere: otherVolume }]),
]
