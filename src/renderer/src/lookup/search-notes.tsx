import { problemSentence } from '../../../shared/i18n'
import type { Problem } from '../../../shared/model'
import { openPlace } from '../editor'
import { Button, useLanguage, useTranslate } from '../ui'
import type { Failure, LookupState, Stale } from './session'

/** A release that stands in counts as well, though the search itself was answered. */
export function staleOf({ search, proposal }: LookupState): readonly Stale[] {
  const found = search.kind === 'found' ? search.stale : []
  if (found.length > 0 || proposal.kind !== 'ready') return found
  const { staleSince, candidate } = proposal.proposal
  return staleSince === undefined ? [] : [{ service: candidate.service, since: staleSince }]
}

/** That it is an old answer, and how old. */
export function StaleNote({ stale }: { stale: readonly Stale[] }) {
  const translate = useTranslate()
  const language = useLanguage()
  return (
    <div role="status">
      {stale.map(({ service, since }) => (
        <p key={service} className="lookup-stale">
          {translate('lookup.stale', {
            service: translate(`lookup.service.${service}`),
            date: new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
              since,
            ),
          })}
        </p>
      ))}
    </div>
  )
}

/** Who could not answer, why, and what helps. */
export function Failures({ failures, onRetry }: { failures: readonly Failure[]; onRetry: () => void }) {
  const translate = useTranslate()
  if (failures.length === 0) return null
  return (
    <div className="lookup-failures" role="alert">
      {failures.map(({ service, problem }) => (
        <p key={service}>▲ {problemSentence(translate, problem)}</p>
      ))}
      <Remedies problems={failures.map(({ problem }) => problem)} onRetry={onRetry} />
    </div>
  )
}

/** The buttons that help, each once. */
export function Remedies({ problems, onRetry }: { problems: readonly Problem[]; onRetry: () => void }) {
  const translate = useTranslate()
  const helps = (remedy: Problem['remedy']) => problems.some((problem) => problem.remedy === remedy)
  return (
    <>
      {helps('retry') && <Button onClick={onRetry}>{translate('lookup.retry')}</Button>}
      {helps('open-settings') && (
        <Button onClick={() => openPlace({ kind: 'settings' })}>{translate('lookup.services')}</Button>
      )}
    </>
  )
}
