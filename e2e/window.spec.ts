import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { dropFiles, expect, type Place, type StartOptions, type Tagwright, test } from './app'
import { reRead } from './re-read'

type Ask = (request?: unknown) => Promise<{ ok: boolean; value?: unknown }>
type Subscribe = (listener: (payload: unknown) => void) => () => void
interface Exposed {
  readonly app: { readonly setUnsaved: Ask; readonly close: Ask }
  readonly library: { readonly sample: Ask; readonly grantDropped: (files: File[]) => Promise<unknown> }
  readonly settings: { readonly change: Ask }
  readonly on: {
    readonly app: { readonly closeRequested: Subscribe; readonly command: Subscribe }
    readonly library: { readonly requested: Subscribe }
  }
}
interface Listening {
  readonly tagwright: Exposed
  heard: [string, unknown][]
}

/** Writes down every event that main sends to the page from now on. */
const listen = (page: Page) =>
  page.evaluate(() => {
    const { tagwright } = window as unknown as Listening
    const heard: [string, unknown][] = []
    Object.assign(window, { heard })
    tagwright.on.app.closeRequested((payload) => heard.push(['closeRequested', payload]))
    tagwright.on.app.command((payload) => heard.push(['command', payload]))
    tagwright.on.library.requested((payload) => heard.push(['requested', payload]))
  })
const heard = (page: Page) => page.evaluate(() => (window as unknown as Listening).heard)
const setUnsaved = (page: Page, files: number) =>
  page.evaluate((count) => (window as unknown as Listening).tagwright.app.setUnsaved(count), files)

const closeWindow = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
const exitOf = (app: ElectronApplication) =>
  new Promise<number | null>((resolve) => {
    const child = app.process()
    if (child.exitCode !== null) resolve(child.exitCode)
    else child.once('exit', resolve)
  })

test('the window is shown at 1280 by 800, and named', async ({ start }) => {
  const { app } = await start()
  const window = () =>
    app.evaluate(({ BrowserWindow }) => {
      const shown = BrowserWindow.getAllWindows()[0]
      return { visible: shown?.isVisible(), title: shown?.getTitle(), ...shown?.getNormalBounds() }
    })
  await expect.poll(window).toMatchObject({ visible: true, title: 'Tagwright', width: 1280, height: 800 })
})

test('the window comes back where it was, unless that is nowhere', async ({ start, place }) => {
  const first = await start()
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 50, width: 1000, height: 640 }),
  )
  // The system may still be busy with the size that the window was shown with.
  await expect.poll(() => first.page.evaluate(() => window.innerWidth)).toBe(1000)
  const over = exitOf(first.app)
  await closeWindow(first.app)
  expect(await over).toBe(0)
  expect(JSON.parse(readFileSync(join(place.dataDir, 'window.json'), 'utf8'))).toMatchObject({
    x: 60,
    y: 50,
    width: 1000,
    height: 640,
  })

  const bounds = (app: ElectronApplication) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds())
  const second = await start()
  expect(await bounds(second.app)).toEqual({ x: 60, y: 50, width: 1000, height: 640 })
  await second.end()

  writeFileSync(join(place.dataDir, 'window.json'), '{"x": 9000')
  const third = await start()
  expect(await bounds(third.app)).toMatchObject({ width: 1280, height: 800 })
})

test('closing with unsaved edits asks the page, which may close', async ({ start }) => {
  const { app, page } = await start()
  await setUnsaved(page, 2)
  // The page would answer at once: it knows of no edits. What main sends it is held back for a moment.
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const sent: string[] = []
    Object.assign(globalThis, { sent })
    if (contents !== undefined) contents.send = (channel: string) => void sent.push(channel)
  })
  await closeWindow(app)
  const sent = () => app.evaluate(() => (globalThis as unknown as { sent: string[] }).sent)
  await expect.poll(sent).toContain('app.closeRequested')
  expect(app.windows()).toHaveLength(1)
  const over = exitOf(app)
  // The page may be gone before it has answered.
  const asked = page
    .evaluate(() => void (window as unknown as Listening).tagwright.app.close())
    .catch((error: unknown) => {
      if (!/closed/.test(String(error))) throw error
    })
  expect(await over).toBe(0)
  await asked
})

