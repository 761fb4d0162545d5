import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DamagedSoundError, NotDecodableError } from './errors'
import { fingerprint } from './fingerprint'
import type { SoundContainer } from './source'
import { bitErrorRate } from './testing/fingerprint-bits'
import { pathInRepository, saidByFpcalc, soundFixture } from './testing/said-by-fpcalc'
import { sourceOf } from './testing/source-of'

const wav = soundFixture('quay.wav').bytes

const sampleLibrary = Object.entries(saidByFpcalc.fingerprints).filter(([path]) =>
  path.startsWith('resources/'),
)
const containers: Readonly<Record<string, SoundContainer>> = {
  '.mp3': 'mpeg',
  '.flac': 'flac',
  '.ogg': 'ogg-vorbis',
  '.opus': 'ogg-opus',
  '.m4a': 'mp4',
  '.wav': 'wav',
}

/** The end of an ID3v2 tag in front, which is where a sniffer says that an MP3 starts. */
const startOf = (bytes: Uint8Array): number =>
  bytes[0] === 0x49 ? 10 + bytes.subarray(6, 10).reduce((size, byte) => size * 128 + byte, 0) : 0

describe('the fingerprint of a track of the sample library', () => {
  it('has an oracle, and a track of each of its formats', () => {
    expect(saidByFpcalc.program).toContain('fpcalc version 1.5.1')
    expect(new Set(sampleLibrary.map(([path]) => extname(path)))).toEqual(new Set(Object.keys(containers)))
  })

  it.each(sampleLibrary)('is what fpcalc says of %s', async (path, said) => {
    const bytes = new Uint8Array(readFileSync(pathInRepository(path)))
    const container = containers[extname(path)] ?? 'mpeg'
    const { fingerprint: found } = await fingerprint(sourceOf(bytes, container, startOf(bytes)))
    // A decoder may round one sample in a million otherwise, which tips over one bit in two thousand.
    if (found !== said) expect(bitErrorRate(found, said)).toBeLessThan(0.001)
    expect(found === '').toBe(said === '')
  })
})

describe('the fingerprint of other formats', () => {
  it.each([
    ['quay.aiff', 'aiff'],
    ['quay.oga', 'ogg-flac'],
    ['quay.wv', 'wavpack'],
    ['quay.tta', 'tta'],
    ['quay.mp2', 'mpeg'],
  ] as const)('is what fpcalc says of %s', async (name, container) => {
    const { bytes, said } = soundFixture(name)
    expect(await fingerprint(sourceOf(bytes, container))).toMatchObject({ fingerprint: said })
  })

  it.each([
    ['quay.aac', 'adts'],
    ['quay.wma', 'asf'],
  ] as const)(
    'is close to what fpcalc says of %s, which skips what the encoder put in front otherwise',
    async (name, container) => {
      const { bytes, said } = soundFixture(name)
      const { fingerprint: found } = await fingerprint(sourceOf(bytes, container))
      expect(bitErrorRate(found, said)).toBeLessThan(0.05)
    },
  )

  it('is close to that of the same sound in Musepack, of which this fpcalc says nothing', async () => {
    const { bytes, said } = soundFixture('quay.mpc')
    expect(said).toBe('')
    const { fingerprint: found } = await fingerprint(sourceOf(bytes, 'musepack'))
    expect(bitErrorRate(found, soundFixture('quay.wav').said)).toBeLessThan(0.05)
  })

  it('is the same in a WAV of the kind that may pass 4 GB', async () => {
    const sizes = Buffer.alloc(36)
    sizes.write('ds64')
    sizes.writeUInt32LE(28, 4)
    const wide = Buffer.concat([Buffer.from('RF64\xff\xff\xff\xffWAVE', 'latin1'), sizes, wav.subarray(12)])
    expect(await fingerprint(sourceOf(new Uint8Array(wide), 'rf64'))).toEqual(
      await fingerprint(sourceOf(wav, 'wav')),
    )
  })

  it('is close to that of the same sound in DSD', async () => {
    const { fingerprint: found } = await fingerprint(sourceOf(dsf(wav), 'dsf'))
    expect(bitErrorRate(found, soundFixture('quay.wav').said)).toBeLessThan(0.1)
  })
})

