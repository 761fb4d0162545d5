import { describe, expect, it } from 'vitest'
import { fromLatin1 } from '../bytes'
import { fixture, holds } from '../testing/fixture'
import { layoutOf, patched } from '../testing/layouts'

describe('True Audio', () => {
  it('reads the header of TTA1', () => {
    const bytes = fixture('plain.tta')
    expect(layoutOf(bytes).properties).toEqual({
      durationMs: 200,
      sampleRate: 8000,
      channels: 2,
      bitsPerSample: 16,
      bitrate: bytes.length * 40,
      lossless: true,
      codec: 'True Audio',
      encoder: '',
    })
  })

  it('is tagged in front of the sound', () => {
    const bytes = fixture('plain.tta')
    expect(layoutOf(bytes).format).toBe('tta')
    const result = patched(bytes, { title: ['Neu'] })
    const layout = layoutOf(result)
    expect(layout.tags.map(({ kind, values }) => [kind, values])).toEqual([['ID3v2.4', { title: ['Neu'] }]])
    expect(layout.audio.map(({ start, end }) => result.slice(start, end))).toEqual([bytes])
  })

  it('reads the APEv2 tag that ffmpeg writes behind the sound, and keeps it in step', () => {
    const bytes = fixture('ape-tagged.tta')
    expect(layoutOf(bytes).tags.map(({ kind, values }) => [kind, values.title])).toEqual([
      ['APEv2', ['Ein Titel']],
    ])
    const result = patched(bytes, { title: ['Neu'] })
    expect(layoutOf(result).tags.map(({ kind, values }) => [kind, values.title])).toEqual([
      ['ID3v2.4', ['Neu']],
      ['APEv2', ['Neu']],
    ])
    expect(holds(result, fromLatin1('Ein Titel'))).toBe(false)
  })

  it('does not know the header of TTA2, nor one that is cut off', () => {
    const next = fixture('plain.tta')
    next.set(fromLatin1('TTA2'))
    expect(layoutOf(next).notWritable?.reason).toBe('no sound found')
    expect(layoutOf(fixture('plain.tta').subarray(0, 20)).notWritable?.reason).toBe('no sound found')
  })
})
