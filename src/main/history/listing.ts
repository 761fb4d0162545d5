import {
  foldLetters,
  type OperationId,
  OperationSummary,
  type SavedFile,
  type SavedFileId,
  SavedState,
} from '../../shared/model'
import { columns, type Database, integerIn, type Row } from './database'
import { shownChanges, storable } from './record'
import { fileColumns, recordOf, textOf } from './rows'

export interface ListRequest {
  /** Words that must all be in the label, a path, or an old or new value. Case and accents do not matter. */
  readonly search?: string | undefined
  readonly limit: number
  /** The `number` of the last operation of the page before. */
  readonly before?: number | undefined
}

const operationColumns = columns('operations', {
  number: 'integer',
  id: 'text',
  time: 'integer',
  kind: 'text',
  label: 'text',
  planned: 'integer',
  undoes: 'text',
})

const likeText = (word: string): string => `%${word.replace(/[\\%_]/g, '\\$&')}%`

const wordsOf = (search: string): string[] =>
  storable(foldLetters(search))
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 20)

/** The newest operations first. Rows that damage made unreadable are left out. */
export function list(database: Database, { search = '', limit, before }: ListRequest): OperationSummary[] {
  const words = wordsOf(search)
  const found = words.map(
    () =>
      `AND (search LIKE ? ESCAPE '\\' OR EXISTS (
         SELECT 1 FROM files WHERE files.operation = number AND files.search LIKE ? ESCAPE '\\'))`,
  )
  return database
    .rows(
      `SELECT ${operationColumns} FROM operations WHERE number < ? ${found.join(' ')} ORDER BY number DESC LIMIT ?`,
      before ?? Number.MAX_SAFE_INTEGER,
      ...words.flatMap((word) => [likeText(word), likeText(word)]),
      Math.max(1, Math.min(1000, Math.floor(limit))),
    )
    .flatMap((row) => summaryOf(database, row) ?? [])
}

export function summaryOf(database: Database, row: Row): OperationSummary | undefined {
  const counts = database.row(
    `SELECT count(*) FILTER (WHERE state = 'done') AS done,
            count(*) FILTER (WHERE state = 'failed') AS failed,
            count(*) FILTER (WHERE state NOT IN ('done', 'failed')) AS unfinished,
            count(undone_by) FILTER (WHERE state = 'done') AS undone
     FROM files WHERE operation = ?`,
    typeof row['number'] === 'number' ? row['number'] : -1,
  )
  const summary = OperationSummary.safeParse({
    id: textOf(row, 'id'),
    number: row['number'],
    timeMs: row['time'],
    kind: textOf(row, 'kind'),
    label: textOf(row, 'label'),
    planned: row['planned'],
    done: counts?.['done'],
    failed: counts?.['failed'],
    unfinished: counts?.['unfinished'],
    undone: counts?.['undone'],
    ...(row['undoes'] === null ? {} : { undoes: textOf(row, 'undoes') }),
  })
  return summary.success ? summary.data : undefined
}

export interface DetailsRequest {
  readonly operation: OperationId
  readonly limit: number
  /** The id of the last file of the page before. */
  readonly after?: SavedFileId | undefined
  /** What the operations were searched for: files that have it say so. */
  readonly search?: string | undefined
}

export interface Details {
  readonly operation: OperationSummary
  readonly files: readonly SavedFile[]
}

/** An operation with its files, in the order they were saved; undefined when it is not there (any more). */
export function details(
  database: Database,
  { operation, limit, after, search = '' }: DetailsRequest,
): Details | undefined {
  const row = database.row(`SELECT ${operationColumns} FROM operations WHERE id = ?`, operation)
  const summary = row === undefined ? undefined : summaryOf(database, row)
  if (summary === undefined) return undefined
  const words = wordsOf(search)
  const inFile = "files.search LIKE ? ESCAPE '\\'"
  // A word may be in the label instead; one at least is in the file itself.
  const each = words.map(() => `(${inFile} OR operations.search LIKE ? ESCAPE '\\')`)
  const some = words.map(() => inFile)
  const isFound = words.length === 0 ? 'FALSE' : `${each.join(' AND ')} AND (${some.join(' OR ')})`
  const files = database
    .rows(
      `SELECT ${fileColumns}, CAST(${isFound} AS INTEGER) AS is_found, CAST(undo.whole AS INTEGER) AS undone_whole
       FROM files JOIN operations ON operations.number = files.operation
       LEFT JOIN files AS undo ON undo.id = files.undone_by
       WHERE files.operation = ? AND files.id > ? ORDER BY files.id LIMIT ?`,
      ...words.flatMap((word) => [likeText(word), likeText(word)]),
      ...words.map(likeText),
      summary.number,
      after ?? 0,
      Math.max(1, Math.min(10_000, Math.floor(limit))),
    )
    .flatMap((file) => fileOf(file) ?? [])
  return { operation: summary, files }
}

/** Enough to find a file that is still where it was. */
const filesTried = 5

/** Where files lay when a save put a picture into them, the newest first. */
export function filesWithPicture(database: Database, hash: string): string[] {
  const rows = database.rows(
    `SELECT ${fileColumns} FROM files WHERE state = 'done' AND instr(record, ?) > 0 ORDER BY id DESC LIMIT ?`,
    hash,
    filesTried,
  )
  return [...new Set(rows.flatMap((row) => recordOf(row)?.path ?? []))]
}

function fileOf(row: Row): SavedFile | undefined {
  try {
    const record = recordOf(row)
    const movedTo = record === undefined ? textOf(row, 'moved_to') : record.movedTo
    const state = SavedState.safeParse(textOf(row, 'state'))
    return {
      id: integerIn(row, 'id') as SavedFileId,
      state: state.success ? state.data : 'unclear',
      path: record?.path ?? textOf(row, 'path') ?? '',
      ...(movedTo === undefined ? {} : { movedTo }),
      undone: row['undone_by'] === null ? 'no' : row['undone_whole'] === 0 ? 'partly' : 'whole',
      damaged: record === undefined,
      found: row['is_found'] === 1,
      changes: record === undefined ? { values: {} } : shownChanges(record.changes),
    }
  } catch {
    return undefined
  }
}
