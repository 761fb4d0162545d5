import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import type { Release } from '../../e2e/musicbrainz/server'
import type { LookupTrack } from '../../src/shared/ipc'
import { type FieldName, trackId } from '../../src/shared/model'

const Case = z.object({
  id: z.string(),
  scenario: z.string(),
  files: z.array(
    z.object({ path: z.string(), durationMs: z.number(), tags: z.record(z.string(), z.string()) }),
  ),
  truth: z
    .object({
      releaseGroup: z.string(),
      releases: z.array(z.string()),
      edition: z.string().nullable(),
      tracks: z.array(z.string().nullable()),
    })
    .nullable(),
})
type Case = z.infer<typeof Case>

/** A folder of files, and what it truly is. The matcher gets `tracks` only. */
export interface BenchmarkCase {
  readonly id: string
  readonly scenario: string
  readonly tracks: readonly LookupTrack[]
  readonly truth: Case['truth']
}

export interface TrackFacts {
  readonly groupId: string
  readonly recordingId: string
  readonly title: string
  readonly lengthMs: number | undefined
}

export interface Benchmark {
  readonly catalogue: readonly Release[]
  readonly cases: readonly BenchmarkCase[]
  readonly groupOf: ReadonlyMap<string, string>
  readonly trackOf: ReadonlyMap<string, TrackFacts>
}

/**
 * Reads DIR/catalog.jsonl and DIR/cases.jsonl, gzipped or not, and gives every id a new one, random unless told
 * otherwise: nothing can be learnt from an id, and no order of ids stays. Formats: the README beside the data.
 */
export function readBenchmark(directory: string, newId: () => string = randomUUID): Benchmark {
  const ids = new Map<string, string>()
  const renamed = (id: string): string => {
    const known = ids.get(id) ?? newId()
    ids.set(id, known)
    return known
  }
  const catalogue = readLines(directory, 'catalog.jsonl').map(
    // Every `id` of the shape is one of MusicBrainz'; nothing else has this key.
    (line) =>
      JSON.parse(line, (key, value: unknown) =>
        key === 'id' && typeof value === 'string' ? renamed(value) : value,
      ) as Release,
  )
  const cases = readLines(directory, 'cases.jsonl').map((line) => {
    const { id, scenario, files, truth } = Case.parse(JSON.parse(line))
    return {
      id,
      scenario,
      tracks: files.map(toTrack),
      truth: truth && {
        releaseGroup: renamed(truth.releaseGroup),
        releases: truth.releases.map(renamed),
        edition: truth.edition === null ? null : renamed(truth.edition),
        tracks: truth.tracks.map((track) => (track === null ? null : renamed(track))),
      },
    }
  })
  return { catalogue, cases, ...indexOf(catalogue) }
}

function readLines(directory: string, name: string): string[] {
  const plain = join(directory, name)
  const text = existsSync(plain)
    ? readFileSync(plain, 'utf8')
    : gunzipSync(readFileSync(`${plain}.gz`)).toString('utf8')
  return text.split('\n').filter((line) => line !== '')
}

const fieldOf: Readonly<Record<string, FieldName>> = {
  title: 'title',
  artist: 'artist',
  album: 'album',
  albumartist: 'albumArtist',
  track: 'track',
  tracktotal: 'trackTotal',
  disc: 'disc',
  disctotal: 'discTotal',
  date: 'date',
  label: 'label',
  catalognumber: 'catalogNumber',
  barcode: 'barcode',
  media: 'media',
  country: 'releaseCountry',
  compilation: 'compilation',
}

function toTrack({ path, durationMs, tags }: Case['files'][number], index: number): LookupTrack {
  return {
    id: trackId(`file-${index}`),
    fileName: posix.basename(path),
    folder: `/home/anna/${posix.dirname(path)}`,
    durationMs,
    values: Object.fromEntries(
      Object.entries(tags).flatMap(([name, value]) => {
        const field = fieldOf[name]
        return field === undefined ? [] : [[field, [value]]]
      }),
    ),
    hasCover: false,
  }
}

function indexOf(catalogue: readonly Release[]): Pick<Benchmark, 'groupOf' | 'trackOf'> {
  const groupOf = new Map<string, string>()
  const trackOf = new Map<string, TrackFacts>()
  for (const release of catalogue) {
    const groupId = release['release-group']?.id ?? ''
    groupOf.set(release.id, groupId)
    for (const { tracks = [] } of release.media ?? []) {
      for (const { id = '', title, length, recording } of tracks)
        trackOf.set(id, { groupId, recordingId: recording?.id ?? '', title, lengthMs: length ?? undefined })
    }
  }
  return { groupOf, trackOf }
}
