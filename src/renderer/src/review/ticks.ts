import type { Edit, FieldChanges, TrackId } from '../../../shared/model'
import { type ChangedField, changedFields, pickFields } from '../editor'

/** The cells whose tick was taken away. All others are ticked, so that the usual case costs nothing. */
export type Unticked = ReadonlySet<string>

export const allTicked: Unticked = new Set()

/** What a tick stands for: a file, some fields, or some fields of one file. */
export interface Target {
  readonly id?: TrackId
  readonly fields?: readonly ChangedField[]
}

export type TickState = 'all' | 'some' | 'none'

/** The ticks over what an edit changes, as they are now. */
export interface Ticks {
  readonly isTicked: (id: TrackId, field: ChangedField) => boolean
  readonly stateOf: (target: Target) => TickState
  /** Takes the ticks of a target away when all are set, else sets them all. */
  readonly toggled: (target: Target) => Unticked
}

const cell = (id: TrackId, field: ChangedField): string => `${id} ${field}`

const idsOf = (edit: Edit): TrackId[] => Object.keys(edit.changes) as TrackId[]

/** The cells of a target that change something. */
function cellsOf(edit: Edit, { id, fields }: Target): string[] {
  return (id === undefined ? idsOf(edit) : [id]).flatMap((each) =>
    changedFields(edit.changes[each])
      .filter((field) => fields === undefined || fields.includes(field))
      .map((field) => cell(each, field)),
  )
}

export function ticksOf(edit: Edit, unticked: Unticked): Ticks {
  let found: ReadonlySet<ChangedField> | undefined
  const unwanted = () => {
    found ??= unwantedFields(edit, unticked)
    return found
  }
  /**
   * A file passes over fields that nobody wants: a genre that is off everywhere makes no file half ticked, and
   * ticking a file does not bring it back. When the file has no others, they count.
   */
  const tickCells = (target: Target): string[] => {
    const cells = cellsOf(edit, target)
    const { id, fields } = target
    if (id === undefined || fields !== undefined || unticked.size === 0) return cells
    const wanted = changedFields(edit.changes[id]).filter((field) => !unwanted().has(field))
    return wanted.length === 0 ? cells : wanted.map((field) => cell(id, field))
  }
  const stateOf = (target: Target): TickState => {
    if (unticked.size === 0) return 'all'
    const cells = tickCells(target)
    const off = cells.filter((each) => unticked.has(each)).length
    return off === 0 ? 'all' : off === cells.length ? 'none' : 'some'
  }
  return {
    isTicked: (id, field) => !unticked.has(cell(id, field)),
    stateOf,
    toggled: (target) => {
      const cells = tickCells(target)
      if (stateOf(target) === 'all') return new Set([...unticked, ...cells])
      const next = new Set(unticked)
      for (const each of cells) next.delete(each)
      return next
    },
  }
}

/** Fields that several files would get and none is to get. Off in the only file that has it, a field is one cell. */
function unwantedFields(edit: Edit, unticked: Unticked): ReadonlySet<ChangedField> {
  const offered = new Map<ChangedField, { files: number; ticked: number }>()
  for (const id of idsOf(edit)) {
    for (const field of changedFields(edit.changes[id])) {
      const counts = offered.get(field) ?? { files: 0, ticked: 0 }
      offered.set(field, counts)
      counts.files++
      if (!unticked.has(cell(id, field))) counts.ticked++
    }
  }
  const unwanted = [...offered].filter(([, { files, ticked }]) => files > 1 && ticked === 0)
  return new Set(unwanted.map(([field]) => field))
}

/** What is offered and not ticked at first: these fields, or all of them. */
export const untickFields = (edit: Edit, fields?: readonly ChangedField[]): Unticked =>
  new Set(cellsOf(edit, fields === undefined ? {} : { fields }))

/** These fields ticked in all files that would get them. */
export const tickFields = (edit: Edit, unticked: Unticked, fields: readonly ChangedField[]): Unticked => {
  const ticked = new Set(cellsOf(edit, { fields }))
  return new Set([...unticked].filter((each) => !ticked.has(each)))
}

/**
 * The ticks for an edit that another one became. A cell that was there keeps its own; a new one goes by its column
 * where that was of one mind, else by `start`.
 */
export function carriedTicks(before: Edit, unticked: Unticked, after: Edit, start: Unticked): Unticked {
  const { isTicked, stateOf } = ticksOf(before, unticked)
  const offered = new Set(idsOf(before).flatMap((id) => changedFields(before.changes[id])))
  const isOff = (id: TrackId, field: ChangedField): boolean => {
    if (changedFields(before.changes[id]).includes(field)) return !isTicked(id, field)
    const column = offered.has(field) ? stateOf({ fields: [field] }) : 'some'
    return column === 'some' ? start.has(cell(id, field)) : column === 'none'
  }
  return new Set(
    idsOf(after).flatMap((id) =>
      changedFields(after.changes[id])
        .filter((field) => isOff(id, field))
        .map((field) => cell(id, field)),
    ),
  )
}

/** The ticked changes and nothing else; files with none left are not in it. */
export function tickedEdit(edit: Edit, unticked: Unticked): Edit {
  const changes: Record<TrackId, FieldChanges> = {}
  for (const id of idsOf(edit)) {
    const kept = pickFields(edit.changes[id] ?? {}, (field) => !unticked.has(cell(id, field)))
    if (changedFields(kept).length > 0) changes[id] = kept
  }
  return { label: edit.label, changes }
}
