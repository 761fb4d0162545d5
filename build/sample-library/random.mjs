// @ts-check

/**
 * A seeded source of chance, so that the library comes out the same on every run.
 * @typedef {object} Random
 * @property {() => number} next a number in [0, 1)
 * @property {(low: number, high: number) => number} between a number in [low, high)
 * @property {<T>(items: readonly T[]) => T} pick one of the items
 * @property {(probability: number) => boolean} chance true that often
 */

/**
 * @param {string} seed
 * @returns {Random}
 */
export function createRandom(seed) {
  let state = hash(seed)
  const next = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    pick: (items) => {
      if (items.length === 0) throw new Error('nothing to pick from')
      return /** @type {typeof items[number]} */ (items[Math.floor(next() * items.length)])
    },
    chance: (probability) => next() < probability,
  }
}

/** @param {string} text FNV-1a over UTF-16 units */
function hash(text) {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value | 0
}
