import { problemSentence, type Translate } from '../../../../shared/i18n'
import type { Candidate, RunResult } from '../../../../shared/ipc'
import { likelihood } from '../../../../shared/model'
import { Button, Checkbox, secondsLeft, useLanguage, useTicking, useTranslate, WarningIcon } from '../../ui'
import { percentOf, weightiestReasons } from '../candidates'
import { countryName } from '../country-name'
import { reasonText } from '../reason-text'
import type { TimedRow } from './use-rows'

interface RunRowProps extends TimedRow {
  /** Undefined where there is nothing to tick. */
  readonly ticked: boolean | undefined
  readonly onTick: () => void
  readonly onReview: () => void
  readonly onRetry: () => void
}

/** One album: what it is called, what came of it and why, and what can be done about it. */
export function RunRow({ row, at, ticked, onTick, onReview, onRetry }: RunRowProps) {
  const translate = useTranslate()
  const { title, artist, files, result, mark, ids } = row
  const facts = [artist || translate('run.noArtist'), translate('review.files', { count: files })]
  return (
    <>
      {row.result.kind === 'sure' && (
        <span className="run-tick" role="gridcell" tabIndex={-1}>
          {ticked !== undefined && (
            <Checkbox
              checked={ticked}
              tabIndex={-1}
              aria-label={translate('run.tick', { title })}
              onChange={onTick}
            />
          )}
        </span>
      )}
      <span className="run-album" role="gridcell" tabIndex={-1}>
        <bdi className="run-name" title={title}>
          {title}
        </bdi>
        <bdi className="candidate-note">{facts.join(' · ')}</bdi>
      </span>
      <span className="run-result" role="gridcell" tabIndex={-1}>
        <Result row={row} at={at} />
      </span>
      <span className="run-word" role="gridcell" tabIndex={-1}>
        {mark === 'open' ? (
          <Score result={result} />
        ) : (
          <span className="run-mark">{markText(translate, mark)}</span>
        )}
      </span>
      <span className="run-actions" role="gridcell" tabIndex={-1}>
        {result.kind === 'parked' && (
          <Button look="plain" tabIndex={-1} onClick={onRetry}>
            {translate('lookup.retry')}
          </Button>
        )}
        {ids.length > 0 && (
          <Button look="plain" tabIndex={-1} onClick={onReview}>
            {translate(result.kind === 'sure' || result.kind === 'unsure' ? 'run.review' : 'run.lookUp')}
          </Button>
        )}
      </span>
    </>
  )
}

const markText = (translate: Translate, mark: 'applied' | 'skipped'): string =>
  `${mark === 'applied' ? '✓ ' : ''}${translate(`run.mark.${mark}`)}`

function Score({ result }: { readonly result: RunResult }) {
  const translate = useTranslate()
  if (result.kind === 'parked' || result.best === undefined) return null
  const word = likelihood(result.best)
  return (
    <span className={`candidate-score candidate-${word}`}>
      {translate(`lookup.score.${word}`)} · {percentOf(result.best.score)} %
    </span>
  )
}

function Result({ row: { result, retryMs }, at }: TimedRow) {
  const translate = useTranslate()
  switch (result.kind) {
    case 'sure':
    case 'unsure':
      return <Found candidate={result.best} others={result.others} />
    case 'nothing':
      return (
        <>
          <span className="run-line">{translate(`run.why.${result.why}`)}</span>
          {result.best !== undefined && (
            <bdi className="candidate-note">{namesOf(result.best).join(' · ')}</bdi>
          )}
        </>
      )
    case 'parked':
      return (
        <>
          <span className="run-line run-bad" title={problemSentence(translate, result.problem)}>
            <WarningIcon />
            <span>{problemSentence(translate, result.problem)}</span>
          </span>
          {retryMs !== undefined && <RetryIn ms={retryMs} at={at} />}
        </>
      )
  }
}

const namesOf = ({ title, artist, date }: Candidate): string[] =>
  [title, artist, date.slice(0, 4)].filter((fact) => fact !== '')

/** As many as a line has room for. */
const mostReasons = 4

/** The release, and in one line what speaks for it or against it. */
function Found({ candidate, others }: { readonly candidate: Candidate; readonly others: number }) {
  const translate = useTranslate()
  const language = useLanguage()
  const { format, country, open } = candidate
  const edition =
    open.length > 0
      ? [
          translate('run.open', {
            facts: new Intl.ListFormat(language, { type: 'disjunction' }).format(
              open.map((fact) => translate(`lookup.fact.${fact}`)),
            ),
          }),
        ]
      : [format, countryName(country, language, translate)].filter((fact) => fact !== '')
  const names = [...namesOf(candidate), ...(open.length > 0 ? [] : edition)]
  const why = [
    ...weightiestReasons(candidate, mostReasons).map((reason) => reasonText(translate, reason)),
    ...(open.length > 0 ? edition : []),
    ...(others > 0 ? [translate('run.others', { count: others })] : []),
  ]
  return (
    <>
      <bdi className="run-line" title={names.join(' · ')}>
        {names.join(' · ')}
      </bdi>
      <bdi className="candidate-note" title={why.join(' · ')}>
        {why.join(' · ')}
      </bdi>
    </>
  )
}

function RetryIn({ ms, at }: { readonly ms: number; readonly at: number }) {
  const translate = useTranslate()
  const seconds = secondsLeft(ms, useTicking(at, true)) ?? 0
  return (
    <span className="candidate-note">
      {seconds < 90
        ? translate('run.retryIn', { seconds })
        : translate('run.retryInMinutes', { count: Math.round(seconds / 60) })}
    </span>
  )
}
