import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type InventedAlbum, inventAlbums } from '../../../../e2e/musicbrainz/invented'
import { type MusicBrainzServer, startMusicBrainzServer } from '../../../../e2e/musicbrainz/server'
import type { LookupTrack, RunProposal, RunState } from '../../../shared/ipc'
import { type TrackId, trackId } from '../../../shared/model'
import { type Clock, RateLimiter, setupSession, systemClock } from '../../http'
import { ManualClock } from '../../http/testing/manual-clock'
import { createLookup } from '../lookup'
import type { AlbumSource } from '../service'
import { musicBrainzAlbums } from '../testing/musicbrainz'
import { clientInMemory } from '../testing/service-client'
import { createLibraryRun } from './library-run'
import { createRunStore } from './run-store'

const albums = inventAlbums(200)
/** Nothing of it is in the catalogue, nor like anything that is. */
const unknown: InventedAlbum = {
  ...inventAlbums(1)[0]!,
  title: 'Qwvz Xkplj',
  artist: 'Zzqf',
  tracks: [
    { title: 'Jqxv', lengthMs: 61_000 },
    { title: 'Vvkz', lengthMs: 67_000 },
  ],
}

let server: MusicBrainzServer
beforeAll(async () => {
  server = await startMusicBrainzServer({ catalogue: albums.map(({ release }) => release) })
})
afterEach(() => server.reset())
afterAll(() => server.close())

const limit = { calls: 20, windowMs: 200 }
const client = () => clientInMemory()
const musicBrainz = (through: ReturnType<typeof client>): AlbumSource =>
  musicBrainzAlbums({
    client: through,
    session: setupSession({ fetch, userAgent: 'Tagwright/0 ( tests )', backoffFactor: 0.001 }),
    limiter: new RateLimiter(limit.calls, limit.windowMs, { margin: 50, slowestPace: 1 }),
    baseUrl: server.musicBrainzUrl,
  })

