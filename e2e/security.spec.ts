import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ElectronApplication, Page } from '@playwright/test'
import { appFolder, dropFiles, expect, sandboxNotProvable, type Tagwright, test } from './app'

// The numbers are those of Electron's security checklist, as in docs of the design (security.md).

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: cover:; media-src track:; " +
  "font-src 'self'; connect-src 'none'; worker-src 'self'; object-src 'none'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
/** Each of these tests makes the page complain: that is the point of it. */
const everything = /./

/** A page of somebody else's on loopback, which counts who asks for it. */
async function foreignServer(): Promise<{ url: string; hits: string[]; close(): void }> {
  const hits: string[] = []
  const server: Server = createServer((request, response) => {
    hits.push(request.url ?? '')
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<title>foreign</title>foreign')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, hits, close: () => server.close() }
}

/** Runs code in the page as if the person had just clicked: some doors only open to that. */
const withGesture = (app: ElectronApplication, code: string): Promise<unknown> =>
  app.evaluate(
    ({ BrowserWindow }, script) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script, true),
    code,
  )

interface Served {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

/** What our protocol handlers answer, asked by main: the page's own policy would not let it ask. */
const served = (app: ElectronApplication, url: string): Promise<Served> =>
  app.evaluate(async ({ net }, address) => {
    const response = await net.fetch(address)
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers.entries()),
      body: (await response.text()).slice(0, 200),
    }
  }, url)

const addressOf = (page: Page) => page.evaluate(() => window.location.href)
const windowCount = (app: ElectronApplication) =>
  app.evaluate(({ webContents }) => webContents.getAllWebContents().length)
/** Time for something that must not happen to happen. */
const aMoment = (page: Page) => page.waitForTimeout(300)

test('1: everything that a window loads has our own scheme', async ({ start }) => {
  const { app, page } = await start()
  await app.evaluate(({ session }) => {
    const seen: string[] = []
    Object.assign(globalThis, { seenRequests: seen })
    session.defaultSession.webRequest.onBeforeRequest((details, go) => {
      seen.push(details.url)
      go({})
    })
  })
  await page.reload()
  await page.waitForLoadState('load')
  const seen = await app.evaluate(() => (globalThis as unknown as { seenRequests: string[] }).seenRequests)
  expect(seen.length).toBeGreaterThan(0)
  for (const url of seen) expect(url).toMatch(/^(app:\/\/tagwright\/|blob:app:|cover:\/\/|devtools:)/)
})

test('2: the page has nothing of Node', async ({ start }) => {
  const { page } = await start()
  const types = await page.evaluate(() => {
    const names = [
      'require',
      'process',
      'module',
      'Buffer',
      'global',
      '__dirname',
      'setImmediate',
      'ipcRenderer',
    ]
    return names.map((name) => typeof (globalThis as Record<string, unknown>)[name])
  })
  expect(new Set(types)).toEqual(new Set(['undefined']))
})

test('3: a page that poisons its own built-ins neither breaks the bridge nor learns anything from it', async ({
  start,
}) => {
  const { page } = await start()
  const result = await page.evaluate(async () => {
    type Ask = (request?: unknown) => Promise<{ ok: boolean }>
    const { tagwright } = window as unknown as { tagwright: { app: { setUnsaved: Ask } } }
    const leaked: string[] = []
    const note = (value: unknown) => {
      if (typeof value !== 'object' && typeof value !== 'function') return
      for (const name of ['invoke', 'sendSync', 'ipcRenderer', 'sandboxed'])
        if (value !== null && name in (value as object)) leaked.push(name)
    }
    const poison = (owner: object, name: string) => {
      const original = Reflect.get(owner, name) as (...args: unknown[]) => unknown
      Reflect.set(owner, name, function (this: unknown, ...args: unknown[]) {
        note(this)
        args.forEach(note)
        return Reflect.apply(original, this, args)
      })
    }
    poison(Array.prototype, 'map')
    poison(Array.prototype, 'push')
    poison(Promise.prototype, 'then')
    poison(Function.prototype, 'call')
    poison(Object, 'freeze')
    const answer = await tagwright.app.setUnsaved(0)
    return { answer, leaked }
  })
  expect(result.answer).toMatchObject({ ok: true })
  expect(result.leaked).toEqual([])
})

