import { describe, expect, it } from 'vitest'
import type { AlbumQuery, AskContext } from '../service'
import { readCatalogueFile } from '../testing/sample-library'
import { createOfflineCatalogue } from './offline-catalogue'

const context: AskContext = {
  signal: new AbortController().signal,
  onState: () => {},
  onStale: () => {},
  about: '',
}
const catalogue = createOfflineCatalogue(readCatalogueFile)
const tideworks = '4ee138d9-c0a6-4174-abba-632311bcc15e'

async function found(facts: Partial<AlbumQuery>): Promise<string[]> {
  const hits = await catalogue.albums.search(
    { albumTitles: [], artists: [], catalogNumbers: [], trackTitles: [], trackCount: 0, ...facts },
    context,
  )
  return hits.map(({ title, date }) => `${title} ${date.slice(0, 4)}`)
}

describe('searching the offline catalogue', () => {
  it.each<[string, Partial<AlbumQuery>, string]>([
    ['title', { albumTitles: ['short waves ep'] }, 'Short Waves 2021'],
    ['a misspelt title', { albumTitles: ['Nachtfahr'] }, 'Nachtfähre 2004'],
    ['track titles', { trackTitles: ['pond', 'MOSS', 'Interview'] }, 'Garden Variations 2011'],
    ['barcode', { barcode: '0-2004020150156' }, 'Low Orbit 2015'],
    ['catalogue number', { catalogNumbers: ['prh 15'] }, 'Low Orbit 2015'],
    ['release', { releaseId: tideworks }, 'Tideworks 2019'],
    ['own words', { freeText: 'hana field' }, 'Field Notes 2022'],
  ])('finds a release by its %s', async (_, facts, first) => {
    expect((await found(facts))[0]).toBe(first)
  })

  it('finds all editions, and what only sounds like it', async () => {
    expect(await found({ albumTitles: ['Tideworks'], artists: ['Mira Solen'] })).toEqual([
      'Tideworks 2019',
      'Tideworks 2019',
      'Tideworks 2020',
      'Tidework 2003',
    ])
  })

  it('finds nothing for an artist alone, or for nothing', async () => {
    expect(await found({ artists: ['Nobody'] })).toEqual([])
    expect(await found({})).toEqual([])
    expect(await found({ freeText: 'zzyzx' })).toEqual([])
  })
})

describe('its releases and covers', () => {
  it('reads the catalogue at the first question, once', async () => {
    const reads: string[] = []
    const counted = createOfflineCatalogue((name) => {
      reads.push(name)
      return readCatalogueFile(name)
    })
    expect(reads).toEqual([])
    await Promise.all([
      counted.albums.release(tideworks, context),
      counted.albums.release(tideworks, context),
    ])
    expect(reads).toEqual(['releases.json'])
  })

  it('says when there is no release of an id', async () => {
    await expect(catalogue.albums.release('nothing', context)).rejects.toMatchObject({
      problem: { code: 'lookup.notFound' },
    })
  })

  it('says when the catalogue is damaged, and tries again the next time', async () => {
    let damaged = true
    const mended = createOfflineCatalogue(async (name) =>
      damaged ? new TextEncoder().encode('{') : await readCatalogueFile(name),
    )
    await expect(mended.albums.release(tideworks, context)).rejects.toMatchObject({
      problem: { code: 'lookup.badReply' },
    })
    damaged = false
    expect((await mended.albums.release(tideworks, context)).title).toBe('Tideworks')
  })

  const covers = (id: string, hasFrontCover: boolean) =>
    catalogue.covers.find(
      { title: '', artist: '', release: { service: 'catalogue', id, groupId: '', hasFrontCover } },
      context,
    )

  it('has a cover where the catalogue says so', async () => {
    const [found] = await covers(tideworks, true)
    expect(found).toMatchObject({ id: tideworks, certain: true })
    const cover = await catalogue.covers.fetch(tideworks, 'large', context)
    expect(cover?.mime).toBe('image/jpeg')
    expect(cover?.bytes.byteLength).toBeGreaterThan(10_000)
    expect(await covers('5ea0deb7-7372-4a4b-8b9e-d1f0d8f2a914', false)).toEqual([])
  })

  it('knows the covers of albums of that barcode for certain, and those of that name as likely', async () => {
    const deluxe = '33222203-a78a-4167-a6af-d041ef2a1b99'
    const { barcode } = await catalogue.albums.release(deluxe, context)
    const named = { title: 'tideworks', artist: 'Mira Solen' }
    const byName = await catalogue.covers.find(named, context)
    expect(byName.map(({ id }) => id)).toEqual([tideworks, deluxe])
    expect(byName.filter(({ certain }) => certain)).toEqual([])
    const byBarcode = await catalogue.covers.find({ ...named, barcode }, context)
    expect(byBarcode.filter(({ certain }) => certain)).toEqual([
      { id: deluxe, certain: true, title: 'Tideworks', artist: 'Mira Solen' },
    ])
    expect(byBarcode[0]).toMatchObject({ certain: true })
    expect(await catalogue.covers.find({ title: 'Tideworks', artist: 'Somebody' }, context)).toEqual([])
    expect(await catalogue.covers.find({ title: '', artist: '' }, context)).toEqual([])
  })

  it('reads no file for a release that is not its own', async () => {
    expect(await covers('../../secret', true)).toEqual([])
    expect(await catalogue.covers.fetch('../../secret', 'large', context)).toBeUndefined()
  })
})
