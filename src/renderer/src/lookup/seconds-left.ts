import type { ServiceState } from '../../../shared/ipc'

/** Whole seconds that a service still waits, counted from when it said so; undefined where no wait is planned. */
export function secondsLeft({ waitMs }: ServiceState, sinceMs: number, nowMs: number): number | undefined {
  if (waitMs === undefined || waitMs <= 0) return undefined
  return Math.max(0, Math.ceil((waitMs - (nowMs - sinceMs)) / 1000))
}
