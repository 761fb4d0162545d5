import type { Candidate } from '../../../shared/ipc'
import { classes, useTranslate } from '../ui'
import { groupCandidates, likelihood } from './candidates'
import { reasonText } from './reason-text'

/** Candidates by release group, one line of why under each edition. */
export function CandidateList(props: {
  readonly candidates: readonly Candidate[]
  readonly chosen: number
  readonly onChoose: (index: number) => void
}) {
  const { candidates, chosen, onChoose } = props
  const translate = useTranslate()
  return (
    <nav className="candidates" aria-label={translate('lookup.candidates')}>
      {groupCandidates(candidates).map((group) => {
        const word = likelihood(group.score)
        return (
          <section key={group.id} className="candidate-group" aria-label={group.title}>
            <header className="candidate-head">
              <span className="candidate-line">
                <bdi className="candidate-title">{group.title}</bdi>
                <span className={`candidate-score candidate-${word}`}>
                  {translate(`lookup.score.${word}`)} · {Math.round(group.score * 100)} %
                </span>
              </span>
              <span className="candidate-note">
                <bdi>{group.artist}</bdi> · {translate('lookup.editions', { count: group.editions.length })}
              </span>
            </header>
            {group.editions.map(({ index, candidate }) => (
              <button
                key={candidate.releaseId}
                type="button"
                className={classes('edition', index === chosen && 'edition-chosen')}
                aria-current={index === chosen}
                onClick={() => onChoose(index)}
              >
                <span className="edition-facts">{editionFacts(candidate)}</span>
                <span className="candidate-note">
                  {candidate.reasons
                    .slice(0, 2)
                    .map((reason) => reasonText(translate, reason))
                    .join(', ')}
                </span>
              </button>
            ))}
          </section>
        )
      })}
    </nav>
  )
}

const editionFacts = ({ format, country, date }: Candidate): string =>
  [format, country, date].filter((fact) => fact !== '').join(' · ') || '–'
