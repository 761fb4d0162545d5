import { describe, expect, it } from 'vitest'
import type { ServiceName } from '../../shared/model'
import { type NamedKind, type Pasted, readPasted } from './pasted'

const id = '4ee138d9-c0a6-4174-abba-632311bcc15e'
const named = (service: ServiceName, of: string, ...kinds: NamedKind[]): Pasted => ({
  kind: 'named',
  named: { service, id: of, kinds },
})
const words = (text: string): Pasted => ({ kind: 'words', text })
const strange: Pasted = { kind: 'strange' }

describe('what a person typed or pasted', () => {
  it.each<[string, Pasted]>([
    [id, named('musicbrainz', id, 'release', 'releaseGroup', 'recording')],
    [` ${id.toUpperCase()}\n`, named('musicbrainz', id, 'release', 'releaseGroup', 'recording')],
    [`https://musicbrainz.org/release/${id}`, named('musicbrainz', id, 'release')],
    [`http://beta.musicbrainz.org/release/${id}/cover-art?x=1#y`, named('musicbrainz', id, 'release')],
    [`musicbrainz.org/release-group/${id.toUpperCase()}`, named('musicbrainz', id, 'releaseGroup')],
    [`https://musicbrainz.org/recording/${id}`, named('musicbrainz', id, 'recording')],
    [`https://musicbrainz.org/ws/2/release/${id}?fmt=json`, named('musicbrainz', id, 'release')],
    [`https://musicbrainz.org/artist/${id}`, strange],
    ['https://musicbrainz.org/release/add', strange],

    ['https://www.discogs.com/release/249504-Rick-Astley-Never', named('discogs', '249504', 'release')],
    ['https://www.discogs.com/de/release/249504', named('discogs', '249504', 'release')],
    ['discogs.com/Rick-Astley-Never/release/249504?ev=rr', named('discogs', '249504', 'release')],
    ['https://www.discogs.com/master/96559-Rick-Astley', named('discogs', '96559', 'releaseGroup')],
    ['https://api.discogs.com/masters/96559', strange],
    ['[r249504]', named('discogs', '249504', 'release')],
    ['[M96559]', named('discogs', '96559', 'releaseGroup')],
    ['https://www.discogs.com/artist/72872', strange],

    ['https://www.deezer.com/en/album/302127', named('deezer', '302127', 'release')],
    ['https://deezer.com/album/302127?utm_source=x', named('deezer', '302127', 'release')],
    ['https://www.deezer.com/track/3135556', strange],

    [
      'https://music.apple.com/gb/album/low-orbit/1440833098?i=1440833099',
      named('itunes', '1440833098', 'release'),
    ],
    ['https://music.apple.com/gb/album/1984/1440833098', named('itunes', '1440833098', 'release')],
    ['https://itunes.apple.com/us/album/low-orbit/id1440833098', named('itunes', '1440833098', 'release')],
    ['https://music.apple.com/gb/artist/ten-volta/1440833098', strange],

    ['2004019001421', { kind: 'barcode', barcode: '2004019001421' }],
    ['7 275529 110643', { kind: 'barcode', barcode: '7275529110643' }],
    ['0-36000-29145-2', { kind: 'barcode', barcode: '036000291452' }],
    ['2004019001422', words('2004019001422')],
    ['1989', words('1989')],
    ['20190913', words('20190913')],

    ['mira solen tideworks', words('mira solen tideworks')],
    ['AC/DC', words('AC/DC')],
    ['release/5', words('release/5')],
    ['musicbrainz.org', words('musicbrainz.org')],
    [`the release ${id}`, words(`the release ${id}`)],
    ['https://example.org/album/5', strange],
    ['https://musicbrainz.org.example.org/release/5', strange],
    ['https://notdiscogs.com/release/5', strange],
  ])('is taken for what it is: %s', (typed, expected) => {
    expect(readPasted(typed)).toEqual(expected)
  })

  it('is never more than words when it is made of letters and spaces, and never lost', () => {
    const letters = [...'abz /:.[]-019']
    let seed = 7
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return seed % below
    }
    for (let round = 0; round < 2000; round += 1) {
      const text = Array.from({ length: 1 + random(20) }, () => letters[random(letters.length)]).join('')
      const read = readPasted(text)
      if (read.kind === 'words') expect(read.text, text).toBe(text.trim())
      if (read.kind === 'barcode') expect(text.replace(/\D/g, ''), text).toBe(read.barcode)
      expect(readPasted(` ${text} `), text).toEqual(read)
    }
  })
})
