import { basename } from 'node:path'
import type { Outcome, Problem } from '../../shared/model'
import { MetadataReader, type OpenFile, openForReading, readProblem, sniff } from '../metadata'
import {
  ChromaprintError,
  DamagedSoundError,
  fingerprint,
  NotDecodableError,
  NotInstalledError,
} from '../sound'

/** What AcoustID is asked with. */
export interface SoundPrint {
  /** Chromaprint's, compressed, in base64, of the first two minutes. */
  readonly fingerprint: string
  /** The length of the whole file, as far as its container says it. */
  readonly durationMs: number
}

/** Listens to one file. Never throws for a bad file. @throws NotInstalledError */
export async function fingerprintFile(path: string): Promise<Outcome<SoundPrint>> {
  const problem = (code: Problem['code'], params: Problem['params'] = {}): Outcome<SoundPrint> => ({
    ok: false,
    problem: { code, params: { file: basename(path), ...params } },
  })
  const read = await new MetadataReader().read(path)
  if (!read.ok) return read
  const { durationMs, codec } = read.metadata.audio
  let bytes: OpenFile | undefined
  try {
    bytes = openForReading(path)
    const found = sniff(bytes)
    if (found === undefined) return problem('metadata.notAudio')
    const print = await fingerprint({ bytes, container: found.kind, start: found.start })
    if (print.fingerprint === '') return problem('sound.tooShort')
    return {
      ok: true,
      fingerprint: print.fingerprint,
      // Some containers do not say; what was heard is less only where the file is longer than two minutes.
      durationMs: Math.round(Math.max(durationMs, print.heardMs)),
    }
  } catch (error) {
    if (error instanceof NotDecodableError) {
      return problem('sound.notDecodable', { format: error.format || codec || read.metadata.container })
    }
    if (error instanceof DamagedSoundError || error instanceof ChromaprintError)
      return problem('sound.damaged')
    if (error instanceof NotInstalledError) throw error
    return { ok: false, problem: readProblem(error, path) }
  } finally {
    bytes?.close()
  }
}
