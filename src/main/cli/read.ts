// The headless reader: `node out/cli/read.js [--raw] [--audio] FILE…` prints one JSON object a line.
import { createHash } from 'node:crypto'
import {
  type FileAccess,
  layoutOf,
  type Metadata,
  MetadataReader,
  openForReading,
  readProblem,
} from '../metadata'
import { nativeTags, typeNames } from './native-tags'

interface Options {
  /** With every piece of the file that a save keeps, by name, length and SHA-1. */
  readonly raw: boolean
  /** With a hash of the sound. */
  readonly audio: boolean
}

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex')

/** The keys of shared/oracle/read_tags.py, which outside judges know, and our own view beside them. */
async function lineOf(path: string, options: Options): Promise<Record<string, unknown>> {
  const reader = new MetadataReader()
  const file = openForReading(path)
  try {
    const outcome = await reader.readFrom(file, path)
    if (!outcome.ok) return { path, error: outcome.problem.code, problem: outcome.problem }
    return { ...describeMetadata(path, outcome.metadata), ...describeLayout(file, options) }
  } finally {
    file.close()
  }
}

function describeMetadata(path: string, metadata: Metadata): Record<string, unknown> {
  const { audio, pictures, readOnly } = metadata
  return {
    path,
    type: typeNames[metadata.format] ?? metadata.container,
    info: {
      length: audio.durationMs / 1000,
      bitrate: Math.round(audio.bitrate),
      sample_rate: audio.sampleRate,
      channels: audio.channels,
      bits_per_sample: audio.bitsPerSample,
      codec: audio.codec,
      encoder: audio.encoder,
      lossless: audio.lossless,
    },
    tags: nativeTags(metadata.tags),
    ...(pictures.length === 0
      ? {}
      : {
          pictures: pictures.map(({ type, mime, description, bytes }) => ({
            type,
            mime,
            description,
            bytes: bytes.length,
            sha1: sha1(bytes),
          })),
        }),
    container: metadata.container,
    fields: metadata.values,
    kinds: Object.fromEntries(metadata.tags.map(({ kind, values }) => [kind, values])),
    writable: readOnly === undefined,
    ...(readOnly === undefined ? {} : { problem: readOnly }),
  }
}

function describeLayout(file: FileAccess, { raw, audio }: Options): Record<string, unknown> {
  if (!raw && !audio) return {}
  const layout = layoutOf(file)
  if (layout === undefined) return {}
  const hash = createHash('sha1')
  for (const { start, end } of layout.audio) hash.update(file.read(start, end - start))
  return {
    ...(audio ? { audio: hash.digest('hex') } : {}),
    ...(raw
      ? {
          inventory: layout
            .inventory({ fields: [], pictures: false })
            .map(({ name, bytes }) => ({ name, bytes: bytes.length, sha1: sha1(bytes) })),
        }
      : {}),
  }
}

const switches = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
const paths = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const options = { raw: switches.includes('--raw'), audio: switches.includes('--audio') }
if (paths.length === 0) {
  process.stderr.write('node out/cli/read.js [--raw] [--audio] FILE…: name the files to read.\n')
  process.exitCode = 1
}
for (const path of paths) {
  let line: Record<string, unknown>
  try {
    line = await lineOf(path, options)
  } catch (error) {
    const problem = readProblem(error, path)
    line = { path, error: problem.code, problem }
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
