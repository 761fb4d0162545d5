import { useVirtualizer } from '@tanstack/react-virtual'
import { type DragEvent, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { Proposal } from '../../../shared/ipc'
import type { Track, TrackId } from '../../../shared/model'
import { matches, useTranslate } from '../ui'
import { type MapRow, mapRows, type Placing, placeOf } from './placing'
import { MapLine } from './track-map-line'

export interface TrackMapProps {
  readonly proposal: Proposal
  readonly placing: Placing
  readonly tracks: ReadonlyMap<TrackId, Track>
  readonly onPlace: (id: TrackId, at: number | undefined) => void
}

const rowHeight = 32

/**
 * Which file is which track of the release: every track in order beside its file, then the files that are on none. A
 * file is moved by dragging it, by a click on it and a click on where it belongs, or by the keys; one that is in the
 * way changes places with it. One stop for Tab.
 */
export function TrackMap({ proposal, placing, tracks, onPlace }: TrackMapProps) {
  const translate = useTranslate()
  const prefix = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => mapRows(proposal, placing), [proposal, placing])
  const [focus, setFocus] = useState(0)
  /** The file that is picked up. */
  const [held, setHeld] = useState<TrackId>()
  const [over, setOver] = useState<number>()
  const [said, setSaid] = useState('')
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  useEffect(() => {
    if (!(document.activeElement instanceof HTMLInputElement)) scroller.current?.focus()
  }, [])

  const focused = Math.min(focus, rows.length - 1)
  const nameOf = (id: TrackId) => tracks.get(id)?.fileName ?? ''
  const fileOf = (row: MapRow | undefined) =>
    row === undefined || row.kind === 'none' ? undefined : row.file
  const hasDiscs = new Set(proposal.tracklist.map(({ disc }) => disc)).size > 1

  const go = (index: number) => {
    const next = Math.max(0, Math.min(index, rows.length - 1))
    setFocus(next)
    virtual.scrollToIndex(next)
  }
  const pickUp = (id: TrackId) => {
    setHeld(id)
    setSaid(translate('lookup.map.heldSaid', { file: nameOf(id) }))
  }
  const giveUp = () => {
    setHeld(undefined)
    setOver(undefined)
    setSaid(translate('lookup.map.givenUp'))
  }
  /** Says where the file is now, and who had to make room. */
  const putOn = (id: TrackId, row: MapRow | undefined) => {
    setHeld(undefined)
    setOver(undefined)
    if (row === undefined) return
    const at = placeOf(row)
    const other = row.kind === 'track' && row.file !== id ? row.file : undefined
    onPlace(id, at)
    const title = at === undefined ? '' : (proposal.tracklist[at]?.title ?? '')
    const words = [
      at === undefined
        ? translate('lookup.map.offSaid', { file: nameOf(id) })
        : translate('lookup.map.onSaid', { file: nameOf(id), title }),
      ...(other === undefined ? [] : [translate('lookup.map.swappedSaid', { file: nameOf(other) })]),
    ]
    setSaid(words.join(' '))
  }
  const onClick = (index: number) => {
    setFocus(index)
    const file = fileOf(rows[index])
    if (held !== undefined) putOn(held, rows[index])
    else if (file !== undefined) pickUp(file)
  }
  /** To the line above or below, past the last track to none and back. */
  const shift = (id: TrackId, by: 1 | -1) => {
    const last = proposal.tracklist.length
    const at = placing.get(id) ?? last
    const target = at + by
    if (target < 0 || target > last) return
    putOn(id, rows[target])
    go(target)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const file = fileOf(rows[focused])
    if (matches('Alt+Shift+ArrowDown', event)) file !== undefined && shift(file, 1)
    else if (matches('Alt+Shift+ArrowUp', event)) file !== undefined && shift(file, -1)
    else if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    else if (event.key === 'ArrowDown') go(focused + 1)
    else if (event.key === 'ArrowUp') go(focused - 1)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(rows.length - 1)
    else if (event.key === 'Enter' || event.key === ' ') onClick(focused)
    else if (event.key === 'Escape' && held !== undefined) giveUp()
    else if (event.key === 'Delete' && file !== undefined) putOn(file, { kind: 'none' })
    else return
    event.preventDefault()
  }

  const dropOn = (index: number) => ({
    onDragOver: (event: DragEvent) => {
      if (held === undefined) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'move'
      setOver(index)
    },
    onDrop: (event: DragEvent) => {
      if (held === undefined) return
      event.preventDefault()
      setFocus(index)
      putOn(held, rows[index])
      scroller.current?.focus()
    },
  })

  return (
    <>
      <div
        ref={scroller}
        className="track-map"
        role="grid"
        aria-label={translate('lookup.map.grid')}
        aria-rowcount={rows.length}
        aria-colcount={3}
        aria-activedescendant={`${prefix}-${focused}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className="track-map-rows" role="presentation" style={{ blockSize: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, size }) => {
            const row = rows[index]
            if (row === undefined) return null
            const file = fileOf(row)
            return (
              <MapLine
                key={row.kind === 'track' ? row.at : row.kind === 'none' ? 'none' : row.file}
                id={`${prefix}-${index}`}
                index={index}
                style={{ blockSize: size, transform: `translateY(${start}px)` }}
                row={row}
                track={row.kind === 'track' ? proposal.tracklist[row.at] : undefined}
                spareFiles={rows.length - proposal.tracklist.length - 1}
                hasDiscs={hasDiscs}
                file={file}
                source={file && tracks.get(file)}
                focused={index === focused}
                held={file !== undefined && file === held}
                target={held !== undefined && (over ?? focused) === index && file !== held}
                onClick={() => onClick(index)}
                onPickUp={pickUp}
                onGiveUp={giveUp}
                {...dropOn(index)}
              />
            )
          })}
        </div>
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </>
  )
}
