import type { AudioProperties } from '../../../shared/model'
import type { FileAccess } from '../file-access'
import { aacSampleRates } from './adts-frame'

/** Numbers of any count of bits, highest first; 0 behind the end. */
class BitReader {
  #at = 0
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  take(bits: number): number {
    let value = 0
    for (let count = 0; count < bits; count++) {
      const byte = this.#bytes[this.#at >> 3] ?? 0
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1)
      this.#at++
    }
    return value
  }

  get isPastEnd(): boolean {
    return this.#at > this.#bytes.length * 8
  }
}

/** The header of an ADIF file (ISO 13818-7 §6.1) up to the channels of its first program. */
export function adifProperties(access: FileAccess, start: number, end: number): AudioProperties | undefined {
  const bits = new BitReader(access.read(start + 4, 128))
  if (bits.take(1) === 1) bits.take(72)
  bits.take(2)
  const isVariable = bits.take(1) === 1
  const bitrate = bits.take(23)
  bits.take(4)
  if (!isVariable) bits.take(20)
  // program_config_element (§8.5): its number and profile first.
  bits.take(6)
  const sampleRate = aacSampleRates[bits.take(4)]
  const counts = { front: bits.take(4), side: bits.take(4), back: bits.take(4), low: bits.take(2) }
  bits.take(7)
  for (let mixdown = 0; mixdown < 2; mixdown++) if (bits.take(1) === 1) bits.take(4)
  if (bits.take(1) === 1) bits.take(3)
  let channels = counts.low
  for (let element = 0; element < counts.front + counts.side + counts.back; element++) {
    channels += bits.take(1) === 1 ? 2 : 1
    bits.take(4)
  }
  if (sampleRate === undefined || bits.isPastEnd) return undefined
  return {
    durationMs: bitrate === 0 ? 0 : ((end - start) * 8000) / bitrate,
    bitrate,
    sampleRate,
    channels,
    bitsPerSample: 0,
    lossless: false,
    codec: 'AAC',
    encoder: '',
  }
}