describe('listening', () => {
  it('ends after two minutes, and reads no further', async () => {
    const minutes = repeated(wav, 600)
    let read = 0
    const { heardMs } = await fingerprint({
      bytes: {
        size: minutes.length,
        read: (at, length) => {
          read = Math.max(read, at + length)
          return minutes.subarray(at, at + length)
        },
      },
      container: 'wav',
      start: 0,
    })
    expect(heardMs).toBe(120_000)
    expect(read).toBeLessThan(120 * 11_025 * 2 + 64 * 1024)
  })

  it('finds nothing in less than three seconds', async () => {
    const second = wav.subarray(0, 44 + 2 * 11_025)
    expect(await fingerprint(sourceOf(second, 'wav'))).toMatchObject({ fingerprint: '' })
  })

  it('starts behind what stands in front of the container', async () => {
    const behind = new Uint8Array(wav.length + 1000)
    behind.set(wav, 1000)
    expect(await fingerprint(sourceOf(behind, 'wav', 1000))).toEqual(await fingerprint(sourceOf(wav, 'wav')))
  })

  it('says what nothing here decodes', async () => {
    await expect(fingerprint(sourceOf(soundFixture('quay.mka').bytes, 'matroska'))).rejects.toMatchObject({
      name: 'NotDecodableError',
      format: 'Matroska',
    })
    await expect(fingerprint(sourceOf(soundFixture('alac.m4a').bytes, 'mp4'))).rejects.toBeInstanceOf(
      NotDecodableError,
    )
  })

  it.each([
    'mpeg',
    'flac',
    'ogg-vorbis',
    'ogg-opus',
    'mp4',
    'adts',
    'wav',
    'aiff',
    'asf',
    'wavpack',
    'musepack',
    'tta',
    'dsf',
    'dsdiff',
  ] as const)('says that noise is no %s', async (container) => {
    const noise = Uint8Array.from({ length: 50_000 }, (_, index) => (index * 2_654_435_761) >>> 24)
    await expect(fingerprint(sourceOf(noise, container))).rejects.toBeInstanceOf(DamagedSoundError)
  })

  it('leaves trouble with the volume what it is', async () => {
    const trouble = Object.assign(new Error('EIO'), { code: 'EIO' })
    const bytes = {
      size: wav.length,
      read: (at: number, length: number) => {
        if (at > 50_000) throw trouble
        return wav.subarray(at, at + length)
      },
    }
    await expect(fingerprint({ bytes, container: 'wav', start: 0 })).rejects.toBe(trouble)
  })
})

/** A WAV with its sound so many times. */
function repeated(wave: Uint8Array, times: number): Uint8Array {
  const [head, sound] = [wave.subarray(0, 44), wave.subarray(44)]
  const long = new Uint8Array(head.length + sound.length * times)
  long.set(head)
  for (let time = 0; time < times; time++) long.set(sound, head.length + time * sound.length)
  new DataView(long.buffer).setUint32(40, sound.length * times, true)
  return long
}

/** The sound of an 11,025 Hz WAV as DSD64 in a DSF, by a sigma-delta modulator of the second order. */
function dsf(wave: Uint8Array): Uint8Array {
  const samples = new DataView(wave.buffer, wave.byteOffset + 44)
  const bitsPerSample = 256
  const count = Math.floor((wave.length - 44) / 2)
  const blockBytes = 4096
  const bits = count * bitsPerSample
  const sound = new Uint8Array(Math.ceil(bits / 8 / blockBytes) * blockBytes)
  let [first, second] = [0, 0]
  for (let bit = 0; bit < bits; bit++) {
    const value = samples.getInt16(2 * Math.floor(bit / bitsPerSample), true) / 65_536
    const out = second >= 0 ? 1 : -1
    first += value - out
    second += first - out
    // The oldest bit is the lowest.
    if (out > 0) sound[bit >> 3] = (sound[bit >> 3] ?? 0) | (1 << (bit & 7))
  }
  const head = Buffer.alloc(92)
  head.write('DSD ')
  head.writeBigUInt64LE(28n, 4)
  head.writeBigUInt64LE(BigInt(92 + sound.length), 12)
  head.write('fmt ', 28)
  head.writeBigUInt64LE(52n, 32)
  for (const [at, value] of [
    [40, 1],
    [44, 0],
    [48, 1],
    [52, 1],
    [56, 11_025 * bitsPerSample],
    [60, 1],
    [72, blockBytes],
  ] as const) {
    head.writeUInt32LE(value, at)
  }
  head.writeBigUInt64LE(BigInt(bits), 64)
  head.write('data', 80)
  head.writeBigUInt64LE(BigInt(12 + sound.length), 84)
  return new Uint8Array(Buffer.concat([head, sound]))
}
