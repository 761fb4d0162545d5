import { describe, expect, it } from 'vitest'
import { type DiscogsEntry, lengthOf, placeTracks } from './discogs-tracklist'

const track = (position: string, title = position): DiscogsEntry => ({
  position,
  type_: 'track',
  title,
  sub_tracks: [],
})
const placed = (list: readonly DiscogsEntry[]) =>
  placeTracks(list)
    .map(({ disc, entry }) => `${disc}:${entry.title}`)
    .join(' ')
const positions = (...list: readonly string[]) => placed(list.map((position) => track(position)))

describe('the media of a track list', () => {
  it('are told by what stands before the number of a track', () => {
    expect(positions('1', '2', '10')).toBe('1:1 1:2 1:10')
    expect(positions('1-01', '1-02', '2-01')).toBe('1:1-01 1:1-02 2:2-01')
    expect(positions('1.1', '2.1', '2.2')).toBe('1:1.1 2:2.1 2:2.2')
    expect(positions('CD1-1', 'CD1-2', 'CD2-1', 'DVD-1')).toBe('1:CD1-1 1:CD1-2 2:CD2-1 3:DVD-1')
    expect(positions('CD-1', 'CD-2', 'LP-A1')).toBe('1:CD-1 1:CD-2 2:LP-A1')
  })

  it('have two sides each where they are records', () => {
    expect(positions('A1', 'A2', 'B1', 'C1', 'D1')).toBe('1:A1 1:A2 1:B1 2:C1 2:D1')
    expect(positions('A', 'B')).toBe('1:A 1:B')
    expect(positions('A1a', 'A1b', 'B1')).toBe('1:A1a 1:A1b 1:B1')
  })

  it('are one where nothing is numbered', () => {
    expect(placed([track('', 'One'), track('', 'Two')])).toBe('1:One 1:Two')
  })
})

describe('what is no track of its own', () => {
  it('is a heading', () => {
    expect(placed([{ ...track('', 'Live'), type_: 'heading' }, track('1', 'One')])).toBe('1:One')
  })

  it('is a work, whose movements are', () => {
    const work = {
      ...track('', 'Suite'),
      type_: 'index',
      sub_tracks: [track('1', 'Air'), track('2', 'Gigue')],
    }
    expect(placed([work, track('3', 'Coda')])).toBe('1:Air 1:Gigue 1:Coda')
  })

  it('is a part of a track', () => {
    const medley = { ...track('4', 'Medley'), type_: 'index', sub_tracks: [track('4a'), track('4b')] }
    expect(placed([track('3', 'Three'), medley])).toBe('1:Three 1:Medley')
  })
})

it.each([
  ['3:45', 225_000],
  ['0:08', 8000],
  ['1:02:03', 3_723_000],
  ['62:10', 3_730_000],
  ['', undefined],
  ['0:00', undefined],
  ['3:75', undefined],
  ['about 3:00', undefined],
])('“%s” is a length of %s', (written, lengthMs) => {
  expect(lengthOf(written)).toBe(lengthMs)
})
