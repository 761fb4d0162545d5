const shownLength = 60

/** The beginning of a text that may be a whole song. */
export function oneLine(text: string): string {
  const line = text.slice(0, 4 * shownLength).replace(/\s+/g, ' ')
  return line.length > shownLength ? `${line.slice(0, shownLength)}…` : line
}
