import { describe, expect, it } from 'vitest'
import type { AlbumQuery } from '../service'
import { escapeLucene, luceneQueries, luceneTrackQuery } from './musicbrainz-query'

const query = (facts: Partial<AlbumQuery>): AlbumQuery => ({
  albumTitles: [],
  artists: [],
  catalogNumbers: [],
  trackTitles: [],
  trackCount: 0,
  ...facts,
})

describe('asking in MusicBrainz’ query language', () => {
  it('asks once, for every word with and without a wrong letter', () => {
    expect(
      luceneQueries(query({ albumTitles: ['Tideworks'], artists: ['Mira Solen'], trackCount: 7 })),
    ).toEqual(['release:(tideworks tideworks~1^0.6) artist:(mira mira~1^0.6 solen solen~1^0.6) tracks:7'])
  })

  it('asks for two readings in one, each word once', () => {
    expect(luceneQueries(query({ albumTitles: ['Ebb', 'Ebb EP', 'Third'] }))).toEqual(['release:(ebb ep)'])
  })

  it('adds barcode and catalogue numbers where they are known', () => {
    const facts = { albumTitles: ['Ebb'], barcode: '0 200401', catalogNumbers: ['KLP "014"'] }
    expect(luceneQueries(query(facts))).toEqual(['release:(ebb) barcode:"200401"^3 catno:"KLP \\"014\\""^2'])
  })

  it('searches by a code alone', () => {
    expect(luceneQueries(query({ barcode: '200401' }))).toEqual(['barcode:"200401"^3'])
  })

  it('asks for tracks by their words and their length', () => {
    const tracks = [{ title: 'Salt & Copper', lengthMs: 196_500 }, { title: '…' }, { title: 'Ebb' }]
    expect(luceneTrackQuery({ tracks, artists: ['Mia'] })).toBe(
      '(recording:(salt salt~1^0.6 and copper copper~1^0.6) qdur:98) OR (recording:(ebb)) OR artist:(mia)',
    )
  })

  it('asks by the code of a recording where the file has one, with or without a title', () => {
    const tracks = [
      { title: 'Ebb', isrc: 'ZZTWA1900105' },
      { title: '', isrc: 'ZZTWA1900106' },
    ]
    expect(luceneTrackQuery({ tracks, artists: [] })).toBe(
      '(recording:(ebb) isrc:"ZZTWA1900105"^3) OR (isrc:"ZZTWA1900106"^3)',
    )
  })

  it('asks for one recording by its id', () => {
    expect(luceneTrackQuery({ tracks: [], artists: [], recordingId: 'abc' })).toBe('rid:abc')
  })

  it('never lets an operator through that a person typed', () => {
    expect(luceneQueries(query({ freeText: 'this OR (that) AND -title:x* "~' }))[0]).toBe(
      'this or that and title x',
    )
  })

  it('has nothing to ask without a title, a code or an id', () => {
    expect(luceneQueries(query({ artists: ['Mira Solen'], trackCount: 7 }))).toEqual([])
    expect(luceneQueries(query({ albumTitles: ['…'] }))).toEqual([])
  })

  it.each([...'+-&|!(){}[]^"~*?:\\/'])('escapes %s', (character) => {
    expect(escapeLucene(`a${character}b`)).toBe(`a\\${character}b`)
  })
})
