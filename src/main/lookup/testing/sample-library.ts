import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Release as CatalogueRelease } from '../../../../e2e/musicbrainz/server'
import type { LookupTrack } from '../../../shared/ipc'
import { type FieldName, trackId } from '../../../shared/model'

type Catalogue = readonly CatalogueRelease[]

const folder = new URL('../../../../resources/sample-library/', import.meta.url)

const Manifest = z.array(
  z.object({
    path: z.string(),
    durationMs: z.number(),
    tags: z.record(z.string(), z.array(z.string())),
    hasCover: z.boolean(),
  }),
)

export const readCatalogueFile = async (name: string): Promise<Uint8Array> =>
  await readFile(fileURLToPath(new URL(`catalogue/${name}`, folder)))

/** The sample library's files as a lookup gets them, by the folder of their album. */
export async function sampleAlbums(): Promise<Map<string, LookupTrack[]>> {
  const manifest = Manifest.parse(JSON.parse(await readFile(new URL('manifest.json', folder), 'utf8')))
  const albums = new Map<string, LookupTrack[]>()
  for (const { path, durationMs, tags, hasCover } of manifest) {
    const album = path.split('/')[0] ?? ''
    const tracks = albums.get(album) ?? []
    albums.set(album, tracks)
    tracks.push(
      track({
        fileName: path.split('/').at(-1) ?? '',
        folder: `/home/anna/Music/Tagwright sample/${dirname(path)}`,
        durationMs,
        values: tags,
        hasCover,
        id: path.slice(-64),
      }),
    )
  }
  return albums
}

export interface TrackFacts {
  readonly id?: string
  readonly fileName?: string
  readonly folder?: string
  readonly durationMs?: number
  readonly values?: Partial<Record<FieldName, string[]>>
  readonly hasCover?: boolean
}

let minted = 0

/** A file with what a test cares about, and nothing else. */
export function track(facts: TrackFacts = {}): LookupTrack {
  minted += 1
  return {
    id: trackId(facts.id ?? `track-${minted}`),
    fileName: facts.fileName ?? '',
    folder: facts.folder ?? '',
    durationMs: facts.durationMs ?? 0,
    values: facts.values ?? {},
    hasCover: facts.hasCover ?? false,
  }
}

/** The catalogue as it lies there, for a server that speaks MusicBrainz’ language. */
export async function catalogueJson(): Promise<Catalogue> {
  return JSON.parse(new TextDecoder().decode(await readCatalogueFile('releases.json'))) as Catalogue
}
