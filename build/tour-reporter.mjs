// @ts-check
// Playwright reporter for the tour: one line for each step, as a person would tell it.
import { stripVTControlCharacters } from 'node:util'

/** @import { FullResult, TestCase, TestError, TestResult, TestStep } from '@playwright/test/reporter' */

export default class TourReporter {
  #steps = 0
  #failed = false

  printsToStdio() {
    return true
  }

  /**
   * @param {TestCase} _test
   * @param {TestResult} _result
   * @param {TestStep} step
   */
  onStepEnd(_test, _result, step) {
    if (step.category !== 'test.step') return
    // A step inside another is a detail of it.
    const indent = '  '.repeat(depth(step))
    const seconds = (step.duration / 1000).toFixed(1)
    this.#steps += 1
    print(`${indent}${step.error ? '✗' : '✓'} ${step.title} (${seconds} s)`)
  }

  /**
   * @param {TestCase} _test
   * @param {TestResult} result
   */
  onTestEnd(_test, result) {
    for (const { message, stack } of result.errors) print(stack ?? message ?? 'failed without a word')
  }

  /** @param {TestError} error */
  onError(error) {
    this.#failed = true
    print(error.stack ?? error.message ?? 'failed without a word')
  }

  /** @param {string | Buffer} text */
  onStdOut(text) {
    process.stdout.write(text)
  }

  /** @param {FullResult} result */
  async onEnd(result) {
    // A tour that showed nothing has proved nothing.
    const passed = result.status === 'passed' && this.#steps > 0 && !this.#failed
    print(passed ? `The tour went well: ${this.#steps} steps.` : 'The tour stopped: see above.')
    /** @type {FullResult['status']} */
    const status = passed ? 'passed' : 'failed'
    return { status }
  }
}

/** @param {TestStep} step */
function depth(step) {
  let count = 0
  for (let parent = step.parent; parent; parent = parent.parent)
    if (parent.category === 'test.step') count += 1
  return count
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${process.stdout.isTTY ? line : stripVTControlCharacters(line)}\n`)
}
