import { fieldRow } from '../../../shared/model'
import type { ChangedField } from '../editor'

/** Least and greatest part of the width. Rows are grids of their own, so nothing may depend on what is in them. */
function columnWidth(field: ChangedField): readonly [number, number] {
  if (field === 'pictures' || field === 'removedKinds') return [160, 0]
  const { type } = fieldRow(field)
  if (type === 'number' || type === 'flag') return [132, 0.6]
  if (type === 'date') return [136, 0.8]
  return field === 'title' || field === 'artist' || type === 'long' ? [160, 2] : [160, 1.4]
}

/** As one grid template for all rows, and the width below which the grid scrolls sideways. */
export function gridColumns(columns: readonly ChangedField[], hasExtra: boolean) {
  const widths = [[190, 1] as const, ...(hasExtra ? [[96, 0] as const] : []), ...columns.map(columnWidth)]
  return {
    template: widths
      .map(([least, part]) => (part === 0 ? `${least}px` : `minmax(${least}px, ${part}fr)`))
      .join(' '),
    minInlineSize: widths.reduce((sum, [least]) => sum + least, 0),
  }
}
