import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  app,
  clipboard,
  ipcMain,
  nativeTheme,
  net,
  powerMonitor,
  safeStorage,
  session,
  shell,
} from 'electron'
import { createTranslate, languageFor } from '../shared/i18n'
import { toColumns } from '../shared/ipc'
import {
  askedPaths,
  claimInstance,
  confineEverything,
  createCoverFiles,
  createDialogs,
  createLog,
  createLookupFiles,
  createMainWindow,
  createOpenRequests,
  createPageFiles,
  createSampleLibrary,
  createServiceFetch,
  createServiceKeys,
  createSettings,
  createStumbles,
  createUnsavedEdits,
  createWindowControl,
  developmentServer,
  diagnosticsText,
  finishBeforeQuit,
  pageOrigin,
  pageUrl,
  policeDevelopmentServer,
  registerSchemes,
  resourceFolder,
  serveSchemes,
  setMenu,
} from './app'
import {
  Connectivity,
  createHttpCache,
  createServiceClient,
  createWorkerStore,
  isUnreachable,
  userAgent,
} from './http'
import { callHandlers, createJobs, isTrusted, jobHandlers, registerBridge } from './ipc'
import { createLibrary, recoverSaves, retentionOf } from './library'
import {
  createCovers,
  createLibraryRun,
  createLookup,
  createLyrics,
  createQueueView,
  createRunStore,
  createServiceCheck,
  createServiceRequests,
  createServices,
  createTrackFinder,
} from './lookup'

/** What the kept answers of services may take on disk. */
const cacheBytes = 100_000_000

// The composition root: builds the parts and hands them to each other. What they do is theirs.

const dataDir = app.getPath('userData')
const log = createLog({ folder: join(dataDir, 'logs'), toConsole: !app.isPackaged })
const stumbles = createStumbles(log)
process.on('uncaughtException', (error) => stumbles.note('uncaught', error))
process.on('unhandledRejection', (reason) => stumbles.note('unhandled', reason))

// Root has no sandbox to enable: Chromium then only runs with this switch, which our launcher and tests pass as root.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
registerSchemes()
const server = developmentServer()
confineEverything({ log, reloadable: server })

const paths = askedPaths({
  argv: process.argv,
  folder: process.cwd(),
  appFolder: app.isPackaged ? undefined : app.getAppPath(),
})
/** What is asked for before the parts are built. */
let open = (more: readonly string[]): void => {
  paths.push(...more)
}
app.on('open-file', (event, path) => {
  event.preventDefault()
  open([path])
})

if (claimInstance({ paths, log, onSecond: (more) => open(more) })) {
  app
    .whenReady()
    .then(run)
    .catch((error: unknown) => {
      log.error('the app could not be started', error)
      app.exit(1)
    })
} else {
  app.quit()
}

