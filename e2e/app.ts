import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  test as base,
  type CDPSession,
  type ElectronApplication,
  _electron as electron,
  expect,
  type Page,
} from '@playwright/test'
import { type ServiceName, type ServiceUse, serviceNames } from '../src/shared/model/services'

export { expect }

/** The folder that is started: the checkout. */
export const appFolder = process.env['TAGWRIGHT_APP'] ?? fileURLToPath(new URL('..', import.meta.url))
const sampleLibrary = join(appFolder, 'resources', 'sample-library')

/**
 * As root, the window runs as another user with the sandbox on, where that can be had; else as root without it.
 * `build/e2e.mjs` finds out which.
 */
const unprivileged = process.env['TAGWRIGHT_UNPRIVILEGED_ELECTRON']
/** Why the sandbox cannot be shown to be on here, if so. */
export const sandboxNotProvable =
  unprivileged === undefined && process.env['TAGWRIGHT_NO_SANDBOX'] !== undefined
    ? (process.env['TAGWRIGHT_SANDBOX_NOT_PROVABLE'] ?? 'running as root')
    : undefined

export interface StartOptions {
  /** Paths to open, and switches. Paths are best below `place.music`. */
  readonly args?: readonly string[]
  /** Over the defaults of a test: MusicBrainz off, English, light. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Whether the offline catalogue is asked. Default true. */
  readonly catalogue?: boolean
  /** The addresses of a loopback MusicBrainz: switches the service on. */
  readonly musicBrainz?: { readonly musicBrainzUrl: string; readonly coverArtUrl: string }
  /** Loopback addresses of further services, and what they are asked for; the others are switched off. */
  readonly services?: readonly LoopbackService[]
  /** Troubles that this test brings about on purpose: matched against what the page's console says. */
  readonly expectedTroubles?: RegExp
  /** Starts this program instead of the checkout in Electron: the packaged one. */
  readonly program?: string
  /** Begin with the settings file as it is in the data folder. */
  readonly keepSettings?: boolean
}

export interface LoopbackService {
  readonly name: ServiceName
  readonly url: string
  readonly uses: readonly ServiceUse[]
}

/** Folders of one test. All belong to the user that the window runs as, and go when the test ends. */
export interface Place {
  readonly home: string
  readonly dataDir: string
  /** Where the system says that music is kept. */
  readonly music: string
  /** Hands files made by the test to the window's user. */
  own(path: string): void
  /** A copy of the sample library's music below `music`, all of it or these of its folders. */
  copySample(...folders: readonly string[]): string
}

export interface Tagwright {
  readonly app: ElectronApplication
  readonly page: Page
  readonly place: Place
  /** Console errors, page errors and policy violations so far. A test with any fails, unless it expects them. */
  readonly troubles: readonly string[]
  screenshot(name: string): Promise<void>
  /** Starts the program once more with the same data folder. Resolves with its exit code. */
  startAgain(args: readonly string[]): Promise<number | null>
  /** Ends the app without asking about unsaved edits. */
  end(): Promise<void>
}

export interface Fixtures {
  readonly place: Place
  /** Opens the real window and waits until its page is there. Any number of times in one test, one after another. */
  readonly start: (options?: StartOptions) => Promise<Tagwright>
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of this pattern.
  place: async ({}, use) => {
    const place = createPlace()
    await use(place)
    await removeFolder(dirname(place.home))
  },
  start: async ({ place }, use) => {
    const started: { readonly tagwright: Tagwright; readonly expected: RegExp | undefined }[] = []
    await use(async (options = {}) => {
      const tagwright = await launch(place, options)
      started.push({ tagwright, expected: options.expectedTroubles })
      return tagwright
    })
    for (const { tagwright } of started) await tagwright.end()
    for (const { tagwright, expected } of started) {
      const unexpected = tagwright.troubles.filter((trouble) => !expected?.test(trouble))
      expect(unexpected, 'what the page complained about').toEqual([])
    }
  },
})

/**
 * Chromium's helpers outlive the app for a moment and may write meanwhile. `rm` looks into a folder once and then only
 * tries to remove it, so it has to be called anew.
 */
async function removeFolder(path: string): Promise<void> {
  await expect(async () => rmSync(path, { recursive: true, force: true })).toPass({ timeout: 30_000 })
}

