import { memo, useEffect } from 'react'
import { useStore } from 'zustand'
import { problemSentence } from '../../../shared/i18n'
import type { ServiceName } from '../../../shared/ipc'
import { openPlace } from '../editor'
import {
  Button,
  Checkbox,
  CoverImage,
  classes,
  type KeyHint,
  KeyHints,
  notify,
  Place,
  Progress,
  Select,
  TickRows,
  useTranslate,
} from '../ui'
import {
  type AlbumGap,
  applyMissingCovers,
  cancelMissingCovers,
  findMissingCovers,
  keepOpenGaps,
  missingCovers,
  tickedGaps,
  tickGap,
  tickGaps,
} from './missing-covers'

export interface MissingCoversPlaceProps {
  /** Covers whose shorter side is less count as missing; 0: none does. */
  readonly leastPixels: number
  readonly onLeastPixels: (pixels: number) => void
  /** Services, the most trusted first. */
  readonly trusted: readonly ServiceName[]
  readonly onBack: () => void
}

const rowHeight = 72
/** What is offered besides “missing only”. */
const limits = [0, 300, 500, 800, 1000] as const

const hints: readonly KeyHint[] = [
  [['ArrowUp', 'ArrowDown'], 'review.key.move'],
  [[' '], 'review.key.tick'],
  [['Mod+Enter'], 'review.key.apply'],
  [['Escape'], 'review.key.back'],
]

/** The albums that miss a cover, each with the one that was found. Nothing is written before it is saved. */
export function MissingCoversPlace(props: MissingCoversPlaceProps) {
  const { leastPixels, onLeastPixels, trusted, onBack } = props
  const translate = useTranslate()
  const { albums, isRunning } = useStore(missingCovers)
  const start = (least: number) => void findMissingCovers({ leastPixels: least, trusted }, translate)
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins once, with the place
  useEffect(() => {
    // A run that was left goes on, and is found again with what came of it.
    keepOpenGaps(leastPixels)
    if (missingCovers.getState().albums.length === 0) start(leastPixels)
  }, [])

  const ticked = tickedGaps(albums)
  const found = albums.filter(({ state }) => state.kind === 'found')
  const over = albums.filter(({ state }) => state.kind !== 'waiting' && state.kind !== 'searching')
  const apply = () => {
    if (ticked.length === 0) return
    const files = ticked.reduce((sum, { ids }) => sum + ids.length, 0)
    const conflicts = applyMissingCovers(translate('covers.missingTitle'))
    if (conflicts.length > 0)
      notify(translate('lookup.conflicts', { count: conflicts.length }), { tone: 'bad' })
    else notify(translate('covers.applied', { count: files }))
    onBack()
  }
  return (
    <Place
      name={translate('covers.missingTitle')}
      note={translate('covers.missingNote', { count: albums.length, found: found.length })}
      tools={
        <div className="missing-tools">
          <Select
            aria-label={translate('covers.limit')}
            value={String(leastPixels)}
            options={Object.fromEntries(
              limits.map((pixels) => [
                String(pixels),
                pixels === 0
                  ? translate('covers.limit.none')
                  : translate('covers.limit.pixels', { pixels: String(pixels) }),
              ]),
            )}
            onChoose={(pixels) => {
              onLeastPixels(Number(pixels))
              start(Number(pixels))
            }}
          />
          {albums.some(
            ({ state }) => state.kind === 'failed' && state.problem.remedy === 'open-settings',
          ) && (
            <Button onClick={() => openPlace({ kind: 'settings' })}>{translate('lookup.services')}</Button>
          )}
          {isRunning ? (
            <Button onClick={cancelMissingCovers}>{translate('jobs.cancel')}</Button>
          ) : (
            <Button onClick={() => start(leastPixels)}>{translate('lookup.searchAgain')}</Button>
          )}
        </div>
      }
      onBack={onBack}
      onConfirm={apply}
      foot={
        <>
          <KeyHints hints={hints} note="lookup.notWritten" />
          <Button look="primary" disabled={ticked.length === 0} onClick={apply}>
            {translate('covers.apply', { count: ticked.length })}
          </Button>
        </>
      }
    >
      {isRunning && (
        <Progress
          label={translate('covers.job', { count: albums.length })}
          done={over.length}
          total={albums.length}
          className="missing-progress"
        />
      )}
      {albums.length === 0 ? (
        <p className="place-empty" role="status">
          {translate(leastPixels === 0 ? 'covers.noneMissing' : 'covers.noneSmall')}
        </p>
      ) : (
        <>
          <div className="missing-row missing-head">
            <Checkbox
              aria-label={translate('finding.tickAll')}
              disabled={found.length === 0}
              checked={found.length > 0 && ticked.length === found.length}
              mixed={ticked.length > 0 && ticked.length < found.length}
              onChange={(event) => tickGaps(event.target.checked)}
            />
            <span aria-hidden="true">{translate('covers.now')}</span>
            <span aria-hidden="true">{translate('finding.found')}</span>
            <span aria-hidden="true">{translate('covers.album')}</span>
            <span aria-hidden="true">{translate('covers.foundWhere')}</span>
          </div>
          <TickRows
            label={translate('covers.albums')}
            rows={albums}
            keyOf={({ key }) => key}
            rowHeight={rowHeight}
            draw={(album, tabIndex) => <AlbumRow album={album} isRunning={isRunning} tabIndex={tabIndex} />}
          />
        </>
      )}
    </Place>
  )
}

