import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

const repository = join(import.meta.dirname, '../../../..')

/** Bundles a worker the way the app does. Below node_modules, so that its packages are found. Call `remove` after. */
export async function buildWorker(
  entry = join(repository, 'src/main/library/worker.ts'),
): Promise<{ path: string; remove: () => void }> {
  const cache = join(repository, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'worker-test-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root: repository,
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      ssr: entry,
      rollupOptions: { output: { entryFileNames: 'worker.mjs' } },
    },
  })
  return { path: join(folder, 'worker.mjs'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}
