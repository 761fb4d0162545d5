import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { accessBytes, layoutOf, MetadataReader, sniff } from '../../src/main/metadata'
import { isReadByReference, readReference } from '../../src/main/metadata/reference-reader'
import { hashOggSound } from './ogg-sound'

/** What a file says and how it sounds. */
export interface State {
  readonly version: string
  readonly sound: string
}

const reader = new MetadataReader()

/** A hash of the ranges that the container declares as sound; of Ogg, of its packets. */
export function soundOf(bytes: Uint8Array): string {
  const hash = createHash('sha1')
  if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'OggS') {
    hashOggSound(bytes, hash)
    return hash.digest('hex')
  }
  const layout = layoutOf(accessBytes(bytes))
  for (const { start, end } of layout?.audio ?? []) hash.update(bytes.subarray(start, end))
  return hash.digest('hex')
}

const hasFfmpeg = spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0

/** The packets of sound as FFmpeg finds them, which shares nothing with us; empty where it cannot read the file. */
export function soundByFfmpeg(path: string): string {
  if (!hasFfmpeg) return ''
  const args = ['-v', 'error', '-i', path, '-map', '0:a', '-c', 'copy', '-f', 'streamhash', '-']
  try {
    return execFileSync('ffmpeg', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}

/**
 * Undefined when the file is damaged: when a reader that read it before does not any more. `mixed` when its fields come
 * from two saves. `asIndependent` asks a library that shares nothing with us too.
 */
export async function stateOf(path: string, asIndependent: boolean): Promise<State | 'mixed' | undefined> {
  const bytes = new Uint8Array(readFileSync(path))
  const outcome = await reader.readFrom(accessBytes(bytes), path)
  if (!outcome.ok || outcome.metadata.readOnly !== undefined) return undefined
  if (asIndependent) {
    const access = accessBytes(bytes)
    const kind = sniff(access)?.kind
    try {
      if (kind !== undefined && isReadByReference(kind))
        await readReference(access, kind, { pictures: false })
    } catch {
      return undefined
    }
  }
  const { title, album, artist } = outcome.metadata.values
  const all = new Set([title?.[0], album?.[0], artist?.[0]])
  if (all.size > 1) return 'mixed'
  return { version: title?.[0] ?? '', sound: soundOf(bytes) }
}
