import { describe, expect, it } from 'vitest'
import type { FieldChangesMessage } from '../../shared/ipc'
import { type Track, trackId } from '../../shared/model'
import { createLookupFiles } from './lookup-files'

const id = trackId('a')
const listed: Track = {
  id,
  folder: '/m',
  fileName: 'a.mp3',
  format: 'mp3',
  sizeBytes: 1000,
  modifiedMs: 1,
  audio: {
    durationMs: 60_000,
    sampleRate: 44_100,
    channels: 2,
    bitsPerSample: 0,
    bitrate: 192_000,
    lossless: false,
    codec: 'MP3',
    encoder: '',
  },
  tagKinds: [],
  removableKinds: [],
  values: { title: ['Ebb'], album: ['Tideworks'] },
  longSizes: {},
  pictures: [],
}

const files = (edited?: FieldChangesMessage) =>
  createLookupFiles({
    library: {
      idAt: (path) => (path === '/m/a.mp3' ? id : undefined),
      pathOf: (asked) => (asked === id ? '/m/a.mp3' : undefined),
      readTrack: async () => ({ ok: true, track: listed, values: listed.values }),
    },
    edits: { of: (path) => (path === '/m/a.mp3' ? edited : undefined) },
  })

describe('a file that a run looks up', () => {
  it('is what it says on disk', async () => {
    expect(await files().read(id)).toMatchObject({
      ok: true,
      track: { id, values: { title: ['Ebb'], album: ['Tideworks'] }, hasCover: false },
    })
  })

  it('has the edits that are not saved yet, also where they empty a field', async () => {
    const picture = {
      hash: 'a'.repeat(64),
      type: 3,
      mime: 'image/png',
      description: '',
      sizeBytes: 9,
      width: 1,
      height: 1,
    }
    const edited: FieldChangesMessage = {
      values: { title: { from: ['Ebb'], to: ['Flow'] }, album: { from: ['Tideworks'], to: [] } },
      pictures: { from: [], to: [picture] },
    }
    expect(await files(edited).read(id)).toMatchObject({
      ok: true,
      track: { values: { title: ['Flow'], album: [] }, hasCover: true },
    })
  })
})
