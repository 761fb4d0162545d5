import { describe, expect, it } from 'vitest'
import { candidate } from '../testing/release'
import { editionFacts, groupAddress, mayHaveOthers } from './edition-facts'

const cd = candidate({
  releaseId: 'cd',
  format: 'CD',
  country: 'NL',
  date: '2019',
  label: 'Kelp',
  trackCount: 7,
})
const vinyl = { ...cd, releaseId: 'vinyl', format: '12" Vinyl', barcode: '2004019001421' }
const deluxe = { ...cd, releaseId: 'deluxe', country: '', trackCount: 11 }
const all = [cd, vinyl, deluxe]
const said = (of: typeof cd, looked?: typeof cd) =>
  editionFacts(of, all, looked).map(({ text, differs }) => (differs ? `*${text}` : text))

describe('what tells an edition from the others', () => {
  it('is said of each, without what is the same in all', () => {
    expect(said(cd)).toEqual(['CD', 'NL', '2019', '7'])
    expect(said(vinyl)).toEqual(['12" Vinyl', 'NL', '2019', '2004019001421', '7'])
  })

  it('stands out where it is not as in the one that is looked at', () => {
    expect(said(vinyl, cd)).toEqual(['*12" Vinyl', 'NL', '2019', '*2004019001421', '7'])
    expect(said(deluxe, cd)).toEqual(['CD', '2019', '*11'])
    expect(said(cd, cd)).toEqual(['CD', 'NL', '2019', '7'])
  })

  it('is medium, country and date of one that is alone', () => {
    expect(editionFacts(vinyl, [vinyl], vinyl).map(({ fact }) => fact)).toEqual(['format', 'country', 'date'])
  })
})

describe('the other editions', () => {
  it.each([
    ['musicbrainz', 'https://musicbrainz.org/release-group/group'],
    ['catalogue', 'https://musicbrainz.org/release-group/group'],
    ['discogs', '[mgroup]'],
    ['deezer', undefined],
  ] as const)('are asked for of %s by %s', (service, address) => {
    expect(groupAddress(candidate({ service }))).toBe(address)
    expect(groupAddress(candidate({ service, releaseGroupId: '' }))).toBeUndefined()
  })

  it('may be there where the files or a search hit named this one alone', () => {
    const reason = (code: 'titles' | 'releaseId' | 'albumTitle') =>
      ({ kind: 'agrees', code, params: {}, weight: 1 }) as const
    expect(mayHaveOthers(candidate({ reasons: [reason('albumTitle')] }))).toBe(true)
    expect(mayHaveOthers(candidate({ reasons: [reason('titles'), reason('releaseId')] }))).toBe(true)
    expect(mayHaveOthers(candidate({ reasons: [reason('titles')] }))).toBe(false)
  })
})
