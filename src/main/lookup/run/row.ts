import type { RunAlbum } from '../../../shared/ipc'
import type { RunFiles } from './album-files'
import type { Album } from './run'

/** An album as a row of its list; none while it has no result. */
export function rowOf(
  album: Album,
  index: number,
  { idAt, now }: { readonly idAt: RunFiles['idAt']; readonly now: number },
): RunAlbum[] {
  const { state, title, artist, mark } = album
  if (state.kind === 'waiting' || state.kind === 'asking') return []
  const row = {
    album: index,
    ids: album.files.map((file) => idAt(file)).filter((id) => id !== undefined),
    files: album.files.length,
    title,
    artist,
    mark,
  }
  if (state.kind !== 'parked') return [{ ...row, result: state }]
  const { retryAt, ...result } = state
  return [{ ...row, result, ...(retryAt !== undefined && { retryMs: Math.max(0, retryAt - now) }) }]
}
