import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { accessBytes, layoutOf } from '../../src/main/metadata'
import type { Judge } from './judges'

const run = promisify(execFile)

/** Which of the two writers changes the title of a file and leaves everything else as it was. */
export interface PeerWriters {
  readonly mutagen: boolean
  readonly taglib: boolean
}

const MutagenLine = z.object({ path: z.string(), error: z.string().nullable() })

async function packets(path: string): Promise<string | undefined> {
  const args = [
    '-nostdin',
    '-v',
    'error',
    '-i',
    path,
    '-map',
    '0:a:0',
    '-c',
    'copy',
    '-f',
    'hash',
    '-hash',
    'md5',
    '-',
  ]
  try {
    return (await run('ffmpeg', args)).stdout.trim() || undefined
  } catch {
    // ffmpeg cannot read it: then it proves nothing.
    return undefined
  }
}

/** Everything of the file but its title, as far as we can follow it. */
function piecesOf(path: string): string[] | undefined {
  try {
    const layout = layoutOf(accessBytes(new Uint8Array(readFileSync(path))))
    return layout
      ?.inventory({ fields: ['title'], pictures: false })
      .map(({ name, bytes }) => `${name} ${createHash('sha1').update(bytes).digest('hex')}`)
  } catch {
    // We cannot follow it: then only ffmpeg can tell.
    return undefined
  }
}

/** Same packets, and no piece gone. What neither can tell counts as damaged: it may not be held against us. */
async function isWhole(original: string, written: string): Promise<boolean> {
  const [before, after] = [await packets(original), await packets(written)]
  const [old, now] = [piecesOf(original), piecesOf(written)]
  if (before !== undefined && before !== after) return false
  if (old !== undefined && now === undefined) return false
  const lost = old?.filter((piece) => now?.includes(piece) !== true) ?? []
  // New versions of the vendor or the encoder are no loss.
  const isLost = lost.some((piece) => !/^vendor |^ID3v2 TSSE/.test(piece))
  return !isLost && (before !== undefined || old !== undefined)
}

/** Lets both writers at copies of a file that we would not write. */
export async function peersWrite(
  path: string,
  outputs: string,
  script: string,
  judge: Judge,
): Promise<PeerWriters> {
  const copy = (name: string) => {
    const to = join(outputs, `${name}-${basename(path)}`)
    copyFileSync(path, to)
    return to
  }
  const [byMutagen, byTaglib] = [copy('mutagen'), copy('taglib')]
  const { stdout } = await run('/usr/bin/python3', [script, byMutagen])
  const { error } = MutagenLine.parse(JSON.parse(stdout))
  const answer = await judge.taglibWrites(byTaglib)
  return {
    mutagen: error === null && (await isWhole(path, byMutagen)),
    taglib: 'found' in answer && answer.found && (await isWhole(path, byTaglib)),
  }
}
