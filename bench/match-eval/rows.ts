import type { Benchmark, BenchmarkCase } from './benchmark'
import type { Answer } from './matcher'

/** In the order of the table. */
export const scenarios = (
  'clean clean_dur2s typos junk_titles filename_only filename_nofolder filename_real missing_tracks bonus_files ' +
  'wrong_order multidisc_flat va_noalbumartist mojibake no_album_tag edition_trackcount edition_format ' +
  'edition_country edition_date edition_catno edition_barcode edition_label boxset wild_mix bare_tracks id3v1 ' +
  'heavy_noise not_in_db not_in_db_hard'
).split(' ')

export const columns = [
  'rg',
  'tracklist',
  'edition',
  'tracks',
  'auto',
  'auto_rg',
  'auto_tl',
  'fp',
  'req',
] as const
export type Column = (typeof columns)[number]

/** How one case came out. Undefined where the case does not ask it. */
export interface Outcome {
  readonly id: string
  readonly scenario: string
  readonly inDatabase: boolean
  readonly auto: boolean
  readonly group: boolean
  readonly tracklist: boolean
  readonly edition: boolean | undefined
  /** Share of the files that are rightly assigned. */
  readonly tracks: number
  readonly requests: number
  readonly ownMs: number
  /** What the app says how probable its best group is, 0…1. */
  readonly probability: number
}

export function judge(one: BenchmarkCase, answer: Answer, benchmark: Benchmark): Outcome {
  const [best] = answer.candidates
  const { truth } = one
  const group = truth !== null && best !== undefined && best.releaseGroupId === truth.releaseGroup
  return {
    id: one.id,
    scenario: one.scenario,
    inDatabase: truth !== null,
    auto: best?.sure ?? false,
    group,
    tracklist: truth !== null && best !== undefined && truth.releases.includes(best.releaseId),
    edition: truth === null || truth.edition === null ? undefined : best?.releaseId === truth.edition,
    tracks:
      truth === null || best === undefined
        ? 0
        : truth.tracks.filter((track, index) => isRight(track, answer.tracks[index], truth.releaseGroup))
            .length / truth.tracks.length,
    requests: answer.requests,
    ownMs: answer.ownMs,
    probability: answer.found.groups[0]?.probability ?? 0,
  }

  function isRight(wanted: string | null, given: string | undefined, groupId: string): boolean {
    if (wanted === null || given === undefined) return wanted === null && given === undefined
    const right = benchmark.trackOf.get(wanted)
    const chosen = benchmark.trackOf.get(given)
    if (right === undefined || chosen === undefined || chosen.groupId !== groupId) return false
    if (right.recordingId === chosen.recordingId) return true
    const apart = Math.abs((right.lengthMs ?? 0) - (chosen.lengthMs ?? 0))
    return right.title === chosen.title && apart <= 5000
  }
}

/** A line of the table: counts in percent, requests as they are; undefined where there is nothing to count. */
export interface Row {
  readonly scenario: string
  readonly n: number
  readonly values: Readonly<Partial<Record<Column, number>>>
}

export function rowOf(scenario: string, outcomes: readonly Outcome[]): Row {
  const positive = outcomes.filter(({ inDatabase }) => inDatabase)
  const negative = outcomes.filter(({ inDatabase }) => !inDatabase)
  const withEdition = positive.filter(({ edition }) => edition !== undefined)
  // A folder that is not in the database and was taken all the same was taken wrongly.
  const taken = outcomes.filter(({ auto }) => auto)
  const values: Partial<Record<Column, number | undefined>> = {
    rg: share(positive, ({ group }) => group),
    tracklist: share(positive, ({ tracklist }) => tracklist),
    edition: share(withEdition, ({ edition }) => edition === true),
    tracks: mean(positive, ({ tracks }) => 100 * tracks),
    auto: share(positive, ({ auto }) => auto),
    auto_rg: positive.length === 0 ? undefined : share(taken, ({ group }) => group),
    auto_tl: positive.length === 0 ? undefined : share(taken, ({ tracklist }) => tracklist),
    fp: share(negative, ({ auto }) => auto),
    req: mean(outcomes, ({ requests }) => requests),
  }
  return {
    scenario,
    n: outcomes.length,
    values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
  }
}

const mean = (list: readonly Outcome[], value: (one: Outcome) => number): number | undefined =>
  list.length === 0 ? undefined : list.reduce((sum, one) => sum + value(one), 0) / list.length

const share = (list: readonly Outcome[], holds: (one: Outcome) => boolean): number | undefined =>
  mean(list, (one) => (holds(one) ? 100 : 0))

export const header = ['scenario', 'n', ...columns].join('\t')

export const lineOf = ({ scenario, n, values }: Row): string =>
  [scenario, n, ...columns.map((column) => shown(column, values[column]))].join('\t')

const shown = (column: Column, value: number | undefined): string =>
  value === undefined ? '-' : value.toFixed(column === 'req' ? 2 : 1)
