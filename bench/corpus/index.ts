// npm run corpus -- DIR: reads and round-trips every file below a folder and says what was lost. Writes nothing
// into the folder. The report is out/corpus-report.json.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { FieldValues } from '../../src/shared/model'
import { titleOnly } from './awkward'
import { type Answer, Judge } from './judges'
import { askOracle, type Disagreement, disagreements, findOracle, oracleFields } from './oracle'
import { type PeerWriters, peersWrite } from './peers'
import type { Judgement } from './worker'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Differences between us and mutagen that a person has looked at; no wildcards. */
const Reviewed = z.array(
  z.strictObject({
    file: z.string(),
    field: z.string(),
    right: z.enum(['ours', 'both', 'theirs']),
    why: z.string(),
  }),
)

interface Row {
  readonly file: string
  readonly answer: Answer<Judgement>
  readonly disagreements: readonly (Disagreement & { readonly reviewed: string | undefined })[]
  /** Reasons for which the run fails. */
  readonly failures: readonly string[]
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(md|txt|json|py)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

interface Judged {
  readonly answer: Answer<Judgement>
  /** Whether another library reads what we do not. */
  readonly othersRead: boolean
}

async function judgeAll(files: readonly string[], outputs: string): Promise<Map<string, Judged>> {
  const answers = new Map<string, Judged>()
  const script = new URL('./corpus-worker.js', import.meta.url)
  let next = 0
  const work = async () => {
    const judge = new Judge(script, outputs)
    while (next < files.length) {
      const path = files[next++] ?? ''
      const answer = await judge.judge(path)
      const isRead = 'found' in answer && answer.found.read
      const libraries = isRead ? undefined : await judge.libraries(path)
      const othersRead =
        libraries !== undefined &&
        'found' in libraries &&
        Object.values(libraries.found).some((reads) => reads)
      answers.set(path, { answer, othersRead })
      if (process.stderr.isTTY || answers.size % 50 === 0) {
        process.stderr.write(`\r${answers.size} of ${files.length}`)
      }
    }
    await judge.end()
  }
  await Promise.all(Array.from({ length: Math.min(8, availableParallelism()) }, work))
  process.stderr.write('\n')
  return answers
}

/** What the readings of the round-tripped copies say; nothing from a reader that was blind to the tags before. */
function titleSeen(
  judgement: Judgement,
  before: FieldValues | undefined,
  after: FieldValues | undefined,
): string | undefined {
  const isBlind = Object.keys(judgement.values).length > 0 && Object.keys(before ?? {}).length === 0
  if (judgement.titled === undefined || after === undefined || isBlind) return undefined
  const [title] = after.title ?? []
  return title === titleOnly.title?.[0]
    ? undefined
    : `mutagen reads the title “${title ?? ''}” after the save`
}

/** Of the other formats ffmpeg counts the tags behind the sound as sound (formats.md D1): our own proof decides. */
const hasPackets = (path: string): boolean =>
  /\.(og[gavx]|opus|spx|m4[abvp]|mp4|mov|3g[p2]|aax|wma|wmv|asf|wav|bwf|w64|rf64|aif[fc]?|mk[av]|webm)$/i.test(
    path,
  )

const failedTrips = ({ trips }: Judgement): string[] =>
  trips
    .filter(({ outcome }) => ['lost', 'audio changed', 'not restored'].includes(outcome))
    .map(({ name, outcome, reason }) => `${name}: ${outcome}: ${reason}`)

function table(rows: readonly Row[]): string {
  const formats = new Map<
    string,
    { files: number; read: number; writable: number; refused: number; failed: number }
  >()
  for (const { answer, failures } of rows) {
    const judgement = 'found' in answer ? answer.found : undefined
    const format = judgement?.format ?? 'crashed or hung'
    const line = formats.get(format) ?? { files: 0, read: 0, writable: 0, refused: 0, failed: 0 }
    formats.set(format, line)
    line.files++
    if (judgement?.read === true) line.read++
    if (judgement?.read === true && judgement.readOnly === undefined) line.writable++
    if (judgement?.trips.some(({ outcome }) => outcome === 'refused') === true) line.refused++
    if (failures.length > 0) line.failed++
  }
  const cells = [...formats].sort().map(([format, line]) => [format, ...Object.values(line)])
  return [['format', 'files', 'read', 'writable', 'with a refusal', 'failed'], ...cells]
    .map(
      ([name, ...numbers]) =>
        String(name).padEnd(18) + numbers.map((cell) => String(cell).padStart(15)).join(''),
    )
    .join('\n')
}

async function main(folder: string): Promise<boolean> {
  const files = filesBelow(folder)
  const outputs = mkdtempSync(join(tmpdir(), 'tagwright-corpus-'))
  try {
    const answers = await judgeAll(files, outputs)
    const oracle = findOracle(repository)
    if (oracle === undefined)
      process.stdout.write('Python’s mutagen is not here: nothing is compared with it.\n')
    const before = oracle === undefined ? new Map() : await askOracle(oracle, files, hasPackets)
    const titled = [...answers.values()].flatMap(({ answer }) =>
      'found' in answer && answer.found.titled !== undefined ? [answer.found.titled] : [],
    )
    const after = oracle === undefined ? new Map() : await askOracle(oracle, titled, hasPackets)
    const reviewed = Reviewed.parse(
      JSON.parse(readFileSync(join(repository, 'bench/corpus/reviewed.json'), 'utf8')),
    )
    const peers = await peersOf(files, answers, outputs)
    const rows = files.map((path): Row => {
      const file = relative(folder, path)
      const { answer, othersRead } = answers.get(path) ?? {
        answer: { crash: 'not judged' },
        othersRead: false,
      }
      if (!('found' in answer))
        return {
          file,
          answer,
          disagreements: [],
          failures: ['hang' in answer ? 'hang' : `crash: ${answer.crash}`],
        }
      const judgement = answer.found
      const reading = before.get(path)
      const theirs = reading === undefined ? undefined : oracleFields(reading)
      const differing = (
        judgement.read && theirs !== undefined ? disagreements(judgement.values, theirs) : []
      ).map((one) => ({
        ...one,
        reviewed: reviewed.find((known) => known.file === file && known.field === one.field)?.right,
      }))
      const changed = judgement.titled === undefined ? undefined : after.get(judgement.titled)
      const seen = changed === undefined ? undefined : titleSeen(judgement, theirs, oracleFields(changed))
      const audioDiffers = reading?.audio != null && changed?.audio !== reading.audio
      const missed = !judgement.read && theirs !== undefined && othersRead
      return {
        file,
        answer,
        disagreements: differing,
        failures: [
          ...failedTrips(judgement),
          ...(seen === undefined ? [] : [seen]),
          ...(judgement.titled !== undefined && audioDiffers
            ? ['audio changed: ffmpeg hashes other packets']
            : []),
          ...(missed ? ['read by mutagen and a library, not by us'] : []),
          ...(peers.get(path)?.mutagen === true ? ['mutagen writes it, we do not'] : []),
          ...(peers.get(path)?.taglib === true ? ['node-taglib-sharp writes it, we do not'] : []),
          ...differing
            .filter((one) => one.reviewed === undefined)
            .map((one) => `disagreement on ${one.field}`),
        ],
      }
    })
    return report(rows)
  } finally {
    rmSync(outputs, { recursive: true, force: true })
  }
}

/** Refusing is no way to be safe: what the others make of the files that we would not write. */
async function peersOf(
  files: readonly string[],
  answers: ReadonlyMap<string, Judged>,
  outputs: string,
): Promise<Map<string, PeerWriters>> {
  const refused = files.filter((path) => {
    const answer = answers.get(path)?.answer
    if (answer === undefined || !('found' in answer)) return false
    const { read, readOnly, trips } = answer.found
    return (
      !read ||
      readOnly !== undefined ||
      trips.some(({ name, outcome }) => name === 'title' && outcome === 'refused')
    )
  })
  const script = join(repository, 'bench/corpus/mutagen_write.py')
  const judge = new Judge(new URL('./corpus-worker.js', import.meta.url), outputs)
  const writers = new Map<string, PeerWriters>()
  for (const path of refused) writers.set(path, await peersWrite(path, outputs, script, judge))
  await judge.end()
  return writers
}

function report(rows: readonly Row[]): boolean {
  mkdirSync(join(repository, 'out'), { recursive: true })
  writeFileSync(join(repository, 'out/corpus-report.json'), JSON.stringify(rows, null, 1))
  const judgements = rows.flatMap(({ answer }) => ('found' in answer ? [answer.found] : []))
  const trips = judgements.flatMap((judgement) => judgement.trips)
  const failures = rows.flatMap((row) => row.failures)
  const count = (outcome: string) => trips.filter((trip) => trip.outcome === outcome).length
  process.stdout.write(`${table(rows)}\n\n`)
  for (const { file, failures: reasons } of rows) {
    for (const reason of reasons) process.stdout.write(`✗ ${file}: ${reason}\n`)
  }
  for (const { file, answer } of rows) {
    if (!('found' in answer)) continue
    for (const { name, outcome, reason } of answer.found.trips) {
      if (outcome === 'refused') process.stdout.write(`– ${file}: ${name} refused: ${reason}\n`)
    }
    const readOnly = answer.found.readOnly
    if (readOnly !== undefined) process.stdout.write(`– ${file}: read-only: ${JSON.stringify(readOnly)}\n`)
  }
  const silent =
    count('lost') + count('not restored') + failures.filter((text) => text.startsWith('mutagen reads')).length
  const audio = count('audio changed') + failures.filter((text) => text.startsWith('audio changed')).length
  const numbers: readonly (readonly [string, number])[] = [
    ['files', rows.length],
    ['read', judgements.filter(({ read }) => read).length],
    ['clear errors', judgements.filter(({ read }) => !read).length],
    ['writable', judgements.filter(({ read, readOnly }) => read && readOnly === undefined).length],
    ['round trips', count('done')],
    ['crashes', rows.filter(({ answer }) => 'crash' in answer).length],
    ['hangs', rows.filter(({ answer }) => 'hang' in answer).length],
    ['silent losses', silent],
    ['audio changed', audio],
    ['disagreements', rows.flatMap((row) => row.disagreements).length],
  ]
  process.stdout.write(`${numbers.map(([name, number]) => `${name} ${number}`).join(' · ')}\n`)
  return failures.length === 0
}

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  process.stderr.write('npm run corpus -- FOLDER: name a folder of audio files.\n')
  process.exitCode = 1
} else {
  process.exitCode = (await main(resolve(folder))) ? 0 : 1
}
