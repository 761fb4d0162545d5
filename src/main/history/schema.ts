import { columns, Database, integerIn, textIn } from './database'
import { HistoryError } from './errors'

/** Marks the file as ours: "TWHI". */
const applicationId = 0x54574849

/**
 * Each entry takes the database from the version of its place to the next. Never change one that was released: add
 * another. What a version looks like is what all entries up to it make of an empty database.
 */
export const migrations: readonly string[] = [
  `
CREATE TABLE operations (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  planned INTEGER NOT NULL,
  undoes TEXT,
  search TEXT NOT NULL
);
CREATE TABLE files (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  operation INTEGER NOT NULL REFERENCES operations(number) ON DELETE CASCADE,
  state TEXT NOT NULL,
  time INTEGER NOT NULL,
  process INTEGER NOT NULL,
  path TEXT NOT NULL,
  moved_to TEXT,
  stamp_before TEXT NOT NULL,
  stamp_after TEXT,
  version_before INTEGER NOT NULL,
  version_after INTEGER NOT NULL,
  undoes INTEGER,
  whole INTEGER NOT NULL,
  undone_by INTEGER,
  search TEXT NOT NULL,
  record TEXT NOT NULL,
  checksum TEXT NOT NULL
);
CREATE INDEX files_of_operation ON files(operation, state, undone_by);
CREATE INDEX files_by_stamp_before ON files(stamp_before);
CREATE INDEX files_by_stamp_after ON files(stamp_after);
CREATE INDEX files_moved ON files(path) WHERE moved_to IS NOT NULL;
CREATE INDEX files_unfinished ON files(id) WHERE state = 'prepared';
CREATE TABLE blobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hash TEXT NOT NULL UNIQUE,
  size INTEGER NOT NULL
);
CREATE TABLE blob_uses (
  file INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE,
  blob INTEGER NOT NULL REFERENCES blobs(id),
  PRIMARY KEY (file, blob)
) WITHOUT ROWID;
CREATE INDEX uses_of_blob ON blob_uses(blob);
CREATE TABLE chunks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hash TEXT NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  packed INTEGER NOT NULL,
  bytes BLOB NOT NULL
);
CREATE TABLE blob_chunks (
  blob INTEGER NOT NULL REFERENCES blobs(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  chunk INTEGER NOT NULL REFERENCES chunks(id),
  PRIMARY KEY (blob, position)
) WITHOUT ROWID;
CREATE INDEX uses_of_chunk ON blob_chunks(chunk);
`,
]

const number = (database: Database, pragma: string): number =>
  integerIn(database.row(`PRAGMA ${pragma}`) ?? {}, pragma)

/** Names and definitions of everything in the database, as one text. */
const shapeOf = (database: Database): string =>
  database
    .rows(
      `SELECT ${columns('sqlite_schema', { type: 'text', name: 'text', sql: 'text' })} FROM sqlite_schema
       WHERE name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .map((row) => ['type', 'name', 'sql'].map((column) => textIn(row, column)).join('\n'))
    .join('\n')

/** What a database of this version must look like. */
function shapeAt(version: number, steps: readonly string[]): string {
  const model = new Database(':memory:')
  try {
    for (const step of steps.slice(0, version)) model.exec(step)
    return shapeOf(model)
  } finally {
    model.close()
  }
}

/**
 * Brings the database to the newest version, in one transaction. One that is not ours, is newer than this program or
 * does not look as its version says (a trigger or a view would run on our behalf) is refused.
 * @throws HistoryError
 */
export function prepareSchema(database: Database, steps: readonly string[] = migrations): void {
  // Only counts while the file is empty; lets `prune` give room back to the disk bit by bit.
  database.exec('PRAGMA auto_vacuum = INCREMENTAL')
  // The log is written and flushed once a commit, the main file now and then. Any state that a power cut leaves is
  // whole: the log's frames carry checksums. Twice as fast here as a rollback journal, and readers never wait.
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  // macOS: a flush that reaches the disk itself, as Node's `fsync` does.
  database.exec('PRAGMA fullfsync = ON')
  database.exec('PRAGMA checkpoint_fullfsync = ON')
  database.exec('PRAGMA foreign_keys = ON')
  // The file may have been made by anyone.
  database.exec('PRAGMA trusted_schema = OFF')
  database.exec('PRAGMA cell_size_check = ON')

  if (isCurrent(database, steps)) return
  database.transaction(() => {
    // Another process may have been faster.
    if (isCurrent(database, steps)) return
    for (const step of steps.slice(number(database, 'user_version'))) database.exec(step)
    database.exec(`PRAGMA application_id = ${applicationId}`)
    database.exec(`PRAGMA user_version = ${steps.length}`)
  })
}

function isCurrent(database: Database, steps: readonly string[]): boolean {
  const version = number(database, 'user_version')
  const owner = number(database, 'application_id')
  if (owner !== applicationId && (owner !== 0 || version !== 0)) {
    throw new HistoryError('damaged', 'the file is no history of ours')
  }
  if (version > steps.length) throw new HistoryError('newer', `version ${version} is newer than this program`)
  if (version < 0 || shapeOf(database) !== shapeAt(version, steps)) {
    throw new HistoryError('damaged', `the tables are not those of version ${version}`)
  }
  return version === steps.length
}

/** Whether the pages of the file hang together. Reads all of it. */
export const isSound = (database: Database): boolean =>
  textIn(
    database.row('SELECT CAST(quick_check AS BLOB) AS answer FROM pragma_quick_check(1)') ?? {},
    'answer',
  ) === 'ok'
