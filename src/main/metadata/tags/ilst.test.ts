import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint16, fromUint32, fromUint64, fromUtf8 } from '../bytes'
import { accessBytes } from '../file-access'
import { describePicture } from '../pictures'
import { fixture, holds, seededRandom } from '../testing/fixture'
import {
  parseIlst,
  patchIlst,
  patchIlstPictures,
  pictureCountOfIlst,
  picturesOfIlst,
  readIlst,
  renderIlst,
  storedInIlst,
  valuesOfIlst,
} from './ilst'
import { NotStorableError } from './not-storable'

const atom = (type: string, ...content: readonly Uint8Array[]): Uint8Array => {
  const body = concat(content)
  return concat([fromUint32(body.length + 8), fromLatin1(type), body])
}
const data = (type: number, value: Uint8Array | string): Uint8Array =>
  atom('data', fromUint32(type), fromUint32(0), typeof value === 'string' ? fromUtf8(value) : value)
const text = (type: string, ...values: readonly string[]) =>
  atom(type, ...values.map((value) => data(1, value)))
const freeform = (name: string, values: readonly Uint8Array[], mean = 'com.apple.iTunes') =>
  atom(
    '----',
    atom('mean', fromUint32(0), fromUtf8(mean)),
    atom('name', fromUint32(0), fromUtf8(name)),
    ...values,
  )

const valuesOf = (...atoms: readonly Uint8Array[]) => valuesOfIlst(parseIlst(concat(atoms)))
const patched = (atoms: readonly Uint8Array[], changes: Parameters<typeof patchIlst>[1]) =>
  renderIlst(patchIlst(parseIlst(concat(atoms)), changes))

describe('texts (QuickTime File Format, table 3-5)', () => {
  it('reads UTF-8, UTF-16, and texts that do not say what they are', () => {
    const utf16 = Uint8Array.of(0, 0x47, 0, 0xf6)
    expect(valuesOf(text('©nam', 'Größe')).title).toEqual(['Größe'])
    expect(valuesOf(atom('©nam', data(2, utf16))).title).toEqual(['Gö'])
    expect(valuesOf(atom('©nam', data(0, 'x'))).title).toEqual(['x'])
    expect(valuesOf(atom('©nam', data(13, 'x'))).title).toBeUndefined()
  })

  it('reads and writes several values as several data atoms in one atom (formats.md B10)', () => {
    expect(valuesOf(text('©ART', 'AC/DC', 'Zweite; und dritte')).artist).toEqual([
      'AC/DC',
      'Zweite; und dritte',
    ])
    expect(patched([], { artist: ['AC/DC', 'B'] })).toEqual(text('©ART', 'AC/DC', 'B'))
  })

  it('reads repeated atoms of one name as several values, as foobar2000 writes them', () => {
    const repeated = [freeform('ISRC', [data(1, 'DE1')]), freeform('ISRC', [data(1, 'DE2')])]
    expect(valuesOf(...repeated).isrc).toEqual(['DE1', 'DE2'])
    const result = patched(repeated, { isrc: ['DE3', 'DE4'] })
    expect(result).toEqual(freeform('ISRC', [data(1, 'DE3'), data(1, 'DE4')]))
  })

  it('reads values in front of rubbish, and names beside them', () => {
    const junk = fromLatin1('\0\0\0\x02')
    expect(valuesOf(atom('©nam', data(1, 'x'), junk)).title).toEqual(['x'])
    expect(valuesOf(atom('©nam', atom('name', fromUint32(0)), data(1, 'x'))).title).toEqual(['x'])
  })
})

describe('freeform atoms', () => {
  it('shows the names of people, and writes label under the name of peers (formats.md B9)', () => {
    expect(valuesOf(freeform('My Name', [data(1, 'v')]))).toEqual({ 'custom:My Name': ['v'] })
    expect(patched([], { label: ['L'] })).toEqual(freeform('LABEL', [data(1, 'L')]))
    expect(patched([], { 'custom:My Name': ['v', 'w'] })).toEqual(
      freeform('My Name', [data(1, 'v'), data(1, 'w')]),
    )
  })

  it('keeps the spelling of a name that is there', () => {
    const old = freeform('Label', [data(1, 'A')])
    expect(patched([old], { label: ['B'] })).toEqual(freeform('Label', [data(1, 'B')]))
  })

  it('keeps what is no text, what has another mean and what has no name', () => {
    const kept = [
      freeform('Encoding Params', [data(0, Uint8Array.of(0, 0, 0, 1))]),
      freeform('Number', [data(21, Uint8Array.of(5))]),
      freeform('Cue', [data(1, 'v')], 'org.serato'),
      freeform('odd', [data(1, 'v')], 'no domain'),
      atom('----', data(1, 'nameless')),
      atom('----', atom('mean', fromUint32(0), fromUtf8('com.apple.iTunes'))),
    ]
    expect(valuesOf(...kept).title).toBeUndefined()
    const result = patched(kept, { title: ['T'], label: ['L'] })
    expect(result.subarray(0, concat(kept).length)).toEqual(concat(kept))
  })

  it('takes a value that does not say its type for text when it is one', () => {
    expect(valuesOf(freeform('MOOD', [data(0, 'calm')])).mood).toEqual(['calm'])
  })
})

