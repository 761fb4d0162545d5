import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { FieldChanges, Track, TrackId } from '../../../shared/model'
import { type ConflictField, conflictOf, currentOf, type Tracks } from '../editor'
import { ReviewPictures, ReviewText } from '../review'
import { classes, useTranslate } from '../ui'
import { type Choice, choiceOf, chosen, type Decisions, type Line } from './decisions'

export interface ConflictGridProps {
  readonly state: Tracks
  readonly lines: readonly Line[]
  readonly decisions: Decisions
  readonly onDecisions: (next: Decisions) => void
}

const lineSize = 40
const elementId = (index: number) => `conflict-${index}`

/** Before, mine and on disk side by side. Left chooses mine, Right theirs; on a file’s line, for all its fields. */
export function ConflictGrid({ state, lines, decisions, onDecisions }: ConflictGridProps) {
  const translate = useTranslate()
  const scroller = useRef<HTMLDivElement>(null)
  // The first field: one key decides it.
  const [focus, setFocus] = useState(1)
  const focused = Math.min(focus, lines.length - 1)
  useEffect(() => scroller.current?.focus(), [])
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineSize,
    overscan: 12,
  })

  const move = (to: number) => {
    const next = Math.max(0, Math.min(to, lines.length - 1))
    setFocus(next)
    virtual.scrollToIndex(next)
  }
  const choose = (line: Line, choice: Choice) => onDecisions(chosen(decisions, [line], choice))

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const line = lines[focused]
    if (event.key === 'ArrowDown') move(focused + 1)
    else if (event.key === 'ArrowUp') move(focused - 1)
    else if (event.key === 'Home') move(0)
    else if (event.key === 'End') move(lines.length - 1)
    else if (event.key === 'ArrowLeft' && line !== undefined) choose(line, 'mine')
    else if (event.key === 'ArrowRight' && line !== undefined) choose(line, 'theirs')
    else return
    event.preventDefault()
  }

  return (
    <div
      ref={scroller}
      className="conflict-grid"
      role="grid"
      aria-label={translate('conflict.title')}
      aria-rowcount={lines.length + 1}
      aria-colcount={4}
      aria-activedescendant={elementId(focused)}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="conflict-line conflict-head" role="row" tabIndex={-1}>
        {(['field', 'before', 'mine', 'theirs'] as const).map((column) => (
          <span key={column} role="columnheader" tabIndex={-1}>
            {translate(`conflict.${column}`)}
          </span>
        ))}
      </div>
      <div className="conflict-lines" role="presentation" style={{ blockSize: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, size }) => {
          const line = lines[index]
          if (line === undefined) return null
          return (
            <div
              key={line.kind === 'file' ? line.id : `${line.id} ${line.field}`}
              id={elementId(index)}
              role="row"
              tabIndex={-1}
              aria-rowindex={index + 2}
              className={classes(
                'conflict-line',
                line.kind === 'file' && 'conflict-file',
                index === focused && 'conflict-focus',
              )}
              style={{ blockSize: size, transform: `translateY(${start}px)` }}
              onMouseDown={() => setFocus(index)}
            >
              <LineCells
                state={state}
                line={line}
                choice={choiceOf(decisions, line)}
                onChoose={(choice) => choose(line, choice)}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}

function LineCells(props: {
  readonly state: Tracks
  readonly line: Line
  readonly choice: Choice | undefined
  readonly onChoose: (choice: Choice) => void
}) {
  const { state, line, choice, onChoose } = props
  const translate = useTranslate()
  const track = state.tracks.get(line.id)
  const option = (value: Choice, content: ReactNode) => (
    <Option chosen={choice === value} passed={choice !== undefined} onChoose={() => onChoose(value)}>
      {content}
    </Option>
  )
  if (line.kind === 'file') {
    return (
      <>
        <span role="gridcell" tabIndex={-1} className="conflict-cell conflict-name">
          <bdi className="conflict-file-name">{track?.fileName}</bdi>
          <bdi className="conflict-folder" title={track?.folder}>
            {track && folderName(track.folder)}
          </bdi>
        </span>
        {option('mine', translate('outside.keep'))}
        {option('theirs', translate('outside.take'))}
      </>
    )
  }
  const theirs = conflictOf(state, line.id)
  const side = (which: Side) => (
    <SideValue state={state} id={line.id} field={line.field} theirs={theirs} track={track} side={which} />
  )
  return (
    <>
      <span role="gridcell" tabIndex={-1} className="conflict-cell conflict-field">
        {translate(`field.${line.field}`)}
      </span>
      <span role="gridcell" tabIndex={-1} className="conflict-cell conflict-before">
        {side('before')}
      </span>
      {option('mine', side('mine'))}
      {option('theirs', side('theirs'))}
    </>
  )
}

/** Enough to tell two files of one name apart; the whole path is a hover away. */
const folderName = (folder: string): string => folder.split(/[\\/]/).findLast((part) => part !== '') ?? folder

/** One of the two that can hold. */
function Option(props: {
  readonly chosen: boolean
  /** The line is decided. */
  readonly passed: boolean
  readonly onChoose: () => void
  readonly children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
    <span
      role="gridcell"
      tabIndex={-1}
      aria-selected={props.chosen}
      className={classes(
        'conflict-cell',
        'conflict-option',
        props.chosen && 'conflict-chosen',
        props.passed && !props.chosen && 'conflict-passed',
      )}
      onClick={props.onChoose}
    >
      <span className="conflict-dot" aria-hidden="true" />
      {props.children}
    </span>
  )
}

type Side = 'before' | 'mine' | 'theirs'

/** What the field said on this side; what differs from before is marked. */
function SideValue(props: {
  readonly state: Tracks
  readonly id: TrackId
  readonly field: ConflictField
  readonly theirs: FieldChanges
  readonly track: Track | undefined
  readonly side: Side
}) {
  const { state, id, field, theirs, track, side } = props
  const mine = currentOf(state, id)
  if (field === 'pictures') {
    const { from, to } = theirs.pictures ?? { from: [], to: [] }
    const pictures = { before: from, mine: mine.pictures, theirs: to }[side]
    return <ReviewPictures pictures={pictures} track={track} />
  }
  const { from, to } = theirs[field] ?? { from: [], to: [] }
  return <ReviewText value={{ before: from, mine: mine.values[field] ?? [], theirs: to }[side]} from={from} />
}
