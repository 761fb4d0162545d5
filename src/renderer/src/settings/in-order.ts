/** The list with the item at `index` moved by so many places; as it is where it would leave the list. */
export function moved<Item>(list: readonly Item[], index: number, by: number): readonly Item[] {
  const to = index + by
  if (to < 0 || to >= list.length) return list
  const others = list.filter((_, other) => other !== index)
  return [...others.slice(0, to), ...list.slice(index, index + 1), ...others.slice(to)]
}
