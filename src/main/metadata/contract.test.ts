// The contract of the library that this project comes from, behaviour by behaviour; docs/metadata.md lists them.
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyPlan, valueEntries } from '../../shared/model'
import { DiskFullError, FileChangedError, type Stamp } from '../files'
import {
  type FileAccess,
  type Metadata,
  MetadataReader,
  MetadataWriter,
  readMetadata,
  realFileAccess,
  writeMetadata,
} from '../library/metadata-files'
import { accessBytes } from './file-access'
import { describePicture } from './pictures'
import { copyOf, fixture, temporaryFolder } from './testing/fixture'

const bytesOf = (path: string): Buffer => readFileSync(path)

function fileOf(content: string | Uint8Array, name = 'file.mp3'): string {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, content)
  return path
}

/** A real format that nobody puts tags into: an AC-3 stream begins so (ATSC A/52 §5.3.1). */
const unsupported = (): string => fileOf(Uint8Array.of(0x0b, 0x77, ...new Uint8Array(500)), 'film.ac3')

const failing = (code: string) => (): never => {
  throw Object.assign(new Error(code), { code })
}

/** Files that are nothing but bytes in memory. */
function memoryFiles(files: Map<string, Uint8Array>): FileAccess {
  const bytesAt = (path: string): Uint8Array => files.get(path) ?? failing('ENOENT')()
  const stamp = (path: string): Stamp => ({
    sizeBytes: bytesAt(path).length,
    modifiedNs: 0n,
    device: 0n,
    inode: 0n,
  })
  return {
    stamp,
    open: (path) => ({ ...accessBytes(bytesAt(path)), close: () => {} }),
    save: (path, plan) => {
      files.set(path, applyPlan(bytesAt(path), plan))
    },
  }
}

async function metadataIn(path: string, files: FileAccess = realFileAccess): Promise<Metadata> {
  const outcome = await new MetadataReader(files).read(path)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return outcome.metadata
}

async function problemReading(path: string, files?: FileAccess) {
  const outcome = await new MetadataReader(files).read(path)
  return outcome.ok ? undefined : outcome.problem
}

async function problemWriting(path: string, files?: FileAccess, title = 'Neu') {
  const outcome = await new MetadataWriter(files).write(path, { values: { title: [title] } })
  return outcome.ok ? undefined : outcome.problem
}

const cover = describePicture(fixture('cover.png'), { type: 3, mime: '', description: '' })