test('4: the page’s process is confined by the system', async ({ start }) => {
  test.skip(process.platform !== 'linux', 'read from /proc')
  test.skip(sandboxNotProvable !== undefined, `not provable here: ${sandboxNotProvable}`)
  const { app } = await start()
  const [page, main] = await app.evaluate(({ BrowserWindow }) => [
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    process.pid,
  ])
  const filters = (pid: number | undefined) => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    expect(status).toMatch(/^Seccomp:/m)
    return Number(/^Seccomp_filters:\t(\d+)$/m.exec(status)?.[1])
  }
  // More than main has: in a container every process has some.
  expect(filters(page)).toBeGreaterThan(filters(main))
  expect(readFileSync(`/proc/${page}/status`, 'utf8')).toMatch(/^NoNewPrivs:\t1$/m)
})

test('2–4, 8–12: the window’s own preferences are the strict ones', async ({ start }) => {
  const { app } = await start()
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
  })
  expect(preferences['enableBlinkFeatures'] ?? '').toBe('')
})

test('5: every permission is refused, without asking anybody', async ({ start }) => {
  const { app } = await start({ expectedTroubles: everything })
  const answers = await withGesture(
    app,
    `(async () => {
      const outcome = async (ask) => {
        try { return await Promise.race([ask(), new Promise((late) => setTimeout(late, 3000, 'no answer'))]) }
        catch (error) { return error.name }
      }
      return {
        notifications: await outcome(() => Notification.requestPermission()),
        position: await outcome(() => new Promise((_, no) => navigator.geolocation.getCurrentPosition(
          () => no(new Error('given')), (error) => no({ name: 'refused ' + error.code })))),
        camera: await outcome(() => navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'given')),
        microphone: await outcome(() => navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given')),
        display: await outcome(() => navigator.mediaDevices.getDisplayMedia({ video: true }).then(() => 'given')),
        clipboard: await outcome(() => navigator.clipboard.readText().then(() => 'given')),
        midi: await outcome(() => navigator.requestMIDIAccess({ sysex: true }).then(() => 'given')),
        hid: await outcome(() => navigator.hid.requestDevice({ filters: [] }).then((found) => 'found ' + found.length)),
        usb: await outcome(() => navigator.usb.requestDevice({ filters: [] }).then(() => 'given')),
        serial: await outcome(() => navigator.serial.requestPort().then(() => 'given')),
        storage: await outcome(() => navigator.storage.persist()),
        states: await Promise.all(['geolocation', 'camera', 'microphone', 'notifications', 'clipboard-read', 'midi']
          .map((name) => outcome(() => navigator.permissions.query({ name }).then(({ state }) => state)))),
      }
    })()`,
  )
  expect(answers).toEqual({
    notifications: 'denied',
    position: 'refused 1',
    camera: expect.stringMatching(/^Not(Allowed|Found)Error$/),
    microphone: expect.stringMatching(/^Not(Allowed|Found)Error$/),
    display: expect.stringMatching(/^(NotAllowed|NotSupported|Abort)Error$/),
    clipboard: 'NotAllowedError',
    midi: expect.stringMatching(/^(NotAllowed|Security)Error$/),
    hid: expect.stringMatching(/^(found 0|NotAllowedError|SecurityError)$/),
    usb: expect.stringMatching(/^(NotFound|NotAllowed|Security)Error$/),
    serial: expect.stringMatching(/^(NotFound|NotAllowed|Security)Error$/),
    storage: false,
    states: ['denied', 'denied', 'denied', 'denied', 'denied', 'denied'],
  })
})

test('6: script in the page reaches no server', async ({ start }) => {
  const server = await foreignServer()
  const { page } = await start({ expectedTroubles: everything })
  const outcomes = await page.evaluate(async (url) => {
    const outcome = (asked: Promise<unknown>) =>
      asked.then(
        () => 'answered',
        (error: Error) => error.name,
      )
    return [
      await outcome(fetch(url)),
      await outcome(fetch(url, { mode: 'no-cors' })),
      await outcome(fetch('file:///etc/hostname')),
      navigator.sendBeacon(url, 'hello') ? 'queued' : 'refused',
    ]
  }, server.url)
  await aMoment(page)
  server.close()
  expect(outcomes.slice(0, 3)).toEqual(['TypeError', 'TypeError', 'TypeError'])
  expect(server.hits).toEqual([])
})

test('7: the policy is the whole policy, on every answer', async ({ start }) => {
  const { app } = await start()
  for (const path of ['index.html', 'no-such-file.js', '']) {
    const { headers } = await served(app, `app://tagwright/${path}`)
    expect(headers['content-security-policy']).toBe(policy)
    expect(headers['x-content-type-options']).toBe('nosniff')
  }
})

