import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { matches } from './keys'

export interface TickRowsProps<Row> {
  readonly label: string
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** In CSS pixels. */
  readonly rowHeight: number
  /**
   * Draws a row. Its tick box takes `tabIndex`, and the keyboard even where there is nothing to tick, so that the arrow
   * keys find their way over it.
   */
  readonly draw: (row: Row, tabIndex: 0 | -1) => ReactNode
  /** The keyboard came to this row. */
  readonly onFocus?: (row: Row) => void
}

/** Many rows with a tick box each. One stop for Tab; the arrows go from row to row. */
export function TickRows<Row>({ label, rows, keyOf, rowHeight, draw, onFocus }: TickRowsProps<Row>) {
  const scroller = useRef<HTMLElement>(null)
  const [focused, setFocused] = useState(0)
  const at = Math.min(focused, rows.length - 1)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    // Scrolled out of sight the row keeps the keyboard, so it is drawn.
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), at])].filter((index) => index >= 0).sort((a, b) => a - b),
  })
  const focus = (index: number) =>
    scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] .checkbox`)?.focus()
  const items = virtual.getVirtualItems()
  const isDrawn = items.length > 0
  // The keys work as soon as there are rows, unless something else has them.
  useEffect(() => {
    if (!isDrawn || !document.activeElement?.contains(scroller.current)) return
    scroller.current?.querySelector<HTMLElement>('.checkbox')?.focus()
  }, [isDrawn])

  const onKeyDown = (event: KeyboardEvent) => {
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }
    const [, next] = Object.entries(steps).find(([key]) => matches(key, event)) ?? []
    if (next === undefined) return
    event.preventDefault()
    if (next < 0 || next >= rows.length) return
    virtual.scrollToIndex(next)
    // It may come into the window only now.
    requestAnimationFrame(() => focus(next))
  }
  const handleFocus = (event: FocusEvent) => {
    const index = Number(event.target.closest<HTMLElement>('[data-index]')?.dataset['index'] ?? -1)
    const row = rows[index]
    if (row === undefined) return
    setFocused(index)
    onFocus?.(row)
  }
  return (
    <section
      ref={scroller}
      className="tick-scroller"
      aria-label={label}
      onKeyDown={onKeyDown}
      onFocus={handleFocus}
    >
      <div className="tick-rows" style={{ blockSize: virtual.getTotalSize() }}>
        {items.map(({ index, start, size }) => {
          const row = rows[index]
          if (row === undefined) return null
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: a click beside the tick box brings the keyboard to it
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div
              key={keyOf(row)}
              data-index={index}
              className="tick-row"
              style={{ blockSize: size, transform: `translateY(${start}px)` }}
              onClick={() => focus(index)}
            >
              {draw(row, index === at ? 0 : -1)}
            </div>
          )
        })}
      </div>
    </section>
  )
}