describe('reader', () => {
  it('reads the tags of a file', async () => {
    const { values } = await metadataIn(copyOf('tagged.flac'))
    expect(values).toMatchObject({
      title: ['Ein Titel'],
      artist: ['AC/DC'],
      track: ['3'],
      trackTotal: ['12'],
    })
  })

  it('reads how it sounds', async () => {
    const { audio, format } = await metadataIn(copyOf('tagged.flac'))
    expect(format).toBe('flac')
    expect(audio).toMatchObject({ durationMs: 500, sampleRate: 44_100, channels: 2, lossless: true })
  })

  it('reads pictures with their bytes', async () => {
    const path = copyOf('tagged.flac')
    await new MetadataWriter().write(path, { values: {}, pictures: [cover] })
    expect((await metadataIn(path)).pictures).toEqual([cover])
  })

  it('keeps the tags of a file apart, and says of what kind each is', async () => {
    const { tags } = await metadataIn(copyOf('v23-v1.mp3'))
    expect(tags.map(({ kind }) => kind)).toEqual(['ID3v2.3', 'ID3v1'])
  })

  it('says that a file is not there', async () => {
    const problem = await problemReading('/nowhere/at all.mp3')
    expect(problem).toMatchObject({ code: 'file.notFound', params: { file: 'at all.mp3' } })
  })

  it('says that a file may not be read', async () => {
    // Root may read everything, so the system's answer is injected.
    const files = { ...realFileAccess, open: failing('EACCES') }
    expect(await problemReading('/music/a.mp3', files)).toMatchObject({ code: 'file.notReadable' })
  })

  it('says that a folder is no file', async () => {
    const path = join(temporaryFolder(), 'folder.mp3')
    mkdirSync(path)
    expect(await problemReading(path)).toMatchObject({ code: 'file.notRegular' })
  })

  it('says that the disk failed, with the system’s reason', async () => {
    const files = { ...realFileAccess, open: failing('EIO') }
    const problem = await problemReading('/music/a.mp3', files)
    expect(problem).toMatchObject({ code: 'file.ioError', params: { reason: 'EIO' } })
  })

  it('says that an empty file is no music', async () => {
    expect(await problemReading(fileOf(''))).toMatchObject({ code: 'metadata.notAudio' })
  })

  it('says that a text called .mp3 is no music', async () => {
    expect(await problemReading(fileOf('all of this is text. '.repeat(100)))).toMatchObject({
      code: 'metadata.notAudio',
    })
  })

  it('says that it does not know a format', async () => {
    expect(await problemReading(unsupported())).toMatchObject({
      code: 'metadata.notAudio',
      params: { file: 'film.ac3' },
    })
  })

  it('says of a file that can be read and not written why, before anyone writes', async () => {
    const cut = fileOf(fixture('plain.wav').subarray(0, 3000), 'cut.wav')
    const { readOnly } = await metadataIn(cut)
    expect(readOnly).toMatchObject({ code: 'metadata.truncated', params: { file: 'cut.wav' } })
  })

  it('goes by what is in the file, not by its name', async () => {
    expect((await metadataIn(copyOf('tagged.m4a', 'called-wrongly.mp3'))).format).toBe('m4a')
  })

  it('answers a file without tags with no values, not with a problem', async () => {
    const { values, tags, pictures } = await metadataIn(copyOf('plain.mp3'))
    expect({ values, tags, pictures }).toEqual({ values: {}, tags: [], pictures: [] })
  })

  it('reads through the file access it is given, and closes what it opened', async () => {
    const log: string[] = []
    const files: FileAccess = {
      ...realFileAccess,
      open: (path) => {
        log.push(`open ${path}`)
        return { ...accessBytes(fixture('v24.mp3')), close: () => log.push('close') }
      },
    }
    expect((await metadataIn('/nowhere/a.mp3', files)).values.title).toEqual(['Ein Titel'])
    expect(log).toEqual(['open /nowhere/a.mp3', 'close'])
  })

  it('never throws, also when reading fails half-way', async () => {
    const whole = accessBytes(fixture('v24.mp3'))
    const read = (at: number, length: number) => (at > 2000 ? failing('EIO')() : whole.read(at, length))
    const files = { ...realFileAccess, open: () => ({ size: whole.size, read, close: () => {} }) }
    const outcome = await new MetadataReader(files).read('/music/a.mp3')
    if (!outcome.ok) expect(outcome.problem.code).toBe('file.ioError')
    expect(typeof outcome.ok).toBe('boolean')
  })
})

