import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { FieldChangesMessage } from '../../shared/ipc'
import { type TrackId, trackId } from '../../shared/model'
import { createUnsavedEdits } from './unsaved-edits'

const log = { info() {}, warn() {}, error() {} }
const [a, b] = [trackId('a'), trackId('b')]
const cover = {
  hash: 'a'.repeat(64),
  type: 3,
  mime: 'image/png',
  description: '',
  sizeBytes: 9,
  width: 1,
  height: 1,
}
const title = (to: string): FieldChangesMessage => ({ values: { title: { from: ['Old'], to: [to] } } })

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'tagwright-unsaved-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

const keptOf = (edits: ReturnType<typeof begin>, path: string) => new Map(edits.all()).get(path)

const begin = (
  path: string,
  listed: ReadonlyMap<TrackId, string> = new Map([
    [a, '/m/a.mp3'],
    [b, '/m/b.mp3'],
  ]),
) => createUnsavedEdits({ path, pathOf: (id) => listed.get(id), log })

describe('unsaved edits', () => {
  it('are there again in another run, the newest of each file', async () => {
    const path = join(folder(), 'data', 'unsaved-edits.jsonl')
    const first = begin(path)
    expect(first.left).toEqual([])
    first.keep([
      { id: a, changes: title('One') },
      { id: b, changes: title('B') },
    ])
    first.keep([{ id: a, changes: title('Two\nlines') }])
    first.keep([{ id: b, changes: undefined }])
    await first.settled()
    const second = begin(path)
    expect(second.left).toEqual(['/m/a.mp3'])
    expect(keptOf(second, '/m/a.mp3')).toEqual(title('Two\nlines'))
    expect(keptOf(second, '/m/b.mp3')).toBeUndefined()
    // For others the file is closed: it says what somebody typed.
    expect(statSync(path).mode & 0o077).toBe(0)
  })

  it('keep the tags that are to go until all of them are gone', async () => {
    const path = join(folder(), 'unsaved-edits.jsonl')
    const edits = begin(path)
    const going = { values: {}, removedKinds: { from: [], to: ['APEv2', 'ID3v1'] } }
    edits.keep([{ id: a, changes: { ...title('One'), ...going, values: title('One').values } }])
    edits.saved([{ id: a, changes: title('One') }])
    expect(keptOf(edits, '/m/a.mp3')).toEqual(going)
    edits.saved([{ id: a, changes: { values: {}, removedKinds: { from: [], to: ['APEv2'] } } }])
    expect(keptOf(edits, '/m/a.mp3')).toEqual(going)
    edits.saved([{ id: a, changes: going }])
    await edits.settled()
    expect(existsSync(path)).toBe(false)
  })

  it('leave nothing once all are saved, or the person decided', async () => {
    const path = join(folder(), 'unsaved-edits.jsonl')
    const edits = begin(path)
    edits.keep([{ id: a, changes: title('One') }])
    await edits.settled()
    edits.keep([{ id: a, changes: undefined }])
    await edits.settled()
    expect(existsSync(path)).toBe(false)
    edits.keep([
      { id: a, changes: title('One') },
      { id: b, changes: title('Two') },
    ])
    edits.forget()
    await edits.settled()
    expect(existsSync(path)).toBe(false)
    expect(begin(path).left).toEqual([])
  })

  it('that were saved go at once, and what was typed since stays', async () => {
    const path = join(folder(), 'unsaved-edits.jsonl')
    const edits = begin(path)
    const both: FieldChangesMessage = {
      values: { title: { from: ['Old'], to: ['One'] }, genre: { from: [], to: ['Folk'] } },
    }
    edits.keep([
      { id: a, changes: both },
      { id: b, changes: title('B') },
    ])
    edits.saved([
      { id: a, changes: title('One') },
      { id: b, changes: title('B') },
    ])
    expect(edits.all()).toEqual([['/m/a.mp3', { values: { genre: both.values.genre } }]])
    edits.keep([{ id: a, changes: title('Two') }])
    edits.saved([{ id: a, changes: title('One') }])
    expect(edits.all()).toEqual([['/m/a.mp3', title('Two')]])
    await edits.settled()
    expect(begin(path).left).toEqual(['/m/a.mp3'])
  })

  it('that clear a field or take pictures away are settled by a save that did so, and by no other', () => {
    const edits = begin(join(folder(), 'unsaved-edits.jsonl'))
    const cleared: FieldChangesMessage = { values: { title: { from: ['Old'], to: [] } } }
    const removed: FieldChangesMessage = { values: {}, pictures: { from: [cover], to: [] } }
    edits.keep([{ id: a, changes: { ...removed, values: cleared.values } }])
    edits.saved([{ id: a, changes: { values: { genre: { from: [], to: ['Folk'] } } } }])
    expect(keptOf(edits, '/m/a.mp3')).toEqual({ ...removed, values: cleared.values })
    edits.saved([{ id: a, changes: cleared }])
    expect(keptOf(edits, '/m/a.mp3')).toEqual(removed)
    edits.saved([{ id: a, changes: { values: {}, pictures: { from: [], to: [cover] } } }])
    expect(keptOf(edits, '/m/a.mp3')).toEqual(removed)
    edits.saved([{ id: a, changes: removed }])
    expect(keptOf(edits, '/m/a.mp3')).toBeUndefined()
  })

  it('that nobody was asked about stay when the window closes; those of this run go', async () => {
    const path = join(folder(), 'unsaved-edits.jsonl')
    const first = begin(path)
    first.keep([{ id: a, changes: title('One') }])
    await first.settled()
    const second = begin(path)
    second.keep([{ id: b, changes: title('Two') }])
    second.closed()
    await second.settled()
    const third = begin(path)
    expect(third.left).toEqual(['/m/a.mp3'])
    third.restored(new Set(['/m/a.mp3']))
    expect(third.left).toEqual([])
    expect(third.all()).toHaveLength(1)
    third.closed()
    await third.settled()
    expect(begin(path).left).toEqual([])
  })

  it('of files that could not be found wait for the next start', async () => {
    const path = join(folder(), 'unsaved-edits.jsonl')
    const first = begin(path)
    first.keep([
      { id: a, changes: title('One') },
      { id: b, changes: title('Two') },
    ])
    await first.settled()
    const second = begin(path)
    second.restored(new Set(['/m/a.mp3']))
    second.closed()
    await second.settled()
    expect(begin(path).left).toEqual(['/m/b.mp3'])
  })

  it('that wait outlive other edits of the same file', async () => {
    const path = join(folder(), 'unsaved-edits.jsonl')
    const genre: FieldChangesMessage = { values: { genre: { from: [], to: ['Folk'] } } }
    const first = begin(path)
    first.keep([{ id: a, changes: { values: { ...title('One').values, ...genre.values } } }])
    await first.settled()
    const second = begin(path)
    second.keep([{ id: a, changes: title('Anew') }])
    expect(keptOf(second, '/m/a.mp3')).toEqual({ values: { ...title('Anew').values, ...genre.values } })
    // What was typed anew is decided, whatever becomes of it.
    second.keep([{ id: a, changes: undefined }])
    expect(keptOf(second, '/m/a.mp3')).toEqual(genre)
    second.closed()
    await second.settled()
    expect(keptOf(begin(path), '/m/a.mp3')).toEqual(genre)
  })

  it('of a row that left the list are dropped too', async () => {
    const path = join(folder(), 'unsaved-edits.jsonl')
    const listed = new Map([[a, '/m/a.mp3']])
    const edits = begin(path, listed)
    edits.keep([{ id: a, changes: title('One') }])
    listed.delete(a)
    edits.keep([
      { id: a, changes: undefined },
      { id: b, changes: title('unknown') },
    ])
    await edits.settled()
    expect(begin(path).left).toEqual([])
  })

  it('survive a cut at any byte: each file says the last that was written whole', async () => {
    const path = join(folder(), 'unsaved-edits.jsonl')
    const edits = begin(path)
    edits.keep([{ id: a, changes: title('One') }])
    await edits.settled()
    const whole = statSync(path).size
    edits.keep([{ id: a, changes: title('Two') }])
    await edits.settled()
    for (let size = statSync(path).size; size > whole; size--) {
      truncateSync(path, size)
      expect(['One', 'Two']).toContain(keptOf(begin(path), '/m/a.mp3')?.values.title?.to[0])
    }
    // What comes after the cut is a line of its own again.
    truncateSync(path, whole - 5)
    const again = begin(path)
    again.keep([{ id: b, changes: title('B') }])
    await again.settled()
    expect(begin(path).left).toEqual(['/m/b.mp3'])
  })

  it('of which some are damaged are kept aside, and the others are there', async () => {
    const path = join(folder(), 'unsaved-edits.jsonl')
    const edits = begin(path)
    edits.keep([{ id: a, changes: title('One') }])
    await edits.settled()
    appendFileSync(path, '{"path":3,"changes":null}\nnonsense\n')
    appendFileSync(path, `${JSON.stringify({ path: '/m/b.mp3', changes: title('B') })}\n`)
    expect(begin(path).left).toEqual(['/m/a.mp3', '/m/b.mp3'])
    expect(readFileSync(`${path}.damaged`, 'utf8')).toContain('nonsense')
  })

  it('do not fill the disk, however long somebody types', async () => {
    const path = join(folder(), 'unsaved-edits.jsonl')
    const edits = begin(path)
    for (let index = 0; index < 5000; index++) {
      edits.keep([{ id: a, changes: title(`Title ${index}`) }])
      if (index % 100 === 0) await edits.settled()
    }
    await edits.settled()
    expect(readFileSync(path, 'utf8').split('\n').length).toBeLessThan(5000)
    expect(keptOf(begin(path), '/m/a.mp3')).toEqual(title('Title 4999'))
  })
})
