// @ts-check
import { expect, test } from 'vitest'
import { missing } from './system-packages.mjs'

const bare = { hasLibrary: () => false, hasProgram: () => false }
const names = (/** @type {import('./system-packages.mjs').Need[]} */ needs) =>
  needs.map(({ provides }) => provides)

test('a bare machine lacks the libraries, and the display only where one is to be started', () => {
  expect(names(missing({ virtualDisplay: false }, bare))).toContain('libgtk-3.so.0')
  expect(names(missing({ virtualDisplay: false }, bare))).not.toContain('Xvfb')
  expect(names(missing({ virtualDisplay: true }, bare))).toContain('Xvfb')
})

test('what is there is not asked for', () => {
  const machine = {
    hasLibrary: (/** @type {string} */ name) => name !== 'libnss3.so',
    hasProgram: () => true,
  }
  expect(names(missing({ virtualDisplay: true }, machine))).toEqual(['libnss3.so'])
})
