// @ts-check
import { mkdirSync } from 'node:fs'
import { build } from 'vite'
import { repo } from './paths.mjs'

/**
 * Bundles programs that run under plain Node. Packages stay outside and are found in node_modules.
 * @param {string} outDir
 * @param {Readonly<Record<string, string>>} input name of each output to its source file
 */
export async function bundleForNode(outDir, input) {
  mkdirSync(outDir, { recursive: true })
  await build({
    configFile: false,
    logLevel: 'error',
    root: repo,
    build: {
      outDir,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      sourcemap: true,
      ssr: true,
      rollupOptions: { input, output: { entryFileNames: '[name].js', format: 'es' } },
    },
  })
}
