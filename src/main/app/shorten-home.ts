import { sep } from 'node:path'

/** Texts with `~` for the home folder, so that a log says nothing of who somebody is. Errors become their stack. */
export function shortenHome(value: unknown, home: string): unknown {
  if (typeof value === 'string') return value.split(home).join('~')
  if (value instanceof Error) {
    const cause = value.cause === undefined ? '' : `\ncaused by: ${String(shortenHome(value.cause, home))}`
    return `${String(shortenHome(value.stack ?? String(value), home))}${cause}`
  }
  if (Array.isArray(value)) return value.map((one) => shortenHome(one, home))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shortenHome(one, home)]))
  }
  return value
}

/** A home folder that is the root would shorten everything. */
export const isHome = (home: string): boolean => home.length > 1 && home.includes(sep)
