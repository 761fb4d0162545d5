import type { LookupTrack } from '../../../shared/ipc'
import type { Outcome, Problem, TrackId } from '../../../shared/model'
import type { Album } from './run'

/** The files as the run reaches them. Everything is asked when an album’s turn comes, so that it is as it is then. */
export interface RunFiles {
  /** Undefined when the file is not listed. */
  idAt(path: string): TrackId | undefined
  pathOf(id: TrackId): string | undefined
  /** A listed file as the person sees it, with the edits that are not saved yet. */
  read(id: TrackId): Promise<Outcome<{ track: LookupTrack }>>
}

export interface ReadAlbum {
  readonly tracks: LookupTrack[]
  /** Which of the album’s files each of them is. */
  readonly indexes: number[]
}

/** Those files of an album that can be read; a failure when there are none. @throws the signal’s reason */
export async function readAlbumFiles(
  files: RunFiles,
  album: Album,
  signal: AbortSignal,
): Promise<Outcome<ReadAlbum>> {
  const tracks: LookupTrack[] = []
  const indexes: number[] = []
  let problem: Problem = { code: 'file.notFound', params: { file: album.files[0] ?? '' } }
  for (const [index, path] of album.files.entries()) {
    signal.throwIfAborted()
    const id = files.idAt(path)
    const read = id === undefined ? undefined : await files.read(id)
    if (read?.ok) {
      tracks.push(read.track)
      indexes.push(index)
    } else if (read !== undefined) problem = read.problem
  }
  // What became of the last file may be because of it.
  signal.throwIfAborted()
  return tracks.length === 0 ? { ok: false, problem } : { ok: true, tracks, indexes }
}

/** What the files call their album; else what they were called before, or what their folder is called. */
export function albumTitle({ files, title }: Album, tracks: readonly LookupTrack[]): string {
  const said = tracks.flatMap(({ values }) => values.album?.[0] ?? []).find((text) => text !== '')
  return said ?? (title || (files[0]?.split(/[\\/]/).at(-2) ?? ''))
}

export const albumArtist = (tracks: readonly LookupTrack[]): string =>
  tracks
    .flatMap(({ values }) => values.albumArtist?.[0] ?? values.artist?.[0] ?? [])
    .find((text) => text !== '') ?? ''
