/** A document with what stands between two marks replaced; the words around are written by hand. */
export function withPart(document: string, name: string, part: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [from, to] = [document.indexOf(start), document.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the document has no place for ${name}`)
  return `${document.slice(0, from + start.length)}\n\n${part}\n\n${document.slice(to)}`
}

/** A row of a table. */
export const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** A table as the formatter lays it out: every column as wide as its widest cell. The first row is its head. */
export function alignedTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const padded = (row: readonly string[]) =>
    tableRow(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)))
  const rule = tableRow(widths.map((width) => '-'.repeat(width)))
  return [padded(head), rule, ...body.map(padded)].join('\n')
}
