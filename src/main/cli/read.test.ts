import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildWorker } from '../library/testing/built-worker'
import { copyOf } from '../metadata/testing/fixture'
import { nativeTags } from './native-tags'

describe('the headless reader', () => {
  it('prints one object a line, with the problem of a file that cannot be read', async () => {
    const program = await buildWorker(join(import.meta.dirname, 'read.ts'))
    try {
      const paths = [copyOf('v23-v1.mp3'), '/nowhere/a.mp3', copyOf('tagged.flac')]
      const lines = execFileSync(process.execPath, [program.path, '--raw', '--audio', ...paths], {
        encoding: 'utf8',
      })
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(lines.map(({ path }) => path)).toEqual(paths)
      expect(lines[0]).toMatchObject({
        type: 'MP3',
        info: { sample_rate: 44_100, channels: 2, codec: 'MP3' },
        tags: { TIT2: ['Ein Titel'], TRCK: ['3/12'], TALB: ['Größe'] },
        fields: { title: ['Ein Titel'], trackTotal: ['12'] },
        writable: true,
      })
      expect(Object.keys(lines[0].kinds)).toEqual(['ID3v2.3', 'ID3v1'])
      expect(lines[0].inventory).toContainEqual(expect.objectContaining({ name: 'ID3v2 TIT2' }))
      expect(lines[1]).toMatchObject({ error: 'file.notFound', problem: { params: { file: 'a.mp3' } } })
      expect(lines[2]).toMatchObject({ type: 'FLAC', tags: { TITLE: ['Ein Titel'] } })
      expect(lines[2].audio).toMatch(/^[0-9a-f]{40}$/)
    } finally {
      program.remove()
    }
  })

  it('names entries as the best tag that has them does', () => {
    const tags = nativeTags([
      { kind: 'ID3v2.3', values: { title: ['A'], track: ['3'], trackTotal: ['9'], date: ['1999'] } },
      { kind: 'APEv2', values: { title: ['B'], disc: ['1'], 'custom:Foo': ['x'] } },
      { kind: 'AIFF text', values: { title: ['C'] } },
    ])
    expect(tags).toEqual({
      TIT2: ['A'],
      TRCK: ['3/9'],
      TYER: ['1999'],
      Title: ['B'],
      Disc: ['1'],
      Foo: ['x'],
    })
  })
})
