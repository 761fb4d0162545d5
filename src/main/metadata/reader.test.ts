import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { accessBytes } from './file-access'
import { MetadataReader } from './reader'
import { readReference } from './reference-reader'
import { sniff } from './sniff'
import { copyOf, fixture, temporaryFolder, writtenFormats } from './testing/fixture'

const reader = new MetadataReader()

async function readFixture(name: string) {
  const outcome = await reader.readFrom(accessBytes(fixture(name)), name)
  if (!outcome.ok) throw new Error(`${name}: ${outcome.problem.code}`)
  return outcome.metadata
}

async function readFile(path: string) {
  const outcome = await reader.read(path)
  if (!outcome.ok) throw new Error(`${path}: ${outcome.problem.code}`)
  return outcome.metadata
}

async function problemOf(bytes: Uint8Array) {
  const outcome = await reader.readFrom(accessBytes(bytes), '/music/file.mp3')
  return outcome.ok ? outcome.metadata.readOnly : outcome.problem
}

describe('reading a file', () => {
  it.each(writtenFormats)('finds the same values in %s as in the others', async (name) => {
    const { values } = await readFixture(name)
    expect(values.title).toEqual(['Ein Titel'])
    expect(values.artist).toEqual(['AC/DC'])
    expect(values.album).toEqual(['Größe'])
    expect(values.track).toEqual(['3'])
    expect(values.genre).toEqual(['Rock'])
    // ffmpeg leaves out what RIFF INFO and ID3v2.3 have no place for.
    if (name !== 'info.wav') expect(values.albumArtist).toEqual(['Various Artists'])
    if (name !== 'info.wav') expect(values.disc).toEqual(['1'])
    expect(values.date?.[0]).toMatch(/^2019/)
  })

  it.each(writtenFormats)('knows length, rate and channels of %s', async (name) => {
    const { audio } = await readFixture(name)
    const seconds = name === 'tagged.ogg' ? 2 : name === 'info.wav' ? 0.2 : 0.5
    expect(audio.durationMs / 1000).toBeCloseTo(seconds, name.endsWith('.mp3') ? 0 : 1)
    expect(audio.sampleRate).toBe(name === 'info.wav' ? 8000 : name === 'tagged.opus' ? 48_000 : 44_100)
    expect(audio.channels).toBe(name === 'info.wav' ? 1 : 2)
    expect(audio.bitrate).toBeGreaterThan(1000)
  })

  it.each(writtenFormats)('agrees with music-metadata on the sound of %s', async (name) => {
    const access = accessBytes(fixture(name))
    const kind = sniff(access)?.kind ?? 'mpeg'
    const { audio } = await readReference(access, kind, { pictures: false })
    const ours = (await readFixture(name)).audio
    expect(ours.sampleRate).toBe(audio.sampleRate)
    expect(ours.channels).toBe(audio.channels)
    expect(ours.lossless).toBe(audio.lossless)
    // Without walking the file the library has no length for some: 0 there.
    if (audio.durationMs > 0) expect(Math.abs(ours.durationMs - audio.durationMs)).toBeLessThan(60)
  })

  it('says which kinds of tag there are, the best first', async () => {
    expect((await readFixture('v23-v1.mp3')).tagKinds).toEqual(['ID3v2.3', 'ID3v1'])
    expect((await readFixture('tagged.flac')).tagKinds).toEqual(['Vorbis comment'])
    expect((await readFixture('tagged.m4a')).tagKinds).toEqual(['iTunes'])
    expect((await readFixture('info.wav')).tagKinds).toEqual(['RIFF INFO'])
    expect((await readFixture('plain.mp3')).tagKinds).toEqual([])
  })

  it('counts pictures in the first pass, and fetches none', async () => {
    for (const name of writtenFormats) {
      const path = copyOf(name)
      const [scanned, read] = [await reader.scan(path), await reader.read(path)]
      if (!scanned.ok || !read.ok) throw new Error(name)
      const { pictures, ...rest } = read.metadata
      expect(scanned.metadata).toEqual(rest)
      expect(scanned.metadata.pictureCount).toBe(pictures.length)
    }
  })

  it('keeps the tags of a file apart', async () => {
    const { tags, values } = await readFixture('v23-v1.mp3')
    expect(tags.map(({ kind }) => kind)).toEqual(['ID3v2.3', 'ID3v1'])
    expect(tags.map((tag) => tag.values.track)).toEqual([['3'], ['3']])
    expect(tags[1]?.values.trackTotal).toBeUndefined()
    expect(values.trackTotal).toEqual(['12'])
  })

  it('decides by the first bytes, not by the extension', async () => {
    const metadata = await readFile(copyOf('tagged.flac', 'called-wrongly.mp3'))
    expect(metadata?.format).toBe('flac')
  })
})

