import { dropUnusedBlobs } from './blobs'
import { columns, type Database, integerIn } from './database'

/** How much of the past is kept. */
export interface Retention {
  /** Milliseconds; undefined keeps operations of any age. */
  readonly maxAgeMs?: number | undefined
  /** Bytes on disk; undefined sets no limit. */
  readonly maxBytes?: number | undefined
}

export interface Pruned {
  /** Operations that are gone. */
  readonly removed: number
  /** Whether there is more to remove: call again. */
  readonly more: boolean
}

/** How long one call may take: others wait for the database meanwhile. */
const budgetMs = 500
/** Operations that leave in one transaction. */
const perStep = 50
/** Pages that are given back to the disk in one step. */
const pagesPerStep = 2000

/** What the entries take on disk, without room that is free for new ones. */
export function usedBytes(database: Database): number {
  const number = (pragma: string) => integerIn(database.row(`PRAGMA ${pragma}`) ?? {}, pragma)
  return (number('page_count') - number('freelist_count')) * number('page_size')
}

/**
 * Forgets the oldest operations beyond the retention and gives their room back, for about half a second at a time.
 * The newest operation always stays, and so does one with a save that is not settled.
 */
export function prune(database: Database, { maxAgeMs, maxBytes }: Retention, now = Date.now()): Pruned {
  const until = performance.now() + budgetMs
  let removed = 0
  for (;;) {
    const old = maxAgeMs === undefined ? [] : removable(database, 'AND time < ?', now - maxAgeMs)
    const tooMuch = maxBytes !== undefined && usedBytes(database) > maxBytes
    // Beyond the size one by one in small steps: nothing goes that need not.
    const numbers = old.length > 0 ? old : tooMuch ? removable(database, '').slice(0, 5) : []
    if (numbers.length === 0) return { removed, more: giveBack(database, until) }
    database.transaction(() => {
      for (const number of numbers) database.run('DELETE FROM operations WHERE number = ?', number)
      dropUnusedBlobs(database)
    })
    removed += numbers.length
    if (performance.now() > until) return { removed, more: true }
  }
}

function removable(database: Database, condition: string, ...parameters: number[]): number[] {
  return database
    .rows(
      `SELECT ${columns('operations', { number: 'integer' })} FROM operations
       WHERE number < (SELECT max(number) FROM operations) ${condition}
         AND NOT EXISTS (SELECT 1 FROM files WHERE files.operation = number AND files.state = 'prepared')
       ORDER BY number LIMIT ${perStep}`,
      ...parameters,
    )
    .map((row) => integerIn(row, 'number'))
}

/** @returns whether pages are left to give back */
function giveBack(database: Database, until: number): boolean {
  const free = () => integerIn(database.row('PRAGMA freelist_count') ?? {}, 'freelist_count')
  for (let left = free(); left > 0; ) {
    database.exec(`PRAGMA incremental_vacuum(${pagesPerStep})`)
    const now = free()
    if (now >= left) return false
    left = now
    if (performance.now() > until) return left > 0
  }
  return false
}