const coverSize = 56

interface AlbumProps {
  readonly album: AlbumGap
  readonly isRunning: boolean
}

const AlbumRow = memo(function AlbumRow({
  album,
  isRunning,
  tabIndex,
}: AlbumProps & { readonly tabIndex: 0 | -1 }) {
  const translate = useTranslate()
  const { key, wanted, current, ids, album: all, state, isTicked } = album
  const cover = state.kind === 'found' ? state.cover : undefined
  const files =
    ids.length === all.length
      ? translate('review.files', { count: ids.length })
      : translate('covers.filesOf', { count: ids.length, total: all.length })
  return (
    <fieldset className={classes('missing-row', isTicked && 'missing-ticked')}>
      <legend className="visually-hidden">{wanted.title}</legend>
      <Checkbox
        aria-label={translate('covers.tick', { title: wanted.title })}
        tabIndex={tabIndex}
        aria-disabled={cover === undefined}
        checked={isTicked}
        onChange={(event) => cover !== undefined && tickGap(key, event.target.checked)}
      />
      <CoverImage
        picture={current?.picture}
        track={current?.track}
        size={coverSize}
        alt={translate(current ? 'covers.yours' : 'artwork.none')}
      />
      {cover === undefined ? (
        <span className="missing-nothing" />
      ) : (
        <CoverImage picture={cover.look} size={coverSize} alt={translate('finding.found')} />
      )}
      <span className="missing-words">
        <bdi className="missing-title" title={wanted.title}>
          {wanted.title}
        </bdi>
        <bdi className="missing-facts">
          {[wanted.artist, files, ...(current ? [`${current.picture.width}×${current.picture.height}`] : [])]
            .filter(Boolean)
            .join(' · ')}
        </bdi>
      </span>
      <Outcome album={album} isRunning={isRunning} />
    </fieldset>
  )
})

function Outcome({ album: { state }, isRunning }: AlbumProps) {
  const translate = useTranslate()
  if (state.kind === 'failed')
    return <span className="missing-words missing-failed">▲ {problemSentence(translate, state.problem)}</span>
  if (state.kind === 'waiting' && !isRunning)
    return <span className="missing-words missing-quiet">{translate('finding.stopped')}</span>
  if (state.kind !== 'found')
    return <span className="missing-words missing-quiet">{translate(`finding.${state.kind}`)}</span>
  const { service, look, certain, title, artist } = state.cover
  return (
    <span className="missing-words">
      <span>
        {translate(`lookup.service.${service}`)} · {look.width}×{look.height}
      </span>
      <span className={classes('missing-facts', certain && 'missing-certain')}>
        {certain
          ? translate('covers.certain')
          : translate('covers.byNameOf', { name: [title, artist].filter(Boolean).join(' · ') })}
      </span>
    </span>
  )
}
