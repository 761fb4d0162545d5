import { type KeyboardEvent, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { type MessageKey, problemSentence } from '../../../shared/i18n'
import type { FoundCover, ServiceName, WantedCover } from '../../../shared/ipc'
import type { Picture, Track } from '../../../shared/model'
import { openPlace } from '../editor'
import {
  Button,
  CoverImage,
  formatSize,
  type KeyHint,
  KeyHints,
  matches,
  Spinner,
  useLanguage,
  useTranslate,
} from '../ui'
import { CoverGrid } from './cover-grid'
import { type CoverSearch, createCoverSearch, type Large } from './cover-search'
import type { CurrentCover } from './current-cover'
import { coverKey, rankedCovers } from './found-covers'

export interface CoverChoiceProps {
  readonly wanted: WantedCover
  readonly current: CurrentCover | undefined
  /** Services, the most trusted first. */
  readonly trusted: readonly ServiceName[]
  /** When what is chosen is written. */
  readonly note: MessageKey
  /** The large picture, in main's store. */
  readonly onChoose: (picture: Picture) => void
  readonly onKeep: () => void
  /** Nothing was decided. */
  readonly onBack: () => void
}

const hints: readonly KeyHint[] = [
  [['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], 'covers.key.look'],
  [['Enter'], 'covers.key.use'],
  [['Escape'], 'covers.key.keep'],
]

/** The cover that there is beside those that the services have. Looking changes nothing; the caller does what is chosen. */
export function CoverChoice(props: CoverChoiceProps) {
  const { wanted, current, trusted, note, onChoose, onKeep, onBack } = props
  const translate = useTranslate()
  const [search] = useState(() => createCoverSearch(wanted, current))
  const state = useStore(search.store)
  const [chosenKey, setChosenKey] = useState<string>()
  const [isUsing, setUsing] = useState(false)
  useEffect(() => {
    void search.search()
    return () => search.close()
  }, [search])

  const covers = rankedCovers(state.covers, trusted)
  // The best of all is only known when all have answered.
  const chosen =
    covers.find((cover) => coverKey(cover) === chosenKey) ?? (state.isSearching ? undefined : covers[0])
  useEffect(() => {
    if (chosen !== undefined) void search.load(chosen)
  }, [chosen, search])

  const use = async (cover: FoundCover | undefined) => {
    if (cover === undefined || isUsing) return
    setUsing(true)
    const answer = await search.load(cover)
    setUsing(false)
    // Why it could not be had stands below it.
    if (answer.ok) onChoose(answer.value)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    if (matches('Escape', event)) onBack()
    else if (matches('Mod+Enter', event)) void use(chosen)
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of whatever in it has the focus
    <div className="cover-choice" onKeyDown={onKeyDown}>
      <div className="cover-choice-body">
        <div className="cover-sides">
          <Side
            heading={translate('covers.yours')}
            picture={current?.picture}
            track={current?.track}
            facts={usePictureFacts(current?.picture) ?? translate('covers.none')}
          />
          <Chosen cover={chosen} large={chosen && state.large.get(coverKey(chosen))} />
        </div>
        <div className="cover-found">
          <Status search={search} count={covers.length} />
          <CoverGrid
            covers={covers}
            large={state.large}
            same={state.same}
            chosen={chosen && coverKey(chosen)}
            onLook={(cover) => setChosenKey(coverKey(cover))}
            onUse={(cover) => void use(cover)}
          />
        </div>
      </div>
      <footer className="place-foot">
        <KeyHints hints={hints} note={note} />
        <Button onClick={onKeep}>{translate(current ? 'covers.keep' : 'covers.keepNone')}</Button>
        <Button look="primary" disabled={chosen === undefined || isUsing} onClick={() => void use(chosen)}>
          {translate(isUsing ? 'covers.loading' : 'covers.use')}
        </Button>
      </footer>
    </div>
  )
}

/** `1200×1200 · JPEG · 312 kB`; undefined for no picture. */
function usePictureFacts(picture: Picture | undefined): string | undefined {
  const language = useLanguage()
  if (picture === undefined) return undefined
  const { width, height, mime, sizeBytes } = picture
  return [
    ...(width > 0 ? [`${width}×${height}`] : []),
    mime.replace(/^image\//, '').toUpperCase(),
    formatSize(sizeBytes, language),
  ].join(' · ')
}

const sideSize = 208

function Side(props: {
  readonly heading: string
  readonly picture: Picture | undefined
  readonly track?: Track | undefined
  readonly facts: string
}) {
  const { heading, picture, track, facts } = props
  return (
    <figure className="cover-side">
      <figcaption className="cover-side-heading">{heading}</figcaption>
      <CoverImage picture={picture} track={track} size={sideSize} alt={heading} />
      <span className="cover-side-facts">{facts}</span>
    </figure>
  )
}

function Chosen({ cover, large }: { cover: FoundCover | undefined; large: Large | undefined }) {
  const translate = useTranslate()
  const ready = large?.kind === 'ready' ? large.picture : undefined
  const facts = usePictureFacts(ready)
  const heading =
    cover === undefined ? translate('finding.found') : translate(`lookup.service.${cover.service}`)
  return (
    <div>
      <Side
        heading={heading}
        picture={ready ?? cover?.look}
        facts={facts ?? (large?.kind === 'loading' ? translate('covers.loading') : '')}
      />
      {cover !== undefined && (
        <p className="cover-side-name">
          <bdi>{[cover.title, cover.artist].filter(Boolean).join(' · ')}</bdi>
        </p>
      )}
      {large?.kind === 'failed' && (
        <p className="cover-failure" role="alert">
          ▲ {problemSentence(translate, large.problem)}
        </p>
      )}
    </div>
  )
}

/** How the search goes, who could not answer, and the button against it. */
function Status({ search, count }: { search: CoverSearch; count: number }) {
  const translate = useTranslate()
  const { isSearching, services, failures, problem } = useStore(search.store)
  const waiting = services.filter(({ state }) => state !== 'done' && state !== 'failed')
  const names = waiting.map(({ service }) => translate(`lookup.service.${service}`))
  const problems = [...failures.map((failure) => failure.problem), ...(problem ? [problem] : [])]
  return (
    <div className="cover-status">
      {isSearching && <Spinner label={translate('lookup.searching')} />}
      <span role="status">
        {isSearching
          ? translate('covers.searching', { count, services: names.join(', ') || '…' })
          : problem === undefined && translate('covers.found', { count })}
      </span>
      {!isSearching && problems.length > 0 && (
        <div className="cover-failures" role="alert">
          {problems.map((one) => (
            <p key={`${one.code} ${one.params['service'] ?? one.params['file']}`} className="cover-failure">
              ▲ {problemSentence(translate, one)}
            </p>
          ))}
          {problem?.remedy !== 'open-settings' && (
            <Button onClick={() => void search.search()}>{translate('lookup.retry')}</Button>
          )}
          {problems.some(({ remedy }) => remedy === 'open-settings') && (
            <Button onClick={() => openPlace({ kind: 'settings' })}>{translate('lookup.services')}</Button>
          )}
        </div>
      )}
    </div>
  )
}
