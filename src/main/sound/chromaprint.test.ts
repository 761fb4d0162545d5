import { describe, expect, it } from 'vitest'
import { ChromaprintError, createChromaprint } from './chromaprint'
import { soundFixture } from './testing/said-by-fpcalc'

const { bytes, said } = soundFixture('quay.wav')
/** The sound of the WAV: behind its 44 bytes of header, the lower byte first, as on every machine that runs this. */
const samples = new Int16Array(bytes.slice(44).buffer)
const sampleRate = 11_025

async function printOf(pieces: readonly Int16Array[]): Promise<string> {
  const chromaprint = await createChromaprint(sampleRate)
  for (const piece of pieces) chromaprint.feed(piece)
  return chromaprint.finish()
}

describe('Chromaprint', () => {
  it('prints what fpcalc prints', async () => {
    expect(await printOf([samples])).toBe(said)
  })

  it('hears the same in pieces of any size', async () => {
    const pieces: Int16Array[] = []
    for (let at = 0, length = 1; at < samples.length; at += length, length = (length * 7) % 5003) {
      pieces.push(samples.subarray(at, at + length))
    }
    expect(await printOf(pieces)).toBe(said)
  })

  it('has room for two minutes, and for another listener meanwhile', async () => {
    const repeated = Array.from({ length: 24 }, () => samples)
    const [long, short] = await Promise.all([printOf(repeated), printOf([samples])])
    expect(long.length).toBeGreaterThan(10 * said.length)
    expect(short).toBe(said)
  })

  it('has nothing to say of nothing', async () => {
    expect(await printOf([])).toBe('')
  })

  it.each([0, 12, Number.NaN])('declines %d samples a second', async (rate) => {
    await expect(createChromaprint(rate)).rejects.toBeInstanceOf(ChromaprintError)
  })
})
