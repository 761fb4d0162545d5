import { describe, expect, it } from 'vitest'
import type { Release } from '../release'
import type { FoundTrack } from '../service'
import { release as made, type ReleaseFacts } from '../testing/release'
import { type TrackFacts, track } from '../testing/sample-library'
import { toCandidate, toCandidates } from './candidates'
import { type AlbumEvidence, readAlbum } from './evidence'
import { isSure, matchGroup } from './match-group'
import { rankHits, voteByTracks } from './search-hits'

const titles = ['Harbour Lights', 'Salt & Copper', 'The Long Quay', 'Drift', 'Ebb', 'Wrack Line', 'Lanterns']
const lengths = [208_000, 196_000, 262_000, 309_000, 167_000, 241_000, 274_000]
const cd: ReleaseFacts = { format: 'CD', discs: [titles.map((title, n) => `${title} @${lengths[n]}`)] }

const tidy: TrackFacts[] = titles.map((title, n) => ({
  durationMs: lengths[n] ?? 0,
  values: { title: [title], album: ['Tideworks'], artist: ['Mira Solen'], track: [String(n + 1)] },
}))
const withTag = (name: string, value: string, files = tidy) =>
  files.map((file) => ({ ...file, values: { ...file.values, [name]: [value] } }))

function matched(
  files: readonly TrackFacts[],
  facts: ReleaseFacts,
  { typed, rival = 0 }: { typed?: string; rival?: number } = {},
) {
  const read = readAlbum(files.map(track))
  const album: AlbumEvidence = typed === undefined ? read : { ...read, albums: [], artists: [], typed }
  const group = matchGroup(album, [made(facts)], rival)
  const { reasons } = toCandidate('catalogue', album, group, group.editions[0])
  return {
    probability: group.probability,
    sure: isSure(group),
    reasons,
    reason: (code: string) => reasons.find((each) => each.code === code),
    kinds: Object.fromEntries(reasons.map(({ code, kind }) => [code, kind])),
  }
}

describe('the right album', () => {
  it('is sure', () => {
    expect(matched(tidy, cd).sure).toBe(true)
  })

  it('says why, and how much each counted', () => {
    const { reasons, kinds } = matched(withTag('media', 'CD'), cd)
    expect(kinds).toEqual({
      titles: 'agrees',
      lengths: 'agrees',
      trackCount: 'agrees',
      albumTitle: 'agrees',
      artist: 'agrees',
      barcode: 'unknown',
      medium: 'agrees',
    })
    expect(reasons.find(({ code }) => code === 'titles')).toMatchObject({
      params: { matching: 7, total: 7, unknown: 0 },
    })
    const weights = reasons.map(({ weight }) => Math.abs(weight))
    expect(weights).toEqual(weights.toSorted((a, b) => b - a))
    for (const { kind, weight } of reasons) expect(weight > 0).toBe(kind === 'agrees')
  })

  it('stays sure without one title, and says that it is missing', () => {
    const files = tidy.map((file, n) => (n === 5 ? { ...file, values: { ...file.values, title: [] } } : file))
    const { sure, reason } = matched(files, cd)
    expect(sure).toBe(true)
    expect(reason('titles')).toMatchObject({ kind: 'agrees', params: { matching: 6, unknown: 1 } })
  })

  it('stays sure when titles are lost but lengths and numbers agree', () => {
    const files = tidy.map((file, n) => ({ ...file, values: { ...file.values, title: [`Track ${n + 1}`] } }))
    expect(matched(files, cd).sure).toBe(true)
  })

  it('is still itself when only a part of it is there', () => {
    const { probability, reason } = matched(tidy.slice(0, 4), cd)
    expect(probability).toBeGreaterThan(0.8)
    expect(reason('trackCount')).toMatchObject({ kind: 'differs', params: { files: 4, tracks: 7 } })
  })

  it.each([
    ['Tideworks (Deluxe Edition)', 'Tideworks'],
    ['Tideworks', 'Tideworks [Remastered]'],
    ['Tideworks EP', 'Tideworks'],
  ])('“%s” may be called “%s”', (album, title) => {
    expect(matched(withTag('album', album), { ...cd, title }).kinds['albumTitle']).toBe('agrees')
  })

  it('is found by a name in another script', () => {
    const kana = { ...cd, title: 'さくら', artist: 'アキラ' }
    const latin = withTag('artist', 'Akira', withTag('album', 'Sakura'))
    expect(matched(latin, kana).kinds).toMatchObject({ albumTitle: 'agrees', artist: 'agrees' })
  })
})

