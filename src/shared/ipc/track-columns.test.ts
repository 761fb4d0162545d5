import { describe, expect, it } from 'vitest'
import { type Track, trackId } from '../model'
import { fromColumns, TrackColumns, toColumns } from '.'

const track = (id: string, more: Partial<Track> = {}): Track => ({
  id: trackId(id),
  folder: '/music',
  fileName: `${id}.flac`,
  format: 'flac',
  sizeBytes: 1234,
  modifiedMs: 1_700_000_000_000,
  audio: {
    durationMs: 221_000,
    sampleRate: 44_100,
    channels: 2,
    bitsPerSample: 16,
    bitrate: 0,
    lossless: true,
    codec: 'FLAC',
    encoder: '',
  },
  tagKinds: ['Vorbis comment', 'ID3v1'],
  removableKinds: ['ID3v1'],
  values: {},
  longSizes: {},
  pictures: [],
  ...more,
})

describe('tracks as columns', () => {
  const tracks = [
    track('a', { values: { title: ['Ebb'], genre: ['Folk', 'Ambient'] } }),
    track('b', {
      values: { artist: ['Mira Solen'] },
      longSizes: { lyrics: 812 },
      pictures: [
        {
          hash: 'f'.repeat(64),
          type: 3,
          mime: 'image/jpeg',
          description: '',
          sizeBytes: 9,
          width: 600,
          height: 600,
        },
      ],
      readOnly: { code: 'metadata.truncated', params: { file: 'b.flac' } },
    }),
    track('c', { audio: { ...track('c').audio, lossless: false } }),
  ]

  it('come back as they were', () => {
    expect(fromColumns(toColumns(tracks))).toEqual(tracks)
  })

  it('carry only the fields that some track has', () => {
    expect(Object.keys(toColumns(tracks).values).sort()).toEqual(['artist', 'genre', 'title'])
  })

  it('pass their own schema', () => {
    expect(TrackColumns.safeParse(toColumns(tracks)).success).toBe(true)
  })
})
