// npm run torture -- [--rounds N] [--dir DIR] [--seed N]: a real process saves real files of every writable format
// without end and is killed at random moments; after each kill recovery runs and every file is looked at. Some files
// have a second name, so that all three routes of a save are killed: in place, by a new file, rewritten.
// npm run torture -- --inject [--dir DIR]: every call of a save fails in every way instead (inject.ts).
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isAudioName, isTemporaryName, recover } from '../../src/main/files'
import { openHistory } from '../../src/main/history'
import { historyDatabase, journalFolder } from '../../src/main/library'
import { accessBytes, layoutOf, MetadataReader, sniff } from '../../src/main/metadata'
import { isReadByReference, readReference } from '../../src/main/metadata/reference-reader'
import { seededRandom } from '../../src/main/metadata/testing/seeded-random'
import { injectAll } from './inject'
import { hashOggSound } from './ogg-sound'

const fixtures = fileURLToPath(new URL('../../src/main/metadata/testing/fixtures', import.meta.url))
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    dir: { type: 'string', default: fixtures },
    seed: { type: 'string', default: '1' },
    inject: { type: 'boolean', default: false },
  },
})
const rounds = Number(options.rounds)
const random = seededRandom(Number(options.seed))
const reader = new MetadataReader()
const saver = fileURLToPath(new URL('./torture-peer-saver.js', import.meta.url))

/** Milliseconds within which the process is killed, counted from the beginning of a save. */
const longestMs = 120

interface State {
  readonly version: string
  readonly sound: string
}

const tally = { kills: 0, files: 0, damaged: 0, mixed: 0, audio: 0, leftovers: 0, undone: 0, unclear: 0 }

const otherNames = 'other names'
/** Every so many files one has a second name. */
const linkEvery = 5

/** Copies of the files that can be written. */
async function writableCopies(folder: string): Promise<string[]> {
  const paths: string[] = []
  for (const name of readdirSync(options.dir).filter(isAudioName)) {
    const path = join(folder, name)
    copyFileSync(join(options.dir, name), path)
    const outcome = await reader.read(path)
    if (outcome.ok && outcome.metadata.readOnly === undefined && outcome.metadata.format !== 'other')
      paths.push(path)
    else rmSync(path)
  }
  mkdirSync(join(folder, otherNames))
  paths.forEach((path, index) => {
    if (index % linkEvery === 0) linkSync(path, join(folder, otherNames, basename(path)))
  })
  return paths
}

function soundOf(bytes: Uint8Array): string {
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
function soundByFfmpeg(path: string): string {
  if (!hasFfmpeg) return ''
  const args = ['-v', 'error', '-i', path, '-map', '0:a', '-c', 'copy', '-f', 'streamhash', '-']
  try {
    return execFileSync('ffmpeg', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}

/** Undefined when the file is damaged: when a reader that read it before does not any more. */
async function stateOf(path: string, asIndependent: boolean): Promise<State | 'mixed' | undefined> {
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

/** Lets the saver run to some moment within a save, and kills it. */
function killWithinASave(data: string, files: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [saver, data, ...files], { stdio: ['ignore', 'pipe', 'pipe'] })
    const saves = 1 + Math.floor(random() * 12)
    const delay = random() * longestMs
    let seen = 0
    let complaint = ''
    child.stderr.on('data', (text: Buffer) => {
      complaint += String(text)
    })
    child.stdout.on('data', (text: Buffer) => {
      const before = seen
      seen += String(text).split('\n').length - 1
      if (before < saves && seen >= saves) setTimeout(() => child.kill('SIGKILL'), delay)
    })
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve()
      else reject(new Error(`the saver ended with ${code}: ${complaint}`))
    })
  })
}

