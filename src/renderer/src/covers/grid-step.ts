/** By columns and rows; to the ends where both are infinite. */
export const gridMoves = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [Number.NEGATIVE_INFINITY, 0],
  End: [Number.POSITIVE_INFINITY, 0],
} as const

export type GridMove = keyof typeof gridMoves

/** The place that a key leads to in a grid filled row by row. From nowhere (-1) every key leads to the first. */
export function movedIn(
  { at, count, columns }: { readonly at: number; readonly count: number; readonly columns: number },
  key: GridMove,
): number {
  if (at < 0) return 0
  const [byColumns, byRows] = gridMoves[key]
  if (byRows === 0) return Math.max(0, Math.min(count - 1, at + byColumns))
  const next = at + byRows * columns
  // Above the first row and below the last one there is nothing; a last row that is short ends in its last one.
  if (next < 0) return at
  if (next < count) return next
  return Math.floor(at / columns) < Math.floor((count - 1) / columns) ? count - 1 : at
}
