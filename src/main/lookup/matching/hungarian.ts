/**
 * The assignment of rows to columns with the greatest sum of benefits; each row and column is used once at most.
 * Answers the column of each row, or -1. A pair without benefit (0 or less) is never made. Kuhn–Munkres with
 * potentials: short side squared times long side, so 100 × 100 takes milliseconds. Equal sums: always the same answer.
 */
export function bestAssignment(benefits: readonly (readonly number[])[]): number[] {
  const rows = benefits.length
  const columns = benefits[0]?.length ?? 0
  const benefit = (row: number, column: number) => Math.max(0, benefits[row]?.[column] ?? 0)
  const answer = new Array<number>(rows).fill(-1)
  const turned = rows > columns
  const pairs = turned
    ? solve(columns, rows, (column, row) => -benefit(row, column)).map(
        ([column, row]) => [row, column] as const,
      )
    : solve(rows, columns, (row, column) => -benefit(row, column))
  for (const [row, column] of pairs) if (benefit(row, column) > 0) answer[row] = column
  return answer
}

/** Every one of the `short` sides gets a partner among the `long`, at least cost. */
function solve(
  short: number,
  long: number,
  cost: (short: number, long: number) => number,
): (readonly [number, number])[] {
  // 1-based; column 0 holds the row that is looking for a partner.
  const rowPrice = new Float64Array(short + 1)
  const columnPrice = new Float64Array(long + 1)
  const partner = new Int32Array(long + 1)
  const cameFrom = new Int32Array(long + 1)
  for (let row = 1; row <= short; row++) {
    partner[0] = row
    let column = 0
    const slack = new Float64Array(long + 1).fill(Number.POSITIVE_INFINITY)
    const seen = new Uint8Array(long + 1)
    do {
      seen[column] = 1
      const from = at(partner, column)
      let least = Number.POSITIVE_INFINITY
      let next = 0
      for (let other = 1; other <= long; other++) {
        if (at(seen, other) === 1) continue
        const reduced = cost(from - 1, other - 1) - at(rowPrice, from) - at(columnPrice, other)
        if (reduced < at(slack, other)) {
          slack[other] = reduced
          cameFrom[other] = column
        }
        if (at(slack, other) < least) {
          least = at(slack, other)
          next = other
        }
      }
      for (let other = 0; other <= long; other++) {
        if (at(seen, other) === 1) {
          const owner = at(partner, other)
          rowPrice[owner] = at(rowPrice, owner) + least
          columnPrice[other] = at(columnPrice, other) - least
        } else slack[other] = at(slack, other) - least
      }
      column = next
    } while (at(partner, column) !== 0)
    while (column !== 0) {
      const before = at(cameFrom, column)
      partner[column] = at(partner, before)
      column = before
    }
  }
  const pairs: (readonly [number, number])[] = []
  for (let column = 1; column <= long; column++) {
    const row = at(partner, column)
    if (row !== 0) pairs.push([row - 1, column - 1])
  }
  return pairs
}

/** The arrays are as long as their indexes reach; the compiler cannot see it. */
const at = (array: Float64Array | Int32Array | Uint8Array, index: number): number => array[index] ?? 0
