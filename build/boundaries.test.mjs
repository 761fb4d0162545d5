// @ts-check
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { violations } from './boundaries.mjs'

/** @type {string[]} */
const roots = []
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
})

/** @param {string} file @param {string} specifier */
function importing(file, specifier) {
  const root = mkdtempSync(join(tmpdir(), 'tagwright-boundaries-'))
  roots.push(root)
  const path = join(root, 'src', file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `import { x } from '${specifier}'\nexport const y = x\n`)
  return violations(root)
}

describe('import boundaries', () => {
  it.each([
    ['shared/model/edit.ts', '../../main/files'],
    ['shared/model/edit.ts', 'node:fs'],
    ['shared/model/edit.ts', 'electron'],
    ['preload/index.ts', '../main/ipc'],
    ['main/metadata/reader.ts', '../files/save'],
    ['main/metadata/reader.ts', 'electron'],
    ['main/files/save.ts', '../metadata'],
    ['main/http/client.ts', '../files'],
    ['main/sound/decode.ts', '../metadata'],
    ['main/sound/decode.ts', 'electron'],
    ['main/lookup/musicbrainz.ts', '../library'],
    ['main/library/scan-job.ts', '../ipc'],
    ['main/library/scan-job.ts', '../lookup'],
    ['main/ipc/handlers.ts', '../metadata'],
    ['main/ipc/handlers.ts', '../app/window'],
    ['main/app/window.ts', '../../renderer/src/app/frame'],
    ['renderer/src/table/cell.tsx', '../panel'],
    ['renderer/src/table/cell.tsx', '../app/place'],
    ['renderer/src/editor/store.ts', '../table'],
    ['renderer/src/ui/button.tsx', '../editor'],
    ['renderer/src/app/frame.tsx', '../../../main/files'],
    ['renderer/src/app/frame.tsx', 'node:path'],
  ])('refuses src/%s importing %s', (file, specifier) => {
    expect(importing(file, specifier)).toHaveLength(1)
  })

  it.each([
    ['main/index.ts', './http'],
    ['main/app/window.ts', '../ipc'],
    ['main/library/save-track.ts', '../files'],
    ['main/library/fingerprint-file.ts', '../sound'],
    ['main/lookup/musicbrainz.ts', '../http'],
    ['renderer/src/table/cell.tsx', '../editor'],
    ['renderer/src/app/frame.tsx', '../table'],
    ['renderer/src/lookup/place.tsx', '../../../shared/model'],
    ['main/files/save.ts', 'node:fs'],
  ])('allows src/%s importing %s', (file, specifier) => {
    expect(importing(file, specifier)).toEqual([])
  })

  it('finds an import whatever its form', () => {
    const root = mkdtempSync(join(tmpdir(), 'tagwright-boundaries-'))
    roots.push(root)
    mkdirSync(join(root, 'src/shared'), { recursive: true })
    writeFileSync(
      join(root, 'src/shared/a.ts'),
      `import type { A } from 'node:fs'\nexport * from 'node:path'\nimport 'node:os'\nconst b = import('node:net')\nimport {\n  c,\n} from 'node:url'\n`,
    )
    expect(violations(root)).toHaveLength(5)
  })
})
