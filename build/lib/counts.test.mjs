// @ts-check
import { describe, expect, test } from 'vitest'
import { closingLine, judge, none, playwrightCounts, sum, vitestCounts } from './counts.mjs'

describe('the closing line', () => {
  test('adds the runners up', () => {
    const total = sum([none, { passed: 3, failed: 0, skipped: 1 }, { passed: 4, failed: 2, skipped: 0 }])
    expect(closingLine(total)).toBe('7 passed, 2 failed, 1 skipped')
  })

  test('counts a test file that cannot be loaded as a failure', () => {
    const report = {
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    }
    expect(vitestCounts(report)).toEqual({ passed: 5, failed: 2, skipped: 3 })
  })

  test('counts what went wrong outside of any window test', () => {
    const report = { stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] }
    expect(playwrightCounts(report)).toEqual({ passed: 8, failed: 2, skipped: 2 })
  })
})

describe('a runner has failed', () => {
  test('when it ended badly although all its tests passed', () => {
    const { counts, remark } = judge({ passed: 9, failed: 0, skipped: 0 }, 1)
    expect(counts.failed).toBe(1)
    expect(remark).toContain('ended with 1')
  })

  test('when it ran nothing', () => {
    expect(judge({ passed: 0, failed: 0, skipped: 4 }, 0).counts).toEqual({
      passed: 0,
      failed: 1,
      skipped: 4,
    })
  })

  test('only once for one failing test', () => {
    expect(judge({ passed: 1, failed: 1, skipped: 0 }, 1).counts.failed).toBe(1)
  })
})
