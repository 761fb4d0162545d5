import type { Features, Weights } from '../../src/main/lookup/matching/linear-model'

/** One thing that was or was not so. */
export interface Observation {
  readonly features: Features
  readonly isTrue: boolean
  readonly weight?: number
}

/** One choice among several, of which each of `right` would have been good. */
export interface Choice {
  readonly options: readonly Features[]
  readonly right: readonly boolean[]
}

const rounds = 25
const bias = 'bias'

/**
 * Weights by which the log-odds of what is so are most likely, less `ridge` times half their squares: without that,
 * features that happen to separate everything would make it certain. Newton's method from nothing: no seed, and the
 * same data give the same weights.
 */
export function fitLogistic(observations: readonly Observation[], ridge: number): Weights {
  const names = [bias, ...namesOf(observations.map(({ features }) => features))]
  const rows = observations.map(({ features }) => vectorOf(names, { ...features, [bias]: 1 }))
  let weights = new Float64Array(names.length)
  for (let round = 0; round < rounds; round++) {
    const system = new System(weights, ridge, 1)
    for (const [index, row] of rows.entries()) {
      const counts = observations[index]?.weight ?? 1
      const said = 1 / (1 + Math.exp(-dot(weights, row)))
      system.add(row, counts * (Number(observations[index]?.isTrue) - said), counts * said * (1 - said))
    }
    weights = system.step()
  }
  return toWeights(names, weights)
}

/** The same for choices: weights by which the right options are most likely chosen. There is no bias. */
export function fitChoices(choices: readonly Choice[], ridge: number): Weights {
  const names = namesOf(choices.flatMap(({ options }) => options))
  const vectors = choices.map(({ options }) => options.map((option) => vectorOf(names, option)))
  let weights = new Float64Array(names.length)
  for (let round = 0; round < rounds; round++) {
    const system = new System(weights, ridge, 0)
    for (const [index, options] of vectors.entries()) {
      const right = choices[index]?.right ?? []
      const said = softmax(options.map((option) => dot(weights, option)))
      const among = said.map((share, option) => (right[option] === true ? share : 0))
      const sum = among.reduce((all, share) => all + share, 0) || 1
      const middle = new Float64Array(names.length)
      for (const [option, vector] of options.entries())
        for (let n = 0; n < middle.length; n++)
          middle[n] = (middle[n] ?? 0) + (said[option] ?? 0) * (vector[n] ?? 0)
      for (const [option, vector] of options.entries()) {
        const centred = vector.map((value, n) => value - (middle[n] ?? 0))
        system.add(centred, (among[option] ?? 0) / sum, said[option] ?? 0)
      }
    }
    weights = system.step()
  }
  return toWeights(names, weights)
}

/** One step of Newton's method: where the slope, as far as it can be foreseen, is level. */
class System {
  readonly #from: Float64Array
  readonly #slope: Float64Array
  readonly #curve: Float64Array[]

  /** The first `free` weights are not held back. */
  constructor(from: Float64Array, ridge: number, free: number) {
    this.#from = from
    this.#slope = from.map((weight, n) => (n < free ? 0 : -ridge * weight))
    this.#curve = Array.from(from, (_, n) => {
      const row = new Float64Array(from.length)
      row[n] = n < free ? 1e-6 : ridge
      return row
    })
  }

  add(row: Float64Array, slope: number, curve: number): void {
    for (let n = 0; n < row.length; n++) {
      const value = row[n] ?? 0
      if (value === 0) continue
      this.#slope[n] = (this.#slope[n] ?? 0) + slope * value
      const line = this.#curve[n]
      if (line === undefined) continue
      for (let m = 0; m < row.length; m++) line[m] = (line[m] ?? 0) + curve * value * (row[m] ?? 0)
    }
  }

  step(): Float64Array<ArrayBuffer> {
    const change = solve(this.#curve, this.#slope)
    // Far from the end the foresight is poor: no weight moves by more than this.
    const largest = Math.max(...change.map(Math.abs))
    const share = largest > 3 ? 3 / largest : 1
    return Float64Array.from(this.#from, (weight, n) => weight + share * (change[n] ?? 0))
  }
}

/** Gauss, with the largest pivot. */
function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const rows = matrix.map((row, n) => Float64Array.from([...row, right[n] ?? 0]))
  const size = rows.length
  for (let column = 0; column < size; column++) {
    let pivot = column
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row
    const chosen = rows[pivot]
    const other = rows[column]
    if (chosen === undefined || other === undefined) continue
    rows[pivot] = other
    rows[column] = chosen
    for (const [index, row] of rows.entries()) {
      if (index === column) continue
      const factor = (row[column] ?? 0) / (chosen[column] || 1)
      if (factor === 0) continue
      for (let n = column; n <= size; n++) row[n] = (row[n] ?? 0) - factor * (chosen[n] ?? 0)
    }
  }
  return Float64Array.from(rows, (row, n) => (row[size] ?? 0) / (row[n] || 1))
}

/** How far off the said probabilities are: the mean of -ln of what was said of what came true. */
export function logLoss(said: readonly { readonly probability: number; readonly isTrue: boolean }[]): number {
  const loss = said.reduce(
    (sum, { probability, isTrue }) => sum - Math.log(Math.max(1e-9, isTrue ? probability : 1 - probability)),
    0,
  )
  return loss / Math.max(1, said.length)
}

function namesOf(all: readonly Features[]): string[] {
  return [...new Set(all.flatMap((features) => Object.keys(features)))].sort()
}

const vectorOf = (names: readonly string[], features: Features): Float64Array =>
  Float64Array.from(names, (name) => features[name] ?? 0)

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let n = 0; n < a.length; n++) sum += (a[n] ?? 0) * (b[n] ?? 0)
  return sum
}

function softmax(odds: readonly number[]): number[] {
  const most = Math.max(...odds)
  const powers = odds.map((one) => Math.exp(one - most))
  const sum = powers.reduce((all, power) => all + power, 0)
  return powers.map((power) => power / sum)
}

const toWeights = (names: readonly string[], weights: Float64Array): Weights =>
  Object.fromEntries(names.map((name, n) => [name, Math.round((weights[n] ?? 0) * 1000) / 1000]))
