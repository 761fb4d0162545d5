import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentPolicy, developmentPolicy } from './content-policy'
import { createPageFiles } from './page-files'

let root: string
let answer: (request: Request) => Promise<Response>
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tagwright-page-'))
  const page = join(root, 'renderer')
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(root, 'secret.js'), 'secret')
  writeFileSync(join(page, 'index.html'), '<!doctype html>')
  writeFileSync(join(page, 'assets', 'a b.js'), 'code')
  writeFileSync(join(page, 'assets', 'map.json'), '{}')
  symlinkSync(join(root, 'secret.js'), join(page, 'assets', 'link.js'))
  symlinkSync(root, join(page, 'up'))
  answer = createPageFiles(page)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const get = (path: string) => answer(new Request(`app://tagwright/${path}`))

describe('the built page', () => {
  it('is served with its type, the policy and nosniff', async () => {
    const response = await get('index.html')
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('<!doctype html>')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toBe(contentPolicy)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect((await get('assets/a%20b.js')).headers.get('content-type')).toMatch('text/javascript')
    expect((await get('index.html?query#part')).status).toBe(200)
  })

  it('is all there is: no way up, no link, no folder, no other kind of file', async () => {
    for (const path of [
      '',
      '../secret.js',
      '..%2fsecret.js',
      '%2e%2e/secret.js',
      '..%5csecret.js',
      'up/secret.js',
      'assets/link.js',
      'assets/map.json',
      'assets',
      'index.html%00.js',
      '/index.html',
      '%',
      '__proto__',
      'constructor',
    ])
      expect((await get(path)).status, path).toBe(404)
    expect((await answer(new Request('app://elsewhere/index.html'))).status).toBe(404)
    expect((await answer(new Request('app://tagwright/index.html', { method: 'POST' }))).status).toBe(404)
  })

  it('has a looser policy only on a development server, which names that server’s socket', () => {
    expect(developmentPolicy('http://localhost:5173')).toContain("connect-src 'self' ws://localhost:5173")
    expect(contentPolicy).not.toContain('unsafe')
  })
})