describe('writer', () => {
  it.each([
    'v24.mp3',
    'tagged.flac',
    'tagged.m4a',
    'tagged.ogg',
    'tagged.wma',
    'tagged.aiff',
    'plain.wv',
    'flat.mka',
  ])('writes into %s what reads back the same', async (name) => {
    const path = copyOf(name)
    const values = { title: ['Neu – 新しい'], artist: ['AC/DC', 'Björk'] }
    const before = (await metadataIn(path)).values
    expect(await new MetadataWriter().write(path, { values })).toEqual({ ok: true })
    expect((await metadataIn(path)).values).toEqual({ ...before, ...values })
  })

  it('leaves the fields alone that it is not given', async () => {
    const path = copyOf('v24.mp3')
    const before = (await metadataIn(path)).values
    await new MetadataWriter().write(path, { values: { title: ['Neu'] } })
    expect((await metadataIn(path)).values).toEqual({ ...before, title: ['Neu'] })
  })

  it('removes a field that is given as empty', async () => {
    const path = copyOf('v24.mp3')
    await new MetadataWriter().write(path, { values: { album: [] } })
    const { values } = await metadataIn(path)
    expect(values.album).toBeUndefined()
    expect(values.title).toEqual(['Ein Titel'])
  })

  it('takes back what the reader answered, and then touches nothing', async () => {
    const path = copyOf('v23-v1.mp3')
    const [bytes, { mtimeNs, ino }] = [bytesOf(path), statSync(path, { bigint: true })]
    expect(await new MetadataWriter().write(path, await metadataIn(path))).toEqual({ ok: true })
    expect(bytesOf(path)).toEqual(bytes)
    expect(statSync(path, { bigint: true })).toMatchObject({ mtimeNs, ino })
  })

  it('gives back the file’s tags when the change is taken back', async () => {
    const path = copyOf('tagged.m4a')
    const original = await metadataIn(path)
    await new MetadataWriter().write(path, {
      values: { title: ['x'.repeat(9000)], lyrics: ['la'] },
      pictures: [cover],
    })
    const { values } = await metadataIn(path)
    const gone = Object.fromEntries(valueEntries(values).map(([field]) => [field, []]))
    await new MetadataWriter().write(path, {
      values: { ...gone, ...original.values },
      pictures: original.pictures,
    })
    expect((await metadataIn(path)).values).toEqual(original.values)
    expect((await metadataIn(path)).pictures).toEqual(original.pictures)
  })

  it('keeps the sound byte for byte', async () => {
    const path = copyOf('plain.wav')
    const sound = bytesOf(path).subarray(44)
    await new MetadataWriter().write(path, { values: { title: ['Neu'] }, pictures: [cover] })
    expect(bytesOf(path).includes(sound)).toBe(true)
  })

  it('leaves no other file behind', async () => {
    const path = copyOf('v24.mp3')
    await new MetadataWriter().write(path, { values: { lyrics: ['x'.repeat(50_000)] } })
    expect(readdirSync(dirname(path))).toEqual(['v24.mp3'])
  })

  it('follows a symbolic link, which stays one', async () => {
    const path = copyOf('v24.mp3')
    const link = join(dirname(path), 'link.mp3')
    symlinkSync(path, link)
    expect(await problemWriting(link)).toBeUndefined()
    expect((await metadataIn(path)).values.title).toEqual(['Neu'])
  })

  it('says that a file is not there, and makes none', async () => {
    const path = join(temporaryFolder(), 'missing.mp3')
    expect(await problemWriting(path)).toMatchObject({ code: 'file.notFound' })
    expect(readdirSync(dirname(path))).toEqual([])
  })

  it('refuses a file that may not be read', async () => {
    const files = { ...realFileAccess, open: failing('EACCES') }
    expect(await problemWriting(copyOf('v24.mp3'), files)).toMatchObject({ code: 'file.notReadable' })
  })

  it('refuses a file that nobody may write to, and leaves it as it was', async () => {
    const path = copyOf('v24.mp3')
    chmodSync(path, 0o444)
    expect(await problemWriting(path)).toMatchObject({ code: 'file.notWritable' })
    expect(bytesOf(path)).toEqual(Buffer.from(fixture('v24.mp3')))
  })

  it('refuses a format that it does not know, and an empty file', async () => {
    expect(await problemWriting(unsupported())).toMatchObject({ code: 'metadata.notAudio' })
    expect(await problemWriting(fileOf(''))).toMatchObject({ code: 'metadata.notAudio' })
  })

  it('refuses a file whose structure it does not understand, and leaves it as it was', async () => {
    const cut = fixture('plain.wav').subarray(0, 3000)
    const path = fileOf(cut, 'cut.wav')
    expect(await problemWriting(path)).toMatchObject({ code: 'metadata.truncated' })
    expect(bytesOf(path)).toEqual(Buffer.from(cut))
  })

  it('refuses a value that the format cannot hold, and names it', async () => {
    const path = copyOf('tagged.m4a')
    const outcome = await new MetadataWriter().write(path, { values: { title: ['Neu'], track: ['A1'] } })
    expect(outcome).toMatchObject({
      ok: false,
      problem: { code: 'metadata.notStorable', params: { field: 'track', value: 'A1' } },
    })
    expect((await metadataIn(path)).values.title).toEqual(['Ein Titel'])
  })

  it('refuses a picture whose bytes nobody has', async () => {
    const { bytes: _, ...picture } = cover
    const outcome = await new MetadataWriter().write(copyOf('v24.mp3'), { values: {}, pictures: [picture] })
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'picture.missing' } })
  })

  it('never parts a file from its other names', async () => {
    const path = copyOf('v24.mp3')
    linkSync(path, join(dirname(path), 'other-name.mp3'))
    await problemWriting(path)
    expect(statSync(path).nlink).toBe(2)
  })

  it('says that the disk is full, and how much is missing', async () => {
    const path = copyOf('v24.mp3')
    const files: FileAccess = {
      ...realFileAccess,
      save: () => {
        throw new DiskFullError(path, 4096)
      },
    }
    expect(await problemWriting(path, files)).toMatchObject({
      code: 'file.diskFull',
      params: { needBytes: 4096 },
      remedy: 'retry',
    })
  })

  it('does not write over a file that changed since it was read', async () => {
    const path = copyOf('v24.mp3')
    const other = Buffer.concat([bytesOf(path), Buffer.from('more')])
    const files: FileAccess = {
      ...realFileAccess,
      save: (...saving) => {
        writeFileSync(path, other)
        realFileAccess.save(...saving)
      },
    }
    expect(await problemWriting(path, files)).toMatchObject({ code: 'file.changed', remedy: 'reload' })
    expect(bytesOf(path)).toEqual(other)
  })

  it('reads and writes through the file access it is given', async () => {
    const original = fixture('tagged.ogg')
    const files = memoryFiles(new Map([['/in memory/a.ogg', original]]))
    expect(await problemWriting('/in memory/a.ogg', files, 'Im Speicher')).toBeUndefined()
    expect((await metadataIn('/in memory/a.ogg', files)).values.title).toEqual(['Im Speicher'])
    expect(await problemWriting('/in memory/b.ogg', files)).toMatchObject({ code: 'file.notFound' })
  })

  it('hands over the version of the file that its plan was made for', async () => {
    const path = copyOf('v24.mp3')
    const stamps: Stamp[] = []
    const files: FileAccess = {
      ...realFileAccess,
      save: (_, plan, stamp) => stamps.push({ ...stamp, sizeBytes: plan.size }),
    }
    await problemWriting(path, files)
    expect(stamps).toEqual([realFileAccess.stamp(path)])
  })

  it('never throws, whatever the file access throws', async () => {
    const path = copyOf('v24.mp3')
    for (const broken of [
      failing('EIO'),
      failing('EXDEV'),
      () => {
        throw new FileChangedError(path, 'changed')
      },
    ]) {
      for (const part of ['open', 'stamp', 'save'] as const) {
        const outcome = await new MetadataWriter({ ...realFileAccess, [part]: broken }).write(path, {
          values: { title: ['Neu'] },
        })
        expect(outcome).toMatchObject({ ok: false, problem: { params: { file: 'v24.mp3' } } })
      }
    }
  })
})

