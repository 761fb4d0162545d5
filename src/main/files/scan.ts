import { Buffer } from 'node:buffer'
import type { Dirent, Stats } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { audioExtensions, type Problem } from '../../shared/model'
import { codeOf } from './errors'

/** What a walk comes across: a file that may be music, or something that it must report. */
export type Found =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'refused'; readonly file: string; readonly problem: Problem }

const withDots: ReadonlySet<string> = new Set(audioExtensions.map((extension) => `.${extension}`))

export const isAudioName = (name: string): boolean => withDots.has(extname(name).toLowerCase())

/** `2 Track` before `10 Track`, whatever the case. */
const naturally = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare

/** What macOS puts beside files on foreign volumes: it has their extension, and none of their sound. */
const isAppleDouble = (name: string): boolean => name.startsWith('._')

/** Whether a file of this name is listed. */
export const isMusicName = (name: string): boolean => isAudioName(name) && !isAppleDouble(name)

interface Folder {
  readonly path: string
}

/**
 * Walks files and folders, folders recursively, and yields paths with all links resolved. Each folder's files come
 * first, in natural order, then its folders. Every real folder is visited once, so loops of links end. FIFOs,
 * sockets and devices inside folders are passed over and never opened.
 */
export async function* walk(
  paths: readonly string[],
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<Found> {
  const visited = new Set<string>()
  for (const path of paths) {
    if (signal.aborted) return
    const start = await resolve(path)
    if ('problem' in start) {
      yield { kind: 'refused', file: path, problem: start.problem }
    } else if (start.stats.isDirectory()) {
      yield* walkFolder(start.path, start.stats, visited, signal)
    } else if (start.stats.isFile()) {
      yield { kind: 'file', path: start.path }
    } else {
      yield refused(path, 'file.notRegular')
    }
  }
}

/** With an explicit stack: a tree may be deeper than the call stack. */
async function* walkFolder(
  root: string,
  rootStats: Stats,
  visited: Set<string>,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  if (!isNew(rootStats, visited)) return
  const stack: Folder[] = [{ path: root }]
  for (let folder = stack.pop(); folder !== undefined; folder = stack.pop()) {
    if (signal.aborted) return
    const listing = await list(folder.path)
    if (!Array.isArray(listing)) {
      yield { kind: 'refused', file: folder.path, problem: listing.problem }
      continue
    }
    const folders: Folder[] = []
    for (const entry of listing) {
      if (signal.aborted) return
      const found = await look(folder.path, entry, visited)
      if (found === undefined) continue
      if ('kind' in found) yield found
      else folders.push(found)
    }
    stack.push(...folders.reverse())
  }
}

type Entry = Dirent<Buffer<ArrayBufferLike>>

/** Names as bytes: on Linux a name need not be text. */
async function list(path: string): Promise<Entry[] | { problem: Problem }> {
  try {
    const entries = await readdir(path, { encoding: 'buffer', withFileTypes: true })
    return entries
      .map((entry) => ({ entry, name: entry.name.toString('utf8') }))
      .sort((a, b) => naturally(a.name, b.name) || (a.name < b.name ? -1 : 1))
      .map(({ entry }) => entry)
  } catch (error) {
    return { problem: problemOf(error, path) }
  }
}

async function look(folder: string, entry: Entry, visited: Set<string>): Promise<Found | Folder | undefined> {
  const name = entry.name.toString('utf8')
  const path = join(folder, name)
  const isText = Buffer.from(name, 'utf8').equals(entry.name)
  const mayMatter = entry.isDirectory() || isAudioName(name)
  if (!isText) return mayMatter ? refused(join(folder, escaped(entry.name)), 'file.nameNotUtf8') : undefined
  if (entry.isFile()) return isMusicName(name) ? { kind: 'file', path } : undefined
  if (!entry.isDirectory() && !entry.isSymbolicLink()) return undefined

  const resolved = await resolve(path)
  if ('problem' in resolved) {
    return mayMatter ? { kind: 'refused', file: path, problem: resolved.problem } : undefined
  }
  if (resolved.stats.isDirectory())
    return isNew(resolved.stats, visited) ? { path: resolved.path } : undefined
  const isMusic = resolved.stats.isFile() && (isAudioName(name) || isAudioName(resolved.path))
  return isMusic ? { kind: 'file', path: resolved.path } : undefined
}

/** Marks a folder as visited. Device and inode tell folders apart that have several names. */
function isNew({ dev, ino }: Stats, visited: Set<string>): boolean {
  const key = `${dev}:${ino}`
  if (visited.has(key)) return false
  visited.add(key)
  return true
}

async function resolve(path: string): Promise<{ path: string; stats: Stats } | { problem: Problem }> {
  try {
    const real = await realpath(path)
    return { path: real, stats: await stat(real) }
  } catch (error) {
    return { problem: problemOf(error, path) }
  }
}

/** Bytes that are not text, shown as `\xNN`, so that the file can be told from others. */
const escaped = (name: Buffer): string =>
  [...name]
    .map((byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
    )
    .join('')

const refused = (path: string, code: Problem['code']): Found => ({
  kind: 'refused',
  file: path,
  problem: { code, params: { file: basename(path) } },
})

function problemOf(error: unknown, path: string): Problem {
  const file = basename(path)
  const code = codeOf(error)
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
      return { code: 'file.notFound', params: { file } }
    case 'EACCES':
    case 'EPERM':
      return { code: 'file.notReadable', params: { file } }
    default:
      return { code: 'file.ioError', params: { file, reason: code ?? 'EIO' } }
  }
}
