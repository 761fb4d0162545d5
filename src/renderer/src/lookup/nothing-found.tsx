import type { Translate } from '../../../shared/i18n'
import type { AskedFor } from '../../../shared/ipc'
import { openPlace } from '../editor'
import { Button, useLanguage, useTranslate } from '../ui'
import { Failures, StaleNote } from './search-notes'
import type { SearchState } from './session'

/** Nothing was found: what was asked for, where that was read, who was asked, and what to do next. */
export function NothingFound(props: {
  readonly search: Extract<SearchState, { kind: 'found' }>
  readonly onRetry: () => void
  /** Words to begin with, to be changed. */
  readonly onOwnWords: (words: string) => void
}) {
  const { search, onRetry, onOwnWords } = props
  const translate = useTranslate()
  const language = useLanguage()
  const { asked, failures, stale, services } = search
  // To have asked nobody is not to have found nothing.
  const isAsked = asked === undefined || services.length > 0
  const names = services.map((service) => translate(`lookup.service.${service}`))
  return (
    <div className="lookup-none">
      {/* Who did not answer has found nothing, nor has it missed anything. */}
      <Failures failures={failures} onRetry={onRetry} />
      <StaleNote stale={stale} />
      {failures.length === 0 && (
        <div role="status">
          <p className="lookup-none-title">
            {isAsked ? said(translate, asked) : translate('lookup.noService')}
          </p>
          {isAsked && asked !== undefined && (
            <p className="candidate-note lookup-none-facts">
              {translate(`lookup.nothing.from.${asked.from}`)}
              {names.length > 0 &&
                ` ${translate('lookup.nothing.asked', { services: new Intl.ListFormat(language).format(names) })}`}
            </p>
          )}
        </div>
      )}
      <p className="lookup-none-facts">{translate('lookup.nothingHint')}</p>
      <div className="lookup-none-buttons">
        <Button look="primary" onClick={() => onOwnWords(wordsOf(asked))}>
          {translate('lookup.nothing.ownWords')}
        </Button>
        {failures.every(({ problem }) => problem.remedy !== 'open-settings') && (
          <Button onClick={() => openPlace({ kind: 'settings' })}>{translate('lookup.services')}</Button>
        )}
      </div>
    </div>
  )
}

function said(translate: Translate, asked: AskedFor | undefined): string {
  if (asked === undefined) return translate('lookup.nothing.unknown')
  const { title, artist, from } = asked
  if (from === 'sound') return translate('lookup.nothing.sound')
  if (title === '' && artist === '') return translate('lookup.nothing.titles')
  return translate(artist === '' ? 'lookup.nothing.called' : 'lookup.nothing.calledBy', { title, artist })
}

const wordsOf = (asked: AskedFor | undefined): string =>
  [asked?.artist ?? '', asked?.title ?? ''].filter((text) => text !== '').join(' ')
