/** Tells a page that fails once in a while from one that cannot live. */
export interface CrashCount {
  /** True when the page should simply be opened again. */
  again(nowMs: number): boolean
  forget(): void
}

const most = 3
const withinMs = 60_000

export function createCrashCount(): CrashCount {
  let times: number[] = []
  return {
    again(nowMs) {
      times = [...times.filter((time) => nowMs - time < withinMs), nowMs]
      return times.length < most
    },
    forget() {
      times = []
    },
  }
}
