import type { Translate } from '../../../shared/i18n'
import type { QueuedRequest, SentRequest } from '../../../shared/ipc'
import { secondsLeft } from '../ui'

export const isAlive = ({ state }: QueuedRequest): boolean => state.kind !== 'failed'

/** “Search for “Tideworks””. */
export const whatText = (translate: Translate, { subject }: Pick<QueuedRequest, 'subject'>): string =>
  translate(`queue.what.${subject.kind}`, { title: subject.title })

/** What a request does, or why it waits, and how long; '' for one that failed. `sinceMs`: since main told. */
export function stateText(
  translate: Translate,
  { state, attempt, maxAttempts }: QueuedRequest,
  sinceMs: number,
): string {
  switch (state.kind) {
    case 'failed':
      return ''
    case 'running':
      return translate(attempt > 1 ? 'queue.runningAgain' : 'queue.running', { attempt, maxAttempts })
    case 'waiting': {
      const { why, waitMs } = state
      if (why === 'paused') return translate('queue.wait.paused')
      const seconds = secondsLeft(waitMs, sinceMs) ?? 0
      return seconds > 0
        ? translate(`queue.wait.${why}In`, { seconds, attempt, maxAttempts })
        : translate(`queue.wait.${why}`, { attempt, maxAttempts })
    }
  }
}

/** What came of a request that went out, and which attempt it was beyond the first. */
export const answerText = (translate: Translate, { answer, attempt }: SentRequest): string =>
  [translate(`queue.answer.${answer}`), attempt > 1 && translate('queue.attempt', { attempt })]
    .filter(Boolean)
    .join(' · ')

/** The one that the status bar names: what is asked now, else who is next. */
export const foremost = (requests: readonly QueuedRequest[]): QueuedRequest | undefined =>
  requests.find(({ state }) => state.kind === 'running') ?? requests.find(isAlive)
