// @ts-check
// A very small synthesiser: instruments answer mono samples, a mix collects them.

/** @import { Random } from './random.mjs' */

/**
 * @typedef {object} Mix
 * @property {number} sampleRate
 * @property {Float64Array} left
 * @property {Float64Array} right
 */

const TAU = Math.PI * 2

/** @param {number} midi */
export const frequencyOf = (midi) => 440 * 2 ** ((midi - 69) / 12)

/**
 * @param {number} seconds
 * @param {number} sampleRate
 * @returns {Mix}
 */
export function createMix(seconds, sampleRate) {
  const length = Math.round(seconds * sampleRate)
  return { sampleRate, left: new Float64Array(length), right: new Float64Array(length) }
}

/** One sample; silence outside. @param {Float64Array} samples @param {number} index */
const sampleAt = (samples, index) => samples[index] ?? 0

/** @param {Float64Array} samples @param {number} index @param {number} value */
function add(samples, index, value) {
  samples[index] = sampleAt(samples, index) + value
}

/**
 * Adds a sound to the mix; what would sound past the end is dropped.
 * @param {Mix} mix
 * @param {Float64Array} sound
 * @param {{ at: number, gain?: number, pan?: number }} where seconds, and −1 (left) … 1 (right)
 */
export function place(mix, sound, { at, gain = 1, pan = 0 }) {
  const start = Math.round(at * mix.sampleRate)
  const angle = ((pan + 1) * Math.PI) / 4
  const toLeft = gain * Math.cos(angle) * Math.SQRT2
  const toRight = gain * Math.sin(angle) * Math.SQRT2
  const end = Math.min(sound.length, mix.left.length - start)
  for (let i = Math.max(0, -start); i < end; i++) {
    add(mix.left, start + i, sampleAt(sound, i) * toLeft)
    add(mix.right, start + i, sampleAt(sound, i) * toRight)
  }
}

/**
 * @param {number} sampleRate
 * @param {number} seconds
 * @param {(time: number) => number} valueAt
 */
function render(sampleRate, seconds, valueAt) {
  const sound = new Float64Array(Math.max(1, Math.round(seconds * sampleRate)))
  for (let i = 0; i < sound.length; i++) sound[i] = valueAt(i / sampleRate)
  return sound
}

/**
 * Attack, hold, release: straight up, flat, a raised cosine down.
 * @param {number} time
 * @param {number} seconds
 * @param {number} attack
 * @param {number} release
 */
function swell(time, seconds, attack, release) {
  const up = Math.min(1, time / attack)
  const left = seconds - time
  const down = left >= release ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * Math.max(0, left)) / release)
  return up * up * (3 - 2 * up) * down
}

/**
 * One-pole low-pass, in place.
 * @param {Float64Array} sound
 * @param {number} sampleRate
 * @param {number} cutoff in Hz
 */
function lowPass(sound, sampleRate, cutoff) {
  const share = 1 - Math.exp((-TAU * cutoff) / sampleRate)
  let held = 0
  for (let i = 0; i < sound.length; i++) {
    held += share * (sampleAt(sound, i) - held)
    sound[i] = held
  }
  return sound
}

/**
 * A plucked string (Karplus-Strong, with fractional tuning).
 * @param {number} sampleRate
 * @param {number} frequency
 * @param {number} seconds
 * @param {Random} random
 * @param {{ brightness?: number, sustain?: number }} [options] brightness 0 … 1; seconds until −60 dB
 */
export function pluck(sampleRate, frequency, seconds, random, { brightness = 0.5, sustain = 3 } = {}) {
  const period = sampleRate / frequency - 0.5
  const size = Math.floor(period)
  const fraction = period - size
  const burst = new Float64Array(size + 1)
  for (let i = 0; i < burst.length; i++) burst[i] = random.between(-1, 1)
  // Softer fingers: smooth the burst, more often the duller it should be.
  for (let pass = Math.round((1 - brightness) * 6); pass > 0; pass--) {
    for (let i = 0; i < burst.length; i++)
      burst[i] = (sampleAt(burst, i) + sampleAt(burst, (i + 1) % burst.length)) / 2
  }
  const peak = burst.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6)
  const loss = 0.001 ** (1 / (frequency * sustain))
  const line = burst.map((value) => value / peak)
  let position = 0
  let previous = 0
  return render(sampleRate, seconds, (time) => {
    const here = sampleAt(line, position)
    const after = sampleAt(line, (position + 1) % line.length)
    const delayed = here * fraction + after * (1 - fraction)
    line[position] = loss * 0.5 * (delayed + previous)
    previous = delayed
    position = (position + 1) % line.length
    return delayed * Math.min(1, time / 0.005) * Math.min(1, (seconds - time) / 0.05)
  })
}

