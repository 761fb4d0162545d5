// @ts-check
// npm test: set up, check, unit tests with coverage, build, tests in the real window; one line of numbers at the end.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from './build.mjs'
import { reportCoverage, windowCoverage } from './coverage.mjs'
import { hasDisplay } from './display.mjs'
import { runE2e } from './e2e.mjs'
import { closingLine, judge, none, playwrightCounts, sum, vitestCounts } from './lib/counts.mjs'
import { npm, runPackage } from './lib/run.mjs'
import { Trouble } from './lib/say.mjs'
import { findRuntime } from './runtime.mjs'
import { setUp } from './setup.mjs'

/** @typedef {import('./lib/counts.mjs').Counts} Counts */

const reports = mkdtempSync(join(tmpdir(), 'tagwright-reports-'))
process.once('exit', () => rmSync(reports, { recursive: true, force: true }))

/**
 * Several tools take CI=true for a terminal with colours, and a log full of control characters cannot be read. Not for
 * Playwright: it sets the opposite for its workers, which then warn of the contradiction each time.
 */
const plain = !process.stdout.isTTY && !process.env['GITHUB_ACTIONS']
const env = plain ? { ...process.env, NO_COLOR: '1' } : process.env

/** @type {{ name: string, seconds: number, counts: Counts }[]} */
const done = []

/**
 * One part of the run. Whatever happens in it, the next ones still run: a person wants to know of all that is broken.
 * @param {string} name
 * @param {() => Promise<Counts>} work
 */
async function part(name, work) {
  process.stdout.write(`\n── ${name} ──\n`)
  const start = performance.now()
  /** @type {Counts} */
  let counts = { ...none, failed: 1 }
  try {
    counts = await work()
  } catch (error) {
    const text =
      error instanceof Trouble ? error.message : error instanceof Error ? error.stack : String(error)
    process.stdout.write(`${text}\n`)
  }
  done.push({ name, seconds: (performance.now() - start) / 1000, counts })
  return counts.failed === 0
}

/**
 * @param {string} name of a script in package.json
 * @param {readonly string[]} [args]
 * @returns {Promise<Counts>}
 */
async function script(name, args = []) {
  const { code } = await npm(['run', '--silent', name, '--', ...args], { env })
  return code === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 }
}

async function unit() {
  const file = join(reports, 'unit.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { code } = await runPackage('vitest', ['run', '--coverage', ...reporters], { env })
  return verdict(vitestCounts(readReport(file)), code)
}

async function build() {
  process.stdout.write(`${await buildApp()}\n`)
  return { ...none, passed: 1 }
}

async function e2e() {
  const file = join(reports, 'e2e.json')
  const code = await runE2e(['--reporter=list,json,html'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    PLAYWRIGHT_HTML_OPEN: 'never',
    TAGWRIGHT_COVERAGE: windowCoverage,
  })
  return verdict(playwrightCounts(readReport(file)), code)
}

async function coverage() {
  return (await reportCoverage()) ? { ...none, passed: 1 } : { ...none, failed: 1 }
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new Trouble('The runner ended without a report: see above.')
  }
}

/**
 * @param {Counts} counts
 * @param {number} code
 */
function verdict(counts, code) {
  const { counts: judged, remark } = judge(counts, code)
  if (remark) process.stdout.write(`${remark}\n`)
  return judged
}

async function prepare() {
  await setUp({ virtualDisplay: !hasDisplay() })
  const { why } = await findRuntime()
  process.stdout.write(`tested on ${why}\n`)
  return none
}

// Without the packages nothing else can run, and a missing runtime would fail only minutes later.
if (await part('set-up', prepare)) {
  await part('check: format and lint', () => script('check:format', plain ? ['--colors=off'] : []))
  await part('check: types', () => script('check:types'))
  await part('check: import boundaries', () => script('check:boundaries'))
  await part('unit tests', unit)
  const built = await part('build', build)
  if (built) {
    await part('tests in the window', e2e)
    await part('coverage', coverage)
  } else process.stdout.write('\nThe tests in the window were not run, since there is no build to open.\n')
}

process.stdout.write('\n── summary ──\n')
for (const { name, seconds, counts } of done) {
  process.stdout.write(`${name.padEnd(26)} ${seconds.toFixed(1).padStart(6)} s   ${closingLine(counts)}\n`)
}
const total = sum(done.map(({ counts }) => counts))
process.stdout.write(`\n${closingLine(total)}\n`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
