import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { isTemporaryName, recover } from '../../src/main/files'
import { openHistory } from '../../src/main/history'
import { historyDatabase, journalFolder } from '../../src/main/library'
import { MetadataReader } from '../../src/main/metadata'
import { soundByFfmpeg, soundOf, stateOf } from './judge'

export interface TortureParts {
  /** Files of which copies are tortured, where they can be written. */
  readonly originals: readonly string[]
  readonly rounds: number
  /** 0 up to 1. */
  readonly random: () => number
  /** The program that saves without end: peer-saver.ts, bundled. */
  readonly saver: string
  /** Whether FFmpeg is asked too, where it is installed: before the first kill and after the last. */
  readonly asksFfmpeg: boolean
  /** What is wrong, one line each. */
  readonly say: (line: string) => void
  readonly onRound?: (kills: number) => void
}

export interface Tally {
  kills: number
  /** Looks at a file after a kill. */
  files: number
  /** Those of them at which the file was no longer the original. */
  saved: number
  damaged: number
  mixed: number
  audio: number
  leftovers: number
  /** Last saves that undo gives back exactly. */
  undone: number
  /** Saves that are neither done nor failed, or cannot be taken back. */
  unclear: number
  /** Files in which FFmpeg found the same sound before and after. */
  heard: number
}

/** Milliseconds within which the process is killed, counted from the beginning of a save. */
const longestMs = 120
/** Files that each process saves one after another. */
const filesAtOnce = 6

const otherNames = 'other names'
/** Every so many files one has a second name. */
const linkEvery = 5

/** Copies of the files that can be written. */
async function writableCopies(originals: readonly string[], folder: string): Promise<string[]> {
  const reader = new MetadataReader()
  const paths: string[] = []
  for (const original of originals) {
    const path = join(folder, basename(original))
    copyFileSync(original, path)
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

const hashOf = (path: string): string => createHash('sha1').update(readFileSync(path)).digest('hex')

/** Lets the saver run to some moment within a save, and kills it. */
function killWithinASave(
  data: string,
  files: readonly string[],
  { random, saver }: TortureParts,
): Promise<void> {
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
async function checkHistory(data: string, tally: Tally, say: TortureParts['say']): Promise<void> {
  const history = openHistory(historyDatabase(data), { check: false })
  try {
    tally.unclear += history.resolveUnfinished().unclear
    const [last] = history.list({ limit: 1 })
    const [file] = last === undefined ? [] : (history.details({ operation: last.id, limit: 1 })?.files ?? [])
    if (last === undefined || file?.state !== 'done') return
    const undo = await history.undoOf({ operation: last.id, file: file.id })
    if (undo.kind === 'exact') tally.undone++
    else {
      tally.unclear++
      say(`${basename(file.path)}: undo is ${undo.kind} after kill ${tally.kills}`)
    }
  } finally {
    history.close()
  }
}

/**
 * Lets a real process save copies of files without end and kills it at random moments. After each kill recovery runs,
 * and every file that the process may have been at is looked at by readers that share nothing with the saver.
 */
export async function torture(parts: TortureParts): Promise<Tally> {
  const { originals, rounds, random, asksFfmpeg, say, onRound } = parts
  const tally: Tally = {
    kills: 0,
    files: 0,
    saved: 0,
    damaged: 0,
    mixed: 0,
    audio: 0,
    leftovers: 0,
    undone: 0,
    unclear: 0,
    heard: 0,
  }
  const folder = mkdtempSync(join(tmpdir(), 'tagwright-torture-'))
  const data = mkdtempSync(join(tmpdir(), 'tagwright-torture-data-'))
  try {
    const files = await writableCopies(originals, folder)
    const heard = new Map(asksFfmpeg ? files.map((path) => [path, soundByFfmpeg(path)]) : [])
    const sounds = new Map<string, string>()
    const independent = new Map<string, boolean>()
    for (const path of files) {
      sounds.set(path, soundOf(new Uint8Array(readFileSync(path))))
      independent.set(path, (await stateOf(path, true)) !== undefined)
    }
    /** Files that were never saved still say what they said. */
    const untouched = new Map(files.map((path) => [path, hashOf(path)]))
    while (tally.kills < rounds) {
      const some = [...files].sort(() => random() - 0.5).slice(0, filesAtOnce)
      await killWithinASave(data, some, parts)
      tally.kills++
      recover(journalFolder(data))
      await checkHistory(data, tally, say)
      for (const path of some) {
        tally.files++
        if (untouched.get(path) === hashOf(path)) continue
        untouched.delete(path)
        tally.saved++
        const state = await stateOf(path, independent.get(path) === true)
        const wrong = (what: string) => say(`${basename(path)}: ${what} after kill ${tally.kills}`)
        if (state === undefined) {
          tally.damaged++
          wrong('damaged')
        } else if (state === 'mixed') {
          tally.mixed++
          wrong('mixed')
        } else if (state.sound !== sounds.get(path)) {
          tally.audio++
          wrong('audio changed')
        }
      }
      const left = [folder, join(folder, otherNames)].flatMap((place) =>
        readdirSync(place).filter(isTemporaryName),
      )
      // Who is killed in the first save may not have come to make it.
      if (existsSync(journalFolder(data))) left.push(...readdirSync(journalFolder(data)))
      tally.leftovers += left.length
      if (left.length > 0) say(`left over: ${left.join(', ')}`)
      onRound?.(tally.kills)
    }
    for (const [path, before] of heard) {
      if (soundByFfmpeg(path) !== before) {
        tally.audio++
        say(`${basename(path)}: FFmpeg hears something else`)
      } else if (before !== '') tally.heard++
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
    rmSync(data, { recursive: true, force: true })
  }
  return tally
}

/** Whether nothing was lost. */
export const isUnharmed = ({ damaged, mixed, audio, leftovers, unclear }: Tally): boolean =>
  damaged + mixed + audio + leftovers + unclear === 0
