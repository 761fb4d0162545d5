import { type FieldValues, type Picture, type Track, trackId } from '../../../shared/model'
import { createEditor } from '../editor'

/** A track for tests: whole, with what matters to the test set. */
export function track(id: string, values: FieldValues = {}, more: Partial<Track> = {}): Track {
  return {
    id: trackId(id),
    folder: '/music',
    fileName: `${id}.flac`,
    format: 'flac',
    sizeBytes: 1000,
    modifiedMs: 1,
    audio: {
      durationMs: 60_000,
      sampleRate: 44_100,
      channels: 2,
      bitsPerSample: 16,
      bitrate: 0,
      lossless: true,
      codec: 'FLAC',
      encoder: '',
    },
    tagKinds: [],
    removableKinds: [],
    values,
    longSizes: {},
    pictures: [],
    ...more,
  }
}

export const picture = (digit: string, more: Partial<Picture> = {}): Picture => ({
  hash: digit.repeat(64),
  type: 3,
  mime: 'image/jpeg',
  description: '',
  sizeBytes: 1,
  width: 500,
  height: 500,
  ...more,
})

/** An editor of its own with these tracks in the list. */
export function editorWith(...tracks: readonly Track[]): ReturnType<typeof createEditor> {
  const editor = createEditor()
  editor.getState().addTracks(tracks)
  return editor
}
