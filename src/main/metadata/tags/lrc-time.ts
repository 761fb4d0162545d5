const two = (value: number) => String(value).padStart(2, '0')

/** A moment as LRC writes it: `mm:ss.xx`, or with three digits where hundredths are not exact. */
export function timeInLrc(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  const seconds = Math.floor((milliseconds % 60_000) / 1000)
  const rest = milliseconds % 1000
  const fraction = rest % 10 === 0 ? two(rest / 10) : String(rest).padStart(3, '0')
  return `${two(minutes)}:${two(seconds)}.${fraction}`
}
