// @ts-check
// What is played: a style makes a piece out of a key, a progression and a seed.

import { createRandom } from './random.mjs'
import * as synth from './synth.mjs'

/** @import { Mix } from './synth.mjs' */
/** @import { Random } from './random.mjs' */

/**
 * @typedef {'folk' | 'jazz' | 'ambient' | 'orbit' | 'waves' | 'kalimba'} Style
 *
 * @typedef {object} Piece
 * @property {Style} style
 * @property {string} seed
 * @property {number} seconds
 * @property {number} root MIDI note of the key, around 60
 * @property {keyof typeof scales} scale
 * @property {readonly number[]} chords scale degrees, one a bar; 0 is the tonic
 * @property {number} tempo beats a minute
 * @property {3 | 4} [beats] in a bar, 4 unless told
 */

const scales = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
}

/**
 * What a style gets to work with.
 * @typedef {object} Score
 * @property {Mix} mix
 * @property {Piece} piece
 * @property {Random} random
 * @property {number} rate
 * @property {number} beat seconds
 * @property {Bar[]} bars the last one is the tonic and rings out
 * @property {(degree: number, octave?: number) => number} hertz of a scale degree
 *
 * @typedef {{ at: number, chord: number, last: boolean, index: number }} Bar
 */

/**
 * @param {Piece} piece
 * @param {number} sampleRate
 * @returns {Mix}
 */
export function play(piece, sampleRate) {
  const mix = synth.createMix(piece.seconds, sampleRate)
  const beat = 60 / piece.tempo
  const barSeconds = beat * (piece.beats ?? 4)
  const scale = scales[piece.scale]
  // As many bars as leave the last chord time to ring.
  const count = Math.max(1, Math.floor((piece.seconds - Math.min(2, piece.seconds * 0.3)) / barSeconds))
  /** @type {Bar[]} */
  const bars = []
  for (let index = 0; index <= count; index++) {
    const last = index === count
    bars.push({
      index,
      at: 0.03 + index * barSeconds,
      chord: last ? 0 : (piece.chords[index % piece.chords.length] ?? 0),
      last,
    })
  }
  styles[piece.style]({
    mix,
    piece,
    random: createRandom(piece.seed),
    rate: sampleRate,
    beat,
    bars,
    hertz: (degree, octave = 0) => {
      const turn = Math.floor(degree / 7)
      return synth.frequencyOf(piece.root + (scale[degree - turn * 7] ?? 0) + 12 * (turn + octave))
    },
  })
  return mix
}

/**
 * Chord tones as degrees, turned so that they lie close to the tonic: chords then move little.
 * @param {number} chord
 * @param {readonly number[]} [tones]
 */
function voicing(chord, tones = [0, 2, 4]) {
  return tones.map((tone) => ((((chord + tone + 2) % 7) + 7) % 7) - 2).sort((a, b) => a - b)
}

/**
 * A tune: a motif of rhythm and contour, said again over each chord and turned at every fourth bar.
 * @param {Score} score
 * @param {{ rhythms: readonly (readonly number[])[], from?: number, rest?: number }} options rhythms: lengths in beats
 *   that fill a bar; from: the bar it begins in; rest: how often a note is left out
 * @returns {{ at: number, seconds: number, degree: number, strong: boolean }[]}
 */
function melody({ bars, random, beat }, { rhythms, from = 1, rest = 0.12 }) {
  const rhythm = random.pick(rhythms)
  const turn = random.pick(rhythms)
  const contour = rhythm.map(() => random.pick([-1, 0, 1, 1, 2, -2]))
  const notes = []
  let degree = random.pick([2, 4, 4, 7])
  for (const bar of bars) {
    if (bar.index < from) continue
    const tones = [0, 2, 4].map((tone) => (bar.chord + tone) % 7)
    if (bar.last) {
      notes.push({ at: bar.at, seconds: beat * 4, degree: nearest(degree, [0, 2]), strong: true })
      break
    }
    const lengths = bar.index % 4 === 3 ? turn : rhythm
    let at = bar.at
    lengths.forEach((length, i) => {
      const strong = i === 0 || length >= 1.5
      degree += contour[i % contour.length] ?? 0
      if (degree > 9) degree -= 3
      if (degree < 0) degree += 3
      if (strong) degree = nearest(degree, tones)
      if (i === 0 || !random.chance(rest)) notes.push({ at, seconds: length * beat, degree, strong })
      at += length * beat
    })
  }
  return notes
}

