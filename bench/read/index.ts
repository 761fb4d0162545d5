// npm run bench -- read [--files N] [--runs N]: the first pass over a library beside its peers, all in one run,
// interleaved, so that a busy machine is busy for all. CPU seconds decide, as ratios to TagLib.
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { z } from 'zod'

/** CPU per file that the first pass may cost, as a ratio to TagLib's. */
const goal = 0.5

const { values: options } = parseArgs({
  options: { files: { type: 'string', default: '10000' }, runs: { type: 'string', default: '3' } },
  allowPositionals: true,
})
const [fileCount, runs] = [Number(options.files), Number(options.runs)]

const repository = fileURLToPath(new URL('../..', import.meta.url))
const peers = join(repository, '../shared/peers')
const work = join(tmpdir(), 'tagwright-bench')
const python = '/usr/bin/python3'

interface Reader {
  readonly name: string
  readonly command: readonly string[]
}

const missing: string[] = []

/** Compiles a peer once. Undefined, and remembered, where what it needs is missing. */
function compiled(
  name: string,
  source: string,
  command: readonly string[],
  remedy: string,
): string | undefined {
  const target = join(work, name)
  if (existsSync(target)) return target
  try {
    const [compiler = '', ...args] = command
    execFileSync(compiler, [...args.slice(0, 1), source, '-o', target, ...args.slice(1)], { stdio: 'pipe' })
    return target
  } catch {
    missing.push(`${name}: ${remedy}`)
    return undefined
  }
}

function library(): string {
  const folder = join(work, `read-${fileCount}`)
  if (!existsSync(join(folder, '.ready'))) {
    process.stderr.write(`making a library of ${fileCount} files in ${folder}\n`)
    execFileSync(python, [join(peers, 'make_library.py'), 'read', folder, String(fileCount)], {
      stdio: 'inherit',
    })
    writeFileSync(join(folder, '.ready'), '')
  }
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
  readonly cpuSeconds: number
  readonly wallMs: number
  readonly output: z.infer<typeof Output>
}

async function measure({ command }: Reader): Promise<Run> {
  const script = 'TIMEFORMAT="%U %S"; time "$@"'
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script, 'bench', ...command], {
    maxBuffer: 1 << 26,
  })
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number)
  const output = Output.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
  return { cpuSeconds: user + system, wallMs: output.ms, output }
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

async function main(): Promise<number> {
  mkdirSync(work, { recursive: true })
  const taglib = compiled(
    'taglib',
    join(peers, 'tl_scan.cpp'),
    ['g++', '-O2', '-ltag'],
    'apt-get install g++ libtag1-dev',
  )
  const floor = compiled('floor', join(peers, 'floor.c'), ['gcc', '-O2'], 'apt-get install gcc')
  if (taglib === undefined || floor === undefined) {
    process.stdout.write(`A peer that judges is missing. ${missing.join('; ')}\n`)
    return 1
  }
  const list = library()
  const node = (name: string) => [process.execPath, join(repository, `out/bench/read-peer-${name}.js`), list]
  const readers: readonly Reader[] = [
    { name: 'floor', command: [floor, list, '65536', '128'] },
    { name: 'TagLib', command: [taglib, list] },
    { name: 'Tagwright', command: node('tagwright') },
    { name: 'mutagen', command: [python, join(peers, 'mutagen_scan.py'), list] },
    { name: 'node-taglib-sharp', command: node('node-taglib-sharp') },
    { name: 'music-metadata', command: node('music-metadata') },
  ]
  const measured = new Map<string, Run[]>(readers.map(({ name }) => [name, []]))
  for (let run = 0; run < runs; run++) {
    for (const reader of readers) {
      process.stderr.write(`\rrun ${run + 1} of ${runs}: ${reader.name}          `)
      measured.get(reader.name)?.push(await measure(reader))
    }
  }
  process.stderr.write('\n')
  const cpu = (name: string) => median((measured.get(name) ?? []).map(({ cpuSeconds }) => cpuSeconds))
  const head = ['reader', 'files', 'CPU s', 'wall s', '× TagLib', '× floor', 'pictures', 'audio s']
  const rows = readers.map(({ name }) => {
    const all = measured.get(name) ?? []
    const output = all[0]?.output
    return [
      name,
      output?.files ?? 0,
      cpu(name).toFixed(2),
      (median(all.map(({ wallMs }) => wallMs)) / 1000).toFixed(2),
      (cpu(name) / cpu('TagLib')).toFixed(2),
      (cpu(name) / cpu('floor')).toFixed(1),
      output?.pics ?? '–',
      output?.audio_s ?? '–',
    ]
  })
  for (const [name, ...cells] of [head, ...rows]) {
    process.stdout.write(
      `${String(name).padEnd(20)}${cells.map((cell) => String(cell).padStart(11)).join('')}\n`,
    )
  }
  const ratio = cpu('Tagwright') / cpu('TagLib')
  const isMet = ratio <= goal
  process.stdout.write(
    `medians of ${runs} runs over ${fileCount} files · Tagwright / TagLib ${ratio.toFixed(2)} · goal ${goal} ${isMet ? 'met' : 'missed'}\n`,
  )
  return isMet ? 0 : 1
}

process.exitCode = await main()
