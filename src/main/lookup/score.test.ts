import { describe, expect, it } from 'vitest'
import { type AlbumEvidence, readAlbum } from './album-evidence'
import { rank } from './ranking'
import { scoreRelease } from './score'
import { release as made, type ReleaseFacts } from './testing/release'
import { type TrackFacts, track } from './testing/sample-library'
import { compareTracks } from './track-agreement'

const titles = ['Harbour Lights', 'Salt & Copper', 'The Long Quay', 'Drift', 'Ebb', 'Wrack Line', 'Lanterns']
const lengths = [208_000, 196_000, 262_000, 309_000, 167_000, 241_000, 274_000]
const cd: ReleaseFacts = { format: 'CD', discs: [titles.map((title, n) => `${title} @${lengths[n]}`)] }

const tidy: TrackFacts[] = titles.map((title, n) => ({
  durationMs: lengths[n] ?? 0,
  values: { title: [title], album: ['Tideworks'], artist: ['Mira Solen'], track: [String(n + 1)] },
}))
const withTag = (name: string, value: string) =>
  tidy.map((file) => ({ ...file, values: { ...file.values, [name]: [value] } }))

function scored(files: readonly TrackFacts[], facts: ReleaseFacts, more: Partial<AlbumEvidence> = {}) {
  const album = { ...readAlbum(files.map(track)), ...more }
  const release = made(facts)
  const result = scoreRelease(album, release, compareTracks(album, release))
  const reason = (code: string) => result.reasons.find((each) => each.code === code)
  return {
    ...result,
    reason,
    kinds: Object.fromEntries(result.reasons.map(({ code, kind }) => [code, kind])),
  }
}

describe('the right album', () => {
  it('scores high, and not 100 % when nothing tells its editions apart', () => {
    const { score, decided } = scored(tidy, cd)
    expect(score).toBeGreaterThan(0.9)
    expect(score).toBeLessThan(0.96)
    expect(decided).toBe(false)
  })

  it('gains by a barcode, however it is written', () => {
    const { score, decided, kinds } = scored(withTag('barcode', '0 2004 01900142 1'), {
      ...cd,
      barcode: '2004019001421',
    })
    expect(score).toBeGreaterThan(0.97)
    expect(score).toBeLessThan(1)
    expect(decided).toBe(true)
    expect(kinds['barcode']).toBe('agrees')
  })

  it('says why, the weightiest first', () => {
    const { reasons } = scored(withTag('media', 'CD'), cd)
    expect(reasons).toMatchObject([
      { code: 'titles', kind: 'agrees', params: { matching: 7, total: 7, unknown: 0 } },
      { code: 'lengths', kind: 'agrees', params: { matching: 7, total: 7, withinSeconds: 1 } },
      { code: 'trackCount', kind: 'agrees', params: { files: 7, tracks: 7 } },
      { code: 'albumTitle', kind: 'agrees', params: { value: 'Tideworks', found: 'Tideworks' } },
      { code: 'artist', kind: 'agrees' },
      { code: 'barcode', kind: 'unknown' },
      { code: 'medium', kind: 'agrees', params: { value: 'CD', found: 'CD' } },
    ])
  })

  it('forgives a missing title, and says that it is missing', () => {
    const files = tidy.map((file, n) => (n === 5 ? { ...file, values: { ...file.values, title: [] } } : file))
    const { score, reason } = scored(files, cd)
    expect(score).toBeGreaterThan(0.9)
    expect(reason('titles')).toMatchObject({ kind: 'agrees', params: { matching: 6, total: 7, unknown: 1 } })
  })

  it('is still itself when only a part of it is there, more so when the tags know the total', () => {
    const part = tidy.slice(0, 4)
    const knowing = withTag('trackTotal', '7').slice(0, 4)
    expect(scored(part, cd).score).toBeGreaterThan(0.8)
    expect(scored(knowing, cd).score).toBeGreaterThan(scored(part, cd).score)
    expect(scored(part, cd).reason('trackCount')).toMatchObject({
      kind: 'differs',
      params: { files: 4, tracks: 7 },
    })
  })

  it.each([
    ['Tideworks (Deluxe Edition)', 'Tideworks'],
    ['Tideworks', 'Tideworks [Remastered]'],
    ['Tideworks EP', 'Tideworks'],
  ])('“%s” may be called “%s”', (album, title) => {
    expect(scored(withTag('album', album), { ...cd, title }).kinds['albumTitle']).toBe('agrees')
  })
})

