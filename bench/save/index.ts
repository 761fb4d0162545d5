// npm run bench -- save [--runs N] [--large]: what saving a title costs, beside its peers, all in one run and
// interleaved. A title that fits must write no more than its tag, however large the file; one that makes the tag grow
// costs one copy of the file. --large adds files of 300 MB in every format.
import { execFile, execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { z } from 'zod'

/** Bytes written by a title that fits, as a multiple of what it changes; and what a journal and a history add. */
const fitGoal = { times: 3, constant: 128 * 1024 }
/** A growing tag, as a multiple of the flushed copy that any safe save needs. */
const growGoal = 1.5
/** Below this a copy takes so few milliseconds that the fixed cost of a save decides: reported, not judged. */
const judgedBytes = 20_000_000

const { values: given } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, large: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const runs = z.coerce.number().int().min(1).parse(given.runs)

const repository = fileURLToPath(new URL('../..', import.meta.url))
const work = join(tmpdir(), 'tagwright-bench', 'save')
const python = '/usr/bin/python3'
const formats = ['flac', 'mp3', 'm4a', 'ogg', 'wav'] as const
const sizesMb = [5, 30, 300] as const

class Missing extends Error {}

const encoding = { flac: [], mp3: ['-b:a', '320k'], m4a: [], ogg: ['-q:a', '9'], wav: [] } as const
const titled = ['-metadata', 'title=A title'] as const
/** A WAV with LIST INFO has its title in two places, before and behind the sound, and is always written anew. */
const bare = ['-map_metadata', '-1', '-fflags', '+bitexact'] as const
const tagging = { flac: titled, mp3: titled, m4a: titled, ogg: titled, wav: bare } as const

/** Noise of twenty seconds, repeated without being encoded again until the file has its size. */
function made(format: (typeof formats)[number], megabytes: number): string {
  const path = join(work, `${megabytes}.${format}`)
  if (existsSync(path)) return path
  const seed = join(work, `seed.${format}`)
  const ffmpeg = (...args: string[]) =>
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
  try {
    if (!existsSync(seed)) {
      ffmpeg('-f', 'lavfi', '-i', 'anoisesrc=d=20:c=pink:r=44100', '-ac', '2', ...encoding[format], seed)
    }
    const times = Math.ceil((megabytes * 1_000_000) / statSync(seed).size)
    ffmpeg('-stream_loop', String(times - 1), '-i', seed, '-c', 'copy', ...tagging[format], path)
  } catch (error) {
    throw new Missing('the files could not be made: apt-get install ffmpeg', { cause: error })
  }
  return path
}

const Output = z.object({
  ms: z.number(),
  wrote: z.number().optional(),
  read: z.number().optional(),
  region: z.number().optional(),
})
type Output = z.infer<typeof Output>

async function ask(command: readonly string[]): Promise<Output> {
  const [program = '', ...args] = command
  const { stdout } = await promisify(execFile)(program, args, { env: { ...process.env, NODE_OPTIONS: '' } })
  return Output.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
}

/** kid3 says nothing of itself: the whole program, its start included. */
async function askKid3(path: string, title: string): Promise<Output> {
  const started = performance.now()
  await promisify(execFile)('kid3-cli', ['-c', `set title '${title}'`, '-c', 'save', path])
  return { ms: performance.now() - started }
}

const node = (name: string, ...args: string[]) => [
  process.execPath,
  join(repository, `out/bench/save-peer-${name}.js`),
  ...args,
]
const data = join(work, 'data')
const readers: readonly { name: string; save: (path: string, title: string) => Promise<Output> }[] = [
  { name: 'copy + fsync', save: (path) => ask(node('copy', path)) },
  {
    name: 'Tagwright',
    save: (path, title) => ask(node('tagwright', path, title, data, join(work, `warm${extname(path)}`))),
  },
  {
    name: 'mutagen',
    save: (path, title) => ask([python, join(repository, 'bench/save/peer_mutagen.py'), path, title]),
  },
  { name: 'node-taglib-sharp', save: (path, title) => ask(node('node-taglib-sharp', path, title)) },
  { name: 'kid3, with its start', save: askKid3 },
]

const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

type Kind = 'fits' | 'grows'

/** The room that the first save of a WAV leaves is 64 kB. */
const titleFor = (kind: Kind, format: (typeof formats)[number]): string =>
  kind === 'fits' ? 'B title' : 'T'.repeat(format === 'wav' ? 100_000 : 20_000)

interface Case {
  readonly format: (typeof formats)[number]
  readonly megabytes: number
  readonly kind: Kind
  readonly outputs: Map<string, Output[]>
}

async function measure(one: Case): Promise<void> {
  const source = made(one.format, one.megabytes)
  const path = join(work, `now.${one.format}`)
  copyFileSync(made(one.format, sizesMb[0]), join(work, `warm.${one.format}`))
  for (let run = 0; run < runs; run++) {
    for (const { name, save } of readers) {
      // Peers that take minutes over a large file are asked once.
      if (run > 0 && one.megabytes > 100 && name === 'node-taglib-sharp') continue
      copyFileSync(source, path)
      const list = one.outputs.get(name) ?? []
      list.push(await save(path, titleFor(one.kind, one.format)))
      one.outputs.set(name, list)
    }
  }
}

const kilobytes = (bytes: number | undefined): string =>
  bytes === undefined ? '–' : Math.round(bytes / 1000).toLocaleString('en')

function report(one: Case): string[] {
  const { format, megabytes, kind, outputs } = one
  const of = (name: string, key: 'ms' | 'wrote' | 'region') =>
    median((outputs.get(name) ?? []).flatMap((output) => output[key] ?? []))
  const copyMs = of('copy + fsync', 'ms')
  const cells = readers.map(({ name }) => {
    const ms = of(name, 'ms')
    const wrote = of(name, 'wrote')
    return `${ms.toFixed(0)} ms (${(ms / copyMs).toFixed(2)}×) ${kilobytes(Number.isNaN(wrote) ? undefined : wrote)} kB`
  })
  process.stdout.write(
    `${[`${format} ${megabytes} MB ${kind}`.padEnd(20), ...cells.map((cell) => cell.padStart(30))].join('')}\n`,
  )
  const size = statSync(made(format, megabytes)).size
  const wrote = of('Tagwright', 'wrote')
  const missed: string[] = []
  if (kind === 'fits') {
    const limit = fitGoal.times * of('Tagwright', 'region') + fitGoal.constant
    if (!(wrote <= limit)) missed.push(`wrote ${kilobytes(wrote)} kB of at most ${kilobytes(limit)}`)
  } else {
    if (!(wrote <= size * 1.1 + fitGoal.constant * 4)) missed.push(`wrote ${kilobytes(wrote)} kB`)
    const ratio = of('Tagwright', 'ms') / copyMs
    if (size > judgedBytes && !(ratio <= growGoal)) missed.push(`${ratio.toFixed(2)} × a copy`)
  }
  return missed.map((what) => `${format} ${megabytes} MB ${kind}: ${what}`)
}

async function main(): Promise<number> {
  mkdirSync(work, { recursive: true })
  rmSync(data, { recursive: true, force: true })
  try {
    execFileSync(python, ['-c', 'import mutagen'])
    execFileSync('kid3-cli', ['--help'], { stdio: 'ignore' })
  } catch (cause) {
    throw new Missing('a peer is missing: apt-get install python3-mutagen kid3-cli', { cause })
  }
  const header = ['file'.padEnd(20), ...readers.map(({ name }) => name.padStart(30))]
  process.stdout.write(`${header.join('')}\n`)
  const missed: string[] = []
  for (const format of formats) {
    for (const megabytes of sizesMb) {
      if (megabytes > 100 && !given.large && format !== 'flac' && format !== 'mp3') continue
      for (const kind of ['fits', 'grows'] as const) {
        const one: Case = { format, megabytes, kind, outputs: new Map() }
        await measure(one)
        missed.push(...report(one))
      }
    }
  }
  process.stdout.write(
    `medians of ${runs} runs · time and × the flushed copy · bytes written · goals ${missed.length === 0 ? 'met' : 'missed'}\n`,
  )
  for (const what of missed) process.stdout.write(`✗ ${what}\n`)
  return missed.length === 0 ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof Missing)) throw error
  process.stdout.write(`${error.message}\n`)
  process.exitCode = 1
}