describe('reading what is no music', () => {
  it('refuses an empty file', async () => {
    expect(await problemOf(new Uint8Array())).toEqual({
      code: 'metadata.notAudio',
      params: { file: 'file.mp3' },
    })
  })

  it('refuses text', async () => {
    const text = new TextEncoder().encode('<html>no music</html>'.repeat(100))
    expect((await problemOf(text))?.code).toBe('metadata.notAudio')
  })

  it('says that a file is not there', async () => {
    const outcome = await reader.read('/nowhere/at all.mp3')
    expect(outcome).toMatchObject({
      ok: false,
      problem: { code: 'file.notFound', params: { file: 'at all.mp3' } },
    })
  })

  it('refuses a folder that is named like music', async () => {
    const folder = join(temporaryFolder(), 'x.mp3')
    mkdirSync(folder)
    expect(await reader.read(folder)).toMatchObject({ ok: false, problem: { code: 'file.notRegular' } })
  })

  it.skipIf(process.platform === 'win32')('refuses a FIFO without waiting for a writer', async () => {
    const fifo = join(temporaryFolder(), 'fifo.mp3')
    execFileSync('mkfifo', [fifo])
    expect(await reader.read(fifo)).toMatchObject({ ok: false, problem: { code: 'file.notRegular' } })
  })

  it('maps an error of the system to its problem', async () => {
    const failing = (code: string) =>
      new MetadataReader({
        open: () => {
          throw Object.assign(new Error(code), { code })
        },
      })
    const codes = { EACCES: 'file.notReadable', EIO: 'file.ioError', ENXIO: 'file.notRegular' }
    for (const [code, problem] of Object.entries(codes)) {
      expect(await failing(code).read('/a.mp3')).toMatchObject({ ok: false, problem: { code: problem } })
    }
  })

  it('tells the log what was behind a problem', async () => {
    const seen: unknown[] = []
    await new MetadataReader({ onError: (error) => seen.push(error) }).read('/nowhere.mp3')
    expect(seen).toHaveLength(1)
  })
})

/** Cut after 70 %, they have all their tags. */
const lostOnlySound: ReadonlySet<string> = new Set(['tagged.flac', 'tagged.ogg', 'tags-first.m4a'])

describe('reading a file that ends too early', () => {
  it.each(['tagged.flac', 'tagged.m4a', 'tags-first.m4a', 'info.wav', 'tagged.ogg'])(
    'lists %s as read-only or refuses it, and says why',
    async (name) => {
      const bytes = fixture(name)
      const problem = await problemOf(bytes.subarray(0, Math.floor(bytes.length * 0.7)))
      // What lost only sound looks whole until it is decoded, and its tags can be written.
      if (!lostOnlySound.has(name)) expect(problem?.code).toMatch(/truncated|unreadable|structure/)
    },
  )

  it('reports a tag that is larger than its file', async () => {
    const bytes = fixture('v24.mp3').subarray(0, 100)
    expect((await problemOf(bytes))?.code).toBe('metadata.truncated')
  })

  it.each(writtenFormats)('never throws, wherever %s is cut', async (name) => {
    const bytes = fixture(name)
    for (let length = 0; length < bytes.length; length += Math.ceil(bytes.length / 80)) {
      const outcome = await reader.readFrom(accessBytes(bytes.subarray(0, length)), name)
      expect(typeof outcome.ok).toBe('boolean')
    }
  })
})

describe('a file on disk', () => {
  it('is read the same as its bytes in memory', async () => {
    for (const name of writtenFormats) {
      const fromDisk = await readFile(copyOf(name))
      const { readOnly: _, ...fromMemory } = await readFixture(name)
      expect(fromDisk).toMatchObject(fromMemory)
    }
  })

  it('may hold anything and is still closed again', async () => {
    const path = join(temporaryFolder(), 'a.ogg')
    writeFileSync(path, `OggS${'x'.repeat(100)}`)
    const outcome = await reader.read(path)
    expect(outcome.ok).toBe(false)
  })
})