describe('another album', () => {
  const other = ['Gut', 'Rosin', 'Bow', 'Peg', 'Neck', 'Bridge', 'Scroll', 'Fret', 'Nut']

  it('scores low though its name is nearly the same', () => {
    const decoy = {
      title: 'Tidework',
      artist: 'Solen Quartet',
      discs: [other.map((title) => `${title} @300000`)],
    }
    const { score, kinds } = scored(tidy, decoy)
    expect(score).toBeLessThan(0.05)
    expect(kinds).toMatchObject({ titles: 'differs', trackCount: 'differs' })
  })

  it('scores low though title, artist and number of tracks are the same', () => {
    expect(scored(tidy, { discs: [other.slice(0, 7)] }).score).toBeLessThan(0.1)
  })

  it('is not made sure of by a barcode', () => {
    const facts = { discs: [other.slice(0, 7)], barcode: '123' }
    expect(scored(withTag('barcode', '123'), facts).score).toBeLessThan(0.1)
  })

  it('is doubted when it has the titles but not the lengths: live, or by a tribute band', () => {
    const live = { ...cd, discs: [titles.map((title, n) => `${title} @${(lengths[n] ?? 0) + 25_000}`)] }
    const { score, reason } = scored(tidy, live)
    expect(score).toBeLessThan(0.85)
    expect(score).toBeLessThan(scored(tidy, cd).score)
    expect(reason('lengths')).toMatchObject({ kind: 'differs', params: { matching: 0, withinSeconds: 25 } })
    expect(scored(tidy, { ...live, artist: 'The Tide Tribute' }).score).toBeLessThan(0.5)
  })
})

describe('what is not known', () => {
  it('counts neither for nor against: a missing length is worse than a right one, better than a wrong one', () => {
    const unknown = scored(tidy, { ...cd, discs: [titles] })
    const wrong = scored(tidy, { ...cd, discs: [titles.map((title) => `${title} @1000000`)] })
    expect(unknown.score).toBeLessThan(scored(tidy, cd).score)
    expect(unknown.score).toBeGreaterThan(wrong.score)
    expect(unknown.kinds['lengths']).toBe('unknown')
  })

  it('keeps a search hit in the middle, however well its name fits', () => {
    const { score, kinds } = scored(tidy, { ...cd, hit: true })
    expect(score).toBeGreaterThan(0.2)
    expect(score).toBeLessThan(0.7)
    expect(kinds).not.toHaveProperty('titles')
  })

  it('makes no reason of what both sides are silent about, but for the barcode', () => {
    const { kinds } = scored(tidy, { discs: [titles] })
    expect(kinds).not.toHaveProperty('label')
    expect(kinds).not.toHaveProperty('releaseId')
    expect(kinds['barcode']).toBe('unknown')
  })

  it('has no opinion about a release of which nothing is known', () => {
    const { score, kinds } = scored(tidy, { title: '', artist: '' })
    expect(score).toBeLessThan(0.5)
    expect(kinds).toMatchObject({ albumTitle: 'unknown', artist: 'unknown', trackCount: 'unknown' })
  })
})

describe('the edition', () => {
  it.each([
    ['media', 'CD', { format: 'CD' }, { format: '12" Vinyl' }],
    ['media', 'WEB', { format: 'Digital Media' }, { format: 'CD' }],
    ['media', 'LP', { format: '12" Vinyl' }, { format: 'CD' }],
    ['date', '2019', { date: '2019-09-13' }, { date: '2020-06-19' }],
    ['date', '2019-09-13', { date: '2019-09-13' }, { date: '2019' }],
    ['label', 'kelp records', { labels: ['Kelp Records'] }, { labels: ['Pegel'] }],
    ['catalogNumber', 'KLP-014', { catalogNumbers: ['X', 'KLP 014'] }, { catalogNumbers: ['KLP 014 LP'] }],
    ['barcode', '123', { barcode: '00123' }, { barcode: '124' }],
    ['releaseId', 'AB', { id: 'ab' }, { id: 'cd' }],
  ])('is found by %s %s', (name, value, right, wrong) => {
    const files = withTag(name, value)
    const better = scored(files, { ...cd, ...right })
    const worse = scored(files, { ...cd, ...wrong })
    expect(better.score).toBeGreaterThan(worse.score)
    // Hints never outvote the track list.
    expect(worse.score).toBeGreaterThan(0.8)
  })

  it('is found by a label in the folder’s name', () => {
    const files = tidy.map((file) => ({ ...file, folder: '/x/Music/Mira Solen - Tideworks {Kelp Records}' }))
    expect(scored(files, { ...cd, labels: ['Kelp Records'] }).kinds['label']).toBe('agrees')
    expect(scored(files, { ...cd, labels: ['Pegel'] }).kinds['label']).toBe('unknown')
  })

  it('with more tracks than files comes after the one with as many', () => {
    const deluxe = { ...cd, discs: [[...(cd.discs?.[0] ?? []), 'Bonus @100000', 'Demo @100000']] }
    expect(scored(tidy, deluxe).score).toBeLessThan(scored(tidy, cd).score)
  })
})

