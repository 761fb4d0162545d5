// @ts-check
// npm run dev: the app with hot reload.
import { forgetBuild } from './build.mjs'
import { hasDisplay } from './display.mjs'
import { absoluteArguments } from './lib/arguments.mjs'
import { runPackage } from './lib/run.mjs'
import { sandboxArguments, sandboxTrouble } from './lib/sandbox.mjs'
import { main, say, Trouble } from './lib/say.mjs'
import { announceRuntime } from './runtime.mjs'
import { setUp } from './setup.mjs'

await main(async () => {
  if (!hasDisplay()) {
    throw new Trouble(
      'Development mode needs a display to show the window on. Set DISPLAY, or use npm start for the tour.',
    )
  }
  await setUp()
  const runtime = await announceRuntime()
  const trouble = sandboxTrouble()
  if (trouble) say(trouble)
  forgetBuild()
  const args = absoluteArguments(process.argv.slice(2))
  const { code } = await runPackage('electron-vite', ['dev', '--', ...sandboxArguments, ...args], {
    env: { ...process.env, ELECTRON_EXEC_PATH: runtime.executable },
  })
  return code
})
