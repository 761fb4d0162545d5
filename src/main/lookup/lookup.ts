import type {
  AskedFor,
  Candidate,
  Proposal,
  ReleaseRequest,
  SearchReply,
  SearchRequest,
} from '../../shared/ipc'
import {
  frontCover,
  type Outcome,
  type Picture,
  type Problem,
  ProblemError,
  type ServiceName,
} from '../../shared/model'
import { albumQuery, withTyped } from './album-query'
import { type Asking, type AskOptions, contextOf } from './asking'
import { findAlbum } from './find-album'
import { alignRecording } from './matching/align'
import { type Found, toCandidate, toCandidates } from './matching/candidates'
import { type AlbumEvidence, readAlbum } from './matching/evidence'
import { foldBarcode } from './matching/fold'
import { isSure, matchGroup } from './matching/match-group'
import { createPatience, type Patience } from './patience'
import { propose } from './proposal'
import type { Release } from './release'
import { ReleaseShelf } from './release-shelf'
import type { AlbumQuery, AlbumSource, AskContext, CoverSource } from './service'
import { serviceProblem } from './service-problem'
import type { ServiceStanding } from './services'
import { serviceTitles } from './services/titles'

export interface LookupOptions {
  /** Those that are switched on, most trusted first. Asked before each lookup, so that settings count at once. */
  readonly albums: () => readonly AlbumSource[]
  readonly covers: () => readonly CoverSource[]
  /** Why a service is not among `albums`, if it is not. */
  readonly standing: (service: ServiceName) => ServiceStanding
  /** Puts a cover into main's picture store. */
  readonly addPicture: (bytes: Uint8Array) => Promise<Outcome<{ picture: Picture }>>
  readonly log: { warn(message: string, ...details: unknown[]): void }
}

export interface ProposeOptions extends AskOptions {
  /** Whether its cover is wanted too. Default true. */
  readonly withCover?: boolean
}

interface ServiceAnswer {
  readonly service: ServiceName
  readonly found: Found
  readonly since?: number
  readonly problem?: Problem
}

export interface Lookup {
  /**
   * Asks all services at once, or the one whose address or id the person gave.
   * @throws ProblemError `lookup.strangeAddress`, or the signal's reason
   */
  search(request: SearchRequest, options: AskOptions): Promise<SearchReply>
  /**
   * Lays a release over the files. Without its cover when that cannot be had.
   * @throws ProblemError `lookup.*` with the service's name, or the signal's reason
   */
  release(request: ReleaseRequest, options: ProposeOptions): Promise<Proposal>
  /** What was fetched in this session is asked for again. */
  forget(): void
}

