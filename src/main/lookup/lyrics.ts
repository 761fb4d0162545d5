import type { FoundLyrics, LyricsReply, LyricsRequest, ServiceState } from '../../shared/ipc'
import { limits } from '../../shared/ipc'
import { type Problem, ProblemError } from '../../shared/model'
import type { AskContext, FoundLyrics as LyricsOfSource, LyricsSource } from './service'
import { serviceProblem } from './service-problem'
import { serviceTitles } from './services/titles'

/** So many of one song are shown: more are the same words once again. */
const mostPerSong = 10

export interface LyricsOptions {
  /** Those that are switched on, most trusted first. Asked before each search, so that settings count at once. */
  readonly lyrics: () => readonly LyricsSource[]
  readonly log: { warn(message: string, ...details: unknown[]): void }
}

export interface Lyrics {
  /**
   * Asks one service after the other until one has some. Resolves with who could not answer, beside what was found.
   * @throws ProblemError `lookup.noLyricsService` where none is switched on, or the signal's reason
   */
  find(
    request: LyricsRequest,
    options: { readonly signal: AbortSignal; readonly onState: (state: ServiceState) => void },
  ): Promise<LyricsReply>
}

/** To have asked nobody is not to have found nothing. */
const noService: Problem = { code: 'lookup.noLyricsService', params: {}, remedy: 'open-settings' }

export function createLyrics({ lyrics, log }: LyricsOptions): Lyrics {
  return {
    async find({ isWatched, ...query }, { signal, onState }) {
      const sources = lyrics()
      if (sources.length === 0) throw new ProblemError(noService)
      const failures: LyricsReply['failures'] = []
      for (const source of sources) {
        signal.throwIfAborted()
        const service = source.name
        const context: AskContext = {
          about: query.title,
          priority: isWatched ? 'high' : 'low',
          signal,
          onState: (state) => onState({ service, ...state }),
          // The words of a song do not change.
          onStale: () => {},
        }
        try {
          const found = (await source.find(query, context)).filter(hasWords).slice(0, mostPerSong)
          context.onState({ state: 'done' })
          if (found.length > 0) return { found: found.map((one) => toMessage(service, one)), failures }
        } catch (error) {
          signal.throwIfAborted()
          const problem = serviceProblem(serviceTitles[service], error)
          const isNone = problem.code === 'lookup.notFound'
          context.onState({ state: isNone ? 'done' : 'failed' })
          if (isNone) continue
          log.warn(`lyrics: ${serviceTitles[service]} could not answer`, error)
          failures.push({ service, problem })
        }
      }
      return { found: [], failures }
    },
  }
}

/** What is longer than any song is no lyrics. */
const hasWords = ({ plain, synchronised }: LyricsOfSource): boolean =>
  plain.trim() + synchronised.trim() !== '' &&
  plain.length <= limits.text &&
  synchronised.length <= limits.text

const toMessage = (
  service: FoundLyrics['service'],
  { durationMs = 0, ...lyrics }: LyricsOfSource,
): FoundLyrics => ({ ...lyrics, service, durationMs })
