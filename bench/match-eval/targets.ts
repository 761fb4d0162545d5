import { type Column, columns, type Row, scenarios } from './rows'

export interface Target {
  readonly name: string
  readonly isMet: boolean
  readonly found: string
}

/** The peers' measurements: per scenario the row of each. */
export type Anchors = ReadonlyMap<string, readonly { readonly anchor: string; readonly row: Row }[]>

/** `anchor scenario n rg …`, tabs between, `-` for nothing. */
export function parseAnchors(text: string): Anchors {
  const [head = '', ...lines] = text.trim().split('\n')
  const names = head.split('\t')
  const anchors = new Map<string, { anchor: string; row: Row }[]>()
  for (const line of lines) {
    const cells = new Map(line.split('\t').map((cell, index) => [names[index] ?? '', cell]))
    const scenario = cells.get('scenario') ?? ''
    const values = columns.flatMap((column) => {
      const cell = cells.get(column) ?? '-'
      return cell === '-' ? [] : [[column, Number(cell)] as const]
    })
    const row = { scenario, n: Number(cells.get('n')), values: Object.fromEntries(values) }
    anchors.set(scenario, [...(anchors.get(scenario) ?? []), { anchor: cells.get('anchor') ?? '', row }])
  }
  return anchors
}

/** The end of matching.md. `of` names a row, `least` and `most` are in its unit. */
const fixed: readonly { of: string; column: Column; least?: number; most?: number }[] = [
  { of: 'ALL', column: 'rg', least: 99 },
  { of: 'ALL', column: 'tracklist', least: 99 },
  { of: 'ALL', column: 'edition', least: 98.5 },
  { of: 'ALL', column: 'tracks', least: 98.5 },
  { of: 'ALL', column: 'auto', least: 95 },
  { of: 'ALL', column: 'auto_rg', least: 99.8 },
  { of: 'not_in_db', column: 'fp', most: 0.3 },
  { of: 'not_in_db_hard', column: 'fp', most: 0.6 },
  { of: 'ALL', column: 'req', most: 2.2 },
]
const compared = ['rg', 'tracklist', 'edition', 'tracks'] as const

export function targetsOf(
  rows: ReadonlyMap<string, Row>,
  anchors: Anchors,
  mostRequests: number,
  ownMs: number,
): Target[] {
  const targets: Target[] = fixed.flatMap(({ of, column, least, most }) => {
    const value = rows.get(of)?.values[column]
    if (value === undefined) return []
    const isMet = (least === undefined || value >= least) && (most === undefined || value <= most)
    const bound = least === undefined ? `≤ ${most}` : `≥ ${least}`
    return [{ name: `${of} ${column} ${bound}`, isMet, found: value.toFixed(2) }]
  })
  for (const scenario of scenarios) {
    const row = rows.get(scenario)
    if (row === undefined) continue
    for (const column of compared) {
      const value = row.values[column]
      const best = Math.max(
        ...(anchors.get(scenario) ?? []).flatMap(({ row: { values } }) => values[column] ?? []),
      )
      if (value === undefined || !Number.isFinite(best)) continue
      // The anchors are printed with one digit; a row at 100 allows one case.
      const allowed = best >= 100 ? 100 / row.n : 0.05
      targets.push({
        name: `${scenario} ${column} ≥ ${best.toFixed(1)}`,
        isMet: value >= best - allowed - 1e-9,
        found: value.toFixed(1),
      })
    }
  }
  targets.push(
    { name: 'requests of a case ≤ 4', isMet: mostRequests <= 4, found: String(mostRequests) },
    { name: 'own time of a case ≤ 30 ms', isMet: ownMs <= 30, found: ownMs.toFixed(1) },
  )
  return targets
}
