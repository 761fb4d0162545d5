// npm run match:eval -- DIR: looks up every folder of a benchmark and says how often that was right, beside the
// peers' measurements. The data's README says what is printed and when the exit status is 1.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type BenchmarkCase, readBenchmark } from './benchmark'
import { type Answer, startMatcher } from './matcher'
import { reliability, reliabilitySvg } from './reliability'
import { header, judge, lineOf, type Outcome, type Row, rowOf, scenarios } from './rows'
import { type Anchors, parseAnchors, targetsOf } from './targets'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    scenario: { type: 'string' },
    every: { type: 'string', default: '1' },
    misses: { type: 'string', default: '0' },
    diagram: { type: 'string' },
  },
})
const every = z.coerce.number().int().min(1).parse(values.every)
const misses = z.coerce.number().int().min(0).parse(values.misses)
const [directory] = positionals

if (directory === undefined) {
  console.error(
    'npm run match:eval -- DIR [--scenario NAME] [--every K] [--misses N] [--json FILE] [--diagram FILE.svg]',
  )
  process.exitCode = 1
} else process.exitCode = (await evaluate(directory)) ? 0 : 1

async function evaluate(folder: string): Promise<boolean> {
  const start = performance.now()
  const benchmark = readBenchmark(folder)
  const chosen = benchmark.cases.filter(
    ({ scenario }, index) =>
      index % every === 0 && (values.scenario === undefined || scenario === values.scenario),
  )
  const matcher = await startMatcher(benchmark)
  const outcomes: Outcome[] = []
  const answers = new Map<string, Answer>()
  try {
    for (const [index, one] of chosen.entries()) {
      const answer = await matcher.match(one)
      const outcome = judge(one, answer, benchmark)
      outcomes.push(outcome)
      if (isMissed(outcome)) answers.set(one.id, answer)
      if (index % 200 === 199) process.stderr.write(`${index + 1} of ${chosen.length}\n`)
    }
  } finally {
    await matcher.close()
  }

  if (misses > 0) printMisses(chosen, outcomes, answers)
  const anchors = readAnchors(folder)
  const rows = new Map<string, Row>()
  for (const scenario of scenarios) {
    const own = outcomes.filter((outcome) => outcome.scenario === scenario)
    if (own.length > 0) rows.set(scenario, rowOf(scenario, own))
  }
  const all = rowOf('ALL', outcomes)
  rows.set('ALL', all)
  printTable(rows, anchors)

  const ownMs = outcomes.reduce((sum, one) => sum + one.ownMs, 0) / Math.max(1, outcomes.length)
  const targets = targetsOf(rows, anchors, Math.max(0, ...outcomes.map(({ requests }) => requests)), ownMs)
  const missed = targets.filter(({ isMet }) => !isMet)
  if (values.json !== undefined)
    writeFileSync(
      values.json,
      JSON.stringify(
        { rows: [...rows.values()], outcomes, targets, reliability: reliability(outcomes) },
        null,
        1,
      ),
    )
  if (values.diagram !== undefined) writeFileSync(values.diagram, reliabilitySvg(outcomes))

  const mostShown = 7
  console.log(lineOf(all))
  const absent = rows.get('not_in_db')
  if (absent !== undefined) console.log(lineOf(absent))
  for (const { name, found } of missed.slice(0, mostShown)) console.log(`missed: ${name} (${found})`)
  if (missed.length > mostShown) console.log(`missed: ${missed.length - mostShown} more`)
  const seconds = (performance.now() - start) / 1000
  console.log(`${seconds.toFixed(0)} s, ${ownMs.toFixed(1)} ms a case without the server`)
  console.log(`${targets.length - missed.length} passed, ${missed.length} failed`)
  return missed.length === 0
}

/** A line for each scenario; the peers' below it, indented, under their names. */
function printTable(rows: ReadonlyMap<string, Row>, anchors: Anchors): void {
  console.log(header)
  for (const [scenario, row] of rows) {
    console.log(lineOf(row))
    for (const { anchor, row: theirs } of anchors.get(scenario) ?? [])
      console.log(lineOf({ ...theirs, scenario: `  ${anchor}` }))
  }
}

function readAnchors(folder: string): Anchors {
  const name = readdirSync(folder).find((file) => /^anchors.*\.tsv$/.test(file))
  return name === undefined ? new Map() : parseAnchors(readFileSync(join(folder, name), 'utf8'))
}

/** Something to look at: the wrong album, edition or tracks, or a folder wrongly taken or not taken. */
function isMissed({ inDatabase, auto, group, tracklist, edition, tracks }: Outcome): boolean {
  return inDatabase ? !group || !tracklist || edition === false || tracks < 1 || !auto : auto
}

function printMisses(
  cases: readonly BenchmarkCase[],
  outcomes: readonly Outcome[],
  answers: ReadonlyMap<string, Answer>,
): void {
  const missed = cases.flatMap((one, index) => {
    const answer = answers.get(one.id)
    const outcome = outcomes[index]
    return answer === undefined || outcome === undefined ? [] : [{ one, answer, outcome }]
  })
  for (const { one, answer, outcome } of missed.slice(0, misses)) {
    const { group, tracklist, edition, tracks, auto, probability } = outcome
    console.log(
      `${one.id} ${one.scenario} ${JSON.stringify({ group, tracklist, edition, tracks, auto, probability })}`,
    )
    const { albums, artists, files, hints } = answer.album
    console.log(
      `  read: ${JSON.stringify({ albums, artists, hints, titles: files[0]?.titles, files: files.length })}`,
    )
    console.log(
      `  first file: ${one.tracks[0]?.folder}/${one.tracks[0]?.fileName} ${JSON.stringify(one.tracks[0]?.values)}`,
    )
    for (const candidate of answer.candidates.slice(0, 3)) {
      const reasons = candidate.reasons.map(({ code, kind, weight }) => `${code} ${kind} ${weight}`)
      console.log(
        `  ${candidate.score} ${candidate.artist} – ${candidate.title} (${candidate.trackCount}): ${reasons.join(', ')}`,
      )
    }
  }
}
