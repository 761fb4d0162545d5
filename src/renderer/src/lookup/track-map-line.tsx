import type { CSSProperties, DragEvent } from 'react'
import type { Translate } from '../../../shared/i18n'
import type { ReleaseTrack } from '../../../shared/ipc'
import type { Track, TrackId } from '../../../shared/model'
import { currentOf, useEditor } from '../editor'
import { classes, formatLength, useTranslate } from '../ui'
import type { MapRow } from './placing'
import { type TrackFit, trackFit } from './track-fit'

export interface MapLineProps {
  readonly id: string
  readonly index: number
  readonly style: CSSProperties
  readonly row: MapRow
  /** Undefined below the tracks. */
  readonly track: ReleaseTrack | undefined
  readonly spareFiles: number
  readonly hasDiscs: boolean
  readonly file: TrackId | undefined
  readonly source: Track | undefined
  readonly focused: boolean
  readonly held: boolean
  /** What is picked up would go here. */
  readonly target: boolean
  readonly onClick: () => void
  readonly onPickUp: (id: TrackId) => void
  readonly onGiveUp: () => void
  readonly onDragOver: (event: DragEvent) => void
  readonly onDrop: (event: DragEvent) => void
}

/** One track and the file on it; the head of the files on none; or one of these. */
export function MapLine(props: MapLineProps) {
  const { id, index, style, row, track, spareFiles, hasDiscs, file, focused, target } = props
  const translate = useTranslate()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
    <div
      id={id}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 1}
      className={classes(
        'track-map-row',
        `track-map-${row.kind}`,
        focused && 'track-map-focus',
        target && 'track-map-target',
      )}
      style={style}
      onClick={props.onClick}
      onDragOver={props.onDragOver}
      onDrop={props.onDrop}
    >
      {row.kind === 'none' ? (
        <span role="gridcell" tabIndex={-1} className="track-map-rest">
          {translate('lookup.map.none', { count: spareFiles })}
        </span>
      ) : (
        <>
          <span role="gridcell" tabIndex={-1} className="track-map-track">
            {track && <TrackCell track={track} hasDiscs={hasDiscs} />}
          </span>
          {file === undefined ? (
            <span role="gridcell" tabIndex={-1} className="track-map-empty">
              {translate('lookup.map.missing')}
            </span>
          ) : (
            <FileCells {...props} file={file} track={track} />
          )}
        </>
      )}
    </div>
  )
}

function TrackCell({ track, hasDiscs }: { track: ReleaseTrack; hasDiscs: boolean }) {
  return (
    <>
      <span className="track-map-number">
        {hasDiscs ? `${track.disc}.${track.track}` : String(track.track)}
      </span>
      <bdi className="track-map-title" title={track.title}>
        {track.title}
        {track.artist !== '' && <span className="track-map-artist"> · {track.artist}</span>}
      </bdi>
      <span className="track-map-length">{formatLength(track.durationMs)}</span>
    </>
  )
}

function FileCells(props: MapLineProps & { readonly file: TrackId }) {
  const { file, source, track, held, onPickUp, onGiveUp } = props
  const translate = useTranslate()
  const title = useEditor((state) => currentOf(state, file).values.title?.[0] ?? '')
  const fileName = source?.fileName ?? ''
  const durationMs = source?.audio.durationMs ?? 0
  return (
    <>
      <span
        role="gridcell"
        tabIndex={-1}
        className={classes('track-map-file', held && 'track-map-held')}
        draggable
        title={translate('lookup.map.pickUp')}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move'
          event.dataTransfer.setData('text/plain', fileName)
          onPickUp(file)
        }}
        onDragEnd={(event) => event.dataTransfer.dropEffect === 'none' && onGiveUp()}
      >
        <span className="track-map-grip" aria-hidden="true">
          ⠿
        </span>
        <bdi className="track-map-name">{fileName}</bdi>
        <span className="track-map-length">{formatLength(durationMs)}</span>
      </span>
      <span role="gridcell" tabIndex={-1} className="track-map-fit">
        {track && <Fit fit={trackFit({ title, fileName, durationMs }, track)} />}
      </span>
    </>
  )
}

/** A mark before the words, so that colour is not all there is. */
const marks = { good: '✓', fair: '≈', bad: '≠', unknown: '–' } as const satisfies Record<
  TrackFit['whole'],
  string
>

function Fit({ fit }: { fit: TrackFit }) {
  const translate = useTranslate()
  return (
    <span className={`fit-${fit.whole}`} title={wholeWords(translate, fit)}>
      <span aria-hidden="true">{marks[fit.whole]}</span> {fitWords(translate, fit)}
    </span>
  )
}

/** What is not as it should be; where nothing is, what there is to say for it. */
function fitWords(translate: Translate, fit: TrackFit): string {
  if (fit.whole === 'good') {
    if (fit.title === 'unknown') return lengthWords(translate, fit)
    return fit.longerSeconds === undefined ? titleWords(translate, fit) : translate('lookup.fit.good')
  }
  return [
    ...(fit.title === 'equal' ? [] : [titleWords(translate, fit)]),
    ...(fit.longerSeconds === 0 ? [] : [lengthWords(translate, fit)]),
  ].join(', ')
}

const wholeWords = (translate: Translate, fit: TrackFit): string =>
  [titleWords(translate, fit), lengthWords(translate, fit)].join(', ')

const titleWords = (translate: Translate, { title }: TrackFit): string =>
  translate(`lookup.fit.title.${title}`)

function lengthWords(translate: Translate, { longerSeconds }: TrackFit): string {
  if (longerSeconds === undefined) return translate('lookup.fit.length.unknown')
  if (longerSeconds === 0) return translate('lookup.fit.length.equal')
  const seconds = Math.abs(longerSeconds)
  return translate(longerSeconds > 0 ? 'lookup.fit.length.longer' : 'lookup.fit.length.shorter', { seconds })
}