/** Half a minute in a moment: parked albums need not be waited for. */
const hurried: Clock = {
  now: () => systemClock.now(),
  wallNow: () => systemClock.wallNow() * 1000,
  after: (delayMs, callback) => systemClock.after(delayMs / 1000, callback),
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'tagwright-run-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

/** For a machine that has other things to do. */
const patience = { timeout: 20_000 }

/** Files of these albums, tagged as they are. */
function filesOf(all: readonly InventedAlbum[]) {
  const tracks = new Map<TrackId, LookupTrack>()
  const sizes = all.map(({ title, artist, tracks: list }, album) => {
    for (const [index, { title: name, lengthMs }] of list.entries()) {
      const id = trackId(`${album}-${index}`)
      const track = `${index + 1}`
      tracks.set(id, {
        id,
        fileName: `${track}.flac`,
        folder: `/music/${title}`,
        durationMs: lengthMs,
        values: { album: [title], artist: [artist], title: [name], track: [track] },
        hasCover: false,
      })
    }
    return list.length
  })
  const pathOf = (id: TrackId) => {
    const track = tracks.get(id)
    return track && `${track.folder}/${track.fileName}`
  }
  const ids = new Map([...tracks.keys()].map((id) => [pathOf(id) ?? '', id]))
  return {
    ids: [...tracks.keys()],
    sizes,
    tracks,
    files: {
      idAt: (path: string) => ids.get(path),
      pathOf,
      read: async (id: TrackId) => {
        const track = tracks.get(id)
        return track === undefined
          ? { ok: false as const, problem: { code: 'file.notFound' as const, params: { file: id } } }
          : { ok: true as const, track }
      },
    },
  }
}

interface Options {
  readonly sources?: readonly AlbumSource[]
  readonly path?: string
  readonly clock?: Clock
}

function running(
  { files }: Pick<ReturnType<typeof filesOf>, 'files'>,
  { sources = [musicBrainz(client())], path = folder(), clock = hurried }: Options = {},
) {
  const states: (RunState | null)[] = []
  const waiters: { readonly until: (state: RunState | null) => boolean; readonly end: () => void }[] = []
  const run = createLibraryRun({
    lookup: createLookup({
      albums: () => sources,
      covers: () => [],
      standing: () => 'ready',
      addPicture: () => Promise.reject(new Error('no covers here')),
      log: { warn: () => {} },
    }),
    services: () => sources.map(({ name }) => ({ service: name, limit })),
    files,
    store: createRunStore({
      folder: path,
      onError: (error) => {
        throw error
      },
    }),
    onChanged: (state) => {
      states.push(state)
      for (const { until, end } of waiters) if (until(state)) end()
    },
    clock,
    log: { warn: () => {} },
  })
  onTestFinished(() => run.close())
  const until = async (condition: (state: RunState | null) => boolean): Promise<RunState> => {
    if (!condition(await run.state()))
      await new Promise<void>((end) => {
        waiters.push({ until: condition, end })
      })
    const state = await run.state()
    if (state === null) throw new Error('there is no run')
    return state
  }
  return { run, states, until, finished: () => until((state) => state?.kind === 'finished') }
}

/** Addresses that were answered as they should be, more than once. */
function askedTwice(): string[] {
  const seen = new Map<string, number>()
  for (const { path, query, misbehaviour } of server.requests) {
    const url = `${path}?${query}`
    if (misbehaviour === undefined || misbehaviour === 'slow') seen.set(url, (seen.get(url) ?? 0) + 1)
  }
  return [...seen].flatMap(([url, times]) => (times > 1 ? [url] : []))
}

describe('a run over 200 albums', () => {
  it('ends complete under faults: within the limit, and nothing asked twice', async () => {
    const library = filesOf(albums)
    const { run, finished } = running(library)
    server.next('503', { times: 6, retryAfter: 0 })
    for (const album of albums.filter((_, index) => index % 20 === 3)) {
      server.next('garbage', { path: album.title.split(' ')[0] ?? '', times: 2 })
      server.next('503', { path: 'release-group', times: 2 })
      server.next('slow', { path: 'release-group', delay: 40 })
      server.next('reset', { path: 'release-group' })
    }
    await run.start(library.ids, library.sizes)
    const state = await finished()
    expect(state).toMatchObject({ albums: 200, waiting: 0, parked: 0, nothing: 0 })
    expect(state.sure + state.unsure).toBe(200)
    expect(state.sure).toBeGreaterThan(190)
    expect(askedTwice()).toEqual([])
    expect(server.busiest(limit.windowMs)).toBeLessThanOrEqual(limit.calls)
    expect(server.requests.length).toBeLessThan(2.6 * albums.length)
    // Those of albums that failed at first, too.
    expect(state.requests).toBe(server.requests.length)
  }, 60_000)
})

describe('a run over the library', () => {
  it('says what it would be before anybody is asked', () => {
    const { run } = running(filesOf([]))
    expect(run.plan(412)).toEqual({
      services: [{ service: 'musicbrainz', limit }],
      seconds: expect.closeTo((412 * 2 * limit.windowMs) / limit.calls / 1000),
    })
    expect(server.requests).toEqual([])
  })

  it('puts each album into its list: sure, nothing found and why, failed with its problem', async () => {
    const [first, second] = albums
    const nameless: InventedAlbum = { ...first!, title: '', artist: '', tracks: [{ title: '', lengthMs: 0 }] }
    const library = filesOf([first!, unknown, nameless, second!])
    for (const id of library.ids.filter((each) => each.startsWith('3-'))) library.tracks.delete(id)
    const { run, finished } = running({
      files: {
        ...library.files,
        pathOf: (id) => (id.startsWith('3-') ? `/gone/${id}` : library.files.pathOf(id)),
      },
    })
    await run.start(library.ids, library.sizes)
    expect(await finished()).toMatchObject({
      sure: 1,
      nothing: 2,
      parked: 1,
      retrying: 0,
      unlisted: second!.tracks.length,
    })
    const lists = await Promise.all(
      (['sure', 'nothing', 'parked'] as const).map((list) => run.albums({ list, from: 0, count: 10 })),
    )
    expect(lists[0]).toMatchObject([
      {
        album: 0,
        title: first!.title,
        artist: first!.artist,
        result: { best: { releaseId: first!.release.id } },
      },
    ])
    expect(lists[1]?.map(({ album, result }) => [album, result.kind === 'nothing' && result.why])).toEqual([
      [1, 'noHits'],
      [2, 'noWords'],
    ])
    expect(lists[2]).toMatchObject([{ album: 3, result: { problem: { code: 'file.notFound' } } }])
    expect(await run.albums({ list: 'nothing', from: 1, count: 1 })).toHaveLength(1)
  })

  it('parks an album whose service fails, goes on, and tries it again by itself', async () => {
    const library = filesOf(albums.slice(0, 3))
    const { run, finished, states } = running(library)
    server.next('garbage', { times: 1 })
    await run.start(library.ids, library.sizes)
    expect(await finished()).toMatchObject({ sure: 3, parked: 0 })
    expect(states.some((state) => state?.parked === 1)).toBe(true)
    expect(askedTwice()).toEqual([])
  })

  it('rests after failures in a row, which are the service’s trouble and not the albums’', async () => {
    const library = filesOf(albums.slice(0, 6))
    const clock = new ManualClock()
    const { run } = running(library, { clock })
    server.next('garbage', { times: 4 })
    await run.start(library.ids, library.sizes)
    // The fourth was under way with the third.
    await vi.waitFor(async () => expect(await run.state()).toMatchObject({ parked: 4, waiting: 2 }), patience)
    await clock.advance(29_000)
    expect(server.requests).toHaveLength(4)
    await clock.advance(1000)
    await vi.waitFor(async () => {
      await clock.advance(1000)
      expect(await run.state()).toMatchObject({ kind: 'finished', sure: 6 })
    }, patience)
    expect(askedTwice()).toEqual([])
  })

  it('tries a failed album again by button', async () => {
    const library = filesOf(albums.slice(0, 2))
    const { run, finished } = running(library)
    server.next('403', { times: 1 })
    await run.start(library.ids, library.sizes)
    expect(await finished()).toMatchObject({ sure: 1, parked: 1, retrying: 0 })
    await run.retry([])
    expect(await finished()).toMatchObject({ sure: 2, parked: 0 })
  })

  it.each([
    ['was left half-way', true],
    ['was done', false],
  ])('that %s tries nothing whose files are not listed, but once it is continued', async (_, isLeft) => {
    const path = folder()
    const library = filesOf(albums.slice(0, 4))
    const first = running(library, { path })
    server.next('403', { times: 1 })
    await first.run.start(library.ids, library.sizes)
    if (isLeft) first.run.pause()
    await first.until((state) => state?.kind === 'finished' || (isLeft && state?.parked === 1))
    await first.run.close()

    let listed = false
    const idAt = (file: string) => (listed ? library.files.idAt(file) : undefined)
    const second = running({ files: { ...library.files, idAt } }, { path })
    await second.run.retry([])
    const left = await second.run.state()
    expect(left).toMatchObject({ kind: 'left', parked: 0 })
    expect((left?.waiting ?? 0) > 1).toBe(isLeft)
    listed = true
    await second.run.resume()
    expect(await second.finished()).toMatchObject({ sure: 4, parked: 0 })
  })

  it('lets no other album begin while it is paused', async () => {
    const library = filesOf(albums.slice(0, 30))
    const { run, until, finished } = running(library)
    await run.start(library.ids, library.sizes)
    await until((state) => (state?.sure ?? 0) >= 2)
    run.pause()
    const paused = await until((state) => state?.kind === 'paused')
    expect(paused.waiting).toBeGreaterThan(20)
    const done = 30 - paused.waiting
    await run.resume()
    expect(await finished()).toMatchObject({ sure: 30 })
    expect(done).toBeLessThan(10)
  })

  it('is continued in another run of the app, and asks nothing again that was answered', async () => {
    const library = filesOf(albums.slice(0, 40))
    const path = folder()
    const kept = client()
    const first = running(library, { path, sources: [musicBrainz(kept)] })
    await first.run.start(library.ids, library.sizes)
    await first.until((state) => (state?.sure ?? 0) >= 10)
    await first.run.close()

    const second = running(library, { path, sources: [musicBrainz(kept)] })
    const left = await second.run.state()
    expect(left).toMatchObject({ kind: 'left', albums: 40 })
    expect(left?.waiting).toBeLessThanOrEqual(30)
    await second.run.resume()
    expect(await second.finished()).toMatchObject({ sure: 40, waiting: 0 })
    // What was on its way when the app ended has no answer; two albums were.
    expect(askedTwice().length).toBeLessThanOrEqual(2)
  })

  it('asks a further service only where the first is not sure', async () => {
    const other = musicBrainz(client())
    const asked: string[] = []
    const second: AlbumSource = {
      ...other,
      name: 'deezer',
      search: async ({ albumTitles }) => {
        asked.push(albumTitles[0] ?? '')
        return []
      },
    }
    const library = filesOf([albums[0]!, unknown])
    const { run, finished } = running(library, { sources: [musicBrainz(client()), second] })
    await run.start(library.ids, library.sizes)
    await finished()
    expect(asked).toEqual([unknown.title])
  })

  it('has the values of sure albums at hand without asking anybody, after a restart too', async () => {
    const library = filesOf(albums.slice(0, 3))
    const path = folder()
    const first = running(library, { path })
    await first.run.start(library.ids, library.sizes)
    await first.finished()
    await first.run.close()
    server.reset()

    const { run } = running(library, { path })
    const proposals: RunProposal[] = []
    const failed = await run.proposals([1], {
      signal: new AbortController().signal,
      onProposal: async (proposal) => void proposals.push(proposal),
    })
    expect(failed).toEqual([])
    expect(proposals.map(({ album }) => album)).toEqual([0, 2])
    const [{ proposal } = { proposal: undefined }] = proposals
    expect(proposal?.tracks.map(({ id, values }) => [id, values.title])).toEqual(
      albums[0]!.tracks.map(({ title }, index) => [`0-${index}`, [title]]),
    )
    expect(proposal?.cover).toBeUndefined()
    expect(server.requests).toEqual([])
  })

  it('waits where the page goes, and is gone when it is discarded', async () => {
    const library = filesOf(albums.slice(0, 20))
    const { run, until } = running(library)
    await run.start(library.ids, library.sizes)
    await until((state) => (state?.sure ?? 0) >= 1)
    run.leave()
    expect(await run.state()).toMatchObject({ kind: 'left' })
    await run.discard()
    expect(await run.state()).toBeNull()
  })
})
