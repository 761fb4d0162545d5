import { describe, expect, it } from 'vitest'
import { escapeLucene, luceneQueries } from './lucene'
import type { AlbumQuery } from './service'

const query = (facts: Partial<AlbumQuery>): AlbumQuery => ({ trackTitles: [], trackCount: 0, ...facts })

describe('asking in MusicBrainz’ query language', () => {
  it('begins strictly, then allows for errors, then for swapped names', () => {
    expect(luceneQueries(query({ albumTitle: 'Tideworks', artist: 'Mira Solen', trackCount: 7 }))).toEqual([
      'release:"Tideworks" AND artist:"Mira Solen" tracks:7',
      'release:(tideworks tideworks~1^0.6) artist:(mira mira~1^0.6 solen solen~1^0.6)',
      'tideworks mira solen',
    ])
  })

  it('adds barcode and catalogue number where they are known', () => {
    const [strict, loose] = luceneQueries(
      query({ albumTitle: 'Ebb', artist: 'Solen', barcode: '0 200401', catalogNumber: 'KLP "014"' }),
    )
    expect(strict).toBe('release:"Ebb" AND artist:"Solen" barcode:"200401" catno:"KLP \\"014\\""')
    expect(loose).toBe('release:(ebb) artist:(solen solen~1^0.6) barcode:"200401" catno:"KLP \\"014\\""')
  })

  it('searches by a code alone', () => {
    expect(luceneQueries(query({ barcode: '200401' }))).toEqual(['barcode:"200401"'])
  })

  it('asks once for a release group', () => {
    expect(luceneQueries(query({ releaseGroupId: 'abc' }))).toEqual(['rgid:abc'])
  })

  it('never lets an operator through that a person typed', () => {
    expect(luceneQueries(query({ freeText: 'this OR (that) AND -title:x* "~' }))[0]).toBe(
      'this or that and title x',
    )
  })

  it('has nothing to ask without a title, a code or an id', () => {
    expect(luceneQueries(query({ artist: 'Mira Solen', trackCount: 7 }))).toEqual([])
    expect(luceneQueries(query({ albumTitle: '…' }))).toEqual([])
  })

  it.each([...'+-&|!(){}[]^"~*?:\\/'])('escapes %s', (character) => {
    expect(escapeLucene(`a${character}b`)).toBe(`a\\${character}b`)
  })
})
