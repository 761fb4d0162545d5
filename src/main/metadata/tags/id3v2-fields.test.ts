import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint16, fromUint32 } from '../bytes'
import { holds } from '../testing/fixture'
import { inventoryOfId3v2, storedInId3v2, touchedInId3v2 } from './id3v2'
import {
  frame22,
  frame23,
  frame24,
  framesIn,
  patched,
  tagBytes,
  tagIn,
  text,
  utf16,
  valuesIn,
} from './id3v2-testing'

/** A patch changes only what it names: all other pieces of the tag are the same. */
function expectKept(before: Uint8Array, after: Uint8Array, ...fields: Parameters<typeof touchedInId3v2>[0]) {
  const touched = touchedInId3v2(fields, false)
  const known = new Set(inventoryOfId3v2(tagIn(before), touched).map(({ name }) => name))
  const kept = inventoryOfId3v2(tagIn(after), touched).filter(
    ({ name, mayAppear }) => mayAppear !== true || known.has(name),
  )
  expect(kept).toEqual(inventoryOfId3v2(tagIn(before), touched))
}

describe('people (ID3v2.4 §4.2.2 TIPL, TMCL; ID3v2.3 §4.4 IPLS)', () => {
  const tipl = frame24('TIPL', text('producer\0P\0engineer\0A\0executive producer\0X\0engineer\0B'))
  const tmcl = frame24('TMCL', text('guitar\0Anna\0\0Bob'))

  it('are read by role, whatever its case, and performers with their instrument', () => {
    expect(valuesIn(tagBytes(4, [tipl, tmcl]))).toEqual({
      producer: ['P'],
      engineer: ['A', 'B'],
      performer: ['Anna (guitar)', 'Bob'],
    })
    expect(valuesIn(tagBytes(3, [frame23('IPLS', text('DJ-Mix\0D\0drums\0Tim'))]))).toEqual({
      djMixer: ['D'],
      performer: ['Tim (drums)'],
    })
  })

  it('stay byte for byte in a save of something else (B2)', () => {
    expect(holds(patched(tagBytes(4, [tipl, tmcl]), { title: ['x'] }), concat([tipl, tmcl]))).toBe(true)
  })

  it('change one role and keep the other pairs, in one frame', () => {
    const before = tagBytes(4, [tipl, tmcl])
    const after = patched(before, { engineer: ['C'], performer: ['Eve (bass)'] })
    expect(valuesIn(after)).toEqual({ producer: ['P'], engineer: ['C'], performer: ['Eve (bass)'] })
    expect(framesIn(tagIn(after))).toEqual(['TIPL', 'TMCL'])
    expect(holds(after, fromLatin1('executive producer\0X\0'))).toBe(true)
    expectKept(before, after, 'engineer', 'performer')
  })

  it('share one IPLS in ID3v2.3, also with new roles', () => {
    const before = tagBytes(3, [frame23('IPLS', text('engineer\0A'))])
    const after = patched(before, { mixer: ['M'], performer: ['Bob (voice)'] })
    expect(valuesIn(after)).toEqual({ engineer: ['A'], mixer: ['M'], performer: ['Bob (voice)'] })
    expect(framesIn(tagIn(after))).toEqual(['IPLS'])
    expect(() => patched(before, { performer: ['Bob (engineer)'] })).toThrow('cannot hold')
    expect(framesIn(tagIn(patched(before, { engineer: [] })))).toEqual([])
  })
})

