import { columns, orUndefined, type Row, textIn } from './database'
import { readRecord, type SavedRecord } from './record'

/** All of a saved file but what it is searched by. */
export const fileColumns = columns('files', {
  id: 'integer',
  operation: 'integer',
  state: 'text',
  time: 'integer',
  process: 'integer',
  path: 'text',
  moved_to: 'text',
  stamp_before: 'text',
  version_before: 'integer',
  version_after: 'integer',
  undoes: 'integer',
  whole: 'integer',
  undone_by: 'integer',
  record: 'text',
  checksum: 'text',
})

/** A text that may be missing or damaged. */
export function textOf(row: Row, column: string): string | undefined {
  try {
    return orUndefined(row, column, textIn)
  } catch {
    return undefined
  }
}

/** The record of a row, or undefined when it is not what was written. */
export function recordOf(row: Row): SavedRecord | undefined {
  const record = textOf(row, 'record')
  const checksum = textOf(row, 'checksum')
  return record === undefined || checksum === undefined ? undefined : readRecord(record, checksum)
}
