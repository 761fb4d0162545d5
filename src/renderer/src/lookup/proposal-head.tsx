import { useState } from 'react'
import type { Proposal } from '../../../shared/ipc'
import { type Edit, likelihood, type Picture, type Track, type TrackId } from '../../../shared/model'
import { Button, CoverImage, classes, formatSize, useLanguage, useTranslate } from '../ui'
import { weightOf } from './candidates'
import { countryName } from './country-name'
import { type CoverChange, coverChange } from './cover-change'
import { reasonMark, reasonText } from './reason-text'

/** The release that is chosen: cover, title, facts, and why it fits. */
export function ProposalHead(props: {
  readonly proposal: Proposal
  readonly edit: Edit
  readonly tracks: ReadonlyMap<TrackId, Track>
  /** How many files lie elsewhere than the matcher put them. */
  readonly moved: number
  readonly onFindCover: () => void
}) {
  const { proposal, edit, tracks, moved, onFindCover } = props
  const translate = useTranslate()
  const language = useLanguage()
  const covers = coverChange(edit, tracks)
  const unplaced = proposal.tracks.filter(({ position }) => position === undefined).length
  const { candidate, cover, missing } = proposal
  const facts = [
    candidate.artist,
    candidate.date,
    [candidate.label, candidate.catalogNumber].filter(Boolean).join(' '),
    candidate.format,
    countryName(candidate.country, language, translate),
  ].filter((fact) => fact !== '')
  return (
    <section className="proposal-head" aria-label={candidate.title}>
      <div className="proposal-cover">
        <CoverImage picture={cover} size={96} alt={translate('field.pictures')} />
        <Button look="plain" className="cover-compare" onClick={onFindCover}>
          {translate('lookup.cover.find')}
        </Button>
      </div>
      <div className="proposal-facts">
        <h2 className="proposal-title">
          <bdi>{candidate.title}</bdi>
        </h2>
        <p className="proposal-line">
          <bdi>{facts.join(' · ')}</bdi>
        </p>
        {moved > 0 && <p className="candidate-note">{translate('lookup.map.reasons')}</p>}
        <ul className={classes('reasons', moved > 0 && 'reasons-before')}>
          {candidate.reasons.map((reason) => (
            <li key={reason.code} className={classes('reason', `reason-${reason.kind}`)}>
              <span aria-hidden="true">{reasonMark[reason.kind]}</span> {reasonText(translate, reason)}
              {reason.weight !== 0 && (
                <span
                  role="img"
                  className={`reason-weight reason-weight-${weightOf(reason)}`}
                  aria-label={translate(`lookup.weight.${weightOf(reason)}`)}
                  title={translate(`lookup.weight.${weightOf(reason)}`)}
                />
              )}
            </li>
          ))}
        </ul>
        {likelihood(candidate) === 'unlikely' && (
          <p className="candidate-note proposal-warning">{translate('lookup.unlikely')}</p>
        )}
        {unplaced > 0 && (
          <p className="candidate-note">{translate('lookup.unplaced', { count: unplaced })}</p>
        )}
        {/* Of a single file nobody expects the rest of its album. */}
        {missing.length > 0 && candidate.recording === undefined && (
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
        {covers && <Covers change={covers} />}
      </div>
    </section>
  )
}

/** What happens to the cover in words, and both side by side on demand. */
function Covers({ change }: { change: CoverChange }) {
  const translate = useTranslate()
  const [shown, setShown] = useState(false)
  const { from, to, track } = change
  const size = ({ width, height }: Picture) => `${width}×${height}`
  if (from === undefined) {
    return <p className="candidate-note">{translate('lookup.cover.new', { size: size(to) })}</p>
  }
  return (
    <>
      <p className="candidate-note cover-line">
        {translate('lookup.cover.replaces', { size: size(to), old: size(from) })}
        <Button look="plain" className="cover-compare" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {translate(shown ? 'lookup.cover.hide' : 'lookup.cover.compare')}
        </Button>
      </p>
      {shown && (
        <div className="cover-pair">
          <CoverFigure picture={from} track={track} words={translate('lookup.cover.yours')} />
          <CoverFigure picture={to} track={undefined} words={translate('lookup.cover.found')} />
        </div>
      )}
    </>
  )
}

function CoverFigure(props: { picture: Picture; track: Track | undefined; words: string }) {
  const { picture, track, words } = props
  const language = useLanguage()
  const facts = [`${picture.width}×${picture.height}`, formatSize(picture.sizeBytes, language)]
  return (
    <figure className="cover-figure">
      <CoverImage picture={picture} track={track} size={160} alt={words} />
      <figcaption className="candidate-note">
        {words} · {facts.join(' · ')}
      </figcaption>
    </figure>
  )
}
