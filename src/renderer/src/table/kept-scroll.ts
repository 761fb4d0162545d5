import { type RefObject, useLayoutEffect } from 'react'

let kept = 0

/** Where the table was scrolled to when it was last seen. */
export const keptScroll = (): number => kept

/** Another place takes the whole body; back from it, the table is where it was. */
export function useKeptScroll(element: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const scroller = element.current
    if (scroller === null) return
    scroller.scrollTop = kept
    const keep = () => {
      kept = scroller.scrollTop
    }
    scroller.addEventListener('scroll', keep, { passive: true })
    return () => scroller.removeEventListener('scroll', keep)
  }, [element])
}
