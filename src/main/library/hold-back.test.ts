import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Problem, Track } from '../../shared/model'
import { trackId } from '../../shared/model'
import { MetadataWriter } from '../metadata'
import { copyOf, temporaryFolder } from '../metadata/testing/fixture'
import { createLibrary } from './create-library'
import { createHoldBack } from './hold-back'

const unverified: Problem = { code: 'metadata.notVerified', params: { file: 'a.flac', reason: 'title' } }
const [a, b, c] = ['a', 'b', 'c'].map(trackId) as [never, never, never]

describe('what holds files back', () => {
  it('is a result that does not check out, and no trouble with the place of a file', () => {
    const hold = createHoldBack(() => 'flac')
    hold.failed(a, { code: 'file.notWritable', params: { file: 'a.flac' } })
    expect(hold.mayBegin(b)).toBe(true)
    hold.failed(b, unverified)
    expect(hold.mayBegin(c)).toBe(false)
    expect(hold.heldBack).toEqual([{ problem: { ...unverified, trackId: b }, ids: [c] }])
  })

  it('is nothing to files of no known kind, nor a question where no file waits', () => {
    const unknown = createHoldBack(() => undefined)
    unknown.failed(a, unverified)
    expect(unknown.mayBegin(b)).toBe(true)
    const last = createHoldBack(() => 'flac')
    last.failed(a, unverified)
    expect(last.heldBack).toEqual([])
  })
})

describe('a batch in which one FLAC does not check out', () => {
  const signal = new AbortController().signal

  /** Five FLACs and two MP3s, of which saving the first FLAC does not check out. */
  async function batch() {
    const folder = temporaryFolder()
    const names = ['1.flac', '2.flac', '3.flac', '4.flac', '5.flac', '6.mp3', '7.mp3']
    for (const name of names) copyOf(name.endsWith('flac') ? 'tagged.flac' : 'v24.mp3', name, folder)
    const library = createLibrary({ dataDir: temporaryFolder(), workerPath: undefined, workers: 1 })
    onTestFinished(() => library.close())
    const tracks: Track[] = []
    const grants = library.grant([folder]).map(({ id }) => id)
    await library.scan(grants, { signal, onBatch: (found) => tracks.push(...found.tracks) })
    tracks.sort((one, other) => one.fileName.localeCompare(other.fileName))

    const { planFile } = MetadataWriter.prototype
    const plans = vi.spyOn(MetadataWriter.prototype, 'planFile').mockImplementation(function (
      this: MetadataWriter,
      ...asked
    ) {
      return asked[0] === join(folder, '1.flac')
        ? Promise.resolve({ ok: false, problem: unverified })
        : planFile.apply(this, asked)
    })
    onTestFinished(() => plans.mockRestore())
    const save = async (these: readonly Track[], holdsBack: boolean) => {
      const saved: string[] = []
      const changes = { values: { title: { from: ['Ein Titel'], to: ['Neu'] } } }
      const counts = await library.save(
        {
          kind: 'edit',
          label: 'Title',
          withoutUndo: false,
          holdsBack,
          tracks: these.map(({ id }) => ({ id, changes })),
        },
        { signal, onProgress: (now) => saved.push(...now.tracks.map(({ fileName }) => fileName)) },
      )
      return { counts, saved: saved.sort() }
    }
    return { tracks, save }
  }

  it('leaves the other FLACs alone, goes on with the MP3s, and tells why', async () => {
    const { tracks, save } = await batch()
    const { counts, saved } = await save(tracks, true)
    // Of two at once the second had begun before the first failed, or not.
    const held = counts.heldBack.flatMap(({ ids }) => ids)
    expect(counts).toMatchObject({ failed: 1, untouched: 0 })
    expect(counts.saved + held.length).toBe(6)
    expect(held.length).toBeGreaterThanOrEqual(3)
    expect(saved).toEqual(expect.arrayContaining(['6.mp3', '7.mp3']))
    expect(counts.heldBack).toMatchObject([{ problem: { code: 'metadata.notVerified' } }])
    const begun = new Set(saved)
    const others = tracks.filter(({ fileName }) => !begun.has(fileName) && fileName !== '1.flac')
    expect(new Set(held)).toEqual(new Set(others.map(({ id }) => id)))

    const again = await save(others, false)
    expect(again.counts).toMatchObject({ saved: others.length, failed: 0, heldBack: [] })
  })

  it('saves all the others where the person said so', async () => {
    const { tracks, save } = await batch()
    const { counts } = await save(tracks, false)
    expect(counts).toMatchObject({ saved: 6, failed: 1, untouched: 0, heldBack: [] })
  })
})