test('7: injected script does not run, and says so', async ({ start }) => {
  const server = await foreignServer()
  const { page } = await start({ expectedTroubles: everything })
  const { violated, ran } = await page.evaluate(async (url) => {
    const seen = new Set<string>()
    document.addEventListener('securitypolicyviolation', (event) => seen.add(event.effectiveDirective))
    // Out of the debugger's own evaluation, for which policies are lifted.
    await new Promise((resolve) => setTimeout(resolve, 50))
    const attempt = (what: () => unknown) => {
      try {
        what()
      } catch {
        // A refusal that throws is one too; what counts is the canary and the report.
      }
    }
    const canary = (name: string) => `window.pwnedBy${name} = true`
    attempt(() => {
      const script = document.createElement('script')
      script.textContent = canary('Script')
      document.body.append(script)
    })
    // biome-ignore lint/security/noGlobalEval: the point of this test
    attempt(() => window.eval(canary('Eval')))
    attempt(() => new Function(canary('Function'))())
    attempt(() => setTimeout(canary('Timer') as unknown as () => void, 0))
    attempt(() => {
      const broken = `<img src="app://tagwright/none.png" onerror="${canary('Markup')}">`
      document.body.insertAdjacentHTML('beforeend', broken)
    })
    attempt(() => {
      document.createElement('img').setAttribute('onerror', canary('Attribute'))
    })
    attempt(() => {
      const image = document.createElement('img')
      image.src = `${url}remote.png`
      document.body.append(image)
    })
    attempt(() => {
      const style = document.createElement('style')
      style.textContent = 'body { display: none }'
      document.head.append(style)
    })
    attempt(() => {
      const frame = document.createElement('iframe')
      frame.src = url
      document.body.append(frame)
    })
    attempt(() => {
      const form = document.createElement('form')
      form.action = url
      document.body.append(form)
      form.submit()
    })
    attempt(() => {
      const base = document.createElement('base')
      base.href = url
      document.head.append(base)
    })
    await new Promise((resolve) => setTimeout(resolve, 500))
    return {
      violated: [...seen].sort(),
      ran: Object.keys(window).filter((name) => name.startsWith('pwnedBy')),
    }
  }, server.url)
  server.close()
  expect(ran).toEqual([])
  expect(server.hits).toEqual([])
  expect(violated).toEqual(
    expect.arrayContaining([
      'base-uri',
      'form-action',
      'frame-src',
      'img-src',
      'require-trusted-types-for',
      'style-src-elem',
    ]),
  )
})

test('6, 8–10, 15: the source names none of the switches that would open a door', () => {
  const banned =
    /webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|sandbox: false|nodeIntegration: true|contextIsolation: false|openExternal|shell\.openPath|bypassCSP|ignore-certificate-errors|disable-web-security|setCertificateVerifyProc|certificate-error/
  const sources = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return sources(path)
      return /\.tsx?$/.test(entry.name) ? [path] : []
    })
  const root = fileURLToPath(new URL('../src', import.meta.url))
  const found = sources(root).filter((path) => banned.test(readFileSync(path, 'utf8')))
  expect(found).toEqual([])
})

test('11, 12: a webview put into the page attaches nothing', async ({ start }) => {
  const { app, page } = await start({ expectedTroubles: everything })
  const before = await windowCount(app)
  await page.evaluate(() => {
    const view = document.createElement('webview')
    view.setAttribute('src', 'data:text/html,hello')
    view.setAttribute('nodeintegration', '')
    document.body.append(view)
  })
  await aMoment(page)
  expect(await windowCount(app)).toBe(before)
})

test('13: the page stays where it is', async ({ start, place }) => {
  const server = await foreignServer()
  const { app, page } = await start({ expectedTroubles: everything })
  const home = await addressOf(page)
  const stays = async () => {
    await aMoment(page)
    expect(await addressOf(page)).toBe(home)
    expect(await windowCount(app)).toBe(1)
  }
  const targets = [server.url, 'file:///etc/passwd', 'data:text/html,hello', 'app://elsewhere/']
  for (const target of targets) {
    await withGesture(app, `void (window.location.href = ${JSON.stringify(target)})`)
    await stays()
    await page.evaluate((href) => {
      document.querySelector('#leave')?.remove()
      const link = document.createElement('a')
      Object.assign(link, { id: 'leave', href, textContent: 'leave' })
      link.setAttribute('style', '')
      Object.assign(link.style, { position: 'fixed', top: '0', left: '0', zIndex: '99999' })
      document.body.append(link)
    }, target)
    // Plain mouse clicks: a locator's click would wait for the navigation that must not come.
    await page.mouse.click(5, 5)
    await page.mouse.click(5, 5, { button: 'middle' })
    await page.keyboard.down('Control')
    await page.mouse.click(5, 5)
    await page.keyboard.up('Control')
    await stays()
  }
  // biome-ignore lint/suspicious/noAssignInExpressions: the address is the attack
  await page.evaluate(() => void (window.location.href = 'javascript:window.__pwned = true'))
  await stays()
  expect(await page.evaluate(() => '__pwned' in window)).toBe(false)

  const hostile = join(place.music, 'hostile.html')
  writeFileSync(hostile, '<script>window.__pwned = true</script>')
  place.own(hostile)
  await dropFiles(page, [hostile])
  await stays()
  expect(server.hits).toEqual([])
  server.close()
})

