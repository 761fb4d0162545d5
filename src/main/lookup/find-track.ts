import type { LookupTrack, SearchReply, TrackRequest } from '../../shared/ipc'
import type { Problem, ServiceName, TrackId } from '../../shared/model'
import { askedTrack } from './asked-track'
import { type AskOptions, contextOf } from './asking'
import type { Lookup } from './lookup'
import { type AlbumEvidence, readAlbum } from './matching/evidence'
import { type FoundRecordings, trackCandidates } from './matching/track-candidates'
import { readPasted } from './pasted'
import type { AlbumSource, AskContext, SoundSource, TrackQuery } from './service'
import { serviceProblem } from './service-problem'
import { serviceTitles } from './services/titles'

export interface TrackFinderOptions {
  /** Those that are switched on, most trusted first. Asked before each search, so that settings count at once. */
  readonly albums: () => readonly AlbumSource[]
  readonly sound: () => readonly SoundSource[]
  /** Listens to listed files; of each it tells once. */
  readonly fingerprint: (
    ids: readonly TrackId[],
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: Listened) => void },
  ) => Promise<unknown>
  /** What an album is. */
  readonly searchAlbum: Lookup['search']
  readonly log: { warn(message: string, ...details: unknown[]): void }
}

interface Listened {
  readonly prints: readonly {
    readonly id: TrackId
    readonly fingerprint: string
    readonly durationMs: number
  }[]
  readonly failed: readonly { readonly id: TrackId; readonly problem: Problem }[]
}

/** Finds what one file may be, whatever album it is of: recordings that are called alike, or sound alike. */
export interface TrackFinder {
  /** @throws ProblemError `lookup.strangeAddress`, or the signal's reason */
  find(request: TrackRequest, options: AskOptions): Promise<SearchReply>
}

export function createTrackFinder(finder: TrackFinderOptions): TrackFinder {
  const { albums, sound, fingerprint, searchAlbum, log } = finder

  async function find(request: TrackRequest, options: AskOptions): Promise<SearchReply> {
    const { track, bySound, query: typed = '', anew = false } = request
    options.signal.throwIfAborted()
    // An address or a barcode names an album, whatever song of it this is.
    if (readPasted(typed).kind !== 'words')
      return await searchAlbum({ tracks: [track], query: typed, anew }, options)
    const read = readAlbum([track])
    const file: AlbumEvidence = typed === '' ? read : { ...read, albums: [], artists: [], typed }
    const asking = { ...options, anew, about: typed || read.files[0]?.titles[0] || track.fileName }
    const answers = bySound
      ? await listen(track, asking)
      : await Promise.all(albums().map((source) => byName(source, file, asking)))
    options.signal.throwIfAborted()
    return {
      candidates: trackCandidates(
        file,
        answers.flatMap(({ found }) => found ?? []),
      ),
      ...askedFor(request, file),
      failures: answers.flatMap(({ service, problem }) =>
        problem === undefined ? [] : [{ service, problem }],
      ),
      stale: answers.flatMap(({ service, since }) => (since === undefined ? [] : [{ service, since }])),
    }
  }

  async function listen(track: LookupTrack, asking: AskingAbout): Promise<Answer[]> {
    const sources = sound()
    if (sources.length === 0) return [{ service: 'acoustid', problem: noService }]
    const problems: Problem[] = []
    const prints: Listened['prints'][number][] = []
    await fingerprint([track.id], {
      signal: asking.signal,
      onProgress: (progress) => {
        prints.push(...progress.prints)
        problems.push(...progress.failed.map(({ problem }) => problem))
      },
    })
    asking.signal.throwIfAborted()
    const [print] = prints
    if (print === undefined)
      return sources.flatMap(({ name }) => problems.map((problem) => ({ service: name, problem })))
    return await Promise.all(
      sources.map((source) =>
        ask(source, asking, async (context) => ({
          // The ids are MusicBrainz', and so is who has the releases.
          service: 'musicbrainz',
          tracks: await source.identify(print, context),
        })),
      ),
    )
  }

  const byName = (source: AlbumSource, file: AlbumEvidence, asking: AskingAbout): Promise<Answer> =>
    ask(source, asking, async (context) => {
      const query = trackQuery(file)
      const tracks = query === undefined ? [] : await source.findTracks(query, context)
      return { service: source.name, tracks }
    })

  /** Never rejects but for an abort: a failure is part of the answer. */
  async function ask(
    source: { readonly name: ServiceName },
    { about, ...asking }: AskingAbout,
    question: (context: AskContext) => Promise<FoundRecordings>,
  ): Promise<Answer> {
    const { name } = source
    const { context, stale } = contextOf(source, asking, about)
    try {
      const found = await question(context)
      context.onState({ state: 'done' })
      return { service: name, found, ...stale() }
    } catch (error) {
      asking.signal.throwIfAborted()
      log.warn(`lookup: ${serviceTitles[name]} could not answer`, error)
      context.onState({ state: 'failed' })
      return { service: name, ...stale(), problem: serviceProblem(serviceTitles[name], error) }
    }
  }

  return { find }
}

interface AskingAbout extends AskOptions {
  readonly anew: boolean
  readonly about: string
}

interface Answer {
  readonly service: ServiceName
  readonly found?: FoundRecordings
  readonly since?: number
  readonly problem?: Problem
}

const noService: Problem = { code: 'lookup.noSoundService', params: {}, remedy: 'open-settings' }

/** Undefined when nothing says what the file is called. */
function trackQuery({ files, artists, typed }: AlbumEvidence): TrackQuery | undefined {
  const [file] = files
  if (typed !== '') return { tracks: [{ title: typed }], artists: [] }
  if (file === undefined || (file.titles.length === 0 && file.isrc === '')) return undefined
  return {
    tracks: [askedTrack(file)],
    artists: [...new Set([file.artist, ...artists])].filter((name) => name !== ''),
  }
}

function askedFor({ track, bySound, query }: TrackRequest, file: AlbumEvidence): Pick<SearchReply, 'asked'> {
  if (bySound) return { asked: { title: '', artist: '', from: 'sound' } }
  if (query !== undefined) return { asked: { title: query, artist: '', from: 'typed' } }
  const wanted = trackQuery(file)
  if (wanted === undefined) return {}
  const from = (track.values.title?.[0] ?? '') === '' ? 'names' : 'tags'
  return { asked: { title: wanted.tracks[0]?.title ?? '', artist: wanted.artists[0] ?? '', from } }
}
