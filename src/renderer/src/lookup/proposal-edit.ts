import type { OpenFact, Proposal, ServiceName, Settings } from '../../../shared/ipc'
import {
  type Edit,
  type FieldChanges,
  type FieldName,
  type FieldValue,
  fieldRow,
  frontCover,
  noValue,
  type Picture,
  sameValue,
  type TrackId,
} from '../../../shared/model'
import { type ChangedField, currentOf, isKnown, type Tracks } from '../editor'
import { type Unticked, untickFields } from '../review'

/**
 * A release laid over the files, as the edit that it would be. Values that agree already are no change; nothing is
 * ever cleared. Left out are files that may not be written and fields whose value has not been read: an edit never
 * guesses its `from`.
 */
export function proposalEdit(state: Tracks, proposal: Proposal, label: string): Edit {
  const changes: Record<TrackId, FieldChanges> = {}
  for (const { id, values } of proposal.tracks) {
    const track = state.tracks.get(id)
    if (track === undefined || track.readOnly !== undefined) continue
    const current = currentOf(state, id)
    const fields: { [Name in FieldName]?: { from: readonly string[]; to: readonly string[] } } = {}
    for (const [name, to] of Object.entries(values) as [FieldName, string[]][]) {
      const from = current.values[name] ?? noValue
      if (isKnown(track, name) && isNews(name, from, to)) fields[name] = { from, to }
    }
    // A file that is none of the release’s tracks gets nothing of it, its cover least of all.
    const placed = Object.keys(values).length > 0
    const pictures = placed ? withCover(current.pictures, proposal.cover) : undefined
    const change: FieldChanges =
      pictures === undefined ? fields : { ...fields, pictures: { from: current.pictures, to: pictures } }
    if (Object.keys(change).length > 0) changes[id] = change
  }
  return { label, changes }
}

/** Whether a release has something to say that the file does not: `01` is no other track than `1`. */
function isNews(name: FieldName, from: FieldValue, to: FieldValue): boolean {
  if (to.length === 0 || sameValue(from, to)) return false
  const [old, offered] = [from[0], to[0]]
  if (from.length !== 1 || to.length !== 1 || old === undefined || offered === undefined) return true
  const { type } = fieldRow(name)
  if (type === 'number') return !(isNumber(old) && isNumber(offered) && Number(old) === Number(offered))
  // The person’s own date agrees and says more.
  if (type === 'date') return !old.startsWith(`${offered}-`)
  return true
}

const isNumber = (text: string): boolean => /^\d+$/.test(text)

/** The front cover replaced or added, other pictures kept; undefined when that changes nothing. */
function withCover(pictures: readonly Picture[], cover: Picture | undefined): readonly Picture[] | undefined {
  if (cover === undefined || pictures.some(({ hash }) => hash === cover.hash)) return undefined
  return [{ ...cover, type: frontCover }, ...pictures.filter(({ type }) => type !== frontCover)]
}

const fieldOf = {
  barcode: 'barcode',
  catalogNumber: 'catalogNumber',
  label: 'label',
  medium: 'media',
  country: 'releaseCountry',
  date: 'date',
} as const satisfies Record<OpenFact, FieldName>

/** The fields that nothing known decides while editions are tied. */
export const openFields = (open: readonly OpenFact[]): readonly ChangedField[] =>
  open.length === 0 ? [] : [...open.map((fact) => fieldOf[fact]), 'releaseId', 'trackId', 'asin']

/**
 * What starts unticked: everything when the release is unlikely to be the album, as it is a single key to apply it;
 * else what the person left alone before with this service (`kept`: false), a genre where the person has one, since
 * theirs is a choice, unless they once took the service's (`kept`: true), a cover where there is one
 * that is no smaller, and what differs between editions that fit equally: it is not known, whichever is chosen.
 */
export function startUnticked(
  state: Tracks,
  edit: Edit,
  {
    isUnlikely = false,
    open = [],
    kept = {},
  }: {
    readonly isUnlikely?: boolean
    readonly open?: readonly OpenFact[]
    readonly kept?: Settings['lookupTicks'][ServiceName]
  } = {},
): Unticked {
  const ids = Object.keys(edit.changes) as TrackId[]
  if (isUnlikely) return untickFields(edit)
  const leftAlone = (Object.entries(kept) as [ChangedField, boolean][]).filter(([, ticked]) => !ticked)
  const fields: ChangedField[] = [...openFields(open), ...leftAlone.map(([field]) => field)]
  const hasGenre = ids.some((id) => (currentOf(state, id).values.genre ?? noValue).length > 0)
  if (hasGenre && kept.genre !== true) fields.push('genre')
  const covers = ids.flatMap((id) => {
    const change = edit.changes[id]?.pictures
    return change === undefined ? [] : [change]
  })
  const largest = (pictures: readonly Picture[]) => Math.max(0, ...pictures.map(({ width }) => width))
  if (covers.length > 0 && covers.every(({ from, to }) => from.length > 0 && largest(from) >= largest(to))) {
    fields.push('pictures')
  }
  return untickFields(edit, fields)
}
