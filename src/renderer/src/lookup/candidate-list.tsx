import { Fragment, type KeyboardEvent, useEffect, useId, useRef } from 'react'
import type { Candidate } from '../../../shared/ipc'
import { likelihood } from '../../../shared/model'
import { classes, formatLength, useLanguage, useTranslate } from '../ui'
import {
  editionWord,
  groupCandidates,
  listedOrder,
  percentOf,
  type ReleaseGroup,
  weightiestReasons,
} from './candidates'
import { type EditionFact, type EditionFactName, editionFacts } from './edition-facts'
import { reasonText } from './reason-text'

export interface CandidateListProps {
  readonly candidates: readonly Candidate[]
  readonly chosen: number
  readonly onChoose: (index: number) => void
}

/** Candidates by release group, one line of why under each edition. One stop for Tab; the arrows choose. */
export function CandidateList({ candidates, chosen, onChoose }: CandidateListProps) {
  const translate = useTranslate()
  const prefix = useId()
  const list = useRef<HTMLDivElement>(null)
  const optionId = (index: number) => `${prefix}-${index}`
  useEffect(() => {
    document.getElementById(`${prefix}-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [prefix, chosen])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const order = listedOrder(candidates)
    const at = order.indexOf(chosen)
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 }[event.key]
    if (target === undefined) return
    event.preventDefault()
    const index = order[target]
    if (index !== undefined && index !== chosen) onChoose(index)
  }

  return (
    <div
      ref={list}
      className="candidates"
      role="listbox"
      aria-label={translate('lookup.candidates')}
      aria-activedescendant={chosen < 0 ? undefined : optionId(chosen)}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {groupCandidates(candidates).map((group) => (
        <div
          key={group.id}
          role="group"
          className="candidate-group"
          aria-labelledby={`${prefix}-${group.id}`}
        >
          <GroupHead group={group} id={`${prefix}-${group.id}`} />
          {group.editions.map(({ index, candidate }) => (
            <Edition
              key={`${candidate.releaseId} ${index}`}
              id={optionId(index)}
              group={group}
              candidate={candidate}
              chosen={index === chosen}
              looked={group.editions.find((edition) => edition.index === chosen)?.candidate}
              onChoose={() => {
                onChoose(index)
                list.current?.focus()
              }}
            />
          ))}
        </div>
      ))}
    </div>
  )
}

function GroupHead({ group, id }: { group: ReleaseGroup; id: string }) {
  const translate = useTranslate()
  const language = useLanguage()
  const word = likelihood(group)
  const { recording } = group
  const equal = group.editions.filter(({ candidate }) => editionWord(group, candidate) === 'equal').length
  return (
    <div id={id} className="candidate-head">
      <span className="candidate-line">
        <bdi className="candidate-title">{recording?.title ?? group.title}</bdi>
        <span className={`candidate-score candidate-${word}`}>
          {translate(`lookup.score.${word}`)} · {percentOf(group.score)} %
        </span>
      </span>
      {recording === undefined ? (
        <span className="candidate-note">
          <bdi>{group.artist}</bdi> · {translate('lookup.editions', { count: group.editions.length })}
        </span>
      ) : (
        <span className="candidate-note">
          <bdi>{recording.artist || group.artist}</bdi>
          {recording.durationMs > 0 && ` · ${formatLength(recording.durationMs)}`} ·{' '}
          {translate('lookup.releases', { count: group.editions.length })}
        </span>
      )}
      {equal > 0 && (
        <span className="candidate-note candidate-tie">
          {group.open.length === 0
            ? translate('lookup.tie.same', { count: equal })
            : translate('lookup.tie', {
                count: equal,
                facts: new Intl.ListFormat(language, { type: 'disjunction' }).format(
                  group.open.map((fact) => translate(`lookup.fact.${fact}`)),
                ),
              })}
        </span>
      )}
    </div>
  )
}

function Edition(props: {
  readonly id: string
  readonly group: ReleaseGroup
  readonly candidate: Candidate
  readonly chosen: boolean
  /** The edition that is looked at, where it is one of this group. */
  readonly looked: Candidate | undefined
  readonly onChoose: () => void
}) {
  const { id, group, candidate, chosen, looked, onChoose } = props
  const translate = useTranslate()
  const word = editionWord(group, candidate)
  const facts = editionFacts(
    candidate,
    group.editions.map((edition) => edition.candidate),
    looked,
  )
  const reasons = weightiestReasons(candidate)
  const counted = reasons.some(({ code }) => code === 'trackCount')
  // The number of tracks is said once.
  const more = facts.filter(({ fact }) => !firstLine.has(fact) && !(counted && fact === 'trackCount'))
  const why = reasons.map((reason) => reasonText(translate, reason))
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox has the keys
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      className={classes('edition', chosen && 'edition-chosen')}
      onClick={onChoose}
    >
      <span className="edition-line">
        <span className="edition-facts">
          {candidate.recording !== undefined && <bdi className="edition-album">{candidate.title}</bdi>}
          <Facts facts={facts.filter(({ fact }) => firstLine.has(fact))} />
        </span>
        {word !== undefined && (
          <span className={`edition-word edition-${word}`}>{translate(`lookup.edition.${word}`)}</span>
        )}
      </span>
      {more.length > 0 && (
        <span className="candidate-note">
          <Facts facts={more} />
        </span>
      )}
      {why.length > 0 && (
        <span className="candidate-note" title={why.join(', ')}>
          {why.join(', ')}
        </span>
      )}
    </div>
  )
}

const firstLine: ReadonlySet<EditionFactName> = new Set(['format', 'country', 'date'])

/** Those in which the editions differ stand out. */
function Facts({ facts }: { facts: readonly EditionFact[] }) {
  const translate = useTranslate()
  if (facts.length === 0) return '–'
  return facts.map(({ fact, text, differs }, index) => (
    <Fragment key={fact}>
      {index > 0 && ' · '}
      <span className={classes(differs && 'edition-differs')}>
        {fact === 'trackCount' ? translate('lookup.edition.tracks', { count: Number(text) }) : text}
      </span>
    </Fragment>
  ))
}