/** Each save is done or failed by what its file holds, and the last one of a file can be taken back exactly. */
async function checkHistory(data: string): Promise<void> {
  const history = openHistory(historyDatabase(data), { check: false })
  try {
    tally.unclear += history.resolveUnfinished().unclear
    const [last] = history.list({ limit: 1 })
    const [file] = last === undefined ? [] : (history.details({ operation: last.id, limit: 1 })?.files ?? [])
    if (last === undefined || file?.state !== 'done') return
    const undo = await history.undoOf({ operation: last.id, file: file.id })
    if (undo.kind === 'exact') tally.undone++
    else process.stdout.write(`✗ ${basename(file.path)}: undo is ${undo.kind} after kill ${tally.kills}\n`)
    if (undo.kind !== 'exact') tally.unclear++
  } finally {
    history.close()
  }
}

async function main(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'tagwright-torture-'))
  const data = mkdtempSync(join(tmpdir(), 'tagwright-torture-data-'))
  try {
    const files = await writableCopies(folder)
    const kinds = new Set(files.map((path) => extname(path)))
    process.stdout.write(`${files.length} files: ${[...kinds].sort().join(' ')}\n`)
    const heard = new Map(files.map((path) => [path, soundByFfmpeg(path)]))
    const sounds = new Map<string, string>()
    const independent = new Map<string, boolean>()
    for (const path of files) {
      sounds.set(path, soundOf(new Uint8Array(readFileSync(path))))
      independent.set(path, (await stateOf(path, true)) !== undefined)
    }
    /** Files that were never saved still say what they said. */
    const untouched = new Map(
      files.map((path) => [path, createHash('sha1').update(readFileSync(path)).digest('hex')]),
    )
    while (tally.kills < rounds) {
      const some = [...files].sort(() => random() - 0.5).slice(0, 6)
      await killWithinASave(data, some)
      tally.kills++
      recover(journalFolder(data))
      await checkHistory(data)
      for (const path of some) {
        tally.files++
        const now = createHash('sha1').update(readFileSync(path)).digest('hex')
        if (untouched.get(path) === now) continue
        untouched.delete(path)
        const state = await stateOf(path, independent.get(path) === true)
        const say = (what: string) =>
          process.stdout.write(`✗ ${basename(path)}: ${what} after kill ${tally.kills}\n`)
        if (state === undefined) {
          tally.damaged++
          say('damaged')
        } else if (state === 'mixed') {
          tally.mixed++
          say('mixed')
        } else if (state.sound !== sounds.get(path)) {
          tally.audio++
          say('audio changed')
        }
      }
      const left = [folder, join(folder, otherNames)].flatMap((place) =>
        readdirSync(place).filter(isTemporaryName),
      )
      const journals = readdirSync(journalFolder(data))
      tally.leftovers += left.length + journals.length
      if (left.length + journals.length > 0)
        process.stdout.write(`✗ left over: ${[...left, ...journals].join(', ')}\n`)
      if (tally.kills % 50 === 0) process.stderr.write(`\r${tally.kills} of ${rounds}`)
    }
    for (const [path, before] of heard) {
      if (soundByFfmpeg(path) === before) continue
      tally.audio++
      process.stdout.write(`✗ ${basename(path)}: FFmpeg hears something else\n`)
    }
    const silent = [...heard.values()].filter((sound) => sound === '').length
    process.stdout.write(
      `sound by FFmpeg before and after: ${files.length - silent} of ${files.length} files\n`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
    rmSync(data, { recursive: true, force: true })
  }
  process.stdout.write(
    `last saves that undo gives back exactly ${tally.undone} · saves that are neither done nor failed ${tally.unclear}\n`,
  )
  process.stdout.write(
    `kills ${tally.kills} · files checked ${tally.files} · damaged ${tally.damaged} · mixed ${tally.mixed} · ` +
      `audio changed ${tally.audio} · leftovers ${tally.leftovers}\n`,
  )
  return tally.damaged + tally.mixed + tally.audio + tally.leftovers + tally.unclear === 0
}

process.exitCode = (await (options.inject ? injectAll(options.dir) : main())) ? 0 : 1