describe('numbers', () => {
  it('reads pairs of any length (track and disc)', () => {
    const trkn = (...bytes: number[]) => valuesOf(atom('trkn', data(0, Uint8Array.from(bytes))))
    expect(trkn(0, 0, 0, 3, 0, 12, 0, 0)).toEqual({ track: ['3'], trackTotal: ['12'] })
    expect(trkn(0, 0, 0, 3, 0, 12)).toEqual({ track: ['3'], trackTotal: ['12'] })
    expect(trkn(0, 0, 0, 3)).toEqual({ track: ['3'] })
    expect(trkn(0, 3)).toEqual({ track: ['3'] })
    expect(trkn(0, 0, 0, 0, 0, 12)).toEqual({ trackTotal: ['12'] })
    expect(trkn()).toEqual({})
  })

  it('keeps the other half of a pair', () => {
    const old = atom('trkn', data(0, Uint8Array.of(0, 0, 0, 3, 0, 12, 0, 0)))
    expect(patched([old], { track: ['4'] })).toEqual(
      atom('trkn', data(0, Uint8Array.of(0, 0, 0, 4, 0, 12, 0, 0))),
    )
    expect(patched([], { disc: ['1'] })).toEqual(atom('disk', data(0, Uint8Array.of(0, 0, 0, 1, 0, 0))))
  })

  it('reads a genre by number and replaces it by its name', () => {
    const gnre = atom('gnre', data(0, fromUint16(22)))
    expect(valuesOf(gnre).genre).toEqual(['Ska'])
    expect(patched([gnre], { genre: ['Two Tone'] })).toEqual(text('©gen', 'Two Tone'))
    expect(valuesOf(atom('gnre', data(0, fromUint16(999)))).genre).toBeUndefined()
  })

  it('reads and writes whole numbers in the bytes that iTunes gives them', () => {
    expect(valuesOf(atom('tmpo', data(21, fromUint16(128)))).bpm).toEqual(['128'])
    expect(valuesOf(atom('tmpo', data(21, fromUint32(128)))).bpm).toEqual(['128'])
    expect(valuesOf(atom('tmpo', data(0, fromUint64(128)))).bpm).toEqual(['128'])
    expect(valuesOf(atom('tmpo', data(21, fromUint16(0)))).bpm).toBeUndefined()
    expect(patched([], { bpm: ['128'] })).toEqual(atom('tmpo', data(21, fromUint16(128))))
    expect(patched([], { compilation: ['1'] })).toEqual(atom('cpil', data(21, Uint8Array.of(1))))
    expect(patched([], { movementNumber: ['2'] })).toEqual(atom('©mvi', data(21, fromUint16(2))))
    expect(valuesOf(atom('cpil', data(21, Uint8Array.of(0)))).compilation).toBeUndefined()
  })

  it('says what a number cannot hold', () => {
    expect(() => patched([], { track: ['A1'] })).toThrow(NotStorableError)
    expect(() => patched([], { bpm: ['70000'] })).toThrow(NotStorableError)
    expect(storedInIlst('track', ['03'])).toEqual(['3'])
    expect(storedInIlst('bpm', ['0'])).toEqual([])
    expect(storedInIlst('title', ['03'])).toEqual(['03'])
  })

  it('knows the media kinds and ratings by their words, and reads them as numbers', () => {
    expect(storedInIlst('mediaKind', ['Audiobook'])).toEqual(['2'])
    expect(storedInIlst('advisory', ['Clean'])).toEqual(['2'])
    expect(valuesOf(atom('stik', data(21, Uint8Array.of(0)))).mediaKind).toEqual(['0'])
    expect(patched([], { mediaKind: ['10'] })).toEqual(atom('stik', data(21, Uint8Array.of(10))))
  })
})

