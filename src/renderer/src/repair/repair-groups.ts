import { isSuspect, type Repair, repairs, sureLikelihood } from '../../../shared/encodings'
import type { FieldValues, TrackId } from '../../../shared/model'
import { albumKey, currentOf, type Tracks } from '../editor'
import { repairChanges, wordsOf } from './repair-changes'

/** Files of one album: their texts were written in one encoding, and are judged together. */
export interface RepairGroup {
  readonly key: string
  /** The album's title as it stands in the files, else the folder's name. */
  readonly title: string
  readonly ids: readonly TrackId[]
  /** What they may have been meant in, the likeliest first; never empty. */
  readonly repairs: readonly Repair[]
}

/** Below this nobody would see that something is wrong. */
const noticedLikelihood = 0.4

const likelihoodOf = (all: readonly Repair[]): number => all[0]?.likelihood ?? 0

const textsOf = (values: FieldValues): string[] => wordsOf(values).flatMap(([, value]) => value)

/**
 * What is found out about a track's values is remembered as long as they are there: the same files are looked at with
 * every change of the selection and with every edit.
 */
const suspected = new WeakMap<FieldValues, boolean>()
const judged = new WeakMap<
  FieldValues,
  { readonly all: readonly FieldValues[]; readonly repairs: readonly Repair[] }
>()

const valuesOf = (state: Tracks, id: TrackId): FieldValues => currentOf(state, id).values

function hasSuspects(values: FieldValues): boolean {
  let known = suspected.get(values)
  if (known === undefined) {
    known = textsOf(values).some(isSuspect)
    suspected.set(values, known)
  }
  return known
}

function judge(state: Tracks, ids: readonly TrackId[]): readonly Repair[] {
  const all = ids.map((id) => valuesOf(state, id))
  const [first] = all
  if (first === undefined) return []
  const known = judged.get(first)
  if (known?.all.length === all.length && known.all.every((values, index) => values === all[index]))
    return known.repairs
  const found = repairs(all.flatMap(textsOf))
  judged.set(first, { all, repairs: found })
  return found
}

/** Files that can be written, by album. */
function albumsOf(state: Tracks, ids: readonly TrackId[]): Map<string, TrackId[]> {
  const albums = new Map<string, TrackId[]>()
  for (const id of ids) {
    const track = state.tracks.get(id)
    if (track === undefined || track.readOnly !== undefined) continue
    const key = albumKey(track, currentOf(state, id))
    const album = albums.get(key)
    if (album === undefined) albums.set(key, [id])
    else album.push(id)
  }
  return albums
}

/**
 * The albums whose texts look mistaken. `byHand`: when none does, all that could be read in another encoding, for a
 * person who knows better.
 */
export function repairGroups(
  state: Tracks,
  ids: readonly TrackId[],
  { byHand }: { readonly byHand: boolean },
): RepairGroup[] {
  const albums = [...albumsOf(state, ids)]
  const groups = (some: typeof albums): RepairGroup[] =>
    some
      .map(([key, members]) => ({
        key,
        title: titleOf(state, members),
        ids: members,
        repairs: judge(state, members),
      }))
      .filter((group) => group.repairs.length > 0)
  const suspects = albums.filter(([, members]) => members.some((id) => hasSuspects(valuesOf(state, id))))
  const found = groups(suspects).filter((group) => likelihoodOf(group.repairs) >= noticedLikelihood)
  return found.length > 0 || !byHand ? found : groups(albums)
}

function titleOf(state: Tracks, ids: readonly TrackId[]): string {
  const titles = ids.map((id) => valuesOf(state, id).album?.[0] ?? '')
  const folders = ids.map((id) => (state.tracks.get(id)?.folder ?? '').split(/[\\/]/).at(-1) ?? '')
  return [...titles, ...folders].find((title) => title !== '') ?? ''
}

/** So many suspects tell enough of a large selection. */
const mostLookedAt = 2000

export interface Mistaken {
  /** Files whose texts are almost certainly in another encoding than they were read in. */
  readonly ids: readonly TrackId[]
  /** There may be more among the files that were not looked at. */
  readonly more: boolean
}

export function mistakenAmong(state: Tracks, ids: readonly TrackId[]): Mistaken {
  const suspects = ids.filter((id) => hasSuspects(valuesOf(state, id)))
  if (suspects.length === 0) return { ids: [], more: false }
  // Right texts speak against a repair, but no album lacks them altogether.
  const lookedAt = ids.length <= mostLookedAt ? ids : suspects.slice(0, mostLookedAt)
  const mistaken = repairGroups(state, lookedAt, { byHand: false }).flatMap((group) => {
    const [best] = group.repairs
    if (best === undefined || best.likelihood < sureLikelihood) return []
    return group.ids.filter((id) => repairChanges(valuesOf(state, id), best.encoding) !== undefined)
  })
  return { ids: mistaken, more: suspects.length > mostLookedAt && ids.length > mostLookedAt }
}
