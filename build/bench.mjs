// @ts-check
// Builds and runs the judges of the engine: `node build/bench.mjs NAME [ARGUMENTS]` runs bench/NAME/index.ts.
// Other programs of the same folder, worker.ts and peer-*.ts, land next to it as NAME-worker.js and so on. `read` is told
// which Electron the app runs in: people's files are read there, and not by the Node that runs this.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { bundleForNode } from './lib/bundle.mjs'
import { repo } from './lib/paths.mjs'
import { run } from './lib/run.mjs'
import { main, Trouble } from './lib/say.mjs'
import { announceRuntime } from './runtime.mjs'

const folder = join(repo, 'bench')

/** @returns {Promise<NodeJS.ProcessEnv>} */
async function appRuntime() {
  const { executable, version } = await announceRuntime()
  return { TAGWRIGHT_ELECTRON: executable, TAGWRIGHT_ELECTRON_VERSION: version }
}

await main(async () => {
  const [name = '', ...args] = process.argv.slice(2)
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'index.ts')))
    .map((entry) => entry.name)
  if (!names.includes(name)) throw new Trouble(`There is ${names.join(', ')}; not “${name}”.`)
  const others = readdirSync(join(folder, name)).filter((file) => /^(worker|peer-.*)\.ts$/.test(file))
  await bundleForNode(join(repo, 'out/bench'), {
    [name]: join(folder, name, 'index.ts'),
    ...Object.fromEntries(
      others.map((file) => [`${name}-${file.slice(0, -'.ts'.length)}`, join(folder, name, file)]),
    ),
  })
  const { code } = await run(
    process.execPath,
    ['--enable-source-maps', join(repo, 'out/bench', `${name}.js`), ...args],
    {
      cwd: process.cwd(),
      env: name === 'read' ? { ...process.env, ...(await appRuntime()) } : process.env,
    },
  )
  return code
})
