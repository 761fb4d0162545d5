import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultSettings } from '../../shared/ipc'
import { rememberingLog } from '../ipc/testing/log'
import { createSettings } from './settings'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tagwright-settings-'))
  path = join(folder, 'settings.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const settings = () => createSettings({ path, log: rememberingLog() })
const onDisk = () => JSON.parse(readFileSync(path, 'utf8'))

describe('the settings', () => {
  it('are the defaults at first, and nothing is said or written', () => {
    expect(settings().current).toEqual(defaultSettings)
    expect(settings().notices).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })

  it('are kept, and found again', async () => {
    const first = settings()
    expect(await first.change({ theme: 'dark' })).toEqual({ ...defaultSettings, theme: 'dark' })
    expect(settings().current.theme).toBe('dark')
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  it('tell everyone of a change, before it is on disk', async () => {
    const kept = settings()
    const heard: string[] = []
    kept.onChange(({ theme }) => heard.push(theme))
    const change = kept.change({ theme: 'dark' })
    expect(heard).toEqual(['dark'])
    await change
  })

  it('end with the last of many quick changes', async () => {
    const kept = settings()
    const widths = Array.from({ length: 50 }, (_, step) => 240 + step)
    await Promise.all(
      widths.map((panelWidth) => kept.change({ layout: { ...kept.current.layout, panelWidth } })),
    )
    await kept.settled()
    expect(onDisk().layout.panelWidth).toBe(289)
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  it('that are not whole are set aside, never deleted, and that is said', () => {
    const whole = JSON.stringify({ theme: 'dark', contact: 'ada@example.org' })
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(path, whole.slice(0, length))
      const kept = settings()
      expect(kept.current).toEqual(defaultSettings)
      expect(kept.notices).toMatchObject([{ code: 'settings.damaged' }])
    }
    const aside = readdirSync(folder)
    expect(aside).toHaveLength(whole.length)
    expect(aside.map((name) => readFileSync(join(folder, name), 'utf8'))).toContain(whole.slice(0, -1))
  })

  it('fall back part by part', () => {
    writeFileSync(path, JSON.stringify({ theme: 'dark', language: 'tlh', layout: { sidebar: 'no' } }))
    const kept = settings()
    expect(kept.current).toEqual({ ...defaultSettings, theme: 'dark' })
    expect(kept.notices).toEqual([{ code: 'settings.damaged', params: { file: 'settings.damaged-1.json' } }])
  })

  it('of a newer version keep what this one does not know', async () => {
    writeFileSync(path, JSON.stringify({ theme: 'dark', hologram: { depth: 3 } }))
    const kept = settings()
    expect(kept.notices).toEqual([])
    await kept.change({ density: 'roomy' })
    expect(onDisk()).toMatchObject({ theme: 'dark', density: 'roomy', hologram: { depth: 3 } })
  })

  it('cannot be poisoned', () => {
    writeFileSync(path, '{"__proto__": {"theme": "dark"}, "constructor": 1, "theme": "light"}')
    expect(settings().current.theme).toBe('light')
    expect(({} as { theme?: string }).theme).toBeUndefined()
  })

  it('that cannot be kept hold for now, and the reason is a problem', async () => {
    const kept = createSettings({
      path: join(path, 'a-file-is-no-folder', 'settings.json'),
      log: rememberingLog(),
    })
    writeFileSync(path, 'in the way')
    await expect(kept.change({ theme: 'dark' })).rejects.toMatchObject({
      problem: { code: 'file.ioError', params: { file: 'settings.json' } },
    })
    expect(kept.current.theme).toBe('dark')
  })
})
