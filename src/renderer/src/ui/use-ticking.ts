import { useEffect, useState } from 'react'

/** Waits are counted in whole seconds; a quarter of one late is not seen. */
const tickMs = 250

/** How long ago `at` was, in ms; anew a few times a second while `ticking`. */
export function useTicking(at: number, ticking: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    setNow(Date.now())
    if (!ticking) return
    const timer = setInterval(() => setNow(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [ticking])
  return Math.max(0, now - at)
}