describe('conveniences', () => {
  it('readMetadata answers what the reader reads', async () => {
    const path = copyOf('tagged.opus')
    expect(await readMetadata(path)).toEqual(await metadataIn(path))
  })

  it('readMetadata answers null for a file that is not there', async () => {
    expect(await readMetadata('/nowhere/a.mp3')).toBeNull()
  })

  it('readMetadata answers null for what is no music: empty, text, a folder', async () => {
    expect(await readMetadata(fileOf(''))).toBeNull()
    expect(await readMetadata(fileOf('text'))).toBeNull()
    expect(await readMetadata(temporaryFolder())).toBeNull()
  })

  it('writeMetadata answers true, and the file says it', async () => {
    const path = copyOf('v24.mp3')
    expect(await writeMetadata(path, { values: { title: ['Neu'] } })).toBe(true)
    expect((await readMetadata(path))?.values.title).toEqual(['Neu'])
  })

  it('writeMetadata answers true when there is nothing to change', async () => {
    const path = copyOf('v24.mp3')
    expect(await writeMetadata(path, { values: { title: ['Ein Titel'] } })).toBe(true)
    expect(bytesOf(path)).toEqual(Buffer.from(fixture('v24.mp3')))
  })

  it('writeMetadata answers false for a file that is not there, or no music', async () => {
    expect(await writeMetadata('/nowhere/a.mp3', { values: { title: ['Neu'] } })).toBe(false)
    expect(await writeMetadata(fileOf(''), { values: { title: ['Neu'] } })).toBe(false)
  })

  it('writeMetadata answers false when the write is refused, and the file is as it was', async () => {
    const path = copyOf('tagged.m4a')
    expect(await writeMetadata(path, { values: { bpm: ['fast'] } })).toBe(false)
    expect(bytesOf(path)).toEqual(Buffer.from(fixture('tagged.m4a')))
  })

  it('one reads what the other wrote: every field, pictures too', async () => {
    const path = copyOf('plain.flac')
    const values = {
      title: ['a'],
      genre: ['b', 'c'],
      date: ['2020-05'],
      rating: ['60'],
      'custom:Mine': ['d'],
    }
    expect(await writeMetadata(path, { values, pictures: [cover] })).toBe(true)
    expect(await readMetadata(path)).toMatchObject({ values, pictures: [cover] })
  })

  it('metadata of one file can be written into another of another format', async () => {
    const from = await readMetadata(copyOf('tagged.flac'))
    const to = copyOf('plain.wma')
    expect(from).not.toBeNull()
    expect(from !== null && (await writeMetadata(to, from))).toBe(true)
    expect((await readMetadata(to))?.values).toMatchObject({
      title: ['Ein Titel'],
      track: ['3'],
      trackTotal: ['12'],
    })
  })
})