describe('ratings (ID3v2.4 §4.17 POPM)', () => {
  const popm = (email: string, rating: number, count: Uint8Array = fromUint32(9)) =>
    frame24('POPM', concat([fromLatin1(`${email}\0`), Uint8Array.of(rating), count]))

  it.each([
    [1, '20'],
    [64, '40'],
    [128, '60'],
    [196, '80'],
    [255, '100'],
    [242, '95'],
  ])('%i means %s %%', (byte, percent) => {
    expect(valuesIn(tagBytes(4, [popm('a@b', byte)])).rating).toEqual([percent])
  })

  it('give every percentage back', () => {
    for (let percent = 1; percent <= 100; percent++) {
      expect(valuesIn(patched(tagBytes(4, []), { rating: [String(percent)] })).rating).toEqual([
        String(percent),
      ])
    }
    expect(storedInId3v2('rating', ['0'])).toEqual([])
    expect(() => patched(tagBytes(4, []), { rating: ['good'] })).toThrow('cannot hold')
  })

  it('keep who rated and how often it was played, and the ratings of others', () => {
    const others = popm('other@x', 64)
    const result = patched(tagBytes(4, [popm('me@x', 0), popm('you@x', 196), others]), { rating: ['100'] })
    expect(holds(result, popm('you@x', 255))).toBe(true)
    expect(holds(result, concat([popm('you@x', 255), others]))).toBe(true)
    expect(valuesIn(result).rating).toEqual(['100'])
  })

  it('go and leave the counter', () => {
    const before = tagBytes(4, [popm('me@x', 196), popm('you@x', 64, new Uint8Array(0))])
    const result = patched(before, { rating: [] })
    expect(valuesIn(result).rating).toBeUndefined()
    expect(holds(result, popm('me@x', 0))).toBe(true)
    expect(holds(result, fromLatin1('you@x'))).toBe(false)
  })

  it('keep a frame without counter (mutagen’s bad POPM)', () => {
    expect(valuesIn(tagBytes(4, [frame24('POPM', fromLatin1('me\0\xff'))])).rating).toEqual(['100'])
    expect(valuesIn(tagBytes(4, [frame24('POPM', fromLatin1('no end'))])).rating).toBeUndefined()
  })
})

describe('lyrics with time (ID3v2.4 §4.9 SYLT)', () => {
  const piece = (words: string, milliseconds: number) =>
    concat([fromLatin1(`${words}\0`), fromUint32(milliseconds)])
  const sylt = (pieces: readonly Uint8Array[], format = 2, type = 1) =>
    frame24('SYLT', concat([text('deu'), Uint8Array.of(format, type), fromLatin1('\0'), ...pieces]))

  it('are LRC, a line each', () => {
    const frame = sylt([piece('one', 1000), piece('two', 62_345)])
    expect(valuesIn(tagBytes(4, [frame])).syncedLyrics).toEqual(['[00:01.00]one\n[01:02.345]two'])
  })

  it('are LRC with times in the line where they are sung by syllables', () => {
    const frame = sylt([piece('Strang', 0), piece('ers', 250), piece('\nin', 1000), piece(' the', 1500)])
    const lrc = '[00:00.00]Strang<00:00.25>ers\n[00:01.00]in<00:01.50> the'
    expect(valuesIn(tagBytes(4, [frame])).syncedLyrics).toEqual([lrc])
    expect(holds(patched(tagBytes(4, [frame]), { syncedLyrics: [lrc] }), frame)).toBe(true)
  })

  it('keep their language when they are edited', () => {
    const result = patched(tagBytes(4, [sylt([piece('one', 0)])]), { syncedLyrics: ['[00:05.00]neu'] })
    expect(holds(result, sylt([piece('neu', 5000)]))).toBe(true)
  })

  it('come back from any LRC as they are stored', () => {
    const lrc = '[ar:Someone]\n[00:10.00][00:02.5]chorus\n[00:04.00]line\nand more\n'
    const stored = storedInId3v2('syncedLyrics', [lrc])
    expect(stored).toEqual(['[00:02.50]chorus\n[00:04.00]line\nand more\n[00:10.00]chorus'])
    expect(valuesIn(patched(tagBytes(3, []), { syncedLyrics: stored })).syncedLyrics).toEqual(stored)
    expect(storedInId3v2('syncedLyrics', stored)).toEqual(stored)
  })

  it('are left alone where times count MPEG frames, or no lyrics are timed', () => {
    const chords = sylt([piece('Am', 0)], 2, 5)
    const frames = [sylt([piece('x', 3)], 1), chords, sylt([piece('one', 0)])]
    const before = tagBytes(4, frames)
    expect(valuesIn(before).syncedLyrics).toEqual(['[00:00.00]one'])
    expect(holds(patched(before, { syncedLyrics: [] }), concat(frames.slice(0, 2)))).toBe(true)
  })
})

