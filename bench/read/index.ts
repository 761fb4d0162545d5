// npm run bench -- read [--files N] [--runs N]: the first pass over a library beside its peers, all in one run,
// interleaved, so that a busy machine is busy for all. What decides is CPU time per file, as a ratio to TagLib's, in the
// runtime that the app has: Electron as Node, whose V8 compiles with Maglev first. The same under the Node of the command
// line stands beside it. What a program takes to start, measured with an empty list, is no part of it — the app's workers
// are started before; what V8 compiles while files are read is part of it, on all threads.
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { z } from 'zod'

/** CPU per file that the first pass may cost, as a ratio to TagLib's. */
const goal = 0.5

const { values: given } = parseArgs({
  options: { files: { type: 'string', default: '10000' }, runs: { type: 'string', default: '5' } },
  allowPositionals: true,
})
const Options = z.object({ files: z.coerce.number().int().min(1), runs: z.coerce.number().int().min(1) })

const repository = fileURLToPath(new URL('../..', import.meta.url))
const peers = join(repository, '../shared/peers')
const work = join(tmpdir(), 'tagwright-bench')
const python = '/usr/bin/python3'

/** Something that the bench needs is not on this machine; says how to get it. */
class Missing extends Error {}

interface Reader {
  readonly name: string
  readonly command: (list: string) => readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Peers that judge nothing are slow: they run once. */
  readonly isJudge: boolean
}

/** A peer compiled from its source, again when that is newer. */
function compiled(name: string, source: string, compile: readonly string[], remedy: string): string {
  const target = join(work, name)
  const path = join(peers, source)
  if (!existsSync(path)) throw new Missing(`${path} is not there`)
  if (existsSync(target) && statSync(target).mtimeMs > statSync(path).mtimeMs) return target
  const [compiler = '', ...options] = compile
  try {
    const libraries = options.filter((option) => option.startsWith('-l'))
    const others = options.filter((option) => !option.startsWith('-l'))
    execFileSync(compiler, [...others, path, '-o', target, ...libraries], { stdio: 'pipe' })
    return target
  } catch (error) {
    throw new Missing(`${name} could not be compiled: ${remedy}`, { cause: error })
  }
}

/** The files to read, made once for each size; answers their folder. */
function library(fileCount: number): string {
  const folder = join(work, `read-${fileCount}`)
  const isReady = join(folder, '.ready')
  if (existsSync(isReady)) return folder
  process.stderr.write(`making a library of ${fileCount} files in ${folder}\n`)
  rmSync(folder, { recursive: true, force: true })
  try {
    execFileSync(python, [join(peers, 'make_library.py'), 'read', folder, String(fileCount)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
  } catch (error) {
    throw new Missing('the library could not be made: apt-get install ffmpeg python3-mutagen', {
      cause: error,
    })
  }
  writeFileSync(isReady, '')
  return folder
}

function listOf(folder: string, fileCount: number): string {
  const list = join(work, `read-${fileCount}.txt`)
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  writeFileSync(list, `${paths.join('\n')}\n`)
  return list
}

const Output = z.object({
  files: z.number(),
  ms: z.number(),
  fields: z.number().optional(),
  pics: z.number().optional(),
  audio_s: z.number().optional(),
})

interface Run {
  readonly cpuMs: number
  readonly wallMs: number
  readonly output: z.infer<typeof Output>
}

/** One program from start to end, its children and helper threads included. */
async function measure(command: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const script = 'TIMEFORMAT="%3U %3S"; time "$@"'
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script, 'bench', ...command], {
    maxBuffer: 1 << 26,
    env: { ...process.env, LC_ALL: 'C', NODE_OPTIONS: '', ...env },
  })
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number)
  const output = Output.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
  return { cpuMs: (user + system) * 1000, wallMs: output.ms, output }
}

const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** What was measured of one reader. */
class Measured {
  readonly starts: Run[] = []
  readonly runs: Run[] = []

  get output(): Run['output'] | undefined {
    return this.runs[0]?.output
  }

  get startMs(): number {
    return median(this.starts.map(({ cpuMs }) => cpuMs))
  }

  /** Milliseconds of CPU for all files, the start of the program left out. */
  get cpuMs(): number {
    return median(this.runs.map(({ cpuMs }) => cpuMs)) - this.startMs
  }

  get wallMs(): number {
    return median(this.runs.map(({ wallMs }) => wallMs))
  }
}

/** A reader that leaves out half is quick: what was found must be what TagLib finds. */
function shortfalls(ours: Run['output'] | undefined, theirs: Run['output'] | undefined): string[] {
  const found = { files: ours?.files ?? 0, fields: ours?.fields ?? 0, pictures: ours?.pics ?? 0 }
  const wanted = { files: theirs?.files ?? 0, fields: theirs?.fields ?? 0, pictures: theirs?.pics ?? 0 }
  const seconds = [ours?.audio_s ?? 0, theirs?.audio_s ?? 0] as const
  return [
    ...(found.files < wanted.files ? [`files ${found.files} of ${wanted.files}`] : []),
    ...(found.fields < wanted.fields ? [`fields ${found.fields} of ${wanted.fields}`] : []),
    ...(found.pictures !== wanted.pictures ? [`pictures ${found.pictures}, not ${wanted.pictures}`] : []),
    ...(Math.abs(seconds[0] - seconds[1]) > seconds[1] / 100 ? [`seconds ${seconds.join(', not ')}`] : []),
  ]
}

