import { describe, expect, it } from 'vitest'
import { Candidate } from '../../../shared/ipc'
import { release as made, type ReleaseFacts } from '../testing/release'
import { type TrackFacts, track } from '../testing/sample-library'
import { readAlbum } from './evidence'
import { type FoundRecordings, trackCandidates } from './track-candidates'

type Recording = FoundRecordings['tracks'][number]

const hit = (facts: ReleaseFacts) => made({ ...facts, hit: true })
const recording = (facts: Partial<Recording> = {}): Recording => ({
  recordingId: 'blue',
  title: 'Blue Hour',
  artist: 'Karl Brandt Trio',
  lengthMs: 200_000,
  releases: [hit({ id: 'album', title: 'Nachtfähre', types: ['Album'], date: '2004' })],
  ...facts,
})
const candidates = (file: TrackFacts, tracks: readonly Recording[], typed = '') =>
  trackCandidates({ ...readAlbum([track(file)]), typed }, [{ service: 'musicbrainz', tracks }])
const tagged: TrackFacts = {
  durationMs: 200_400,
  values: { title: ['Blue Hour'], artist: ['Karl Brandt Trio'] },
}

describe('candidates for one file', () => {
  it('are what is called alike, as long, and by the same artist', () => {
    const found = candidates(tagged, [
      recording({ recordingId: 'live', title: 'Blue Hour (live)', lengthMs: 312_000 }),
      recording({ recordingId: 'cover', artist: 'The Somebodies', lengthMs: 187_000 }),
      recording(),
    ])
    expect(() => Candidate.array().parse(found)).not.toThrow()
    expect(found[0]?.recording).toEqual({
      id: 'blue',
      title: 'Blue Hour',
      artist: 'Karl Brandt Trio',
      durationMs: 200_000,
    })
    expect(found[0]?.reasons.map(({ code, kind }) => `${code} ${kind}`)).toEqual([
      'title agrees',
      'length agrees',
      'artist agrees',
    ])
    expect(found[0]?.score).toBeGreaterThan(0.8)
    expect(found.slice(1).every(({ score }) => score < 0.6)).toBe(true)
  })

  it('are never sure: the song is known, and which album it is meant to be is not', () => {
    expect(candidates(tagged, [recording({ score: 1 })]).map(({ sure }) => sure)).toEqual([false])
  })

  it('are heard where nothing names the file, and doubted where its tags contradict', () => {
    const heard = recording({ score: 0.97 })
    const unnamed = candidates({ fileName: '06.mp3', durationMs: 200_400 }, [heard])
    expect(unnamed[0]?.score).toBeGreaterThan(0.9)
    expect(unnamed[0]?.reasons[0]).toMatchObject({ kind: 'agrees', code: 'sound', params: { percent: 97 } })
    const other = candidates(
      { durationMs: 320_000, values: { title: ['Salt & Copper'], artist: ['Mira Solen'] } },
      [heard],
    )
    expect(other[0]?.score).toBeLessThan(unnamed[0]?.score ?? 0)
    expect(candidates({ fileName: '06.mp3' }, [recording({ score: 0.4 })])[0]?.reasons[0]?.kind).toBe(
      'differs',
    )
  })

  it('name the album first that the file names, then albums before singles and compilations, by date', () => {
    const releases = [
      hit({ id: 'best of', title: 'Best Of', types: ['Album', 'Compilation'], date: '2001' }),
      hit({ id: 'single', title: 'Blue Hour', types: ['Single'], date: '2003' }),
      hit({ id: 'bootleg', title: 'Nachtfähre', types: ['Album'], status: 'Bootleg', date: '2000' }),
      hit({ id: 'again', title: 'Nachtfähre', types: ['Album'], status: 'Official', date: '2014' }),
      hit({ id: 'first', title: 'Nachtfähre', types: ['Album'], status: 'Official', date: '2004' }),
    ]
    const ids = (file: TrackFacts) =>
      candidates(file, [recording({ releases })]).map(({ releaseId }) => releaseId)
    expect(ids(tagged)).toEqual(['first', 'again', 'single', 'best of', 'bootleg'])
    const onBest = { ...tagged, values: { ...tagged.values, album: ['Best Of'] } }
    expect(ids(onBest)[0]).toBe('best of')
  })

  it('are held against typed words in either order, whatever the tags say', () => {
    const wrong = { durationMs: 200_400, values: { title: ['Hits'], artist: ['Nobody'] } }
    const [byTags] = candidates(wrong, [recording()])
    for (const typed of ['blue hour', 'karl brandt trio blue hour', 'Blue Hour Karl Brandt Trio']) {
      expect(candidates(wrong, [recording()], typed)[0]?.score, typed).toBeGreaterThan(0.7)
    }
    expect(byTags?.score ?? 0).toBeLessThan(0.3)
  })

  it('name each release of a recording once, and a recording without releases not at all', () => {
    const releases = [hit({ id: 'album' }), hit({ id: 'album' })]
    expect(candidates(tagged, [recording({ releases }), recording({ releases })])).toHaveLength(1)
    expect(candidates(tagged, [recording({ releases: [] })])).toEqual([])
  })
})