describe('another album', () => {
  const other = ['Gut', 'Rosin', 'Bow', 'Peg', 'Neck', 'Bridge', 'Scroll']

  it('is out of the question though title, artist and number of tracks are the same', () => {
    const { probability, kinds } = matched(tidy, { discs: [other.map((title) => `${title} @300000`)] })
    expect(probability).toBeLessThan(0.1)
    expect(kinds).toMatchObject({ titles: 'differs' })
  })

  it('is not made sure of by a barcode', () => {
    const facts = { discs: [other.map((title) => `${title} @300000`)], barcode: '123' }
    expect(matched(withTag('barcode', '123'), facts).probability).toBeLessThan(0.1)
  })

  it('is never taken when it has the titles but not the lengths: live, or by a tribute band', () => {
    const live = { ...cd, discs: [titles.map((title, n) => `${title} @${(lengths[n] ?? 0) + 25_000}`)] }
    const { sure, reason } = matched(tidy, live)
    expect(sure).toBe(false)
    expect(reason('lengths')).toMatchObject({ kind: 'differs', params: { matching: 0, withinSeconds: 25 } })
    const tribute = matched(tidy, { ...live, artist: 'The Tide Tribute' })
    expect(tribute.probability).toBeLessThan(matched(tidy, live).probability)
  })

  it('is told by its version words though the lengths agree: an instrumental', () => {
    const instrumental = {
      ...cd,
      discs: [titles.map((title, n) => `${title} (Instrumental) @${lengths[n]}`)],
    }
    const { probability, reason } = matched(tidy, instrumental)
    expect(probability).toBeLessThan(matched(tidy, cd).probability)
    expect(reason('version')).toMatchObject({ kind: 'differs', params: { count: 7 } })
  })

  it('of the same name makes it less sure', () => {
    expect(matched(tidy, cd, { rival: 0.9 }).probability).toBeLessThan(matched(tidy, cd).probability)
  })
})

describe('what is not known', () => {
  it('is neutral: an unknown length is worse than a right one, better than a wrong one', () => {
    const unknown = matched(tidy, { ...cd, discs: [titles] })
    const wrong = matched(tidy, { ...cd, discs: [titles.map((title) => `${title} @1000000`)] })
    expect(unknown.probability).toBeLessThan(matched(tidy, cd).probability)
    expect(unknown.probability).toBeGreaterThan(wrong.probability)
    expect(unknown.kinds['lengths']).toBe('unknown')
  })

  it('is no reason where both sides are silent, but for the barcode', () => {
    const { kinds } = matched(tidy, { discs: [titles] })
    expect(kinds).not.toHaveProperty('label')
    expect(kinds).not.toHaveProperty('releaseId')
    expect(kinds['barcode']).toBe('unknown')
  })

  it('makes nobody sure of a release of which nothing is known', () => {
    const { probability, kinds } = matched(tidy, { title: '', artist: '' })
    expect(probability).toBeLessThan(0.5)
    expect(kinds).toMatchObject({ albumTitle: 'unknown', artist: 'unknown', trackCount: 'unknown' })
  })
})

describe('the edition', () => {
  const editions = (...facts: ReleaseFacts[]) =>
    facts.map((one, n) => made({ ...cd, id: String(n), ...one })) as [Release, ...Release[]]
  const chosen = (files: readonly TrackFacts[], ...facts: ReleaseFacts[]) => {
    const album = readAlbum(files.map(track))
    return matchGroup(album, editions(...facts), 0)
  }
  const best = (group: ReturnType<typeof chosen>) => group.editions[0].release.id

  it.each([
    ['media', 'WEB', { format: 'Digital Media' }, { format: 'CD' }],
    ['media', 'LP', { format: '12" Vinyl' }, { format: 'CD' }],
    ['date', '2020', { date: '2020-06-19' }, { date: '2019-09-13' }],
    ['date', '2020-06-19', { date: '2020-06-19' }, { date: '2019' }],
    ['releaseCountry', 'NL', { country: 'NL' }, { country: 'DE' }],
    ['label', 'kelp records', { labels: ['Kelp Records'] }, { labels: ['Pegel'] }],
    ['catalogNumber', 'KLP-014', { catalogNumbers: ['X', 'KLP 014'] }, { catalogNumbers: ['KLP 014 LP'] }],
    ['barcode', '0 0123', { barcode: '00123' }, { barcode: '124' }],
    ['releaseId', '1', { id: '1' }, { id: '0' }],
  ])('is found by %s %s, and alone', (name, value, right, wrong) => {
    const group = chosen(withTag(name, value), wrong, right)
    expect(best(group)).toBe('1')
    expect(group.tied).toHaveLength(1)
    // Hints never outvote the track list: the other one is the same album.
    expect(group.editions).toHaveLength(2)
  })

  it('is found by a label in the folder’s name', () => {
    const files = tidy.map((file) => ({ ...file, folder: '/x/Music/Mira Solen - Tideworks {Kelp Records}' }))
    expect(best(chosen(files, { labels: ['Pegel'] }, { labels: ['Kelp Records'] }))).toBe('1')
  })

  it('with as many tracks as there are files comes before one with more', () => {
    const deluxe = { discs: [[...(cd.discs?.[0] ?? []), 'Bonus @100000', 'Demo @100000']] }
    expect(best(chosen(tidy, deluxe, {}))).toBe('1')
  })

  it('is open where nothing decides: each has the same score, and what would decide is named', () => {
    const album = readAlbum(tidy.map(track))
    const twins = chosen(tidy, { country: 'NL', barcode: '1' }, { country: 'DE', barcode: '2' })
    const candidates = toCandidates(album, [{ service: 'catalogue', groups: [twins], hits: [] }])
    expect(candidates.map(({ open }) => open)).toEqual([
      ['barcode', 'country'],
      ['barcode', 'country'],
    ])
    expect(candidates[0]?.score).toBe(candidates[1]?.score)
    expect(candidates.every(({ sure }) => sure)).toBe(true)
  })

  it('is not open where one is the only one', () => {
    const album = readAlbum(tidy.map(track))
    const group = chosen(tidy, {})
    expect(toCandidate('catalogue', album, group, group.editions[0]).open).toEqual([])
  })
})