describe('ReplayGain out of RVA2 (ID3v2.4 §4.11)', () => {
  const rva2 = (id: string, gain: number, peak: number) =>
    frame24(
      'RVA2',
      concat([fromLatin1(`${id}\0\x01`), fromUint16(gain & 0xffff), Uint8Array.of(16), fromUint16(peak)]),
    )
  const track = rva2('track', -6.5 * 512, 0x8000)

  it('is read where TXXX has none', () => {
    expect(valuesIn(tagBytes(4, [track, rva2('album', 512, 0x4000)]))).toEqual({
      replayGainTrackGain: ['-6.50 dB'],
      replayGainTrackPeak: ['1.000000'],
      replayGainAlbumGain: ['1.00 dB'],
      replayGainAlbumPeak: ['0.500000'],
    })
    const both = tagBytes(4, [track, frame24('TXXX', text('replaygain_track_gain\0-7.00 dB'))])
    expect(valuesIn(both).replayGainTrackGain).toEqual(['-7.00 dB'])
  })

  it('stays untouched in any other save', () => {
    expect(holds(patched(tagBytes(4, [track]), { title: ['x'] }), track)).toBe(true)
  })

  it('moves to TXXX when it is edited, the peak with it', () => {
    const before = tagBytes(4, [track, rva2('other', 0, 0)])
    const after = patched(before, { replayGainTrackGain: ['-1.00 dB'] })
    expect(framesIn(tagIn(after))).toEqual([
      'TXXX:REPLAYGAIN_TRACK_GAIN -1.00 dB',
      'TXXX:REPLAYGAIN_TRACK_PEAK 1.000000',
      'RVA2:other',
    ])
    expectKept(before, after, 'replayGainTrackGain')
    expect(valuesIn(patched(before, { replayGainTrackGain: [], replayGainTrackPeak: [] }))).toEqual({})
  })
})

describe('other frames', () => {
  it('keep names of classical music, groups and podcasts', () => {
    const values = {
      movement: ['Adagio'],
      movementNumber: ['2'],
      movementTotal: ['4'],
      grouping: ['G'],
      podcast: ['1'],
      podcastFeed: ['http://feed.example'],
      website: ['http://a.example/ä', 'http://b.example'],
      license: ['http://l.example'],
      isrc: ['A', 'B'],
      language: ['deu'],
    }
    for (const version of [2, 3, 4]) {
      expect(valuesIn(patched(tagBytes(version, []), values)), `ID3v2.${version}`).toEqual(values)
    }
    expect(() => patched(tagBytes(4, []), { website: ['http://曲'] })).toThrow('cannot hold')
  })

  it('read GRP1 of iTunes as grouping, and WCOP as license, and write the first name', () => {
    const before = tagBytes(4, [frame24('GRP1', text('G')), frame24('WCOP', fromLatin1('http://l'))])
    expect(valuesIn(before)).toEqual({ grouping: ['G'], license: ['http://l'] })
    expect(framesIn(tagIn(patched(before, { grouping: ['H'], license: ['http://m'] })))).toEqual([
      'TIT1 H',
      'TXXX:LICENSE http://m',
    ])
  })

  it('keep WFED in the form that the file has', () => {
    const url = tagBytes(4, [frame24('WFED', fromLatin1('http://old'))])
    expect(
      holds(patched(url, { podcastFeed: ['http://new'] }), frame24('WFED', fromLatin1('http://new'))),
    ).toBe(true)
    const asText = tagBytes(3, [frame23('WFED', utf16('http://old'))])
    expect(valuesIn(patched(asText, { podcastFeed: ['http://new'] })).podcastFeed).toEqual(['http://new'])
  })

  it('are found in ID3v2.2 too', () => {
    const frames = [
      frame22('UFI', fromLatin1('http://musicbrainz.org\0id')),
      frame22('TXX', text('ASIN\0B00')),
      frame22('POP', fromLatin1('me\0\x80')),
      frame22('WAR', fromLatin1('http://a')),
      frame22('IPL', text('engineer\0A')),
    ]
    expect(valuesIn(tagBytes(2, frames))).toEqual({
      recordingId: ['id'],
      asin: ['B00'],
      rating: ['60'],
      website: ['http://a'],
      engineer: ['A'],
    })
  })

  it('hold no NUL inside a value', () => {
    expect(() => patched(tagBytes(4, []), { title: ['a\0b'] })).toThrow('cannot hold')
  })

  it('take an identifier of 64 bytes of ISO-8859-1, and no other', () => {
    const bytes = tagBytes(4, [])
    expect(valuesIn(patched(bytes, { recordingId: ['x'.repeat(64)] })).recordingId).toEqual(['x'.repeat(64)])
    expect(() => patched(bytes, { recordingId: ['x'.repeat(65)] })).toThrow('cannot hold')
  })
})
