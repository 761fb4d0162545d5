// @ts-check
// Adds what the tests in the real window went through to the unit tests' coverage: one figure for all of src, with a
// floor. Reads coverage/coverage-final.json (Vitest) and coverage/window/*.json (V8's own, written by e2e/app.ts).
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { repo } from './lib/paths.mjs'

/** Percent of lines, over all of src. */
export const floor = 80

export const windowCoverage = join(repo, 'coverage', 'window')
const unitCoverage = join(repo, 'coverage', 'coverage-final.json')

/**
 * What the page ran, by source file.
 * @returns {Promise<import('istanbul-lib-coverage').CoverageMapData[]>}
 */
async function fromWindow() {
  const { mergeProcessCovs } = await import('@bcoe/v8-coverage')
  const { convert } = await import('ast-v8-to-istanbul')
  const { parseAstAsync } = await import('vite')
  const runs = readdirSync(windowCoverage).map((name) => ({
    result: JSON.parse(readFileSync(join(windowCoverage, name), 'utf8')),
  }))
  const maps = []
  for (const script of mergeProcessCovs(runs).result) {
    const file = join(repo, 'out', 'renderer', new URL(script.url).pathname)
    if (!existsSync(`${file}.map`)) continue
    const code = readFileSync(file, 'utf8')
    const map = await convert({
      code,
      ast: parseAstAsync(code),
      sourceMap: JSON.parse(readFileSync(`${file}.map`, 'utf8')),
      coverage: { url: pathToFileURL(file).href, functions: script.functions },
      wrapperLength: 0,
    })
    // Sources are named from the built file on.
    const ours = Object.entries(map).flatMap(([source, coverage]) => {
      const path = source.startsWith('/') ? source : join(dirname(file), source)
      const inside = relative(repo, path)
      return inside.startsWith('src') ? [[path, { ...coverage, path }]] : []
    })
    maps.push(Object.fromEntries(ours))
  }
  return maps
}

/** Writes the joint report and prints its lines. @returns {Promise<boolean>} whether the floor holds */
export async function reportCoverage() {
  const { default: libCoverage } = await import('istanbul-lib-coverage')
  const { default: libReport } = await import('istanbul-lib-report')
  const { default: reports } = await import('istanbul-reports')
  const coverage = libCoverage.createCoverageMap(JSON.parse(readFileSync(unitCoverage, 'utf8')))
  for (const map of await fromWindow()) coverage.merge(map)
  const context = libReport.createContext({ dir: join(repo, 'coverage'), coverageMap: coverage })
  reports.create('html', { skipEmpty: true }).execute(context)
  const { lines, functions, branches } = coverage.getCoverageSummary().data
  process.stdout.write(
    `coverage of src, unit tests and window together: lines ${lines.pct} %, functions ${functions.pct} %, ` +
      `branches ${branches.pct} % (coverage/index.html)\n`,
  )
  const http = libCoverage.createCoverageMap(coverage.toJSON())
  http.filter((path) => relative(repo, path).startsWith(join('src', 'main', 'http')))
  const { lines: httpLines, branches: httpBranches } = http.getCoverageSummary().data
  // Its floor is vitest.config.ts's affair; the figure is one that people ask for.
  process.stdout.write(`of src/main/http alone: lines ${httpLines.pct} %, branches ${httpBranches.pct} %\n`)
  if (lines.pct >= floor) return true
  process.stdout.write(
    `That is under the floor of ${floor} % of lines. Test what the report shows as not run.\n`,
  )
  return false
}