function run(): void {
  const built = join(import.meta.dirname, '..')
  const resource = (name: string) =>
    resourceFolder(name, { resourcesPath: process.resourcesPath, appPath: app.getAppPath() })
  const samples = resource('sample-library')

  const settings = createSettings({ path: join(dataDir, 'settings.json'), log })
  const language = () => {
    const chosen = settings.current.language
    return chosen === 'system' ? languageFor(app.getLocale()) : chosen
  }
  const translate = () => createTranslate(language())

  // Before any file is opened.
  const recovered = recoverSaves(dataDir, (recovery) => log.info('saves that were cut short', recovery))

  const library = createLibrary({
    dataDir,
    workerPath: join(built, 'main', 'worker.js'),
    writeOptions: () => settings.current.tags,
    keepModified: () => settings.current.keepModified,
    retention: () => retentionOf(settings.current.history),
    onHistoryChanged: () => window.send('history.changed', undefined),
    onNotice: (notice) => page.say(notice),
    onOutside: ({ tracks, added, gone }) =>
      window.send('library.changed', {
        tracks: toColumns(tracks),
        added: toColumns(added),
        gone: [...gone],
      }),
    onError: (error, path) => log.warn('library', path, error),
  })
  const cache = createHttpCache({
    store: createWorkerStore({
      workerPath: join(built, 'main', 'cache-worker.js'),
      path: join(dataDir, 'http-cache.db'),
      maxBytes: cacheBytes,
      onSetAside: (path) => log.warn('the cache was damaged and begins anew; the old one is at', path),
    }),
    isUnreachable,
    onTrouble: (error) => log.warn('the cache of answers', error),
  })
  const connectivity = new Connectivity({ isOnline: () => net.isOnline() })
  powerMonitor.on('resume', () => connectivity.tryNow())
  const serviceRequests = createServiceRequests()
  const queue = createQueueView({
    requests: serviceRequests,
    connectivity,
    onChanged: (state) => window.send('queue.changed', state),
  })
  const client = createServiceClient({ cache, queue: serviceRequests, connectivity })
  const keys = createServiceKeys({
    path: join(dataDir, 'keys.json'),
    safeStorage,
    platform: process.platform,
    log,
  })
  const services = createServices({
    client,
    fetch: createServiceFetch(),
    userAgent: () => userAgent({ version: app.getVersion(), contact: settings.current.contact }),
    settings: () => settings.current.services,
    keyOf: keys.get,
    readCatalogue: (name) => readFile(join(samples, 'catalogue', name)),
  })
  const pictures = {
    covers: () => services.usedFor('covers').flatMap(({ covers }) => covers ?? []),
    addPicture: (bytes: Uint8Array) => library.addPicture(bytes),
    log,
  }
  const albums = () => services.usedFor('albums').flatMap((service) => service.albums ?? [])
  const lookup = createLookup({
    albums,
    standing: (name) => services.standing(name, 'albums'),
    ...pictures,
  })
  const covers = createCovers(pictures)
  const lyrics = createLyrics({
    lyrics: () => services.usedFor('lyrics').flatMap(({ lyrics }) => lyrics ?? []),
    log,
  })
  const trackFinder = createTrackFinder({
    albums,
    sound: () => services.usedFor('sound').flatMap(({ sound }) => sound ?? []),
    fingerprint: (ids, options) => library.fingerprint(ids, options),
    searchAlbum: lookup.search,
    log,
  })

  const edits = createUnsavedEdits({
    path: join(dataDir, 'unsaved-edits.jsonl'),
    pathOf: (id) => library.pathOf(id),
    log,
  })
  const run = createLibraryRun({
    lookup,
    services: () => services.usedFor('albums').map(({ name }) => services.paceOf(name)),
    files: createLookupFiles({ library, edits }),
    store: createRunStore({
      folder: dataDir,
      onError: (error) => log.error('the run over the library could not be kept', error),
    }),
    onChanged: (state) => window.send('run.changed', state),
    log,
  })
  const requests = createOpenRequests({
    grant,
    tell: (request) => window.send('library.requested', request),
  })
  const page = createWindowControl({
    facts: { platform: process.platform, locale: () => app.getLocale(), version: app.getVersion() },
    window: () => window,
    tell: (problem) => window.send('app.notice', problem),
    showInFolder: (path) => shell.showItemInFolder(path),
    copyDiagnostics: () =>
      clipboard.writeText(
        diagnosticsText({
          version: app.getVersion(),
          versions: process.versions,
          system: `${process.platform} ${process.arch} ${process.getSystemVersion()}`,
          locale: app.getLocale(),
          logPath: join(dataDir, 'logs', 'main.log'),
        }),
      ),
    settings,
    recovered,
    requests,
    edits,
  })
  function grant(asked: readonly string[]) {
    const grants = library.grant(asked)
    page.granted(grants)
    return grants
  }

  stumbles.tell(page.say)
  const runner = createJobs({ log })
  const window = createMainWindow({
    preload: join(built, 'preload', 'index.cjs'),
    page: server === undefined ? { url: pageUrl, origin: pageOrigin } : { url: server, origin: server },
    dataDir,
    translate,
    log,
    pageCame: (port) => runner.attach(port),
    cameBack: () => library.lookAround(),
    pageWent: ({ failed, unsaved }) => {
      runner.cancelAll()
      requests.wait()
      run.leave()
      library.forgetAll()
      page.left()
      if (failed) page.failed(unsaved)
      else edits.closed()
    },
  })

  const parts = {
    library,
    grant,
    lookup,
    covers,
    lyrics,
    trackFinder,
    keys,
    checkService: createServiceCheck({ services, keyOf: keys.get, log }),
    queue,
    run,
    cache,
    settings,
    dialogs: createDialogs({ window: () => window.browserWindow, translate }),
    sample: createSampleLibrary({
      from: samples,
      places: [app.getPath('music'), app.getPath('documents'), dataDir],
      log,
    }),
    window: page.control,
    edits,
    opened: page.opened,
  }
  registerBridge({
    ipc: ipcMain,
    trusted: (event) => isTrusted(event, window.trusted),
    calls: callHandlers(parts),
    jobs: jobHandlers(parts),
    runner,
    dropped: grant,
    log,
  })

  if (server !== undefined) policeDevelopmentServer(session.defaultSession, server)
  serveSchemes({
    page: server === undefined ? createPageFiles(join(built, 'renderer')) : undefined,
    covers: createCoverFiles(library),
  })

  const showSettings = () => {
    nativeTheme.themeSource = settings.current.theme
    setMenu({
      platform: process.platform,
      packaged: app.isPackaged,
      translate: translate(),
      run: (command) => window.send('app.command', command),
    })
  }
  showSettings()
  let kept = settings.current.history
  settings.onChange((changed) => {
    showSettings()
    window.send('settings.changed', changed)
    if (changed.history !== kept) void library.past.prune()
    kept = changed.history
  })

  open = (more) => {
    requests.ask(more)
    window.open()
  }
  app.on('activate', () => window.open())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  finishBeforeQuit(async () => {
    runner.cancelAll()
    await Promise.all([runner.settled(), run.close()])
    await Promise.all([
      library.close(),
      cache.close(),
      settings.settled(),
      keys.settled(),
      edits.settled(),
      window.settled(),
    ])
  }, log)

  open(paths)
  // What was left unsettled is settled before the first save asks for it, and what is too old goes.
  void library.past.prune()
}