describe('pictures', () => {
  const png = fixture('cover.png')
  const jpeg = fixture('cover.jpg')
  const bmp = fixture('cover.bmp')
  const label = { type: 3, mime: '', description: '' }

  it('reads all of them, of any type, by what their bytes are', () => {
    const covr = atom(
      'covr',
      data(13, jpeg),
      data(14, png),
      data(27, bmp),
      data(0, png),
      data(13, new Uint8Array(0)),
    )
    const entries = parseIlst(concat([covr, atom('covr', data(13, png))]))
    expect(pictureCountOfIlst(entries)).toBe(5)
    expect(picturesOfIlst(entries).map(({ mime }) => mime)).toEqual([
      'image/jpeg',
      'image/png',
      'image/bmp',
      'image/png',
      'image/png',
    ])
  })

  it('reads pictures in front of rubbish, and copies the atom as it is', () => {
    const covr = atom('covr', data(13, jpeg), fromLatin1('rubbish'))
    expect(picturesOfIlst(parseIlst(covr))).toHaveLength(1)
    expect(holds(patched([covr], { title: ['T'] }), covr)).toBe(true)
  })

  it('keeps the type of a picture that stays', () => {
    const entries = parseIlst(atom('covr', data(0, jpeg)))
    const [old] = picturesOfIlst(entries)
    const added = describePicture(png, label)
    expect(renderIlst(patchIlstPictures(entries, old === undefined ? [] : [old, added]))).toEqual(
      atom('covr', data(0, jpeg), data(14, png)),
    )
    expect(renderIlst(patchIlstPictures(entries, []))).toHaveLength(0)
  })

  it('locates a large picture and reads it when asked for', () => {
    const large = concat([jpeg, new Uint8Array(100_000)])
    const list = concat([text('©nam', 'T'), atom('covr', data(13, large), data(14, png)), text('©alb', 'A')])
    let read = 0
    const plain = accessBytes(list)
    const access = {
      size: list.length,
      read: (at: number, length: number) => {
        read += length
        return plain.read(at, length)
      },
    }
    const { entries } = readIlst(access, 0, list.length)
    expect(valuesOfIlst(entries)).toEqual({ title: ['T'], album: ['A'] })
    expect(pictureCountOfIlst(entries)).toBe(2)
    expect(read).toBeLessThan(20_000)
    expect(picturesOfIlst(entries)[0]?.bytes).toEqual(large)
    expect(renderIlst(entries)).toEqual(list)
  })
})

describe('the list as a whole', () => {
  it('copies every atom that is not edited, in its place', () => {
    const before = [text('©alb', 'A'), atom('xyz ', data(1, 'kept')), text('©nam', 'T'), atom('empt')]
    const result = patched(before, { title: ['Neu'] })
    expect(result).toEqual(
      concat([before[0], before[1], text('©nam', 'Neu'), before[3]].map((part) => part ?? result)),
    )
  })

  const rounds = 500
  /** Bytes, texts and choices that are the same on every run. */
  function randomly(seed: number) {
    const random = seededRandom(seed)
    const upTo = (count: number) => Math.floor(random() * (count + 1))
    const bytes = (most: number) =>
      Uint8Array.from({ length: upTo(most) }, () => upTo(random() < 0.5 ? 255 : 12))
    const letters = [...'aé音🎵/;"\n =(1)']
    const value = () => Array.from({ length: 1 + upTo(12) }, () => letters[upTo(letters.length - 1)]).join('')
    const values = (least: number) => Array.from({ length: least + upTo(2) }, value)
    return { upTo, bytes, values }
  }

  it('gives back what it read, whatever the atoms hold', () => {
    const { upTo, bytes } = randomly(1)
    const types = ['©nam', 'trkn', 'covr', '----', 'gnre', 'tmpo', 'abcd']
    for (let round = 0; round < rounds; round++) {
      const list = concat(Array.from({ length: upTo(8) }, () => atom(types[upTo(6)] ?? 'abcd', bytes(60))))
      expect(renderIlst(parseIlst(list))).toEqual(list)
    }
  })

  it('does not throw on any bytes', () => {
    const { bytes } = randomly(2)
    for (let round = 0; round < rounds; round++) {
      const list = bytes(200)
      const { entries } = readIlst(accessBytes(list), 0, list.length)
      valuesOfIlst(entries)
      picturesOfIlst(entries)
    }
  })

  it('goes back to the values of before', () => {
    const { values } = randomly(3)
    for (let round = 0; round < rounds; round++) {
      const [one, two] = [values(1), values(0)]
      const before = parseIlst(concat([text('©nam', 'T'), text('©ART', ...one)]))
      const there = patchIlst(before, { artist: two, label: one })
      const back = patchIlst(there, { artist: one, label: [] })
      expect(valuesOfIlst(back)).toEqual(valuesOfIlst(before))
      expect(valuesOfIlst(there).label).toEqual(one)
    }
  })
})
