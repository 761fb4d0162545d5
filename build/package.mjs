// @ts-check
// npm run package: the unpacked program in dist/. With --for-tests it goes to dist/for-tests/ instead, with one
// difference: see `forTests`.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildApp } from './build.mjs'
import { repo } from './lib/paths.mjs'
import { runPackage } from './lib/run.mjs'
import { main, say, Trouble } from './lib/say.mjs'
import { announceRuntime } from './runtime.mjs'
import { setUp } from './setup.mjs'

/**
 * @param {{ forTests?: boolean }} [options] forTests leaves Node's inspector switch on: Playwright drives an Electron
 *   program through it. A release has it off, since with it any program could start ours with a debugger attached and
 *   act in its name. Two flavours in two folders, so that the test's can never be shipped by mistake.
 * @returns {Promise<string>} the program's path
 */
export async function packageApp({ forTests = false } = {}) {
  await setUp()
  await buildApp()
  const runtime = await announceRuntime()
  const output = forTests ? 'dist/for-tests' : 'dist'
  const program = join(repo, output, programPath(process.platform, process.arch))
  rmSync(program, { force: true })

  const settings = {
    electronDist: runtime.dist,
    electronVersion: runtime.version,
    'directories.output': output,
    'electronFuses.enableNodeCliInspectArguments': forTests,
    // Electron checks the archive's integrity on these two alone.
    'electronFuses.enableEmbeddedAsarIntegrityValidation': process.platform !== 'linux',
  }
  const args = Object.entries(settings).map(([name, value]) => `--config.${name}=${value}`)
  const { code } = await runPackage(
    'electron-builder',
    ['--dir', '--config', 'build/electron-builder.yml', '--publish', 'never', ...args],
    // Run inside a test, electron-builder would make hard links, and changing the copy would change the original.
    { env: { ...process.env, VITEST: undefined, USE_HARD_LINKS: 'false' } },
  )
  if (code !== 0 || !existsSync(program)) {
    throw new Trouble(
      `The app could not be packaged (electron-builder ended with ${code}). The lines above say why.`,
    )
  }
  say(`packaged: ${program}`)
  return program
}

/**
 * @param {string} platform
 * @param {string} arch
 */
export function programPath(platform, arch) {
  const suffix = arch === 'x64' ? '' : `-${arch}`
  if (platform === 'darwin') return join(`mac${suffix}`, 'Tagwright.app', 'Contents', 'MacOS', 'Tagwright')
  return platform === 'win32'
    ? join(`win${suffix}-unpacked`, 'Tagwright.exe')
    : join(`linux${suffix}-unpacked`, 'tagwright')
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await packageApp({ forTests: process.argv.includes('--for-tests') })
  })
}