function createPlace(): Place {
  const root = mkdtempSync(join(tmpdir(), 'tagwright-e2e-'))
  const home = join(root, 'home')
  const music = join(home, 'Music')
  const dataDir = join(root, 'data')
  for (const folder of [home, music, join(home, '.config'), dataDir]) mkdirSync(folder, { recursive: true })
  writeFileSync(join(home, '.config', 'user-dirs.dirs'), 'XDG_MUSIC_DIR="$HOME/Music"\n')
  own(root)
  return {
    home,
    dataDir,
    music,
    own,
    copySample(...folders) {
      const target = join(music, 'sample')
      const wanted = folders.length > 0 ? folders : albumFolders()
      for (const folder of wanted)
        cpSync(join(sampleLibrary, folder), join(target, folder), { recursive: true })
      own(target)
      return target
    },
  }
}

const albumFolders = (): string[] =>
  readdirSync(sampleLibrary, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'catalogue')
    .map((entry) => entry.name)

function own(path: string): void {
  const uid = process.env['TAGWRIGHT_UNPRIVILEGED_UID']
  if (uid === undefined) return
  chownSync(path, Number(uid), Number(process.env['TAGWRIGHT_UNPRIVILEGED_GID'] ?? uid))
  if (!lstatSync(path).isDirectory()) return
  for (const name of readdirSync(path)) own(join(path, name))
}

/** What every start of the program shares: the first one and the second ones. */
function command(place: Place, args: readonly string[], program?: string) {
  const executable = program ?? unprivileged ?? process.env['TAGWRIGHT_ELECTRON']
  if (executable === undefined)
    throw new Error('TAGWRIGHT_ELECTRON is not set: run the tests by build/e2e.mjs')
  const asOther = unprivileged !== undefined && program === undefined
  const bare = !asOther && process.env['TAGWRIGHT_NO_SANDBOX'] !== undefined
  return {
    executable,
    args: [
      ...(bare ? ['--no-sandbox'] : []),
      `--user-data-dir=${place.dataDir}`,
      '--lang=en-US',
      ...(program === undefined ? [appFolder] : []),
      ...args,
    ],
    env: {
      ...definedOnly(process.env),
      HOME: place.home,
      TAGWRIGHT_HOME: place.home,
      XDG_CONFIG_HOME: join(place.home, '.config'),
      ...displayOfWorker(),
      ELECTRON_RENDERER_URL: '',
    },
  }
}

/** Windows of tests that run at once are each on a display of their own. */
function displayOfWorker(): Record<string, string> {
  const displays = (process.env['TAGWRIGHT_DISPLAYS'] ?? '').split(' ')
  const display = displays[base.info().parallelIndex]
  return display ? { DISPLAY: display } : {}
}

const definedOnly = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )

/** Milliseconds for each step of a start: less than a test has, so that its error names the step. */
const patience = 20_000

/**
 * What Playwright puts in front of an Electron that it finds itself, and leaves out for one that it is told: it
 * holds the app back until Playwright is attached. Without it the two race, and some starts bring no window.
 */
const playwrightLoader = join(
  dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
  'lib/server/electron/loader.js',
)

async function launch(place: Place, options: StartOptions): Promise<Tagwright> {
  if (!options.keepSettings) writeSettings(place, options)
  const how = command(place, options.args ?? [], options.program)
  const app = await electron.launch({
    executablePath: how.executable,
    // A packaged program takes no such switch.
    args: [...(options.program === undefined ? ['-r', playwrightLoader] : []), ...how.args],
    env: how.env,
    timeout: patience,
    // Otherwise Playwright switches it off on Linux.
    chromiumSandbox: sandboxNotProvable === undefined,
  })
  const child = app.process()
  const troubles: string[] = []
  app.on('window', (page) => watch(page, troubles))
  for (const page of app.windows()) watch(page, troubles)
  const page = await firstPage(app)
  const coverage = await watchCoverage(page)

  let ended = false
  return {
    app,
    page,
    place,
    troubles,
    async screenshot(name) {
      await page.screenshot({
        path: join(appFolder, 'out', 'screenshots', `${name}.png`),
        animations: 'disabled',
      })
    },
    startAgain(args) {
      const again = command(place, args, options.program)
      return new Promise((resolve, reject) => {
        const second = spawn(again.executable, again.args, { env: again.env, stdio: 'ignore' })
        second.once('error', reject)
        second.once('exit', resolve)
      })
    },
    async end() {
      if (ended) return
      ended = true
      await keepCoverage(page, coverage)
      const gone = new Promise<void>((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) resolve()
        else child.once('exit', () => resolve())
      })
      // Not by closing the window: that would ask about unsaved edits.
      const asked = app.evaluate(({ app: electronApp }) => electronApp.exit(0)).catch(() => undefined)
      const timeUp = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), 10_000).unref())
      if ((await Promise.race([Promise.all([asked, gone]), timeUp])) === 'late') child.kill('SIGKILL')
      await gone
    },
  }
}