test.describe('closing the window with an edit that is not saved', () => {
  const album = 'Ten Volta - Low Orbit'
  const name = '01 - Perigee.ogg'

  /** A window with one edited title that was asked to close, and the question it asks. */
  async function closing(start: (options: StartOptions) => Promise<Tagwright>, place: Place) {
    const file = join(place.copySample(album), album, name)
    const { app, page } = await start({ args: [file] })
    await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible()
    await page.getByRole('grid').first().focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Unsaved')
    await page.keyboard.press('Enter')
    await expect(page.getByText('1 changed')).toBeVisible()
    await closeWindow(app)
    const dialog = page.getByRole('alertdialog')
    await expect(dialog.getByText('1 file has unsaved changes')).toBeVisible()
    return { app, page, file, dialog, over: exitOf(app) }
  }

  /** The page may be gone before Playwright has heard that the click was made. */
  const lastClick = (button: Locator) =>
    button.click().catch((error: unknown) => {
      if (!/closed/.test(String(error))) throw error
    })

  test('“Discard and close” closes it and writes nothing', async ({ start, place }) => {
    const { dialog, file, over } = await closing(start, place)
    const before = readFileSync(file)
    await lastClick(dialog.getByRole('button', { name: 'Discard and close' }))
    expect(await over).toBe(0)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('“Save” writes the edit first', async ({ start, place }) => {
    const { dialog, file, over } = await closing(start, place)
    await lastClick(dialog.getByRole('button', { name: 'Save' }))
    expect(await over).toBe(0)
    expect((await reRead(file)).title).toBe('Unsaved')
  })

  test('“Save” keeps the window open when the file cannot be written', async ({ start, place }) => {
    const { app, page, dialog, file } = await closing(start, place)
    chmodSync(file, 0o444)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText(`Couldn’t save “${name}”: the file is read-only.`).first()).toBeVisible()
    expect(app.windows()).toHaveLength(1)
    await expect(page.getByText('1 changed')).toBeVisible()
  })

  test('“Cancel” and Esc keep the window and the edit', async ({ start, place }) => {
    const { app, page, dialog, file } = await closing(start, place)
    const before = readFileSync(file)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toHaveCount(0)
    await closeWindow(app)
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(page.getByRole('row').filter({ hasText: 'Unsaved' })).toBeVisible()
    expect(readFileSync(file).equals(before)).toBe(true)
  })
})

test('on macOS keys are Cmd, and printed with its signs', async ({ start }) => {
  const { page } = await start()
  await expect(page.getByText('Ctrl+O opens a folder · Ctrl+K finds every command')).toBeVisible()
  await page.addInitScript(() => Object.defineProperty(navigator, 'platform', { value: 'MacIntel' }))
  await page.reload()
  await expect(page.getByText('⌘O opens a folder · ⌘K finds every command')).toBeVisible()
  await page.getByRole('button', { name: /sample library/i }).click()
  await page.getByRole('row').filter({ hasText: 'Harbour Lights' }).click()
  await page.keyboard.press('Enter')
  await page.keyboard.type('Changed')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Meta+Shift+s')
  await expect(page.getByText('Space tick · ⌥Space column · ⌘↩ save')).toBeVisible()
})

test('closing while the page hangs is asked by the system’s dialog', async ({ start }) => {
  const { app, page } = await start()
  await setUnsaved(page, 2)
  const ask = (answer: number) =>
    app.evaluate(({ BrowserWindow, dialog }, response) => {
      const asked: unknown[] = []
      Object.assign(globalThis, { asked })
      dialog.showMessageBox = ((_window: unknown, options: unknown) => {
        asked.push(options)
        return Promise.resolve({ response, checkboxChecked: false })
      }) as typeof dialog.showMessageBox
      const window = BrowserWindow.getAllWindows()[0]
      window?.emit('unresponsive')
      window?.close()
    }, answer)
  await ask(0)
  const asked = () => app.evaluate(() => (globalThis as unknown as { asked: { message: string }[] }).asked)
  await expect
    .poll(asked)
    .toMatchObject([{ message: '2 files have unsaved changes, and the window does not answer.' }])
  expect(app.windows()).toHaveLength(1)
  const over = exitOf(app)
  await ask(1).catch(() => undefined)
  expect(await over).toBe(0)
})

test('a second start hands its paths over and ends', async ({ start, place }) => {
  const folder = place.copySample('Mira Solen - Tideworks (2019)')
  const { page, app, startAgain } = await start()
  await listen(page)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  expect(await startAgain([folder])).toBe(0)
  await expect
    .poll(() => heard(page))
    .toEqual([['requested', { grants: [{ id: expect.any(String), name: 'sample' }], mode: 'add' }]])
  expect(app.windows()).toHaveLength(1)
})

test('a menu item tells the page its command, and the clipboard’s items stay the system’s', async ({
  start,
}) => {
  const { app, page } = await start()
  await listen(page)
  const items = await app.evaluate(({ Menu }) => {
    const menu = Menu.getApplicationMenu()
    menu?.getMenuItemById('shortcuts')?.click()
    const all = menu?.items.flatMap((item) => item.submenu?.items ?? []) ?? []
    return {
      roles: all.map((item) => String(item.role ?? '').toLowerCase()),
      commands: all
        .filter((item) => item.id !== undefined)
        .map((item) => [item.id, item.registerAccelerator]),
      labels: menu?.items.map((item) => item.label),
    }
  })
  await expect.poll(() => heard(page)).toContainEqual(['command', 'shortcuts'])
  expect(items.roles).toEqual(expect.arrayContaining(['cut', 'copy', 'paste']))
  expect(items.labels).toEqual(expect.arrayContaining(['File', 'Edit', 'Tags', 'View', 'Help']))
  // The page has the keys: it knows whether a text field or the table is meant.
  if (process.platform !== 'darwin')
    expect(items.commands.filter(([, registered]) => registered !== false)).toEqual([])
})

test('diagnostics are copied by a command, and name no home folder', async ({ start, place }) => {
  const { app, page } = await start({ args: [place.copySample('Mira Solen - Tideworks (2019)')] })
  await expect(page.getByText('Mira Solen').first()).toBeVisible()
  await page.getByRole('button', { name: /^Commands/ }).click()
  await page.getByRole('combobox').fill('diagnostics')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Copied: versions and the last lines of the log.')).toBeVisible()
  const text = await app.evaluate(({ clipboard }) => clipboard.readText())
  expect(text).toMatch(/^Tagwright \d+\.\d+\.\d+\nelectron \d+/)
  expect(text).not.toContain(place.home)
})

test('the menu speaks the language of the settings at once', async ({ start }) => {
  const { app, page } = await start()
  await page.evaluate(() => (window as unknown as Listening).tagwright.settings.change({ language: 'de' }))
  const labels = () => app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map((item) => item.label))
  await expect.poll(labels).toEqual(expect.arrayContaining(['Datei', 'Bearbeiten']))
})

