// Judges one file after another, on its own thread: what hangs or dies here costs one file.
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { File } from 'node-taglib-sharp'
import { accessBytes, MetadataReader, openForReading, sniff } from '../../src/main/metadata'
import { containerNames } from '../../src/main/metadata/open-layout'
import { isReadByReference, readReference } from '../../src/main/metadata/reference-reader'
import { readTaglib } from '../../src/main/metadata/taglib-opinion'
import type { FieldValues, Problem } from '../../src/shared/model'
import { type RoundTrip, roundTrips } from './round-trips'

/** What a judge is asked: what we make of a file, or whether the libraries read it. They may hang; that is theirs. */
export interface Question {
  readonly path: string
  readonly of: 'us' | 'libraries' | 'taglib writes'
  readonly port: MessagePort
}

export interface Libraries {
  readonly musicMetadata: boolean
  readonly taglib: boolean
}

/** Everything that is found out about one file. */
export interface Judgement {
  readonly path: string
  readonly format: string
  readonly read: boolean
  readonly problem?: Problem
  readonly readOnly?: Problem
  readonly values: FieldValues
  readonly pictures: readonly string[]
  readonly durationMs: number
  readonly trips: readonly Omit<RoundTrip, 'result'>[]
  /** The file with another title, for readers outside. */
  readonly titled?: string
}

const { outputs } = workerData as { outputs: string }

async function librariesRead(path: string): Promise<Libraries> {
  const file = openForReading(path)
  const access = accessBytes(file.read(0, file.size))
  file.close()
  const kind = sniff(access)?.kind
  if (kind === undefined) return { musicMetadata: false, taglib: false }
  const reference = isReadByReference(kind)
    ? await readReference(access, kind, { pictures: false }).catch(() => undefined)
    : undefined
  const taglib = await readTaglib(access, kind, path)
  return { musicMetadata: reference?.hasSound === true, taglib: taglib !== undefined }
}

async function taglibWrites(path: string): Promise<boolean> {
  const title = 'Tagwright corpus'
  try {
    const file = File.createFromPath(path)
    file.tag.title = title
    file.save()
    file.dispose()
    const again = File.createFromPath(path)
    const found = again.tag.title
    again.dispose()
    return found === title
  } catch {
    // It would not: nothing is held against us.
    return false
  }
}

async function judge(path: string): Promise<Judgement> {
  const file = openForReading(path)
  const bytes = file.read(0, file.size)
  const outcome = await new MetadataReader().readFrom(file, path)
  file.close()
  const kind = sniff(accessBytes(bytes))?.kind
  const common = {
    path,
    format: kind === undefined ? 'no music' : containerNames[kind],
  }
  if (!outcome.ok) {
    const nothing = { values: {}, pictures: [], durationMs: 0, trips: [] }
    return { ...common, ...nothing, read: false, problem: outcome.problem }
  }
  const { metadata } = outcome
  const trips = metadata.readOnly === undefined ? await roundTrips(bytes, metadata, path) : []
  const titled = trips.find(({ name }) => name === 'title')?.result
  const titledPath = join(
    outputs,
    `${createHash('sha256').update(path).digest('hex').slice(0, 8)}-${basename(path)}`,
  )
  if (titled !== undefined) writeFileSync(titledPath, titled)
  return {
    ...common,
    read: true,
    ...(metadata.readOnly === undefined ? {} : { readOnly: metadata.readOnly }),
    values: metadata.values,
    pictures: metadata.pictures.map(({ hash }) => hash),
    durationMs: metadata.audio.durationMs,
    trips: trips.map(({ name, outcome: result, reason }) => ({ name, outcome: result, reason })),
    ...(titled === undefined ? {} : { titled: titledPath }),
  }
}

parentPort?.on('message', ({ path, of, port }: Question) => {
  const ask = { us: judge, libraries: librariesRead, 'taglib writes': taglibWrites }[of]
  ask(path).then<unknown, unknown>(
    (found) => port.postMessage({ found }),
    (error: unknown) =>
      port.postMessage({ crash: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
