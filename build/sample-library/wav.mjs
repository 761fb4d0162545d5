// @ts-check

/** @import { Sound } from './encode.mjs' */

/**
 * A plain WAV: fmt, data, then LIST INFO and id3 where there is something to say.
 * @param {Sound} sound
 * @param {{ info?: readonly (readonly [string, string])[], id3?: readonly (readonly [string, string])[] }} tags
 *   INFO four-letter names; ID3v2.3 text frames
 * @returns {Uint8Array}
 */
export function wavFile({ pcm, sampleRate, channels }, { info = [], id3 = [] }) {
  const format = Buffer.alloc(16)
  format.writeUInt16LE(1, 0) // PCM
  format.writeUInt16LE(channels, 2)
  format.writeUInt32LE(sampleRate, 4)
  format.writeUInt32LE(sampleRate * channels * 2, 8)
  format.writeUInt16LE(channels * 2, 12)
  format.writeUInt16LE(16, 14)
  const chunks = [
    chunk('fmt ', format),
    chunk('data', Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength)),
  ]
  if (info.length > 0) {
    const entries = info.map(([name, value]) => chunk(name, Buffer.from(`${value}\0`, 'latin1')))
    chunks.push(chunk('LIST', Buffer.concat([Buffer.from('INFO'), ...entries])))
  }
  if (id3.length > 0) chunks.push(chunk('id3 ', id3Tag(id3)))
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...chunks]))
}

/** @param {string} name @param {Uint8Array} body padded to an even length */
function chunk(name, body) {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

/** An ID3v2.3 tag of Latin-1 text frames. @param {readonly (readonly [string, string])[]} frames */
function id3Tag(frames) {
  const body = Buffer.concat(
    frames.map(([name, value]) => {
      const text = Buffer.from(`\0${value}`, 'latin1')
      const head = Buffer.alloc(10)
      head.write(name, 'latin1')
      head.writeUInt32BE(text.length, 4)
      return Buffer.concat([head, text])
    }),
  )
  const head = Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, 0, 0])
  for (let i = 0; i < 4; i++) head[6 + i] = (body.length >> (7 * (3 - i))) & 0x7f
  return Buffer.concat([head, body])
}