test('settings that cannot be read are set aside, and that is said', async ({ start, place }) => {
  const file = join(place.dataDir, 'settings.json')
  writeFileSync(file, '{"theme": "dar')
  place.own(file)
  const { page } = await start({ keepSettings: true })
  await expect(page.getByText('settings.damaged-1.json')).toBeVisible()
  expect(readFileSync(join(place.dataDir, 'settings.damaged-1.json'), 'utf8')).toBe('{"theme": "dar')
})

test('the sample library is copied to the music folder', async ({ start, place }) => {
  const { page } = await start()
  const answer = await page.evaluate(() => (window as unknown as Listening).tagwright.library.sample())
  expect(answer).toMatchObject({ ok: true, value: [{ name: 'Tagwright sample' }] })
  expect(readdirSync(join(place.music, 'Tagwright sample'))).toContain('Mira Solen - Tideworks (2019)')
})

test('only files that the person dropped are granted', async ({ start, place }) => {
  const folder = place.copySample('Mira Solen - Tideworks (2019)')
  const { page } = await start()
  const madeUp = await page.evaluate(() =>
    (window as unknown as Listening).tagwright.library.grantDropped([
      new File(['x'], '/etc/passwd'),
      new File(['x'], 'a.mp3'),
    ]),
  )
  expect(madeUp).toEqual({ ok: true, value: [] })

  await page.evaluate(() => {
    window.addEventListener(
      'drop',
      async (event) => {
        const files = [...(event.dataTransfer?.files ?? [])]
        const granted = await (window as unknown as Listening).tagwright.library.grantDropped(files)
        Object.assign(window, { granted })
      },
      { capture: true },
    )
    window.addEventListener('dragover', (event) => event.preventDefault())
  })
  await dropFiles(page, [folder])
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { granted?: unknown }).granted))
    .toMatchObject({ ok: true, value: [{ name: 'sample' }] })
})