describe('compilations', () => {
  const tracks = [['Moss', 'Pond', 'Ivy Clock']]
  const file = (title: string, artist: string) => ({ values: { title: [title], artist: [artist] } })

  it('agree with artists that differ', () => {
    const files = [file('Moss', 'Ilse'), file('Pond', 'Hana'), file('Ivy Clock', 'Mira')]
    expect(scored(files, { artist: 'Various Artists', discs: tracks }).kinds['artist']).toBe('agrees')
    expect(scored(files, { artist: 'Ilse', discs: tracks }).kinds['artist']).toBe('differs')
  })

  it('are not ruled out by the artist of a single file', () => {
    const facts = { artist: 'Various Artists', discs: tracks }
    const release = made(facts)
    const [medium] = release.media
    const own = { display: 'Ilse', sort: 'Ilse', artists: [] }
    const media = [{ ...medium!, tracks: medium!.tracks.map((each) => ({ ...each, artist: own })) }]
    const on = scored([file('Moss', 'Ilse')], { ...facts, media })
    const off = scored([file('Moss', 'Bert')], { ...facts, media })
    expect(on.score).toBeGreaterThan(off.score)
  })
})

describe('words that the person typed', () => {
  it('are held against title and artist, whichever they are', () => {
    const both = scored(tidy, cd, { albumTitle: '', artist: '', typed: 'tideworks solen mira' })
    expect(both.kinds).toMatchObject({ albumTitle: 'agrees', artist: 'agrees' })
    const title = scored(tidy, cd, { albumTitle: '', artist: '', typed: 'tideworks' })
    expect(title.kinds).toMatchObject({ albumTitle: 'agrees', artist: 'unknown' })
    const artist = scored(tidy, cd, { albumTitle: '', artist: '', typed: 'mira solen' })
    expect(artist.kinds).toMatchObject({ albumTitle: 'unknown', artist: 'agrees' })
    const none = scored(tidy, cd, { albumTitle: '', artist: '', typed: 'low orbit' })
    expect(none.kinds['albumTitle']).toBe('differs')
  })
})

describe('the order of candidates', () => {
  const one = (
    facts: ReleaseFacts,
    score: number,
    decided = false,
    service: 'catalogue' | 'musicbrainz' = 'catalogue',
  ) => ({
    service,
    release: made(facts),
    score: { score, decided, reasons: [] },
  })

  it('is best first, and the earlier release first where they are equal', () => {
    const list = rank([
      one({ id: 'a', groupId: '1' }, 0.5),
      one({ id: 'b', groupId: '2', date: '2020' }, 0.9),
      one({ id: 'c', groupId: '3', date: '2019' }, 0.9),
      one({ id: 'd', groupId: '4' }, 0.9),
    ])
    expect(list.map(({ releaseId }) => releaseId)).toEqual(['c', 'b', 'd', 'a'])
  })

  it('names a release once, with the better score, else by the first service', () => {
    const list = rank([
      one({ id: 'a' }, 0.9),
      one({ id: 'a' }, 0.9, false, 'musicbrainz'),
      one({ id: 'b', groupId: 'x' }, 0.4),
      one({ id: 'b', groupId: 'x' }, 0.6, false, 'musicbrainz'),
    ])
    expect(list.map(({ releaseId, service, score }) => [releaseId, service, score])).toEqual([
      ['a', 'catalogue', 0.9],
      ['b', 'musicbrainz', 0.6],
    ])
  })

  it('is not sure of one of two editions that nothing tells apart', () => {
    const twins = rank([one({ id: 'a' }, 0.98), one({ id: 'b' }, 0.979)])
    expect(twins.map(({ score }) => score)).toEqual([0.95, 0.95])
    const told = rank([one({ id: 'a' }, 0.98, true), one({ id: 'b' }, 0.97)])
    expect(told.map(({ score }) => score)).toEqual([0.98, 0.97])
  })

  it('shows a few of the unlikely ones, not all', () => {
    const list = rank(Array.from({ length: 20 }, (_, n) => one({ id: String(n) }, n === 0 ? 0.9 : 0.01)))
    expect(list).toHaveLength(4)
  })
})
