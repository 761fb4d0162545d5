import { type KeyboardEvent, type PointerEvent, useState } from 'react'

export interface SplitterProps {
  readonly label: string
  /** Width of the part it belongs to. */
  readonly width: number
  readonly least: number
  readonly most: number
  /** The part lies after it, so that dragging to the left makes it wider. */
  readonly after?: boolean
  /** While it is dragged. */
  readonly onDrag: (width: number) => void
  /** Where it came to rest: what is remembered. */
  readonly onRest: (width: number) => void
}

const step = 16

/** An edge that drags, by pointer and by arrow keys. */
export function Splitter({ label, width, least, most, after = false, onDrag, onRest }: SplitterProps) {
  const [start, setStart] = useState<{ readonly x: number; readonly width: number }>()
  const within = (wanted: number) => Math.round(Math.min(most, Math.max(least, wanted)))
  const sign = after ? -1 : 1
  const at = (event: PointerEvent) =>
    start === undefined ? width : within(start.width + sign * (event.clientX - start.x))

  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? step : event.key === 'ArrowLeft' ? -step : 0
    if (by === 0) return
    event.preventDefault()
    onRest(within(width + sign * by))
  }

  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      className="splitter"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setStart({ x: event.clientX, width })
      }}
      onPointerMove={(event) => {
        if (start !== undefined) onDrag(at(event))
      }}
      onPointerUp={(event) => {
        if (start === undefined) return
        setStart(undefined)
        onRest(at(event))
      }}
    />
  )
}
