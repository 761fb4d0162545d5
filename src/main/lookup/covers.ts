import type { CoverId, CoversProgress, CoversRequest, FoundCover, ServiceFailure } from '../../shared/ipc'
import {
  frontCover,
  type Outcome,
  type Picture,
  type Problem,
  ProblemError,
  type ServiceName,
} from '../../shared/model'
import type { Priority } from '../http'
import { FoundCovers } from './found-covers'
import { createPatience } from './patience'
import type { AskContext, CoverBytes, FoundCover as CoverOfSource, CoverSize, CoverSource } from './service'
import { notFound, serviceProblem } from './service-problem'
import { serviceTitles } from './services/titles'

/** So many of one service are looked at: the rest is of albums that are ever less like the one that was asked for. */
const mostPerService = 8

export interface CoversOptions {
  /** Those that are switched on, most trusted first. Asked before each search, so that settings count at once. */
  readonly covers: () => readonly CoverSource[]
  /** Puts a picture into main's store. */
  readonly addPicture: (bytes: Uint8Array) => Promise<Outcome<{ picture: Picture }>>
  readonly log: { warn(message: string, ...details: unknown[]): void }
}

export interface FindOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: CoversProgress) => void
}

export interface Covers {
  /**
   * Tells each cover as it is found. All services are asked at once; for the `best` one after the other, until one is
   * certain. Resolves with who could not answer.
   * @throws ProblemError `lookup.noCoverService` where none is switched on, or the signal's reason
   */
  find(request: CoversRequest, options: FindOptions): Promise<ServiceFailure[]>
  /**
   * One that `find` told, as large as there is, in the picture store.
   * @throws ProblemError `lookup.*` or `picture.*` with the service's name, or the signal's reason
   */
  fetch(cover: CoverId, options: Pick<FindOptions, 'signal'>): Promise<Picture>
}

/** To have asked nobody is not to have found nothing. */
const noService: Problem = { code: 'lookup.noCoverService', params: {}, remedy: 'open-settings' }

/** What one search has in common for all services. */
interface Search extends FindOptions {
  readonly request: CoversRequest
  /** What was told so far, by the hash of the small picture. */
  readonly told: Map<string, FoundCover>
}

