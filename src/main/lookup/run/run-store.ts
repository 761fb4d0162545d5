import { createReadStream, existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { Proposal, RunMark, RunResult } from '../../../shared/ipc'
import { type Album, type Kept, newAlbum, type Run, type RunEvent, reduce } from './run'

/** What of a run’s events outlives the app. */
export type KeptEvent = Extract<RunEvent, { kind: 'ended' | 'marked' | 'moved' }>

/** A release laid over an album: `files` says which of the album’s files each track of it is. */
const KeptProposal = z.strictObject({ files: z.array(z.int()), proposal: Proposal })
export type KeptProposal = z.infer<typeof KeptProposal>

const KeptPlace = z.strictObject({ at: z.int().min(0), length: z.int().min(1) })

/** The lines of the journal: the run and how many albums it has, these, and then what came of each by its number. */
const Line = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('run'), startedAt: z.number(), albums: z.int() }),
  z.strictObject({ kind: z.literal('album'), files: z.array(z.string()).min(1) }),
  z.strictObject({
    kind: z.literal('ended'),
    album: z.int(),
    at: z.number(),
    title: z.string(),
    artist: z.string(),
    result: RunResult,
    kept: KeptPlace.optional(),
  }),
  z.strictObject({ kind: z.literal('marked'), albums: z.array(z.int()), mark: RunMark }),
  z.strictObject({
    kind: z.literal('moved'),
    moves: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  }),
])

/**
 * A run on disk, so that it outlives the app: `lookup-run.jsonl`, one line per event, only ever added to; and beside it
 * the proposals of sure albums, which are many times as large and only read when they are applied. Failures to write
 * are told and stop nothing: the run goes on, and is lost only if the app dies too.
 */
export interface RunStore {
  /** The run that was left, without what was torn off at its end. */
  load(): Promise<Run | undefined>
  /** Replaces the run before. */
  begin(run: Run): Promise<void>
  /** Adds to the journal, within a moment. */
  note(event: KeptEvent): void
  /** Keeps a proposal; undefined when that failed. */
  keep(proposal: KeptProposal): Promise<Kept | undefined>
  /** Undefined when it is damaged or gone. */
  proposal(kept: Kept): Promise<KeptProposal | undefined>
  clear(): Promise<void>
  settled(): Promise<void>
}

export interface RunStoreOptions {
  /** The app’s data folder. */
  readonly folder: string
  readonly onError: (error: unknown) => void
}

export function createRunStore({ folder, onError }: RunStoreOptions): RunStore {
  const journal = join(folder, 'lookup-run.jsonl')
  const proposals = join(folder, 'lookup-run-proposals.jsonl')
  /** All writing, one after the other. */
  let writing: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T | undefined> {
    const done = writing.then(work).catch((error: unknown) => {
      onError(error)
      return undefined
    })
    writing = done
    return done
  }

  return {
    async load() {
      await writing
      try {
        return existsSync(journal) ? await readRun(journal) : undefined
      } catch (error) {
        onError(error)
        return undefined
      }
    },
    async begin({ startedAt, albums }) {
      const lines = [
        { kind: 'run', startedAt, albums: albums.length },
        ...albums.map(({ files }) => ({ kind: 'album', files })),
      ]
      await inTurn(async () => {
        // Gone first: where this fails, what comes of the new run must not be added to the one before.
        await rm(journal, { force: true })
        await rm(proposals, { force: true })
        await mkdir(dirname(journal), { recursive: true })
        const temporary = `${journal}.${process.pid}.tmp`
        await written(temporary, 'w', (handle) => handle.appendFile(textOf(lines)))
        await rename(temporary, journal)
      })
    },
    note: (event) => void inTurn(() => appendLine(journal, event)),
    keep: (proposal) =>
      inTurn(async () => {
        const bytes = Buffer.from(`${JSON.stringify(proposal)}\n`)
        const at = existsSync(proposals) ? (await stat(proposals)).size : 0
        await written(proposals, 'a', (handle) => handle.appendFile(bytes))
        return { at, length: bytes.byteLength }
      }),
    async proposal({ at, length }) {
      try {
        const handle = await open(proposals, 'r')
        try {
          const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at)
          return KeptProposal.parse(JSON.parse(buffer.toString('utf8', 0, bytesRead)))
        } finally {
          await handle.close()
        }
      } catch (error) {
        onError(error)
        return undefined
      }
    },
    async clear() {
      await inTurn(async () => {
        await rm(journal, { force: true })
        await rm(proposals, { force: true })
      })
    },
    async settled() {
      await writing
    },
  }
}

async function readRun(path: string): Promise<Run | undefined> {
  let head: { readonly startedAt: number; readonly albums: number } | undefined
  const albums: Album[] = []
  let run: Run | undefined
  const lines = createInterface({
    input: createReadStream(path, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  for await (const text of lines) {
    if (text === '') continue
    const line = parsed(text)
    if (line?.kind === 'run') head = line
    else if (head === undefined) continue
    else if (line?.kind === 'album') albums.push(newAlbum(line.files))
    // All behind an album that is lost would be taken for the one before it.
    else if (albums.length < head.albums) break
    else if (line !== undefined) run = reduce(run ?? { startedAt: head.startedAt, albums }, line)
  }
  if (head === undefined || albums.length === 0) return undefined
  return run ?? { startedAt: head.startedAt, albums }
}

/** Undefined for a line that was cut short, or damaged. */
function parsed(text: string): z.infer<typeof Line> | undefined {
  try {
    const line = Line.safeParse(JSON.parse(text))
    return line.success ? line.data : undefined
  } catch {
    return undefined
  }
}

const textOf = (lines: readonly object[]): string =>
  `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`

/** Begins with a line break: what a power cut left of a line before stays a line of its own. */
const appendLine = (path: string, event: KeptEvent): Promise<void> =>
  written(path, 'a', (handle) => handle.appendFile(`\n${JSON.stringify(event)}\n`))

async function written(path: string, flags: string, write: (handle: FileHandle) => Promise<void>) {
  const handle = await open(path, flags, 0o600)
  try {
    await write(handle)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
