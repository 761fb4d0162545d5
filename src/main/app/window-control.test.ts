import { describe, expect, it } from 'vitest'
import { defaultSettings, type Grant, type GrantId } from '../../shared/ipc'
import { createOpenRequests } from './open-requests'
import { createWindowControl } from './window-control'

const grant = (id: string): Grant => ({ id: id as GrantId, name: `name of ${id}` })

function memory(platform: NodeJS.Platform = 'linux', left: readonly string[] = []) {
  const done: string[] = []
  const requests = createOpenRequests({ grant: (paths) => paths.map(grant), tell: () => {} })
  const made = createWindowControl({
    facts: { platform, locale: () => 'de-AT', version: '0.1.0' },
    window: () => ({ setUnsaved: (files) => done.push(`unsaved ${files}`), close: () => done.push('close') }),
    tell: ({ code }) => done.push(`say ${code}`),
    showInFolder: (path) => done.push(`show ${path}`),
    copyDiagnostics: () => done.push('diagnostics'),
    settings: {
      current: defaultSettings,
      notices: [{ code: 'settings.damaged', params: { file: 'settings.damaged-1.json' } }],
    },
    recovered: [{ code: 'recovery.restored', params: { file: 'a.mp3', count: 1 } }],
    requests,
    edits: { left, all: () => [['/music/a.mp3', { values: {} }]] },
  })
  return { ...made, requests, done }
}

describe('a page that begins', () => {
  it('is given all that its first frame needs, what was asked to be opened and what is to be said, once', () => {
    const { control, requests } = memory()
    requests.ask(['/music'])
    expect(control.start()).toEqual({
      settings: defaultSettings,
      platform: 'linux',
      locale: 'de-AT',
      version: '0.1.0',
      open: { grants: [grant('/music')], mode: 'add' },
      notices: [
        { code: 'settings.damaged', params: { file: 'settings.damaged-1.json' } },
        { code: 'recovery.restored', params: { file: 'a.mp3', count: 1 } },
      ],
    })
    const second = control.start()
    expect(second.notices).toEqual([])
    expect(second.open).toBeUndefined()
  })

  it('runs on a platform that it knows', () => {
    expect(memory('darwin').control.start().platform).toBe('darwin')
    expect(memory('win32').control.start().platform).toBe('win32')
    expect(memory('freebsd').control.start().platform).toBe('linux')
  })

  it('after one that failed gets its list again, and its edits, and is told so', () => {
    const { control, granted, opened, failed } = memory()
    control.start()
    granted([grant('a'), grant('b'), grant('c')])
    opened(['a', 'b', 'forged'].map((id) => id as GrantId))
    failed(3)
    expect(control.start()).toMatchObject({
      open: { grants: [grant('a'), grant('b')], mode: 'add' },
      notices: [{ code: 'window.restarted', params: {} }],
      unsaved: { files: 1, since: 'page' },
    })
    failed(0)
    expect(control.start().notices).toEqual([])
  })

  it('hears what happened before it was there, and what happens then', () => {
    const { control, say, left, done } = memory()
    control.start()
    left()
    say({ code: 'history.setAside', params: { file: 'history.db', reason: 'damaged' } })
    expect(done).toEqual([])
    expect(control.start().notices).toMatchObject([{ code: 'history.setAside' }])
    say({ code: 'app.stumbled', params: {} })
    expect(done).toEqual(['say app.stumbled'])
    expect(control.start().notices).toEqual([])
  })

  it('hears of unsaved edits that an earlier run of the app left', () => {
    expect(memory('linux', ['/m/a', '/m/b']).control.start().unsaved).toEqual({ files: 2, since: 'app' })
    expect(memory().control.start().unsaved).toBeUndefined()
  })
})

describe('a page', () => {
  it('acts on its own window only', () => {
    const { control, done } = memory()
    control.setUnsaved(2)
    control.showInFolder('/music/a.mp3')
    control.copyDiagnostics()
    control.close()
    expect(done).toEqual(['unsaved 2', 'show /music/a.mp3', 'diagnostics', 'close'])
  })
})
