import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { Button } from './button'
import { matches } from './keys'
import { useTranslate } from './translate'

export interface PlaceProps {
  /** What it is called. */
  readonly name: string
  /** What stands on top, where that says more than the name. */
  readonly heading?: string
  /** A quiet word beside the heading. */
  readonly note?: ReactNode
  /** At the right end of the head. */
  readonly tools?: ReactNode
  /** What the keys do, and the buttons that end the visit. */
  readonly foot?: ReactNode
  readonly onBack: () => void
  /** What the main button does, and so Mod+Enter. */
  readonly onConfirm?: () => void
  /** The place's own keys. It comes after what has the focus, and before Esc, which goes back. */
  readonly onKeyDown?: (event: KeyboardEvent) => void
  readonly children: ReactNode
}

/** A part of the window that takes the whole body, with the way back on top. It has the keyboard while it is there. */
export function Place({
  name,
  heading = name,
  note,
  tools,
  foot,
  onBack,
  onConfirm,
  onKeyDown,
  children,
}: PlaceProps) {
  const translate = useTranslate()
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!place.current?.contains(document.activeElement)) place.current?.focus()
  }, [])
  // What had the focus may have gone with the last change: the keys of the place go on working.
  useEffect(() => {
    if (document.activeElement === document.body) place.current?.focus()
  })
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    onKeyDown?.(event)
    if (event.defaultPrevented) return
    if (event.key === 'Escape') onBack()
    else if (onConfirm !== undefined && matches('Mod+Enter', event)) onConfirm()
    else return
    event.preventDefault()
  }
  return (
    <main ref={place} tabIndex={-1} className="place" aria-label={name} onKeyDown={handleKeyDown}>
      <header className="place-head">
        <Button look="plain" onClick={onBack}>
          {translate('place.back')}
        </Button>
        <h1 className="place-title" title={heading}>
          {heading}
        </h1>
        {note !== undefined && <span className="place-note">{note}</span>}
        {tools}
      </header>
      {children}
      {foot !== undefined && <footer className="place-foot">{foot}</footer>}
    </main>
  )
}
