/** How well letters typed fit a title: 0 is not at all. Letters must come in order; word starts count most. */
export function fits(title: string, typed: string): number {
  const text = title.toLowerCase()
  const wanted = typed.toLowerCase().replace(/\s+/g, '')
  if (wanted === '') return 1
  let score = 0
  let at = 0
  let run = 0
  for (const letter of wanted) {
    const next = text.indexOf(letter, at)
    if (next < 0) return 0
    const startsWord = next === 0 || /[\s/-]/.test(text[next - 1] ?? '')
    run = next === at && at > 0 ? run + 1 : 0
    score += 1 + run + (startsWord ? 3 : 0)
    at = next + 1
  }
  return score / (1 + text.length / 100)
}