export function createLookup({ albums, covers, standing, addPicture, log }: LookupOptions): Lookup {
  const shelf = new ReleaseShelf()

  async function search(request: SearchRequest, options: AskOptions): Promise<SearchReply> {
    options.signal.throwIfAborted()
    const read = readAlbum(request.tracks)
    const query = albumQuery(read, request.query)
    if (query === undefined) return { candidates: [], failures: [], stale: [] }
    const album = withTyped(read, query)

    const asked = albums().filter(
      ({ name }) => query.named === undefined || knowsIdsOf(name, query.named.service),
    )
    const asking: Asking = { ...options, anew: request.anew ?? false }
    const ask = options.inBackground === true ? askInTurn : askAtOnce
    const answers = await ask(asked, album, query, asking)
    options.signal.throwIfAborted()
    const candidates = toCandidates(
      album,
      answers.map(({ found }) => found),
      query.named?.id,
    )
    const named = candidates.find((candidate) => isNamed(candidate, query))?.releaseId
    const failures = [
      ...answers.flatMap(({ service, problem }) => (problem === undefined ? [] : [{ service, problem }])),
      ...unasked(query),
    ]
    return {
      candidates,
      asked: askedFor(request, query),
      ...(named !== undefined && { named }),
      // Not to know what another service knows is no failure.
      failures: failures.filter(({ problem }) => candidates.length === 0 || !isNoAnswer(problem)),
      stale: answers.flatMap(({ service, since }) => (since === undefined ? [] : [{ service, since }])),
    }
  }

  /** The service that the person named, where it is not to be asked. */
  function unasked({ named }: AlbumQuery): SearchReply['failures'] {
    if (named === undefined || standing(named.service) === 'ready') return []
    return [{ service: named.service, problem: whyNotAsked(named.service) }]
  }

  const whyNotAsked = (service: ServiceName): Problem => ({
    code: standing(service) === 'needsKey' ? 'lookup.keyMissing' : 'lookup.switchedOff',
    params: { service: serviceTitles[service] },
    remedy: 'open-settings',
  })

  function askAtOnce(
    asked: readonly AlbumSource[],
    album: AlbumEvidence,
    query: AlbumQuery,
    asking: Asking,
  ): Promise<ServiceAnswer[]> {
    const patience = createPatience(asked.map(({ name }) => name))
    return Promise.all(asked.map((service) => searchOne(service, album, query, asking, patience)))
  }

  /** The most trusted first, and the next only where nothing is sure yet: requests are not to be wasted. */
  async function askInTurn(
    asked: readonly AlbumSource[],
    album: AlbumEvidence,
    query: AlbumQuery,
    asking: Asking,
  ): Promise<ServiceAnswer[]> {
    const answers: ServiceAnswer[] = []
    for (const service of asked) {
      const answer = await searchOne(service, album, query, asking, createPatience([service.name]))
      answers.push(answer)
      if (answer.found.groups.some(isSure)) break
    }
    return answers
  }

  /** What one service finds. Never rejects but for an abort: its failure is part of the answer. */
  async function searchOne(
    service: AlbumSource,
    album: AlbumEvidence,
    query: AlbumQuery,
    options: Asking,
    patience: Patience,
  ): Promise<ServiceAnswer> {
    const { name } = service
    const { context, stale } = contextOf(
      service,
      {
        ...options,
        signal: AbortSignal.any([options.signal, patience.signalFor(name)]),
        onState: (state) => {
          options.onState(state)
          patience.saw(name, state.state)
        },
      },
      titleOf(query),
    )
    let found: Found = { service: name, groups: [], hits: [] }
    try {
      found = await findAlbum(service, album, query, context, (soFar) => {
        found = soFar
      })
      context.onState({ state: 'done' })
      patience.ended(
        name,
        found.groups.some(({ probability }) => probability >= likely),
      )
      return { service: name, found, ...stale() }
    } catch (error) {
      options.signal.throwIfAborted()
      log.warn(`lookup: ${serviceTitles[service.name]} could not answer`, error)
      context.onState({ state: 'failed' })
      patience.ended(name, false)
      // What was found before stays, even when its details could not be had.
      return { service: name, found, ...stale(), problem: serviceProblem(serviceTitles[service.name], error) }
    } finally {
      for (const { editions } of found.groups)
        for (const { release } of editions) shelf.put(name, release.id, release)
    }
  }

  async function fullRelease(service: AlbumSource, id: string, context: AskContext): Promise<Release> {
    const known = context.anew ? undefined : shelf.get(service.name, id)
    if (known !== undefined) return known
    const release = await service.release(id, context)
    shelf.put(service.name, id, release)
    return release
  }

  async function release(request: ReleaseRequest, options: ProposeOptions): Promise<Proposal> {
    options.signal.throwIfAborted()
    const service = albums().find(({ name }) => name === request.service)
    // Switched off in the settings since it was found; or never on, and found by its ids at a service that knows sound.
    if (service === undefined) throw new ProblemError(whyNotAsked(request.service))
    const album = readAlbum(request.tracks)
    const { context, stale } = contextOf(service, options, album.albums[0] ?? request.releaseId)
    try {
      const found = await fullRelease(service, request.releaseId, context)
      const group = matchGroup(album, [found], 0)
      const [match] = group.editions
      const candidate = toCandidate(service.name, album, group, match)
      const alignment =
        (request.recordingId !== undefined && alignRecording(album.files, found, request.recordingId)) ||
        match.alignment
      const proposal = propose(request.tracks, alignment, found, candidate)
      const cover = options.withCover === false ? undefined : await coverOf(service, found, context)
      context.onState({ state: 'done' })
      const { since } = stale()
      return {
        ...proposal,
        ...(cover !== undefined && { cover }),
        ...(since !== undefined && { staleSince: since }),
      }
    } catch (error) {
      options.signal.throwIfAborted()
      context.onState({ state: 'failed' })
      if (error instanceof ProblemError) throw error
      throw new ProblemError(serviceProblem(serviceTitles[service.name], error), { cause: error })
    }
  }

  /** The cover, already in the picture store. Whatever goes wrong with it is the log's affair. */
  async function coverOf(
    { name }: AlbumSource,
    { id, groupId, title, artist, barcode, hasFrontCover }: Release,
    context: AskContext,
  ): Promise<Picture | undefined> {
    // Its progress is nobody's business.
    const quiet: AskContext = { ...context, about: title, onState: () => {} }
    const query = {
      title,
      artist: artist.display,
      ...(barcode !== '' && { barcode }),
      release: { service: name, id, groupId, hasFrontCover },
    }
    for (const source of covers()) {
      try {
        const certain = (await source.find(query, quiet)).find((cover) => cover.certain)
        const cover = certain && (await source.fetch(certain.id, 'large', quiet))
        if (cover === undefined) continue
        const stored = await addPicture(cover.bytes)
        if (stored.ok) return { ...stored.picture, type: frontCover }
        log.warn(`lookup: the cover of ${id} is of no use`, stored.problem)
      } catch (error) {
        context.signal.throwIfAborted()
        log.warn(`lookup: the cover of ${id} could not be had`, error)
      }
    }
    return undefined
  }

  return { search, release, forget: () => shelf.clear() }
}

/** What the person would call what is searched for. */
const titleOf = ({ freeText, named, albumTitles, trackTitles, barcode, releaseId }: AlbumQuery): string =>
  freeText ?? named?.id ?? albumTitles[0] ?? trackTitles[0] ?? barcode ?? releaseId ?? ''

function askedFor({ tracks, query: typed = '' }: SearchRequest, query: AlbumQuery): AskedFor {
  if (query.isTyped) return { title: typed.trim(), artist: '', from: 'typed' }
  const from = tracks.some(({ values }) => (values.album?.[0] ?? '') !== '') ? 'tags' : 'names'
  return { title: query.albumTitles[0] ?? '', artist: query.artists[0] ?? '', from }
}

/** Whether the person asked for this very release: by its id, or by its barcode. */
const isNamed = ({ releaseId, barcode }: Candidate, query: AlbumQuery): boolean =>
  releaseId === query.named?.id ||
  (query.isTyped === true &&
    query.barcode !== undefined &&
    foldBarcode(barcode) === foldBarcode(query.barcode))

/** Whether a service can be asked by the ids of another one: the sample catalogue keeps MusicBrainz’. */
const knowsIdsOf = (name: ServiceName, service: ServiceName): boolean =>
  name === service || (name === 'catalogue' && service === 'musicbrainz')

/** It says that a service has nothing to say, rather than that something went wrong. */
const isNoAnswer = ({ code }: Problem): boolean =>
  code === 'lookup.notFound' || code === 'lookup.nothingThere' || code === 'lookup.switchedOff'

/** From here on a candidate is worth looking at while another service is out of reach. */
const likely = 0.7
