import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { chunksOf } from './chunks'
import { bytesIn, columns, type Database, integerIn } from './database'

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** Padding and text shrink a lot, pictures do not: below this share of its size a chunk is kept packed. */
const worthPacking = 0.9
/** A packed chunk never unpacks to more than the largest chunk: bytes. */
const maxUnpacked = 64 * 1024

/**
 * Bytes by their SHA-256, cut into chunks that all blobs share. Belongs inside a transaction.
 * @returns the hash
 */
export function putBlob(database: Database, bytes: Uint8Array, file: number): string {
  const hash = sha256(bytes)
  const known = database.row(`SELECT ${columns('blobs', { id: 'integer' })} FROM blobs WHERE hash = ?`, hash)
  const blob =
    known === undefined
      ? database.run('INSERT INTO blobs (hash, size) VALUES (?, ?)', hash, bytes.length)
      : integerIn(known, 'id')
  if (known === undefined) {
    chunksOf(bytes).forEach((chunk, position) => {
      const id = putChunk(database, chunk)
      database.run('INSERT INTO blob_chunks (blob, position, chunk) VALUES (?, ?, ?)', blob, position, id)
    })
  }
  database.run('INSERT OR IGNORE INTO blob_uses (file, blob) VALUES (?, ?)', file, blob)
  return hash
}

function putChunk(database: Database, chunk: Uint8Array): number {
  const hash = sha256(chunk)
  const known = database.row(
    `SELECT ${columns('chunks', { id: 'integer' })} FROM chunks WHERE hash = ?`,
    hash,
  )
  if (known !== undefined) return integerIn(known, 'id')
  const packed = deflateRawSync(chunk, { level: 1 })
  const isPacked = packed.length < chunk.length * worthPacking
  return database.run(
    'INSERT INTO chunks (hash, size, packed, bytes) VALUES (?, ?, ?, ?)',
    hash,
    chunk.length,
    isPacked ? 1 : 0,
    isPacked ? packed : chunk,
  )
}

/** The bytes of that hash, or undefined when they are not there or not what they were: nothing wrong gets out. */
export function readBlob(database: Database, hash: string): Uint8Array | undefined {
  const rows = database.rows(
    `SELECT ${columns('chunks', { bytes: 'bytes', packed: 'integer' })} FROM blobs
       JOIN blob_chunks ON blob_chunks.blob = blobs.id
       JOIN chunks ON chunks.id = blob_chunks.chunk
       WHERE blobs.hash = ? ORDER BY blob_chunks.position`,
    hash,
  )
  const parts = rows.map((row) => {
    const bytes = bytesIn(row, 'bytes')
    return row['packed'] === 1 ? unpacked(bytes) : bytes
  })
  const whole = Buffer.concat(parts)
  return sha256(whole) === hash ? new Uint8Array(whole.buffer, whole.byteOffset, whole.byteLength) : undefined
}

function unpacked(bytes: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(bytes, { maxOutputLength: maxUnpacked })
  } catch {
    // Damaged: the blob's hash will not fit.
    return new Uint8Array(0)
  }
}

/** Takes out what no file needs any more. Belongs inside a transaction. */
export function dropUnusedBlobs(database: Database): void {
  database.exec(
    'DELETE FROM blobs WHERE NOT EXISTS (SELECT 1 FROM blob_uses WHERE blob_uses.blob = blobs.id)',
  )
  database.exec(
    'DELETE FROM chunks WHERE NOT EXISTS (SELECT 1 FROM blob_chunks WHERE blob_chunks.chunk = chunks.id)',
  )
}