const table = (rows: readonly (readonly (string | number)[])[]): string =>
  rows
    .map(([name = '', ...cells]) => {
      return `${String(name).padEnd(19)}${cells.map((cell) => String(cell).padStart(11)).join('')}\n`
    })
    .join('')

async function main(): Promise<number> {
  const options = Options.safeParse(given)
  if (!options.success) throw new Missing('--files and --runs are numbers from 1 on')
  const { files: fileCount, runs } = options.data
  mkdirSync(work, { recursive: true })
  const needs = 'apt-get install g++ libtag1-dev'
  const taglib = compiled('taglib', 'tl_scan.cpp', ['g++', '-O2', '-ltag'], needs)
  const floor = compiled('floor', 'floor.c', ['gcc', '-O2'], needs)
  const list = listOf(library(fileCount), fileCount)
  const empty = join(work, 'empty.txt')
  writeFileSync(empty, '')

  const node = (name: string) => (paths: string) => [
    process.execPath,
    join(repository, `out/bench/read-peer-${name}.js`),
    paths,
  ]
  const { TAGWRIGHT_ELECTRON: electron, TAGWRIGHT_ELECTRON_VERSION: version = '' } = process.env
  if (electron === undefined) throw new Missing('no Electron to read in: run this by npm run bench -- read')
  const app = `Electron ${version}`
  const inNode = `Node ${process.versions.node}`
  const inApp = (name: string) => (paths: string) => [electron, ...node(name)(paths).slice(1)]
  const readers: readonly Reader[] = [
    { name: 'floor', command: (paths) => [floor, paths, '65536', '128'], isJudge: true },
    { name: 'TagLib', command: (paths) => [taglib, paths], isJudge: true },
    { name: app, command: inApp('tagwright'), env: { ELECTRON_RUN_AS_NODE: '1' }, isJudge: true },
    { name: inNode, command: node('tagwright'), isJudge: true },
    { name: 'mutagen', command: (paths) => [python, join(peers, 'mutagen_scan.py'), paths], isJudge: false },
    { name: 'node-taglib-sharp', command: node('node-taglib-sharp'), isJudge: false },
    { name: 'music-metadata', command: node('music-metadata'), isJudge: false },
  ]
  const measured = new Map(readers.map(({ name }) => [name, new Measured()]))
  const of = (name: string): Measured => measured.get(name) ?? new Measured()
  // Whoever came first would read from the disk what the others find in memory.
  await measure([floor, list, '65536', '128'])
  for (let run = 0; run < runs; run++) {
    for (const { name, command, env, isJudge } of readers) {
      if (!isJudge && run > 0) continue
      process.stderr.write(`\r${`run ${run + 1} of ${runs}: ${name}`.padEnd(40)}`)
      of(name).starts.push(await measure(command(empty), env))
      of(name).runs.push(await measure(command(list), env))
    }
  }
  process.stderr.write('\n')

  const [ours, theirs] = [of(app), of('TagLib')]
  const head = ['reader', 'files', 'µs a file', '× TagLib', '× floor', 'start ms', 'wall s', 'fields']
  const rows = readers.map(({ name }) => {
    const { output, cpuMs, startMs, wallMs } = of(name)
    return [
      name,
      output?.files ?? 0,
      ((cpuMs * 1000) / fileCount).toFixed(0),
      (cpuMs / theirs.cpuMs).toFixed(2),
      (cpuMs / of('floor').cpuMs).toFixed(1),
      startMs.toFixed(0),
      (wallMs / 1000).toFixed(2),
      output?.fields ?? '–',
      output?.pics ?? '–',
      output?.audio_s ?? '–',
    ]
  })
  process.stdout.write(table([[...head, 'pictures', 'seconds'], ...rows]))
  const ratio = ours.cpuMs / theirs.cpuMs
  const short = shortfalls(ours.output, theirs.output)
  const isMet = ratio <= goal && short.length === 0
  process.stdout.write(
    `CPU, medians of ${runs} runs over ${fileCount} files · Tagwright in the app’s ${app} / TagLib ${ratio.toFixed(2)}, in ${inNode} ${(of(inNode).cpuMs / theirs.cpuMs).toFixed(2)} · goal ${goal} ${isMet ? 'met' : 'missed'}\n`,
  )
  if (short.length > 0) process.stdout.write(`Tagwright found too little: ${short.join('; ')}\n`)
  return isMet ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof Missing)) throw error
  process.stdout.write(`${error.message}\n`)
  process.exitCode = 1
}
