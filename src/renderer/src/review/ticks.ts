import {
  type Change,
  type Edit,
  type FieldChanges,
  type FieldName,
  type FieldValue,
  fieldNames,
  type Picture,
  samePictures,
  sameValue,
  type TrackId,
} from '../../../shared/model'

/** What a column of a review is about. */
export type ReviewField = FieldName | 'pictures'

/** The cells whose tick was taken away. All others are ticked, so that the usual case costs nothing. */
export type Unticked = ReadonlySet<string>

/** A cell, a column or a row. */
export type Target =
  | { readonly id: TrackId; readonly field: ReviewField }
  | { readonly id: TrackId; readonly field?: undefined }
  | { readonly id?: undefined; readonly field: ReviewField }

const key = (id: TrackId, field: ReviewField): string => `${id} ${field}`

export function changeOf(
  edit: Edit,
  id: TrackId,
  field: ReviewField,
): Change<FieldValue> | Change<readonly Picture[]> | undefined {
  return edit.changes[id]?.[field]
}

export const isTicked = (unticked: Unticked, id: TrackId, field: ReviewField): boolean =>
  !unticked.has(key(id, field))

export interface Layout {
  /** Changes that are the same in all rows. */
  readonly shared: readonly ReviewField[]
  /** Identifiers for machines: ticked as one, since nobody compares them by eye. */
  readonly identifiers: readonly ReviewField[]
  /** The others, in the order of the registry, pictures last. */
  readonly columns: readonly ReviewField[]
  readonly rows: readonly TrackId[]
}

const identifierFields: ReadonlySet<ReviewField> = new Set<ReviewField>([
  'asin',
  'recordingId',
  'trackId',
  'releaseId',
  'releaseGroupId',
  'artistId',
  'albumArtistId',
])

const fieldOrder: readonly ReviewField[] = [...fieldNames, 'pictures']
const idsOf = (edit: Edit): TrackId[] => Object.keys(edit.changes) as TrackId[]

/** Arranges an edit to be looked at. `rows` may hold files that it leaves alone. */
export function layoutOf(edit: Edit, rows: readonly TrackId[] = idsOf(edit)): Layout {
  const present = new Set(rows.flatMap((id) => Object.keys(edit.changes[id] ?? {})))
  const fields = fieldOrder.filter((field) => present.has(field))
  const identifiers = fields.filter((field) => identifierFields.has(field))
  const words = fields.filter((field) => !identifierFields.has(field))
  const shared = words.filter((field) => isSame(edit, rows, field))
  return { shared, identifiers, columns: words.filter((field) => !shared.includes(field)), rows }
}

/** One file has nothing to share. */
function isSame(edit: Edit, rows: readonly TrackId[], field: ReviewField): boolean {
  const [first] = rows
  if (first === undefined || rows.length < 2) return false
  return rows.every((id) => sameChange(edit.changes[first], edit.changes[id], field))
}

function sameChange(a: FieldChanges | undefined, b: FieldChanges | undefined, field: ReviewField): boolean {
  if (field === 'pictures') {
    const [one, other] = [a?.pictures, b?.pictures]
    if (one === undefined || other === undefined) return false
    return samePictures(one.from, other.from) && samePictures(one.to, other.to)
  }
  const [one, other] = [a?.[field], b?.[field]]
  if (one === undefined || other === undefined) return false
  return sameValue(one.from, other.from) && sameValue(one.to, other.to)
}

/** The cells of a target that change something. */
function cellsOf(edit: Edit, { id, field }: Target): string[] {
  const ids = id === undefined ? idsOf(edit) : [id]
  return ids.flatMap((each) =>
    (Object.keys(edit.changes[each] ?? {}) as ReviewField[])
      .filter((name) => field === undefined || name === field)
      .map((name) => key(each, name)),
  )
}

const fieldsOff = new WeakMap<Unticked, { readonly edit: Edit; readonly fields: ReadonlySet<ReviewField> }>()

/** Fields that are ticked in no file at all. Worked out once for all rows. */
function offEverywhere(edit: Edit, unticked: Unticked): ReadonlySet<ReviewField> {
  const known = fieldsOff.get(unticked)
  if (known?.edit === edit) return known.fields
  const present = new Set<ReviewField>()
  const ticked = new Set<ReviewField>()
  if (unticked.size > 0) {
    for (const id of idsOf(edit)) {
      for (const field of Object.keys(edit.changes[id] ?? {}) as ReviewField[]) {
        present.add(field)
        if (!unticked.has(key(id, field))) ticked.add(field)
      }
    }
  }
  const fields = new Set([...present].filter((field) => !ticked.has(field)))
  fieldsOff.set(unticked, { edit, fields })
  return fields
}

/**
 * The cells that a tick stands for. A row passes over fields that are off in every file: a genre that nobody wants
 * makes no file half ticked, and ticking a file does not bring it back. When nothing else is left, they count.
 */
function tickCells(edit: Edit, unticked: Unticked, target: Target): string[] {
  const cells = cellsOf(edit, target)
  const { id, field } = target
  if (id === undefined || field !== undefined || idsOf(edit).length < 2) return cells
  const off = offEverywhere(edit, unticked)
  if (off.size === 0) return cells
  const live = (Object.keys(edit.changes[id] ?? {}) as ReviewField[]).filter((name) => !off.has(name))
  return live.length === 0 ? cells : live.map((name) => key(id, name))
}

export function tickState(edit: Edit, unticked: Unticked, target: Target): 'all' | 'some' | 'none' {
  if (unticked.size === 0) return 'all'
  const cells = tickCells(edit, unticked, target)
  const off = cells.filter((cell) => unticked.has(cell)).length
  return off === 0 ? 'all' : off === cells.length ? 'none' : 'some'
}

/** Takes the ticks of a target away when all are set, else sets them all. */
export function toggleTicks(edit: Edit, unticked: Unticked, target: Target): Unticked {
  const off = tickState(edit, unticked, target) === 'all'
  const next = new Set(unticked)
  for (const cell of tickCells(edit, unticked, target)) {
    if (off) next.add(cell)
    else next.delete(cell)
  }
  return next
}

/** What is offered and not ticked at first. */
export const untickFields = (edit: Edit, fields: readonly ReviewField[]): Unticked =>
  new Set(fields.flatMap((field) => cellsOf(edit, { field })))

/** The ticked changes and nothing else; files with none left are not in it. */
export function tickedEdit(edit: Edit, unticked: Unticked): Edit {
  const changes: Record<TrackId, FieldChanges> = {}
  for (const id of idsOf(edit)) {
    const kept = Object.entries(edit.changes[id] ?? {}).filter(([field]) =>
      isTicked(unticked, id, field as ReviewField),
    )
    if (kept.length > 0) changes[id] = Object.fromEntries(kept)
  }
  return { label: edit.label, changes }
}