describe('compilations', () => {
  const file = (title: string, artist: string) => ({ values: { title: [title], artist: [artist] } })

  it('agree with artists that differ', () => {
    const files = [file('Moss', 'Ilse'), file('Pond', 'Hana'), file('Ivy Clock', 'Mira')]
    const discs = [['Moss', 'Pond', 'Ivy Clock']]
    expect(matched(files, { artist: 'Various Artists', discs }).kinds['artist']).toBe('agrees')
    expect(matched(files, { artist: 'Ilse', discs }).kinds['artist']).toBe('differs')
  })
})

describe('words that the person typed', () => {
  it.each([
    ['tideworks solen mira', { albumTitle: 'agrees', artist: 'agrees' }],
    ['tideworks', { albumTitle: 'agrees', artist: 'unknown' }],
    ['mira solen', { albumTitle: 'unknown', artist: 'agrees' }],
    ['low orbit', { albumTitle: 'differs' }],
  ])('“%s” are held against title and artist, whichever they are', (typed, kinds) => {
    expect(matched(tidy, cd, { typed }).kinds).toMatchObject(kinds)
  })
})

describe('the hits of a search', () => {
  const album = readAlbum(tidy.map(track))
  const hit = (facts: ReleaseFacts) => made({ ...cd, hit: true, ...facts })

  it('are ranked by what they say, once for each group', () => {
    const hits = [
      hit({ id: 'a', groupId: 'namesake', title: 'Tidework', artist: 'Solen Quartet' }),
      hit({ id: 'b', groupId: 'right', discs: [['one', 'two']] }),
      hit({ id: 'c', groupId: 'right' }),
    ]
    expect(rankHits(album, hits).map(({ groupId, release }) => `${groupId} ${release.id}`)).toEqual([
      'right c',
      'namesake a',
    ])
  })

  it('do not take one number for another', () => {
    const numbered = readAlbum(withTag('album', 'Tideworks 13').map(track))
    const [best] = rankHits(numbered, [
      hit({ groupId: 'three', title: 'Tideworks 3' }),
      hit({ groupId: 'thirteen', title: 'Tideworks 13' }),
    ])
    expect(best?.groupId).toBe('thirteen')
  })

  it('of tracks vote for the group that has most of them, then for the one as long as the files', () => {
    const right = hit({ id: 'cd', groupId: 'right' })
    const box = hit({ id: 'box', groupId: 'box', discs: [Array.from({ length: 40 }, () => 'x')] })
    const asked = titles.slice(0, 2).map((title, n) => ({ titles: [title], lengthMs: lengths[n] }))
    const votes = voteByTracks(album, asked, [
      recording('Harbour Lights', 208_400, [box, right]),
      recording('Salt and Copper', undefined, [right, box]),
      recording('Salt', 90_000, [hit({ groupId: 'other' })]),
    ])
    expect(votes.map(({ groupId, tracks }) => [groupId, tracks])).toEqual([
      ['right', 2],
      ['box', 2],
    ])
  })
})

const recording = (
  title: string,
  lengthMs: number | undefined,
  releases: readonly Release[],
): FoundTrack => ({
  recordingId: `recording ${title}`,
  title,
  artist: 'Mira Solen',
  lengthMs,
  releases,
})