/**
 * A soft, slow chord tone: detuned sines with a little of their overtones.
 * @param {number} sampleRate
 * @param {number} frequency
 * @param {number} seconds
 * @param {{ attack?: number, release?: number, warmth?: number }} [options]
 */
export function pad(sampleRate, frequency, seconds, { attack = 0.6, release = 1, warmth = 0.25 } = {}) {
  return render(sampleRate, seconds, (time) => {
    let value = 0
    for (const detune of [0.9975, 1, 1.0022]) {
      const phase = TAU * frequency * detune * time
      value += Math.sin(phase) + warmth * Math.sin(2 * phase) + warmth * 0.4 * Math.sin(3 * phase)
    }
    return (value / 3.6) * swell(time, seconds, attack, release)
  })
}

/**
 * A bell: one sine bends another, both die away.
 * @param {number} sampleRate
 * @param {number} frequency
 * @param {number} seconds
 * @param {{ ratio?: number, depth?: number, decay?: number }} [options]
 */
export function bell(sampleRate, frequency, seconds, { ratio = 3.5, depth = 1.2, decay = 1 } = {}) {
  return render(sampleRate, seconds, (time) => {
    const bend = depth * Math.exp((-time * 5) / decay) * Math.sin(TAU * frequency * ratio * time)
    const level = Math.exp((-time * 3) / decay) * Math.min(1, time / 0.004)
    return Math.sin(TAU * frequency * time + bend) * level * Math.min(1, (seconds - time) / 0.08)
  })
}

/**
 * An electric piano.
 * @param {number} sampleRate
 * @param {number} frequency
 * @param {number} seconds
 */
export function electricPiano(sampleRate, frequency, seconds) {
  return render(sampleRate, seconds, (time) => {
    const bark = 0.9 * Math.exp(-time * 4) * Math.sin(TAU * frequency * time)
    const tine = 0.12 * Math.exp(-time * 9) * Math.sin(TAU * frequency * 7 * time)
    const level = Math.exp(-time * 1.7) * swell(time, seconds, 0.005, 0.12)
    return (Math.sin(TAU * frequency * time + bark) * 0.9 + tine) * level
  })
}

/**
 * A reed or whistle that sings a line, with vibrato that comes in late.
 * @param {number} sampleRate
 * @param {number} frequency
 * @param {number} seconds
 * @param {{ breath?: number }} [options] share of overtones
 */
export function reed(sampleRate, frequency, seconds, { breath = 0.3 } = {}) {
  let phase = 0
  return render(sampleRate, seconds, (time) => {
    const vibrato = 1 + 0.006 * Math.min(1, time / 0.5) * Math.sin(TAU * 5.2 * time)
    phase += (TAU * frequency * vibrato) / sampleRate
    const value = Math.sin(phase) + breath * Math.sin(2 * phase) * 0.6 + breath * Math.sin(3 * phase) * 0.5
    return (value / 1.3) * swell(time, seconds, 0.05, Math.min(0.18, seconds / 2))
  })
}

/**
 * A synthesiser tone built from falling overtones; the filter closes as it sounds.
 * @param {number} sampleRate
 * @param {number} frequency
 * @param {number} seconds
 * @param {{ bright?: number, decay?: number }} [options]
 */
export function saw(sampleRate, frequency, seconds, { bright = 8, decay = 4 } = {}) {
  const count = Math.min(Math.floor((sampleRate * 0.4) / frequency), 16)
  return render(sampleRate, seconds, (time) => {
    const open = 1 + bright * Math.exp(-time * decay)
    let value = 0
    for (let n = 1; n <= count; n++) value += (Math.sin(TAU * frequency * n * time) / n) * Math.exp(-n / open)
    return value * Math.exp(-time * decay * 0.35) * swell(time, seconds, 0.006, Math.min(0.1, seconds / 3))
  })
}

/**
 * An upright bass, more or less.
 * @param {number} sampleRate
 * @param {number} frequency
 * @param {number} seconds
 */
export function bass(sampleRate, frequency, seconds) {
  return render(sampleRate, seconds, (time) => {
    const phase = TAU * frequency * time
    const body = Math.sin(phase) + 0.35 * Math.exp(-time * 4) * Math.sin(2 * phase)
    const finger = 0.2 * Math.exp(-time * 14) * Math.sin(3 * phase)
    return (body + finger) * Math.exp(-time * 1.8) * swell(time, seconds, 0.01, 0.06)
  })
}

/** @param {number} sampleRate */
export function kick(sampleRate) {
  let phase = 0
  return render(sampleRate, 0.32, (time) => {
    phase += (TAU * (46 + 90 * Math.exp(-time * 32))) / sampleRate
    return Math.sin(phase) * Math.exp(-time * 11) * Math.min(1, (0.32 - time) / 0.04)
  })
}

