// @ts-check
// Turns what the runners report into numbers that can be added up.

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Readonly<Counts>} */
export const none = { passed: 0, failed: 0, skipped: 0 }

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function sum(all) {
  return all.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    none,
  )
}

/** @param {Counts} counts */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`

/**
 * @typedef {object} VitestReport the parts of Vitest's JSON report that are read here
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults
 *
 * @param {VitestReport} report
 * @returns {Counts}
 */
export function vitestCounts(report) {
  // A file that cannot even be loaded has no tests that could fail.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/**
 * @typedef {object} PlaywrightReport the parts of Playwright's JSON report that are read here
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 * @property {unknown[]} errors
 *
 * @param {PlaywrightReport} report
 * @returns {Counts}
 */
export function playwrightCounts({ stats, errors }) {
  return {
    passed: stats.expected + stats.flaky,
    // Errors outside of any test: a file that does not load, a set-up that fails.
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  }
}

/**
 * What a runner's numbers mean together with how it ended: a runner that failed although no test did (a coverage
 * floor, an error outside of the tests) and one that ran nothing have both failed.
 * @param {Counts} counts
 * @param {number} code
 * @returns {{ counts: Counts, remark?: string }}
 */
export function judge(counts, code) {
  const failed = (/** @type {string} */ remark) => ({
    counts: { ...counts, failed: counts.failed + 1 },
    remark,
  })
  if (counts.failed > 0) return { counts }
  if (code !== 0) return failed(`ended with ${code} although no test failed: see above`)
  return counts.passed === 0 ? failed('no test was run') : { counts }
}