/**
 * The degree closest to the wanted one that is one of the tones in some octave.
 * @param {number} wanted
 * @param {readonly number[]} tones
 */
function nearest(wanted, tones) {
  let best = wanted
  let distance = Number.POSITIVE_INFINITY
  for (const tone of tones) {
    for (const octave of [-7, 0, 7, 14]) {
      const away = Math.abs(tone + octave - wanted)
      if (away < distance) [best, distance] = [tone + octave, away]
    }
  }
  return best
}

/** @type {Record<Style, (score: Score) => void>} */
const styles = {
  /** Two guitars, the second sings; a breath of harmonium below. */
  folk(score) {
    const { mix, rate, random, bars, beat, piece, hertz } = score
    const eighths = (piece.beats ?? 4) * 2
    const order = random.pick([
      [2, 1, 3, 1, 2, 1, 3, 2],
      [1, 2, 3, 2, 1, 3, 2, 1],
      [1, 3, 2, 3, 1, 2, 3, 2],
    ])
    const swing = random.between(0.0, 0.05)
    for (const bar of bars) {
      const tones = voicing(bar.chord)
      const strings = [tones[0], tones[0], tones[1], tones[2]]
      synthChord(score, bar, tones, { octave: -1, gain: 0.07, seconds: beat * (piece.beats ?? 4) + 0.8 })
      if (bar.last) {
        ;[bar.chord - 7, ...tones, (tones[0] ?? 0) + 7].forEach((degree, i) => {
          const string = synth.pluck(rate, hertz(degree), 4, random, { brightness: 0.3, sustain: 5 })
          synth.place(mix, string, { at: bar.at + i * 0.045, gain: 0.42, pan: -0.2 })
        })
        continue
      }
      for (let i = 0; i < eighths; i++) {
        const at = bar.at + (i * beat) / 2 + (i % 2) * swing * beat + random.between(0, 0.006)
        if (i % 4 === 0) {
          const degree = bar.chord - (i % 8 === 0 ? 7 : 3)
          const low = synth.pluck(rate, hertz(degree > -8 ? degree : degree + 7, -1), 2.4, random, {
            brightness: 0.25,
            sustain: 4,
          })
          synth.place(mix, low, { at, gain: 0.55, pan: -0.1 })
        }
        if (i % 4 !== 0 || random.chance(0.4)) {
          const string = synth.pluck(rate, hertz(strings[order[i % order.length] ?? 0] ?? 0), 1.8, random, {
            brightness: 0.3,
            sustain: 3,
          })
          synth.place(mix, string, { at, gain: 0.3 + random.between(0, 0.06), pan: -0.25 })
        }
      }
    }
    const rhythms =
      eighths === 6
        ? [
            [2, 1],
            [1.5, 0.5, 1],
            [1, 1, 1],
          ]
        : [
            [1.5, 0.5, 1, 1],
            [2, 1, 1],
            [1, 1, 1.5, 0.5],
            [1, 0.5, 0.5, 2],
          ]
    for (const note of melody(score, { rhythms })) {
      const string = synth.pluck(rate, hertz(note.degree, 1), note.seconds + 1.2, random, {
        brightness: 0.45,
        sustain: 3.2,
      })
      synth.place(mix, string, { at: note.at + 0.008, gain: note.strong ? 0.5 : 0.42, pan: 0.25 })
    }
    synth.reverberate(mix, { amount: 0.22, length: 0.5 })
  },

  /** Piano, walking bass, brushes. */
  jazz(score) {
    const { mix, rate, random, bars, beat, piece, hertz } = score
    const beats = piece.beats ?? 4
    const late = 0.64 // where the swung eighth falls
    const ride = synth.noise(rate, random, { seconds: 0.35, decay: 14, below: 9500, above: 5200 })
    const brush = synth.noise(rate, random, {
      seconds: 0.3,
      decay: 12,
      below: 5200,
      above: 1500,
      attack: 0.03,
    })
    for (const bar of bars) {
      const tones = voicing(bar.chord, [2, 4, 6, 8])
      if (bar.last) {
        synth.place(mix, synth.bass(rate, hertz(0, -2), 3), { at: bar.at, gain: 0.75 })
        for (const degree of voicing(0, [0, 2, 6, 8])) {
          synth.place(mix, synth.electricPiano(rate, hertz(degree), 3.2), {
            at: bar.at + random.between(0, 0.03),
            gain: 0.24,
            pan: -0.25,
          })
        }
        synth.place(mix, ride, { at: bar.at, gain: 0.12, pan: 0.35 })
        continue
      }
      const following = bars[bar.index + 1]?.chord ?? 0
      const walk = [
        bar.chord,
        bar.chord + random.pick([2, 4]),
        bar.chord + random.pick([4, 2, 7]),
        following + random.pick([1, -1]),
      ]
      for (let i = 0; i < beats; i++) {
        const at = bar.at + i * beat
        const degree = walk[i === beats - 1 ? 3 : i] ?? bar.chord
        synth.place(mix, synth.bass(rate, hertz(degree > 5 ? degree - 7 : degree, -2), beat * 0.98), {
          at,
          gain: i === 0 ? 0.75 : 0.62,
        })
        synth.place(mix, ride, { at, gain: i % 2 === 1 ? 0.13 : 0.09, pan: 0.35 })
        if (i % 2 === 1) {
          synth.place(mix, ride, { at: at + beat * late, gain: 0.07, pan: 0.35 })
          synth.place(mix, brush, { at, gain: 0.2, pan: -0.1 })
        }
      }
      for (const hit of random.pick([[0, 1 + late], [late, 2 + late], [0, 2], [1 + late]])) {
        const seconds = beat * random.between(0.5, 1.3)
        for (const degree of tones) {
          synth.place(mix, synth.electricPiano(rate, hertz(degree), seconds), {
            at: bar.at + hit * beat + random.between(0, 0.012),
            gain: 0.15,
            pan: -0.25,
          })
        }
      }
    }
    const rhythms =
      beats === 3
        ? [
            [late, 1 - late, 1, 1],
            [2, 1],
            [1, late, 1 - late, 1],
          ]
        : [
            [late, 1 - late, 1, 2],
            [1, late, 1 - late, late, 1 - late, 1],
            [1 + late, 1 - late, 1, 1],
            [late, 2 - late, late, 1 - late, 1],
          ]
    for (const note of melody(score, { rhythms, rest: 0.2 })) {
      synth.place(mix, synth.electricPiano(rate, hertz(note.degree, 1), note.seconds + 0.25), {
        at: note.at,
        gain: note.strong ? 0.34 : 0.27,
        pan: 0.15,
      })
    }
    synth.reverberate(mix, { amount: 0.16, length: 0.35 })
  },

  /** Long chords that overlap, and bells like drops. */
  ambient(score) {
    const { mix, rate, random, bars, beat, hertz, piece } = score
    const barSeconds = beat * (piece.beats ?? 4)
    for (const bar of bars) {
      synthChord(score, bar, voicing(bar.chord, [0, 2, 4, 8]), {
        octave: -1,
        gain: 0.24,
        seconds: barSeconds + 1.6,
      })
      synth.place(
        mix,
        synth.pad(rate, hertz(bar.chord > 3 ? bar.chord - 7 : bar.chord, -2), barSeconds + 1.2, {
          attack: 0.5,
          release: 1.1,
          warmth: 0.15,
        }),
        { at: bar.at, gain: 0.3 },
      )
      for (let i = 0; i < (piece.beats ?? 4) * 2; i++) {
        if (bar.last ? i > 1 : !random.chance(0.55)) continue
        const degree = bar.chord + random.pick([0, 2, 4, 7, 9])
        const drop = synth.bell(rate, hertz(degree > 9 ? degree - 7 : degree, 1), 2.2, {
          ratio: random.pick([2, 3, 3.5]),
          depth: 0.7,
          decay: random.between(0.8, 1.5),
        })
        synth.place(mix, drop, {
          at: bar.at + (i * beat) / 2 + random.between(0, 0.02),
          gain: random.between(0.09, 0.2),
          pan: random.between(-0.6, 0.6),
        })
      }
    }
    synth.reverberate(mix, { amount: 0.55, length: 0.95 })
  },

  /** A machine that hums: arpeggio, bass, four to the floor. */
  orbit(score) {
    const { mix, rate, random, bars, beat, hertz } = score
    const drum = synth.kick(rate)
    const hat = synth.noise(rate, random, { seconds: 0.08, decay: 60, below: 12000, above: 6500 })
    const clap = synth.noise(rate, random, { seconds: 0.22, decay: 22, below: 6000, above: 1300 })
    const order = random.pick([
      [0, 1, 2, 3, 2, 1, 3, 2],
      [0, 2, 1, 3, 2, 3, 1, 2],
      [3, 2, 1, 0, 1, 2, 3, 1],
    ])
    for (const bar of bars) {
      const tones = voicing(bar.chord)
      const ladder = [...tones, (tones[0] ?? 0) + 7]
      synthChord(score, bar, tones, { octave: -1, gain: 0.12, seconds: beat * 4 + 0.5 })
      if (bar.last) {
        synth.place(mix, drum, { at: bar.at, gain: 0.8 })
        synth.place(mix, synth.saw(rate, hertz(0, -2), 2.4, { bright: 4, decay: 1.5 }), {
          at: bar.at,
          gain: 0.34,
        })
        synth.place(mix, synth.saw(rate, hertz(4, 1), 2.2, { bright: 4, decay: 1.6 }), {
          at: bar.at,
          gain: 0.14,
          pan: 0.2,
        })
        continue
      }
      for (let i = 0; i < 16; i++) {
        const at = bar.at + (i * beat) / 4
        const opening = 3 + 5 * Math.sin(((bar.index + i / 16) / bars.length) * Math.PI)
        const arpeggio = synth.saw(
          rate,
          hertz(ladder[order[i % 8] ?? 0] ?? 0, i % 16 > 11 ? 1 : 0),
          beat * 0.4,
          {
            bright: opening,
            decay: 7,
          },
        )
        synth.place(mix, arpeggio, { at, gain: 0.17, pan: i % 2 ? 0.45 : -0.45 })
        synth.place(mix, arpeggio, { at: at + beat * 0.75, gain: 0.05, pan: i % 2 ? -0.6 : 0.6 })
        if (i % 4 === 0) synth.place(mix, drum, { at, gain: 0.8 })
        if (i % 4 === 2) synth.place(mix, hat, { at, gain: 0.14, pan: 0.15 })
        if (i % 8 === 4 && bar.index > 0) synth.place(mix, clap, { at, gain: 0.2 })
        if ([0, 3, 6, 10, 11].includes(i)) {
          const low = bar.chord > 3 ? bar.chord - 7 : bar.chord
          synth.place(mix, synth.saw(rate, hertz(low, -2), beat * 0.55, { bright: 3, decay: 4 }), {
            at,
            gain: 0.36,
          })
        }
      }
    }
    synth.reverberate(mix, { amount: 0.18, length: 0.6 })
  },

  /** Slow beat, a whistle through the static, chords that lean. */
  waves(score) {
    const { mix, rate, random, bars, beat, hertz } = score
    const drum = synth.kick(rate)
    const snare = synth.noise(rate, random, { seconds: 0.2, decay: 20, below: 5000, above: 900 })
    const hat = synth.noise(rate, random, { seconds: 0.07, decay: 70, below: 11000, above: 6000 })
    for (const bar of bars) {
      const tones = voicing(bar.chord, [0, 2, 4, 6])
      for (const [i, degree] of tones.entries()) {
        synth.place(mix, synth.electricPiano(rate, hertz(degree), beat * 3.4), {
          at: bar.at + i * 0.022,
          gain: 0.2,
          pan: -0.3 + i * 0.2,
        })
        if (!bar.last)
          synth.place(mix, synth.electricPiano(rate, hertz(degree), beat * 1.2), {
            at: bar.at + beat * 2.5 + i * 0.015,
            gain: 0.13,
            pan: -0.3 + i * 0.2,
          })
      }
      synthChord(score, bar, voicing(bar.chord), { octave: 0, gain: 0.06, seconds: beat * 4 + 0.6 })
      const low = bar.chord > 3 ? bar.chord - 7 : bar.chord
      synth.place(mix, synth.bass(rate, hertz(low, -2), beat * 1.8), { at: bar.at, gain: 0.7 })
      if (bar.last) continue
      synth.place(mix, synth.bass(rate, hertz(low + 4 > 4 ? low - 3 : low + 4, -2), beat), {
        at: bar.at + beat * 2.5,
        gain: 0.6,
      })
      for (const hit of [0, 1.75, 2.5]) synth.place(mix, drum, { at: bar.at + hit * beat, gain: 0.7 })
      for (const hit of [1, 3]) synth.place(mix, snare, { at: bar.at + hit * beat, gain: 0.24 })
      for (let i = 0; i < 8; i++)
        synth.place(mix, hat, {
          at: bar.at + (i + (i % 2) * 0.16) * beat * 0.5,
          gain: i % 2 ? 0.05 : 0.09,
          pan: 0.3,
        })
    }
    for (const note of melody(score, {
      rhythms: [
        [1.5, 0.5, 2],
        [1, 1.5, 1.5],
        [0.5, 0.5, 1, 2],
        [2.5, 1.5],
      ],
      rest: 0.1,
    })) {
      const tone = synth.reed(rate, hertz(note.degree, 1), note.seconds * 0.95)
      synth.place(mix, tone, { at: note.at, gain: 0.2, pan: 0.1 })
      synth.place(mix, tone, { at: note.at + beat * 0.75, gain: 0.06, pan: -0.5 })
      synth.place(mix, tone, { at: note.at + beat * 1.5, gain: 0.025, pan: 0.5 })
    }
    synth.reverberate(mix, { amount: 0.3, length: 0.8 })
  },

  /** A few notes on a thumb piano. */
  kalimba(score) {
    const { mix, rate, random, bars, beat, hertz } = score
    for (const bar of bars) {
      const tones = [...voicing(bar.chord), bar.chord + 7]
      const steps = bar.last ? 1 : 8
      synth.place(
        mix,
        synth.pluck(rate, hertz(bar.chord, -1), 1.6, random, { brightness: 0.2, sustain: 2 }),
        { at: bar.at, gain: 0.5 },
      )
      for (let i = 0; i < steps; i++) {
        const tine = synth.bell(rate, hertz(random.pick(tones), 1), 1.2, {
          ratio: 5.4,
          depth: 0.35,
          decay: 0.7,
        })
        if (i % 2 === 0 || random.chance(0.6))
          synth.place(mix, tine, { at: bar.at + (i * beat) / 2, gain: random.between(0.35, 0.5) })
      }
    }
    synth.reverberate(mix, { amount: 0.15, length: 0.3 })
  },
}

/**
 * Holds a chord softly for a bar.
 * @param {Score} score
 * @param {Bar} bar
 * @param {readonly number[]} degrees
 * @param {{ octave: number, gain: number, seconds: number }} options
 */
function synthChord({ mix, rate, hertz }, bar, degrees, { octave, gain, seconds }) {
  degrees.forEach((degree, i) => {
    const tone = synth.pad(rate, hertz(degree, octave), seconds, {
      attack: Math.min(0.7, seconds / 3),
      release: Math.min(1, seconds / 3),
    })
    synth.place(mix, tone, {
      at: Math.max(0, bar.at - 0.1),
      gain,
      pan: -0.5 + i / Math.max(1, degrees.length - 1),
    })
  })
}
