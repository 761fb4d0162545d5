import { randomUUID } from 'node:crypto'
import { basename, dirname } from 'node:path'
import { GrantId } from '../../shared/ipc'
import {
  type FieldName,
  type FieldValue,
  type FieldValues,
  fieldRow,
  type Picture,
  type Track,
  type TrackFormat,
  type TrackId,
  trackId,
} from '../../shared/model'
import { modifiedMs, type Stamp } from '../files'
import type { Granted } from './library'
import type { Reading } from './reading'

/** What main remembers of a listed file: enough to find it, to notice changes, and to serve its pictures. */
export interface Listed {
  readonly path: string
  readonly stamp: Stamp
  readonly pictures: readonly Picture[]
  readonly format: TrackFormat
}

/**
 * What is open in this session: which paths the person granted, and which file each id stands for. Ids are minted
 * here and mean nothing elsewhere, so a window can only name what it was shown.
 */
export class Session {
  readonly #grants = new Map<string, string>()
  readonly #listed = new Map<TrackId, Listed>()
  readonly #idByPath = new Map<string, TrackId>()
  /** Listed, and not there any more. */
  readonly #missing = new Set<TrackId>()
  /** Taken off the list by the person. */
  readonly #takenOff = new Set<string>()

  grant(paths: readonly string[]): Granted[] {
    return paths.map((path) => {
      const id = GrantId.parse(randomUUID())
      this.#grants.set(id, path)
      return { id, name: basename(path) || path }
    })
  }

  grantedPath(id: GrantId): string | undefined {
    return this.#grants.get(id)
  }

  isListed(path: string): boolean {
    return this.#idByPath.has(path)
  }

  listed(id: TrackId): Listed | undefined {
    return this.#listed.get(id)
  }

  /** Lists what was read, under the id that its path has already or a new one. */
  list(reading: Reading): Track {
    const id = this.#idByPath.get(reading.path) ?? trackId(randomUUID())
    this.#idByPath.set(reading.path, id)
    this.#listed.set(id, {
      path: reading.path,
      stamp: reading.stamp,
      pictures: reading.pictures,
      format: reading.format,
    })
    this.#missing.delete(id)
    this.#takenOff.delete(reading.path)
    return trackOf(id, reading)
  }

  /** The row of the file at this path, if it is listed. */
  idAt(path: string): TrackId | undefined {
    return this.#idByPath.get(path)
  }

  /** The row again, where it is still listed: it may have been forgotten while it was read. */
  update(id: TrackId, reading: Reading): Track | undefined {
    return this.#listed.has(id) ? this.list(reading) : undefined
  }

  /** Listed files have other paths now, all at once. Answers which id is where. */
  moveAll(moved: readonly { readonly from: string; readonly to: string }[]): ReadonlyMap<string, TrackId> {
    const ids = new Map<string, TrackId>()
    for (const { from, to } of moved) {
      const id = this.#idByPath.get(from)
      if (id !== undefined) ids.set(to, id)
    }
    for (const { from } of moved) this.#idByPath.delete(from)
    for (const [path, id] of ids) {
      this.#idByPath.set(path, id)
      const listed = this.#listed.get(id)
      if (listed !== undefined) this.#listed.set(id, { ...listed, path })
    }
    return ids
  }

  /** Where the listed files are, or were when they were seen last. */
  paths(): IterableIterator<string> {
    return this.#idByPath.keys()
  }

  /** The folders that hold listed files. */
  folders(): ReadonlySet<string> {
    const folders = new Set<string>()
    for (const path of this.#idByPath.keys()) folders.add(dirname(path))
    return folders
  }

  markMissing(ids: readonly TrackId[]): void {
    for (const id of ids) this.#missing.add(id)
  }

  isMissing(id: TrackId): boolean {
    return this.#missing.has(id)
  }

  wasTakenOff(path: string): boolean {
    return this.#takenOff.has(path)
  }

  forgetAll(): void {
    this.#missing.clear()
    this.#takenOff.clear()
    this.#listed.clear()
    this.#idByPath.clear()
  }

  forget(ids: readonly TrackId[]): void {
    for (const id of ids) {
      const listed = this.#listed.get(id)
      if (listed !== undefined) {
        this.#idByPath.delete(listed.path)
        this.#takenOff.add(listed.path)
      }
      this.#missing.delete(id)
      this.#listed.delete(id)
    }
  }
}

function trackOf(id: TrackId, reading: Reading): Track {
  const { values, longSizes } = splitValues(reading.values)
  return {
    id,
    folder: dirname(reading.path),
    fileName: basename(reading.path),
    format: reading.format,
    sizeBytes: reading.stamp.sizeBytes,
    modifiedMs: modifiedMs(reading.stamp),
    audio: reading.audio,
    tagKinds: reading.tagKinds,
    removableKinds: reading.removableKinds,
    values,
    longSizes,
    pictures: reading.pictures,
    ...(reading.readOnly === undefined ? {} : { readOnly: { ...reading.readOnly, trackId: id } }),
  }
}

/** Rows carry short values only; of long ones their size (decisions.md 15). */
function splitValues(values: FieldValues): Pick<Track, 'values' | 'longSizes'> {
  const short: { [Name in FieldName]?: FieldValue } = {}
  const sizes: { [Name in FieldName]?: number } = {}
  for (const field of Object.keys(values) as FieldName[]) {
    const value = values[field]
    if (value === undefined) continue
    if (fieldRow(field).type !== 'long') short[field] = value
    else sizes[field] = value.reduce((sum, text) => sum + text.length, 0)
  }
  return { values: short, longSizes: sizes }
}
