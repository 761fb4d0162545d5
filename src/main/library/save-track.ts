import { basename } from 'node:path'
import {
  type FieldName,
  noValue,
  type Outcome,
  type Problem,
  type SavePlan,
  samePictures,
  sameValue,
  valueEntries,
} from '../../shared/model'
import { fileTrouble, readStamp, type Stamp, save, saveCopy, saveProblem, type Unkept } from '../files'
import {
  type Metadata,
  type MetadataPatch,
  MetadataReader,
  MetadataWriter,
  openForReading,
  valuesWithout,
} from '../metadata'
import { type Reading, readingOf } from './reading'
import {
  type Carried,
  leavingPictures,
  type RecordedSaveParts,
  type Recording,
  type SaveHistory,
  saveRecorded,
} from './recorded-save'
import type { SaveTask } from './tasks'

/** What a save needs of its neighbours; tests put others in their place. */
export interface SaveTrackParts extends RecordedSaveParts {
  readonly reader: MetadataReader
  readonly writer: MetadataWriter
}

export const ownParts = (): SaveTrackParts => ({
  reader: new MetadataReader(),
  writer: new MetadataWriter(),
  open: openForReading,
  stamp: readStamp,
  save,
})

/** What one save writes: which fields of which file, and in what form. */
export type TrackChange = Omit<SaveTask, 'recording'>

/**
 * The one road from changes to disk (decisions.md 2): state and values read again, every `from` compared, plan
 * made and verified in memory, its way back recorded, carried out. A file that another program touched goes on when
 * all it holds of the changed fields is still what the person saw; else it is a conflict and nothing is written.
 * @returns the file's new truth, read back from disk
 * @throws ProblemError when the way back could not be recorded
 * @throws FileError, or the system's error, when writing failed
 */
export async function saveTrack(
  change: TrackChange,
  recording: { readonly history: SaveHistory; readonly as: Recording } | undefined,
  parts: SaveTrackParts = ownParts(),
): Promise<Outcome<SavedTrack>> {
  const planned = await plannedChange(change, parts)
  if (!planned.ok) return planned
  const { path, changes, journal, keepModified } = change
  const { plan, stamp, current } = planned
  const leaving = leavingPictures(current.pictures, changes.pictures)
  const carried = saveRecorded(
    {
      path,
      plan,
      stamp,
      changes: withGoing(changes, current),
      leaving,
      options: { journal, keepModified },
    },
    recording,
    parts,
  )
  const outcome = await readBack(path, carried, parts)
  return outcome.ok ? { ...outcome, unkept: carried.unkept } : outcome
}

export interface SavedTrack {
  /** The file's new truth. */
  readonly reading: Reading
  /** What the file had and has not got any more. */
  readonly unkept: readonly Unkept[]
}

/** What a copy is to say, and where it goes. It is no save: the file stays, and there is nothing to take back. */
export type TrackCopy = Omit<TrackChange, 'keepModified'> & { readonly to: string }

/**
 * Plans and verifies as any save, and writes the result to another place.
 * @throws FileError, or the system's error, when writing failed
 */
export async function saveTrackCopy(
  copy: TrackCopy,
  parts: SaveTrackParts = ownParts(),
): Promise<Outcome<object>> {
  const planned = await plannedChange(copy, parts)
  if (!planned.ok) return planned
  saveCopy(copy.path, planned.plan, planned.stamp, { to: copy.to, journal: copy.journal })
  return { ok: true }
}

interface PlannedChange {
  readonly plan: SavePlan
  /** The file that the plan was made for, and what it said. */
  readonly stamp: Stamp
  readonly current: Metadata
}

async function plannedChange(
  { path, changes, newPictures, options }: Omit<TrackChange, 'keepModified'>,
  parts: SaveTrackParts,
): Promise<Outcome<PlannedChange>> {
  let stamp: Stamp
  try {
    stamp = parts.stamp(path)
  } catch (error) {
    return { ok: false, problem: saveProblem(fileTrouble(error, path), path) }
  }
  const current = await parts.reader.read(path)
  if (!current.ok) return current
  const { metadata } = current
  if (metadata.readOnly !== undefined) return { ok: false, problem: metadata.readOnly }
  const conflict = conflictWith(metadata, changes)
  if (conflict !== undefined) return { ok: false, problem: changed(path, conflict) }
  const planned = await parts.writer.planFile(path, patchOf(changes, newPictures), options)
  return planned.ok ? { ok: true, plan: planned.plan, stamp, current: metadata } : planned
}

/** The file's new truth, noted in the history too: a container may hold a value in its own way. */
export async function readBack(
  path: string,
  carried: Carried,
  { reader }: Pick<SaveTrackParts, 'reader'>,
): Promise<Outcome<{ reading: Reading }>> {
  const after = await reader.read(path)
  if (!after.ok) {
    carried.note()
    return after
  }
  const reading = readingOf(path, carried.stamp, after.metadata)
  carried.note({ values: after.metadata.values, pictures: reading.pictures })
  return { ok: true, reading }
}

const changed = (path: string, field: string): Problem => ({
  code: 'file.changed',
  params: { file: basename(path), field },
  remedy: 'reload',
})

type Changes = SaveTask['changes']

/** The first field that no longer holds what the person saw when they changed it. */
function conflictWith(metadata: Metadata, { values, pictures }: Changes): FieldName | 'pictures' | undefined {
  for (const field of Object.keys(values) as FieldName[]) {
    const change = values[field]
    if (change !== undefined && !sameValue(metadata.values[field] ?? noValue, change.from)) return field
  }
  return pictures !== undefined && !samePictures(metadata.pictures, pictures.from) ? 'pictures' : undefined
}

/** With the values that go because only a removed kind of tag has them: the history shows them, and finds them. */
function withGoing(changes: Changes, metadata: Metadata): Changes {
  const { values, removedKinds } = changes
  if (removedKinds === undefined) return changes
  const staying = valuesWithout(metadata, removedKinds.to)
  const going: Changes['values'] = {}
  for (const [field, from] of valueEntries(metadata.values)) {
    const to = staying[field] ?? noValue
    if (!sameValue(from, to)) going[field] = { from: [...from], to: [...to] }
  }
  return { ...changes, values: { ...going, ...values } }
}

function patchOf(
  { values, pictures, removedKinds }: Changes,
  newPictures: SaveTask['newPictures'],
): MetadataPatch {
  const to: { [Name in FieldName]?: readonly string[] } = {}
  for (const field of Object.keys(values) as FieldName[]) {
    const change = values[field]
    if (change !== undefined) to[field] = change.to
  }
  return {
    values: to,
    ...(pictures && {
      pictures: pictures.to.map((picture) => ({ ...picture, bytes: newPictures.get(picture.hash) })),
    }),
    ...(removedKinds && { removeKinds: removedKinds.to }),
  }
}
