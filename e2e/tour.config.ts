import { defineConfig } from '@playwright/test'

/** The tour: the main job through the real window, step by step, with a picture of each in out/tour. */
export default defineConfig({
  testDir: '.',
  testMatch: 'tour.ts',
  outputDir: '../test-results/tour',
  timeout: 120_000,
  expect: { timeout: 20_000 },
})