async function firstPage(app: ElectronApplication): Promise<Page> {
  try {
    const page = await app.firstWindow({ timeout: patience })
    await page.waitForLoadState('load', { timeout: patience })
    return page
  } catch (error) {
    app.process().kill('SIGKILL')
    throw error
  }
}

/** Where `npm test` wants to know what the page ran. */
const coverageFolder = process.env['TAGWRIGHT_COVERAGE']

/** Not by Playwright's own coverage: it passes over scripts that were there before it began. */
async function watchCoverage(page: Page): Promise<CDPSession | undefined> {
  if (coverageFolder === undefined) return undefined
  const session = await page.context().newCDPSession(page)
  await session.send('Profiler.enable')
  await session.send('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  return session
}

async function keepCoverage(page: Page, session: CDPSession | undefined): Promise<void> {
  if (coverageFolder === undefined || session === undefined || page.isClosed()) return
  try {
    const { result } = await session.send('Profiler.takePreciseCoverage')
    const ours = result.filter(({ url }) => url.startsWith('app://'))
    mkdirSync(coverageFolder, { recursive: true })
    writeFileSync(join(coverageFolder, `${randomUUID()}.json`), JSON.stringify(ours))
  } catch (error) {
    // A test that ended the page on purpose: its coverage went with it.
    process.stdout.write(`no coverage of this page: ${String(error)}\n`)
  }
}

function writeSettings(
  place: Place,
  { settings, musicBrainz, services: others = [], catalogue = true }: StartOptions,
): void {
  const file = join(place.dataDir, 'settings.json')
  // Nothing listens there: a test that forgets its server cannot reach the real one.
  const nowhere = 'http://127.0.0.1:9/'
  const services = [
    { name: 'catalogue', uses: catalogue ? ['albums', 'covers'] : [] },
    {
      name: 'musicbrainz',
      uses: musicBrainz ? ['albums'] : [],
      baseUrl: musicBrainz?.musicBrainzUrl ?? nowhere,
    },
    {
      name: 'coverartarchive',
      uses: musicBrainz ? ['covers'] : [],
      baseUrl: musicBrainz?.coverArtUrl ?? nowhere,
    },
    ...serviceNames
      .filter((name) => !['catalogue', 'musicbrainz', 'coverartarchive'].includes(name))
      .map((name) => {
        const { url = nowhere, uses = [] } = others.find((one) => one.name === name) ?? {}
        return { name, uses, baseUrl: url }
      }),
  ]
  writeFileSync(file, JSON.stringify({ theme: 'light', language: 'en', services, ...settings }, null, 2))
  own(file)
}

function watch(page: Page, troubles: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => troubles.push(`page: ${error.message}`))
}

/** Makes every open dialog from now on answer these paths; none: as if it was cancelled. */
export async function stubDialog(app: ElectronApplication, paths: readonly string[]): Promise<void> {
  await app.evaluate(
    ({ dialog }, answer) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: answer.length === 0, filePaths: answer })
    },
    [...paths],
  )
}

export interface DropOptions {
  /** Held while dropping. */
  readonly modifiers?: readonly ('Alt' | 'Control' | 'Meta' | 'Shift')[]
  /** Where, in CSS pixels; default the middle of the window. */
  readonly at?: { readonly x: number; readonly y: number }
  /** Runs while the files hover. */
  readonly whileHovering?: () => Promise<void>
}

/** A real drop of files and folders, as from the system's file manager. */
export async function dropFiles(
  page: Page,
  paths: readonly string[],
  { modifiers = [], at, whileHovering }: DropOptions = {},
): Promise<void> {
  const bits = { Alt: 1, Control: 2, Meta: 4, Shift: 8 }
  const held = modifiers.reduce((sum, name) => sum | bits[name], 0)
  const middle = await page.evaluate(() => ({ x: window.innerWidth / 2, y: window.innerHeight / 2 }))
  const { x, y } = at ?? middle
  const session = await page.context().newCDPSession(page)
  try {
    const dispatch = (type: 'dragEnter' | 'dragOver' | 'drop') =>
      session.send('Input.dispatchDragEvent', {
        type,
        x,
        y,
        modifiers: held,
        data: { items: [], files: [...paths], dragOperationsMask: 1 },
      })
    await dispatch('dragEnter')
    await dispatch('dragOver')
    await whileHovering?.()
    await dispatch('drop')
  } finally {
    await session.detach()
  }
}
