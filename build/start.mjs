// @ts-check
// npm start: from a bare clone to the running app.
import { buildApp } from './build.mjs'
import { hasDisplay } from './display.mjs'
import { absoluteArguments } from './lib/arguments.mjs'
import { repo } from './lib/paths.mjs'
import { run } from './lib/run.mjs'
import { sandboxArguments, sandboxTrouble } from './lib/sandbox.mjs'
import { main, say } from './lib/say.mjs'
import { announceRuntime } from './runtime.mjs'
import { setUp } from './setup.mjs'
import { takeTour } from './tour.mjs'

await main(async () => {
  const args = process.argv.slice(2)
  const display = hasDisplay()
  if (!display || args.includes('--tour')) {
    if (!display) say('no display here, so the app takes its tour on a virtual one')
    return takeTour()
  }
  await setUp()
  await buildApp()
  const runtime = await announceRuntime()
  const trouble = sandboxTrouble()
  if (trouble) say(trouble)
  const { code } = await run(runtime.executable, [...sandboxArguments, repo, ...absoluteArguments(args)])
  return code
})
