import { useLayoutEffect, useState } from 'react'

/** When this goes away, the focus returns to where it was before, unless something took it meanwhile. */
export function useReturnedFocus(): void {
  // Looked at while rendering: what comes with this may take the focus as soon as it is there.
  const [before] = useState(() => document.activeElement)
  useLayoutEffect(
    () => () => {
      requestAnimationFrame(() => {
        const free = document.activeElement === null || document.activeElement === document.body
        if (free && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
      })
    },
    [before],
  )
}