test('13: a page that leaves for an empty one, which no event can prevent, is brought back', async ({
  start,
}) => {
  const { app, page } = await start({ expectedTroubles: everything })
  const home = await addressOf(page)
  const left = page.waitForURL('about:blank', { waitUntil: 'commit' })
  await withGesture(app, `void (window.location.href = 'about:blank')`)
  await left
  await page.waitForURL(home, { waitUntil: 'load' })
  expect(await page.evaluate(() => 'tagwright' in window)).toBe(true)
})

test('14, 15: no window opens, and the browser neither', async ({ start }) => {
  const server = await foreignServer()
  const { app, page } = await start({ expectedTroubles: everything })
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { openedOutside: opened })
    shell.openExternal = (url: string) => {
      opened.push(url)
      return Promise.resolve()
    }
    shell.openPath = (path: string) => {
      opened.push(path)
      return Promise.resolve('')
    }
  })
  const opened = await withGesture(
    app,
    `[${JSON.stringify(server.url)}, 'about:blank', 'file:///etc/passwd', 'javascript:1', 'mailto:a@b.example', 'smb://host/share']
      .map((url) => String(window.open(url)))`,
  )
  expect(new Set(opened as string[])).toEqual(new Set(['null']))
  await page.evaluate((url) => {
    const link = document.createElement('a')
    Object.assign(link, { href: url, target: '_blank' })
    document.body.append(link)
    link.click()
    const form = document.createElement('form')
    Object.assign(form, { action: url, target: '_blank' })
    document.body.append(form)
    form.submit()
  }, server.url)
  await aMoment(page)
  expect(await windowCount(app)).toBe(1)
  expect(
    await app.evaluate(() => (globalThis as unknown as { openedOutside: string[] }).openedOutside),
  ).toEqual([])
  expect(server.hits).toEqual([])
  server.close()
})

test('18: the app’s own scheme serves the built page and nothing around it', async ({ start }) => {
  const renderer = join(appFolder, 'out', 'renderer')
  const link = join(renderer, 'assets', 'link.js')
  mkdirSync(join(renderer, 'assets'), { recursive: true })
  rmSync(link, { force: true })
  symlinkSync('/etc/hostname', link)
  try {
    const { app } = await start()
    expect(await served(app, 'app://tagwright/index.html')).toMatchObject({ status: 200 })
    const outside = [
      '../../package.json',
      '%2e%2e/%2e%2e/package.json',
      '..%2f..%2fpackage.json',
      '%2e%2e%5c%2e%2e%5cpackage.json',
      '..%5c..%5cpackage.json',
      'index.html%00.png',
      '/index.html',
      '//etc/passwd',
      '/etc/passwd',
      'C:/Windows/win.ini',
      'assets/link.js',
      'assets',
      'assets/',
      '%',
      '%ff%fe',
      '../main/index.js',
      '../preload/index.cjs',
    ]
    for (const path of outside) {
      const answer = await served(app, `app://tagwright/${path}`)
      expect({ path, status: answer.status }).toEqual({ path, status: 404 })
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-type': 'text/plain',
      })
      expect(answer.body).toBe('Not found')
    }
    expect(await served(app, 'app://elsewhere/index.html')).toMatchObject({ status: 404 })
  } finally {
    rmSync(link, { force: true })
  }
})

test('18: covers are served by ids that main gave out, never by path', async ({ start }) => {
  const { app } = await start()
  const nowhere = [
    'cover://track/no-such-track/0?size=96',
    'cover://track/..%2f..%2fetc/0',
    'cover://track/a/b/0',
    'cover://picture/etc%2fpasswd?size=96',
    `cover://picture/${'0'.repeat(64)}?size=96`,
    `cover://picture/${'0'.repeat(64)}?size=-1`,
    `cover://picture/${'0'.repeat(64)}?size=1e9`,
    'cover://file/etc/passwd',
    'cover:///etc/passwd',
  ]
  for (const url of nowhere) {
    const answer = await served(app, url)
    expect({ url, status: answer.status, body: answer.body }).toEqual({ url, status: 404, body: '' })
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  }
})

