import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/** The oldest runtime the bundle must run on: docs/electron.md says which and why. */
const node = 'node20.18'
const chrome = 'chrome130'

export default defineConfig({
  main: {
    build: {
      target: node,
      outDir: 'out/main',
      rollupOptions: {
        input: {
          index: 'src/main/index.ts',
          worker: 'src/main/library/worker.ts',
          'cache-worker': 'src/main/http/cache/worker.ts',
        },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      target: node,
      outDir: 'out/preload',
      // A sandboxed preload is loaded as CommonJS and can require nothing of ours: one file, everything inside.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      target: chrome,
      // For the coverage of the tests in the window; nothing points to it and no package contains it.
      sourcemap: 'hidden',
      outDir: 'out/renderer',
      // Inlined assets would be data: URLs, which the content security policy does not allow.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: { index: 'src/renderer/index.html' } },
    },
  },
})
