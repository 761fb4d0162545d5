import type { HistoryTrouble } from '../../shared/model'

/**
 * The history cannot do what was asked. A save whose way back cannot be stored is refused with this error, and may
 * be asked for again without undo (decisions.md 9). `cause` is what the database said.
 */
export class HistoryError extends Error {
  override readonly name = 'HistoryError'
  readonly trouble: HistoryTrouble

  constructor(trouble: HistoryTrouble, what: string, options?: ErrorOptions) {
    super(`history: ${what}`, options)
    this.trouble = trouble
  }
}

/** A database that cannot be read was put aside and a new one begun: said once, never deleted. */
export interface HistoryNotice {
  readonly trouble: 'damaged' | 'newer'
  /** Where the old database lies now. */
  readonly setAside: string
}

const damaged = /^SQLITE_(CORRUPT|NOTADB|FORMAT|MISMATCH|TOOBIG)/

/** What the database said, as one of ours. Faults of our own making pass through. */
export function historyError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof HistoryError) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const trouble = troubleOf(code, error.message)
  return trouble === undefined ? error : new HistoryError(trouble, error.message, { cause: error })
}

function troubleOf(code: string, message: string): HistoryTrouble | undefined {
  if (damaged.test(code)) return 'damaged'
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'busy'
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC' || code === 'EDQUOT') return 'diskFull'
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS') return 'readOnly'
  // libsql names no code when it cannot open the file; anything else of SQLite's is a fault on the way to the disk.
  if (code !== '' || message.startsWith('ConnectionFailed')) return 'ioError'
  return undefined
}