export function createCovers({ covers, addPicture, log }: CoversOptions): Covers {
  const known = new FoundCovers()

  async function find(request: CoversRequest, options: FindOptions): Promise<ServiceFailure[]> {
    options.signal.throwIfAborted()
    const search: Search = { ...options, request, told: new Map() }
    const sources = covers()
    if (sources.length === 0) throw new ProblemError(noService)
    const patience = createPatience(sources.map(({ name }) => name))
    const ask = async (source: CoverSource): Promise<ServiceFailure[]> => {
      const { name } = source
      const signal = AbortSignal.any([options.signal, patience.signalFor(name)])
      const onProgress: FindOptions['onProgress'] = (progress) => {
        options.onProgress(progress)
        if (progress.kind === 'service') patience.saw(name, progress.state.state)
      }
      const failure = await findAt(source, { ...search, signal, onProgress }, options.signal)
      patience.ended(name, search.told.size > 0)
      return failure
    }
    const failures =
      request.which === 'all'
        ? (await Promise.all(sources.map(ask))).flat()
        : await askInTurn(sources, ask, search.told)
    options.signal.throwIfAborted()
    return failures
  }

  /** Nobody waits: where one knows the very cover, the others are not bothered. */
  async function askInTurn(
    sources: readonly CoverSource[],
    ask: (source: CoverSource) => Promise<ServiceFailure[]>,
    told: Search['told'],
  ): Promise<ServiceFailure[]> {
    const failures: ServiceFailure[] = []
    for (const source of sources) {
      failures.push(...(await ask(source)))
      if ([...told.values()].some(({ certain }) => certain)) break
    }
    return failures
  }

  /** What one service has. Never rejects but for an abort: its failure is its answer. */
  async function findAt(
    source: CoverSource,
    search: Search,
    cancelled: AbortSignal,
  ): Promise<ServiceFailure[]> {
    const { name } = source
    const { wanted, which } = search.request
    const context = contextOf(name, wanted.title, search, which === 'all' ? 'high' : 'low')
    try {
      const found = (await source.find(queryOf(wanted), context)).slice(0, mostPerService)
      if (which === 'all') await tellAll(source, found, search, context)
      else await tellFirst(source, found, search, context)
      context.onState({ state: 'done' })
      return []
    } catch (error) {
      cancelled.throwIfAborted()
      const problem = serviceProblem(serviceTitles[name], error)
      if (problem.code === 'lookup.notFound') {
        // To have none is an answer.
        context.onState({ state: 'done' })
        return []
      }
      log.warn(`covers: ${serviceTitles[name]} could not answer`, error)
      context.onState({ state: 'failed' })
      return [{ service: name, problem }]
    }
  }

  /**
   * In the service’s own order, whichever comes first. One that cannot be had keeps no other from being told; its error
   * is thrown once all were.
   */
  async function tellAll(
    source: CoverSource,
    found: readonly CoverOfSource[],
    search: Search,
    context: AskContext,
  ): Promise<void> {
    const looks = found.map((cover) =>
      pictureOf(source, cover.id, 'small', context).then(
        (look) => () => tell(source.name, cover, look, search),
        (error: unknown) => () => {
          throw error
        },
      ),
    )
    const errors: unknown[] = []
    for (const look of looks) {
      try {
        ;(await look)()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
  }

  async function tellFirst(
    source: CoverSource,
    found: readonly CoverOfSource[],
    search: Search,
    context: AskContext,
  ): Promise<void> {
    for (const cover of found) {
      const look = await pictureOf(source, cover.id, 'large', context)
      tell(source.name, cover, look, search)
      if (look !== undefined) return
    }
  }

  function tell(
    service: ServiceName,
    { id, certain, title, artist, width = 0, height = 0 }: CoverOfSource,
    look: Picture | undefined,
    { told, onProgress }: Search,
  ): void {
    if (look === undefined) return
    const same = told.get(look.hash)
    // The same bytes once more say something new only when they are certain now.
    if (same !== undefined && (same.certain || !certain)) return
    const name = known.put({ service, id, title })
    const cover: FoundCover = { service, id: name, certain, title, artist, look, width, height }
    told.set(look.hash, cover)
    onProgress({ kind: 'cover', cover })
  }

  /** @throws ProblemError `picture.*` for bytes that are no picture, or what the source throws */
  async function pictureOf(
    source: CoverSource,
    id: string,
    size: CoverSize,
    context: AskContext,
  ): Promise<Picture | undefined> {
    const cover: CoverBytes | undefined = await source.fetch(id, size, context)
    if (cover === undefined) return undefined
    const stored = await addPicture(cover.bytes)
    if (stored.ok) return { ...stored.picture, type: frontCover }
    const { problem } = stored
    throw new ProblemError({ ...problem, params: { ...problem.params, file: serviceTitles[source.name] } })
  }

  async function fetch({ service, id }: CoverId, { signal }: Pick<FindOptions, 'signal'>): Promise<Picture> {
    signal.throwIfAborted()
    const title = serviceTitles[service]
    const found = known.get(id)
    // Not found here, or its service is switched off since.
    const source = found && covers().find(({ name }) => name === service && name === found.service)
    if (found === undefined || source === undefined) throw notFound(title)
    try {
      const context = contextOf(service, found.title, { signal, onProgress: () => {} }, 'high')
      const picture = await pictureOf(source, found.id, 'large', context)
      if (picture === undefined) throw notFound(title)
      return picture
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof ProblemError) throw error
      throw new ProblemError(serviceProblem(title, error), { cause: error })
    }
  }

  return { find, fetch }
}

const queryOf = ({ title, artist, barcode, release }: CoversRequest['wanted']) => ({
  title,
  artist,
  ...(barcode !== undefined && barcode !== '' && { barcode }),
  ...(release && { release: { ...release, hasFrontCover: undefined } }),
})

const contextOf = (
  service: ServiceName,
  about: string,
  { signal, onProgress }: FindOptions,
  priority: Priority,
): AskContext => ({
  about,
  signal,
  priority,
  onState: (state) => onProgress({ kind: 'service', state: { service, ...state } }),
  // An old cover is as good as a new one.
  onStale: () => {},
})
