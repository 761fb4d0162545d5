import type { Proposal } from '../../../shared/ipc'
import { CoverImage, classes, useTranslate } from '../ui'
import { reasonMark, reasonText } from './reason-text'

/** The release that is chosen: cover, title, facts, and why it fits. */
export function ProposalHead({ proposal }: { proposal: Proposal }) {
  const translate = useTranslate()
  const { candidate, cover, missing } = proposal
  const facts = [
    candidate.artist,
    candidate.date,
    [candidate.label, candidate.catalogNumber].filter(Boolean).join(' '),
    candidate.format,
    candidate.country,
  ].filter((fact) => fact !== '')
  return (
    <section className="proposal-head" aria-label={candidate.title}>
      <CoverImage picture={cover} size={96} alt={translate('field.pictures')} className="proposal-cover" />
      <div className="proposal-facts">
        <h2 className="proposal-title">
          <bdi>{candidate.title}</bdi>
        </h2>
        <p className="proposal-line">
          <bdi>{facts.join(' · ')}</bdi>
        </p>
        <ul className="reasons">
          {candidate.reasons.map((reason) => (
            <li key={reason.code} className={classes('reason', `reason-${reason.kind}`)}>
              <span aria-hidden="true">{reasonMark[reason.kind]}</span> {reasonText(translate, reason)}
            </li>
          ))}
        </ul>
        {missing.length > 0 && (
          <p className="candidate-note">
            {translate('lookup.missing', {
              count: missing.length,
              titles: missing
                .slice(0, 4)
                .map(({ title }) => title)
                .join(', '),
            })}
          </p>
        )}
      </div>
    </section>
  )
}