/**
 * Noise that dies away: hats, brushes and the skin of a snare.
 * @param {number} sampleRate
 * @param {Random} random
 * @param {{ seconds: number, decay: number, below?: number, above?: number, attack?: number }} options
 */
export function noise(sampleRate, random, { seconds, decay, below = 9000, above = 3000, attack = 0.002 }) {
  const sound = render(sampleRate, seconds, () => random.between(-1, 1))
  const low = lowPass(Float64Array.from(sound), sampleRate, above)
  for (let i = 0; i < sound.length; i++) add(sound, i, -sampleAt(low, i))
  lowPass(sound, sampleRate, below)
  for (let i = 0; i < sound.length; i++) {
    const time = i / sampleRate
    const level = Math.exp(-time * decay) * Math.min(1, time / attack) * Math.min(1, (seconds - time) / 0.01)
    sound[i] = sampleAt(sound, i) * level
  }
  return sound
}

/**
 * A room: four combs and two all-passes a side, lightly damped.
 * @param {Mix} mix
 * @param {{ amount: number, length?: number }} options length 0 … 1
 */
export function reverberate(mix, { amount, length = 0.7 }) {
  const dry = new Float64Array(mix.left.length)
  for (let i = 0; i < dry.length; i++) dry[i] = (sampleAt(mix.left, i) + sampleAt(mix.right, i)) / 2
  for (const [channel, spread] of /** @type {const} */ ([
    [mix.left, 0],
    [mix.right, 0.0007],
  ])) {
    const wet = new Float64Array(dry.length)
    for (const delay of [0.0297, 0.0371, 0.0411, 0.0437])
      comb(dry, wet, mix.sampleRate, delay + spread, 0.62 + 0.25 * length)
    for (const delay of [0.005, 0.0017]) allPass(wet, mix.sampleRate, delay + spread)
    for (let i = 0; i < channel.length; i++) add(channel, i, sampleAt(wet, i) * amount * 0.25)
  }
}

/**
 * @param {Float64Array} input
 * @param {Float64Array} output added to
 * @param {number} sampleRate
 * @param {number} delay
 * @param {number} feedback
 */
function comb(input, output, sampleRate, delay, feedback) {
  const line = new Float64Array(Math.round(delay * sampleRate))
  let damped = 0
  for (let i = 0, at = 0; i < input.length; i++, at = (at + 1) % line.length) {
    const value = sampleAt(line, at)
    damped = value * 0.7 + damped * 0.3
    line[at] = sampleAt(input, i) + damped * feedback
    add(output, i, value)
  }
}

/**
 * @param {Float64Array} sound in place
 * @param {number} sampleRate
 * @param {number} delay
 */
function allPass(sound, sampleRate, delay) {
  const line = new Float64Array(Math.round(delay * sampleRate))
  for (let i = 0, at = 0; i < sound.length; i++, at = (at + 1) % line.length) {
    const value = sampleAt(line, at)
    const kept = sampleAt(sound, i) + value * 0.5
    line[at] = kept
    sound[i] = value - 0.5 * kept
  }
}

/**
 * The finished sound as interleaved 16-bit samples: even level, faded at both ends.
 * @param {Mix} mix
 * @param {{ channels: 1 | 2, wide?: boolean, coarse?: number, fadeOut?: number }} options wide: keep left and right
 *   apart; coarse: low bits left at zero, which FLAC packs away
 * @returns {Int16Array}
 */
export function toPcm(mix, { channels, wide = true, coarse = 0, fadeOut = 0.9 }) {
  const { left, right, sampleRate } = mix
  if (channels === 1 || !wide) {
    for (let i = 0; i < left.length; i++) left[i] = right[i] = (sampleAt(left, i) + sampleAt(right, i)) / 2
  }
  for (const channel of [left, right]) {
    const rumble = lowPass(Float64Array.from(channel), sampleRate, 25)
    for (let i = 0; i < channel.length; i++) add(channel, i, -sampleAt(rumble, i))
  }
  let energy = 0
  for (let i = 0; i < left.length; i++) energy += (sampleAt(left, i) ** 2 + sampleAt(right, i) ** 2) / 2
  const loudness = Math.sqrt(energy / left.length) || 1
  const step = 2 ** coarse
  const pcm = new Int16Array(left.length * channels)
  for (let i = 0; i < left.length; i++) {
    const fade = swell(i / sampleRate, left.length / sampleRate, 0.004, fadeOut)
    for (let c = 0; c < channels; c++) {
      // −18 dB on average; a soft knee keeps the peaks below −2.8 dB.
      const value = Math.tanh((sampleAt(c === 0 ? left : right, i) / loudness) * 0.126 * 1.25) * 0.72 * fade
      pcm[i * channels + c] = Math.round((value * 32767) / step) * step
    }
  }
  return pcm
}