test('20: what the page can reach is this, and all of it is frozen', async ({ start }) => {
  const { page } = await start()
  const reachable = await page.evaluate(() => {
    const found: string[] = []
    const walk = (value: unknown, path: string, depth: number) => {
      found.push(`${path}: ${typeof value}${Object.isFrozen(value) ? '' : ', not frozen'}`)
      if (depth === 0 || typeof value !== 'object' || value === null) return
      for (const name of Reflect.ownKeys(value).map(String).sort())
        walk(Reflect.get(value, name), `${path}.${name}`, depth - 1)
    }
    const { tagwright } = window as unknown as { tagwright: unknown }
    walk(tagwright, 'tagwright', 4)
    return found
  })
  const functions = reachable.filter((line) => line.includes(': function')).map((line) => line.split(':')[0])
  expect(functions).toEqual([
    'tagwright.app.close',
    'tagwright.app.copyDiagnostics',
    'tagwright.app.setUnsaved',
    'tagwright.app.showInFolder',
    'tagwright.app.start',
    'tagwright.cache.clear',
    'tagwright.cache.usage',
    'tagwright.edits.discard',
    'tagwright.edits.keep',
    'tagwright.edits.restore',
    'tagwright.edits.resume',
    'tagwright.history.details',
    'tagwright.history.list',
    'tagwright.history.preview',
    'tagwright.history.undo',
    'tagwright.history.usage',
    'tagwright.jobs.cancel',
    'tagwright.library.choose',
    'tagwright.library.forget',
    'tagwright.library.grantDropped',
    'tagwright.library.sample',
    'tagwright.library.scan',
    'tagwright.lookup.cover',
    'tagwright.lookup.covers',
    'tagwright.lookup.lyrics',
    'tagwright.lookup.release',
    'tagwright.lookup.search',
    'tagwright.lookup.track',
    'tagwright.on.app.closeRequested',
    'tagwright.on.app.command',
    'tagwright.on.app.notice',
    'tagwright.on.history.changed',
    'tagwright.on.library.changed',
    'tagwright.on.library.requested',
    'tagwright.on.queue.changed',
    'tagwright.on.run.changed',
    'tagwright.on.settings.changed',
    'tagwright.pictures.add',
    'tagwright.pictures.alike',
    'tagwright.pictures.choose',
    'tagwright.queue.cancel',
    'tagwright.queue.cancelAll',
    'tagwright.queue.forgetFailed',
    'tagwright.queue.sent',
    'tagwright.queue.setPaused',
    'tagwright.queue.state',
    'tagwright.queue.tryNow',
    'tagwright.run.albums',
    'tagwright.run.discard',
    'tagwright.run.files',
    'tagwright.run.mark',
    'tagwright.run.pause',
    'tagwright.run.plan',
    'tagwright.run.proposals',
    'tagwright.run.resume',
    'tagwright.run.retry',
    'tagwright.run.start',
    'tagwright.run.state',
    'tagwright.services.check',
    'tagwright.services.keys',
    'tagwright.services.setKey',
    'tagwright.settings.change',
    'tagwright.tracks.keepBeside',
    'tagwright.tracks.makeWritable',
    'tagwright.tracks.read',
    'tagwright.tracks.reload',
    'tagwright.tracks.rename',
    'tagwright.tracks.save',
    'tagwright.tracks.saveCopy',
  ])
  const objects = reachable.filter((line) => !line.includes(': function'))
  for (const line of objects) expect(line).toMatch(/: object$/)
})

test('a download that the page starts is cancelled', async ({ start }) => {
  const { app, page } = await start({ expectedTroubles: everything })
  await app.evaluate(({ session }) => {
    const prevented: boolean[] = []
    Object.assign(globalThis, { prevented })
    session.defaultSession.on('will-download', (event) => prevented.push(event.defaultPrevented))
  })
  await page.evaluate(() => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(['hello']))
    link.download = 'hello.txt'
    document.body.append(link)
    link.click()
  })
  const prevented = () => app.evaluate(() => (globalThis as unknown as { prevented: boolean[] }).prevented)
  await expect.poll(prevented).toEqual([true])
})

test('a page whose process dies is opened again', async ({ start }) => {
  const tagwright: Tagwright = await start({ expectedTroubles: everything })
  const { app } = tagwright
  const first = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const pid = contents?.getOSProcessId()
    contents?.forcefullyCrashRenderer()
    return pid
  })
  const now = () =>
    app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      return contents === undefined || contents.isCrashed() || contents.isLoading()
        ? undefined
        : contents.getOSProcessId()
    })
  await expect.poll(async () => [first, undefined].includes(await now())).toBe(false)
})
