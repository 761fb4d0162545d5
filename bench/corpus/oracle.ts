import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { registeredSpelling } from '../../src/main/metadata/tags/asf-attributes-values'
import { EntryTexts, readFields } from '../../src/main/metadata/tags/native-names'
import {
  type FieldName,
  type FieldValues,
  fieldRow,
  isCustomField,
  type NameColumn,
} from '../../src/shared/model'

/** What mutagen says of a file; one line of shared/oracle/read_tags.py. */
const OracleReading = z.object({
  path: z.string(),
  error: z.string().optional(),
  type: z.string().optional(),
  info: z.record(z.string(), z.unknown()).optional(),
  tags: z.record(z.string(), z.unknown()).optional(),
  pictures: z.array(z.object({ sha1: z.string().optional() })).optional(),
  audio: z.string().nullish(),
})
export type OracleReading = z.infer<typeof OracleReading>

const python = '/usr/bin/python3'

/** The oracle's program, or undefined where it or Python's mutagen is missing. */
export function findOracle(repository: string): string | undefined {
  const program = join(repository, '../shared/oracle/read_tags.py')
  const ready = existsSync(program) && spawnSync(python, ['-c', 'import mutagen']).status === 0
  return ready ? program : undefined
}

/** Asks in batches, several at once: a command line has its limits, and a hash takes its time. */
export async function askOracle(
  program: string,
  paths: readonly string[],
  audio: (path: string) => boolean,
): Promise<Map<string, OracleReading>> {
  const readings = new Map<string, OracleReading>()
  const run = promisify(execFile)
  let next = 0
  const work = async () => {
    while (next < paths.length) {
      const hashed = audio(paths[next] ?? '')
      const batch = [paths[next++] ?? '']
      while (next < paths.length && batch.length < 20 && audio(paths[next] ?? '') === hashed) {
        batch.push(paths[next++] ?? '')
      }
      const { stdout } = await run(python, [program, ...(hashed ? ['--audio'] : []), ...batch], {
        maxBuffer: 1 << 28,
      })
      for (const line of stdout.split('\n').filter((text) => text !== '')) {
        const reading = OracleReading.parse(JSON.parse(line))
        readings.set(reading.path, reading)
      }
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return readings
}

/** mutagen’s classes by the column of the registry that names their entries. */
function columnOf(type: string, tags: Readonly<Record<string, unknown>>): NameColumn | undefined {
  if (/^(MP3|EasyMP3|AIFF|WAVE|TrueAudio|DSF|DSDIFF|ID3FileType|AAC)$/.test(type)) {
    return Object.hasOwn(tags, 'TDRC') || Object.hasOwn(tags, 'TDOR') ? 'id3' : 'id3v23'
  }
  if (/^(FLAC|Ogg\w+)$/.test(type)) return 'vorbis'
  if (/^(APEv2File|MonkeysAudio|WavPack|Musepack|OptimFROG|TAK)$/.test(type)) return 'ape'
  if (type === 'MP4') return 'mp4'
  return type === 'ASF' ? 'asf' : undefined
}

const textsOf = (value: unknown): string[] => {
  if (Array.isArray(value)) {
    const isPair = value.length === 2 && value.every((part) => typeof part === 'number')
    return isPair ? [`${value[0] || ''}/${value[1] || ''}`] : value.flatMap(textsOf)
  }
  if (typeof value === 'boolean') return value ? ['1'] : []
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : []
}

/** mutagen's key in the notation of the registry. */
function nativeName(key: string, column: NameColumn): string {
  if (column === 'mp4') return key.replace(/^----:com\.apple\.iTunes:/, '----:')
  if (column !== 'id3' && column !== 'id3v23') return key
  if (/^COMM::/.test(key)) return 'COMM'
  if (/^USLT::/.test(key)) return 'USLT'
  return key
}

function textsOfEntry(key: string, value: unknown, column: NameColumn): string[] {
  const texts = textsOf(value)
  if (column === 'ape') return texts.flatMap((text) => text.split('\0'))
  // The oracle takes the one text of a lyrics frame apart into its letters.
  if (key.startsWith('USLT:')) return [texts.join('')]
  return key.startsWith('COMM:') ? [texts.join('\n')] : texts
}

/** Names compare without case in ASF (formats.md section 3), for mutagen they are two. */
function isMisspelled(key: string, tags: Readonly<Record<string, unknown>>): boolean {
  const exact = registeredSpelling(key)
  return exact !== undefined && exact !== key && Object.hasOwn(tags, exact)
}

const oneOfSeveral: ReadonlySet<string> = new Set(['COMM', 'USLT'])

/** The fields that mutagen sees, by our registry. Undefined for what it cannot read. */
export function oracleFields({ type = '', tags = {} }: OracleReading): FieldValues | undefined {
  const column = columnOf(type, tags)
  if (column === undefined) return undefined
  const entries = new EntryTexts()
  const seen = new Set<string>()
  for (const [key, value] of Object.entries(tags)) {
    const name = nativeName(key, column)
    // One comment for each language (ID3v2.4 frames 4.10): the first is the file's.
    if (oneOfSeveral.has(name) && seen.has(name)) continue
    seen.add(name)
    if (column !== 'asf') entries.add(name, textsOfEntry(key, value, column))
    else if (!isMisspelled(key, tags)) {
      // FFmpeg writes titles and more into two objects (ASF specification 3.10, 3.11): one text, listed twice.
      entries.add(name, [...new Set(textsOfEntry(key, value, column))])
    }
  }
  return readFields(entries, column)
}

/** Fields whose form differs between the two by design, or that mutagen gives only as bytes. */
const notCompared: ReadonlySet<FieldName> = new Set([
  'recordingId',
  'rating',
  'syncedLyrics',
  'performer',
  'arranger',
  'engineer',
  'producer',
  'djMixer',
  'mixer',
])

export interface Disagreement {
  readonly field: FieldName
  readonly ours: readonly string[]
  readonly theirs: readonly string[]
}

const comparable = (field: FieldName, values: readonly string[] = []): string[] => {
  const { type } = fieldRow(field)
  return values
    .map((value) => {
      const text = value.replace(/\r\n?/g, '\n').trim()
      if (type === 'number' && /^\d+$/.test(text)) return String(Number(text))
      // TIME of ID3v2.3 has no seconds (§4.2.1); mutagen adds them.
      if (type === 'date') return text.replace(' ', 'T').replace(/(T\d\d:\d\d):00$/, '$1')
      if (type === 'flag') return /^(1|true|yes)$/i.test(text) ? '1' : text
      // mutagen’s word for a number that no genre has.
      if (field === 'genre' && text === 'Unknown') return ''
      return text
    })
    .filter(
      (text) => text !== '' && !(type === 'number' && text === '0') && !(type === 'flag' && text === '0'),
    )
}

/** Where mutagen has a value for a field and we have another, or none. */
export function disagreements(ours: FieldValues, theirs: FieldValues): Disagreement[] {
  return (
    (Object.keys(theirs) as FieldName[])
      // Names of people's own come in other case, and as text what we know to be none.
      .filter((field) => !notCompared.has(field) && !isCustomField(field))
      .flatMap((field) => {
        const [our, their] = [comparable(field, ours[field]), comparable(field, theirs[field])]
        return their.length === 0 || our.join('\0') === their.join('\0')
          ? []
          : [{ field, ours: our, theirs: their }]
      })
  )
}
