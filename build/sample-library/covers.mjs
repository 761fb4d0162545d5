// @ts-check
// The covers, drawn as functions of a point in the unit square: any size comes out sharp.

import { createRandom } from './random.mjs'

/**
 * @typedef {readonly [number, number, number]} Colour 0 … 255
 * @typedef {(x: number, y: number, edge: number) => Colour} Drawing edge: the width of a pixel, for smooth outlines
 * @typedef {'tideworks' | 'tideworks-deluxe' | 'nachtfaehre' | 'garden' | 'orbit' | 'waves' | 'field'} CoverName
 */

/**
 * @param {CoverName} name
 * @param {number} size
 * @returns {Uint8Array} RGB, row by row
 */
export function drawCover(name, size) {
  const draw = drawings[name]()
  const pixels = new Uint8Array(size * size * 3)
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      for (const part of draw((column + 0.5) / size, (row + 0.5) / size, 1 / size))
        pixels[at++] = Math.round(part)
    }
  }
  return pixels
}

/** @param {string} hex @returns {Colour} */
function colour(hex) {
  const value = Number.parseInt(hex, 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** @param {number} value */
const clamp = (value) => Math.min(1, Math.max(0, value))

/** @param {Colour} from @param {Colour} to @param {number} share @returns {Colour} */
function blend(from, to, share) {
  const s = clamp(share)
  return [from[0] + (to[0] - from[0]) * s, from[1] + (to[1] - from[1]) * s, from[2] + (to[2] - from[2]) * s]
}

/** @param {readonly [Colour, ...Colour[]]} stops evenly spaced @param {number} share @returns {Colour} */
function gradient(stops, share) {
  const at = clamp(share) * (stops.length - 1)
  const index = Math.min(stops.length - 2, Math.floor(at))
  const part = at - index
  return blend(
    stops[index] ?? stops[0],
    stops[index + 1] ?? stops[0],
    part * part * (3 - 2 * part) * 0.5 + part * 0.5,
  )
}

/** How much of the pixel lies inside, by its signed distance. @param {number} distance @param {number} edge */
const inside = (distance, edge) => clamp(0.5 - distance / edge)

/** @param {number} x @param {number} y @param {number} cx @param {number} cy @param {number} radius */
const circle = (x, y, cx, cy, radius) => Math.hypot(x - cx, y - cy) - radius

/** @param {number} x @param {number} y @param {number} cx @param {number} cy @param {number} w @param {number} h */
const box = (x, y, cx, cy, w, h) => Math.max(Math.abs(x - cx) - w / 2, Math.abs(y - cy) - h / 2)

/** @param {number} x @param {readonly [number, number, number][]} waves amplitude, cycles, phase */
function ripple(x, waves) {
  let value = 0
  for (const [amplitude, cycles, phase] of waves)
    value += amplitude * Math.sin(Math.PI * 2 * (cycles * x + phase))
  return value
}

/**
 * Sun over the tide.
 * @param {readonly [Colour, ...Colour[]]} sky
 * @param {Colour} sun
 * @param {Colour} water
 * @returns {Drawing}
 */
function tide(sky, sun, water) {
  return (x, y, edge) => {
    let point = gradient(sky, x * 0.42 + y * 0.62)
    point = blend(point, sun, 0.9 * inside(circle(x, y, 0.675, 0.335, 0.175), edge))
    const layers = /** @type {const} */ ([
      [0.735, 0.055, 0.3, 0.34],
      [0.8, 0.045, 0.78, 0.3],
      [0.885, 0.035, 0.1, 0.3],
    ])
    for (const [level, height, phase, strength] of layers) {
      const surface =
        level +
        ripple(x, [
          [height, 1.05, phase],
          [height * 0.22, 2.3, phase * 2],
        ])
      point = blend(point, water, strength * inside(surface - y, edge))
    }
    return point
  }
}

/** @type {Record<CoverName, () => Drawing>} */
const drawings = {
  tideworks: () =>
    tide(
      [colour('22476f'), colour('5c6478'), colour('c07a55'), colour('d98a5c')],
      colour('ece8e4'),
      colour('eec3ab'),
    ),

  'tideworks-deluxe': () =>
    tide(
      [colour('12313f'), colour('1f5f6b'), colour('6fa08c'), colour('e0c58c')],
      colour('f6ead0'),
      colour('d8e6d2'),
    ),

  /** A lit ferry under the moon, its light in the water. */
  nachtfaehre() {
    const random = createRandom('nachtfaehre')
    const glints = Array.from({ length: 46 }, () => {
      const depth = random.next() ** 1.4
      return {
        y: 0.655 + depth * 0.31,
        x: 0.66 + random.between(-1, 1) * (0.05 + depth * 0.13),
        w: 0.03 + random.next() * 0.1,
        h: 0.004 + depth * 0.006,
      }
    })
    const stars = Array.from({ length: 34 }, () => ({
      x: random.next(),
      y: random.next() * 0.5,
      r: random.between(0.0009, 0.0024),
    }))
    return (x, y, edge) => {
      let point = gradient([colour('1f1740'), colour('3a2d66'), colour('5a4f92'), colour('8f8cc4')], y / 0.66)
      for (const star of stars)
        point = blend(point, colour('f4efff'), 0.75 * inside(circle(x, y, star.x, star.y, star.r), edge))
      point = blend(
        point,
        colour('d9d3f5'),
        0.2 * Math.exp(-(Math.max(0, circle(x, y, 0.66, 0.27, 0.115)) / 0.07)),
      )
      point = blend(point, colour('f3eede'), inside(circle(x, y, 0.66, 0.27, 0.115), edge))
      const hills =
        0.6 +
        ripple(x, [
          [0.02, 1.3, 0.1],
          [0.008, 3.1, 0.4],
        ])
      point = blend(point, colour('463d78'), inside(hills - y, edge))
      if (y > 0.635) {
        point = gradient([colour('37306b'), colour('231c4b'), colour('140f2e')], (y - 0.635) / 0.365)
        for (const glint of glints)
          point = blend(
            point,
            colour('e9e0c9'),
            0.55 * inside(box(x, y, glint.x, glint.y, glint.w, glint.h), edge),
          )
      }
      const hull = Math.max(
        box(x, y, 0.33, 0.655, 0.34, 0.05),
        (Math.abs(x - 0.33) - 0.17 + (y - 0.63) * 0.9) * 0.74,
      )
      const decks = Math.min(
        hull,
        box(x, y, 0.325, 0.61, 0.25, 0.045),
        box(x, y, 0.35, 0.57, 0.15, 0.04),
        box(x, y, 0.385, 0.53, 0.035, 0.055),
      )
      point = blend(point, colour('120d2b'), inside(decks, edge))
      for (let i = 0; i < 8; i++)
        point = blend(point, colour('ffcf7d'), inside(box(x, y, 0.22 + i * 0.03, 0.609, 0.016, 0.014), edge))
      for (let i = 0; i < 4; i++)
        point = blend(point, colour('ffcf7d'), inside(box(x, y, 0.305 + i * 0.03, 0.571, 0.014, 0.012), edge))
      if (y > 0.68) {
        for (let i = 0; i < 8; i++) {
          const fade = Math.exp(-(y - 0.68) * 14) * (0.6 + 0.4 * Math.sin(y * 260 + i))
          point = blend(
            point,
            colour('ffcf7d'),
            0.5 * fade * inside(Math.abs(x - 0.22 - i * 0.03) - 0.006, 0.012),
          )
        }
      }
      return point
    }
  },

  /** Leaves in a rosette over soft beds. */
  garden() {
    const leaves = [
      {
        count: 12,
        inner: 0.13,
        outer: 0.36,
        width: 0.062,
        turn: 0,
        from: colour('2f6b4a'),
        to: colour('8bb56a'),
      },
      {
        count: 12,
        inner: 0.1,
        outer: 0.27,
        width: 0.05,
        turn: Math.PI / 12,
        from: colour('4f8f58'),
        to: colour('c9d77f'),
      },
      {
        count: 8,
        inner: 0.045,
        outer: 0.165,
        width: 0.04,
        turn: Math.PI / 8,
        from: colour('e9b65a'),
        to: colour('f6e2a4'),
      },
    ]
    return (x, y, edge) => {
      let point = gradient(
        [colour('1d5145'), colour('3c7a55'), colour('9fb565'), colour('e2d290')],
        x * 0.35 + y * 0.7,
      )
      const bed = 0.78 + ripple(x, [[0.04, 0.9, 0.55]])
      point = blend(point, colour('f1e6b8'), 0.3 * inside(bed - y, edge))
      const lower = 0.88 + ripple(x, [[0.035, 1.2, 0.15]])
      point = blend(point, colour('f7f0cf'), 0.34 * inside(lower - y, edge))
      const dx = x - 0.5
      const dy = y - 0.46
      const radius = Math.hypot(dx, dy)
      const angle = Math.atan2(dy, dx)
      for (const ring of leaves) {
        const sector = (Math.PI * 2) / ring.count
        const local = ((((angle - ring.turn) % sector) + sector * 1.5) % sector) - sector / 2
        const along = (radius * Math.cos(local) - ring.inner) / (ring.outer - ring.inner)
        const across = Math.abs(radius * Math.sin(local))
        if (along > -0.05 && along < 1.05) {
          const outline = across - ring.width * Math.sin(Math.PI * clamp(along) ** 0.8)
          const shade = blend(ring.from, ring.to, along)
          point = blend(
            point,
            shade,
            0.94 * inside(outline, edge) * inside(Math.abs(along - 0.5) - 0.5, edge * 4),
          )
          point = blend(
            point,
            blend(shade, [255, 255, 240], 0.4),
            0.8 * inside(across - 0.0017, edge) * inside(outline + 0.006, edge),
          )
        }
      }
      point = blend(point, colour('7a4a2c'), inside(radius - 0.05, edge))
      return blend(point, colour('f3c969'), inside(radius - 0.036, edge))
    }
  },

  /** A planet's limb, a thin orbit, one small light. */
  orbit() {
    const random = createRandom('low orbit')
    const stars = Array.from({ length: 70 }, () => ({
      x: random.next(),
      y: random.next() * 0.8,
      r: random.between(0.0008, 0.0026),
      glow: random.between(0.35, 0.95),
    }))
    const tilt = -0.3
    return (x, y, edge) => {
      let point = gradient([colour('0a0d1c'), colour('121a36'), colour('1b2c57')], y)
      for (const star of stars)
        point = blend(point, colour('dfe9ff'), star.glow * inside(circle(x, y, star.x, star.y, star.r), edge))
      const planet = circle(x, y, 0.42, 1.28, 0.74)
      const along = Math.cos(tilt) * (x - 0.42) + Math.sin(tilt) * (y - 0.86)
      const across = -Math.sin(tilt) * (x - 0.42) + Math.cos(tilt) * (y - 0.86)
      const orbitDistance = (Math.hypot(along / 0.62, across / 0.34) - 1) * 0.34
      const ring = inside(Math.abs(orbitDistance) - 0.0022, edge)
      point = blend(point, colour('6fa7d8'), 0.75 * ring * clamp(0.35 + (x - 0.1) * 0.9))
      point = blend(point, colour('5fd0e8'), 0.85 * Math.exp(-Math.max(0, planet) / 0.035))
      const surface = gradient(
        [colour('7fe0e0'), colour('2c8fb3'), colour('1d4f86'), colour('142c5c')],
        -planet / 0.42,
      )
      const cloud =
        ripple(x + planet * 0.6, [
          [0.5, 2.1, 0.2],
          [0.3, 4.7, 0.6],
          [0.2, 9.1, y],
        ]) *
        ripple(planet, [
          [1, 7, 0.1],
          [0.5, 13, 0.4],
        ])
      point = blend(point, blend(surface, colour('d8f3f4'), clamp(cloud - 0.12) * 0.45), inside(planet, edge))
      const sx = 0.42 + 0.62 * Math.cos(-0.95) * Math.cos(tilt) - 0.34 * Math.sin(-0.95) * Math.sin(tilt)
      const sy = 0.86 + 0.62 * Math.cos(-0.95) * Math.sin(tilt) + 0.34 * Math.sin(-0.95) * Math.cos(tilt)
      point = blend(
        point,
        colour('ffb27a'),
        0.7 * Math.exp(-Math.max(0, circle(x, y, sx, sy, 0.014)) / 0.016),
      )
      return blend(point, colour('fff3e2'), inside(circle(x, y, sx, sy, 0.014), edge))
    }
  },

  /** A signal in lines that grow and settle. */
  waves() {
    const lines = 13
    /** @type {[Colour, ...Colour[]]} */
    const inks = [colour('1f6f78'), colour('3b8f86'), colour('e3a24f'), colour('de6b4a'), colour('b5405a')]
    return (x, y, edge) => {
      let point = gradient([colour('f8efdf'), colour('f3e2c9')], y)
      for (let i = 0; i < lines; i++) {
        const share = i / (lines - 1)
        const centre = 0.16 + share * 0.68
        const burst = Math.exp(
          -(((x - 0.5 - 0.1 * Math.sin(share * 5)) / (0.17 + 0.05 * Math.cos(share * 7))) ** 2),
        )
        const height = 0.062 * burst * (0.45 + 0.55 * Math.sin(Math.PI * share))
        const cycles = 9 + 3 * Math.sin(share * 4)
        const angle = Math.PI * 2 * (cycles * x + share * 1.7)
        const slope = height * Math.PI * 2 * cycles * Math.cos(angle)
        const distance = Math.abs(y - centre - height * Math.sin(angle)) / Math.sqrt(1 + slope * slope)
        const ends = inside(Math.abs(x - 0.5) - 0.38, edge)
        point = blend(point, gradient(inks, share), 0.95 * ends * inside(distance - 0.0042, edge))
      }
      return point
    }
  },

  /** A page of the notebook: dots, three stones and a stalk of grass. */
  field() {
    const stones = [
      { x: 0.4, y: 0.715, w: 0.22, h: 0.085, ink: colour('8c9a8e') },
      { x: 0.425, y: 0.585, w: 0.155, h: 0.06, ink: colour('b9a58a') },
      { x: 0.405, y: 0.487, w: 0.1, h: 0.046, ink: colour('6f7f86') },
    ]
    return (x, y, edge) => {
      let point = blend(colour('f4efe4'), colour('e9e0cf'), Math.hypot(x - 0.4, y - 0.35) * 0.9)
      const gx = ((x * 16) % 1) - 0.5
      const gy = ((y * 16) % 1) - 0.5
      point = blend(point, colour('c9bda6'), 0.7 * inside((Math.hypot(gx, gy) - 0.05) / 16, edge))
      point = blend(point, colour('d8ccb4'), 0.85 * inside(0.785 - y, edge))
      const shadow = Math.hypot((x - 0.43) / 0.27, (y - 0.8) / 0.02) - 1
      point = blend(point, colour('b3a68c'), 0.7 * clamp(-shadow * 0.9))
      for (const bend of [0, 0.05, -0.06]) {
        const up = clamp((0.8 - y) / (0.5 - Math.abs(bend) * 2))
        const stalk = Math.abs(x - 0.73 - bend * 0.4 - (bend + 0.09) * up * up) - 0.0045 * (1.15 - up)
        if (y < 0.8 && y > 0.3 + Math.abs(bend) * 2)
          point = blend(point, colour('5d7a4e'), inside(stalk, edge))
        for (let i = 0; i < 6; i++) {
          const t = 0.7 + i * 0.055
          const seedX = 0.73 + bend * 0.4 + (bend + 0.09) * t * t + (i % 2 ? 0.013 : -0.013)
          const seedY = 0.8 - t * (0.5 - Math.abs(bend) * 2)
          const lean = i % 2 ? 0.5 : -0.5
          const along = (y - seedY) / 0.022
          const across = (x - seedX + lean * (y - seedY)) / 0.008
          point = blend(point, colour('b98a3f'), inside((Math.hypot(along, across) - 1) * 0.008, edge))
        }
      }
      for (const stone of stones) {
        const dx = (x - stone.x) / stone.w
        const dy = (y - stone.y) / stone.h
        const distance = ((Math.abs(dx) ** 2.5 + Math.abs(dy) ** 2.5) ** 0.4 - 1) * stone.h
        const shade = blend(
          blend(stone.ink, [255, 255, 255], 0.28),
          blend(stone.ink, [20, 24, 28], 0.18),
          0.5 + dy * 0.5 + dx * 0.15,
        )
        point = blend(point, shade, inside(distance, edge))
      }
      return point
    }
  },
}
