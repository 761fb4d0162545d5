// @ts-check
import { createWriteStream } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'

const fileTypeMask = 0o170000
const symbolicLink = 0o120000

/**
 * Unpacks a zip file, keeping each file's permission bits.
 * @param {string} zip
 * @param {string} folder where to; made when missing
 * @param {(name: string) => string | undefined} place the path for an entry, relative to the folder; undefined leaves it out
 */
export async function unzip(zip, folder, place) {
  // Imported late: the set-up that installs it comes before.
  const yauzl = await import('yauzl')
  const archive = await yauzl.openPromise(zip)
  for await (const entry of archive.eachEntry()) {
    const name = entry.fileName.endsWith('/') ? undefined : place(entry.fileName)
    if (name === undefined) continue
    const path = join(folder, name)
    if (relative(folder, path).startsWith('..'))
      throw new Error(`${zip}: the entry ${name} leads out of the folder.`)
    await mkdir(dirname(path), { recursive: true })
    const mode = entry.externalFileAttributes >>> 16
    const content = await archive.openReadStreamPromise(entry)
    if ((mode & fileTypeMask) === symbolicLink) await symlink((await buffer(content)).toString(), path)
    // Never wider than the archive says, but always readable: other users run the program too.
    else await pipeline(content, createWriteStream(path, { mode: (mode & 0o755) | 0o444 }))
  }
}
