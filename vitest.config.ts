import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'bench/**/*.test.ts', 'build/**/*.test.mjs'],
    testTimeout: 20_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}'],
      exclude: ['src/**/*.test.{ts,tsx}', 'src/**/testing/**'],
      reporter: ['text-summary', 'html', 'json', 'json-summary'],
      reportsDirectory: 'coverage',
      thresholds: {
        // Everything but the views, which the tests in the real window go through.
        'src/**/*.ts': { lines: 80 },
        'src/main/{files,history,http,lookup,metadata,library}/**/*.ts': { lines: 90 },
        'src/main/http/**/*.ts': { lines: 95, branches: 95 },
        'src/shared/**/*.ts': { lines: 95 },
      },
    },
  },
})
