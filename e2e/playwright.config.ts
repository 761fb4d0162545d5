import { defineConfig } from '@playwright/test'

/** One window at a time on each display: they would fight over the focus. */
const displays = (process.env['TAGWRIGHT_DISPLAYS'] ?? '').split(' ')

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results/e2e',
  workers: displays.length,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }]],
})
