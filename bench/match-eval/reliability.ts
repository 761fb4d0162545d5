import type { Outcome } from './rows'

interface Bin {
  readonly from: number
  readonly to: number
  readonly n: number
  /** Mean of what was said, and the share that was right, 0…1. */
  readonly said: number
  readonly right: number
}

/** Finer towards certainty, where it matters. */
const edges = [0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 1.000001]

/** What the matcher said how probable its best album is, against how often it was right. */
export function reliability(outcomes: readonly Outcome[]): Bin[] {
  return edges.slice(0, -1).flatMap((from, index) => {
    const to = edges[index + 1] ?? 1
    const inside = outcomes.filter(({ probability }) => probability >= from && probability < to)
    if (inside.length === 0) return []
    const said = inside.reduce((sum, { probability }) => sum + probability, 0) / inside.length
    const right = inside.filter(({ group }) => group).length / inside.length
    return [{ from, to: Math.min(1, to), n: inside.length, said, right }]
  })
}

const side = 420
const left = 56
const top = 24
const x = (value: number): string => (left + value * side).toFixed(1)
const y = (value: number): string => (top + (1 - value) * side).toFixed(1)

/** The diagram: the nearer the dots are to the diagonal, the more “90 %” means nine in ten. */
export function reliabilitySvg(outcomes: readonly Outcome[]): string {
  const bins = reliability(outcomes)
  const ticks = [0, 0.25, 0.5, 0.75, 1]
  const grid = ticks.flatMap((tick) => [
    `<path class="grid" d="M${x(tick)} ${y(0)}V${y(1)}M${x(0)} ${y(tick)}H${x(1)}"/>`,
    `<text x="${x(tick)}" y="${top + side + 18}" text-anchor="middle">${tick * 100} %</text>`,
    `<text x="${left - 8}" y="${(Number(y(tick)) + 4).toFixed(1)}" text-anchor="end">${tick * 100} %</text>`,
  ])
  const dots = bins.map(({ said, right, n }, index) => {
    const radius = 3 + Math.sqrt(n) / 5
    const last = index === bins.length - 1
    // On the other side of the line, or of the axis; the last one hangs below, where the others leave room.
    const place = last
      ? `x="${x(said)}" y="${(Number(y(right)) + radius + 16).toFixed(1)}" text-anchor="middle"`
      : right > said && said > 0.02
        ? `x="${(Number(x(said)) - radius - 4).toFixed(1)}" y="${y(right)}" text-anchor="end"`
        : `x="${(Number(x(said)) + radius + 4).toFixed(1)}" y="${y(right)}"`
    return `<circle cx="${x(said)}" cy="${y(right)}" r="${radius.toFixed(1)}"/><text ${place}>${n}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + side + 40} ${top + side + 52}" role="img">
<title>How often the best album was right, by what the matcher said; the number of folders at each dot</title>
<style>text{font:12px sans-serif;fill:#444}.grid{stroke:#ddd}.ideal{stroke:#999;stroke-dasharray:4 4}circle{fill:#2f6f9f;fill-opacity:.75}path{fill:none}</style>
<rect width="100%" height="100%" fill="#fff"/>
${grid.join('\n')}
<path class="ideal" d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}"/>
<path d="M${bins.map(({ said, right }) => `${x(said)} ${y(right)}`).join('L')}" stroke="#2f6f9f"/>
${dots.join('\n')}
<text x="${left + side / 2}" y="${top + side + 42}" text-anchor="middle">said</text>
<text transform="translate(14 ${top + side / 2}) rotate(-90)" text-anchor="middle">right</text>
</svg>
`
}
