import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Translate } from '../../../shared/i18n'
import type { FoundLyrics } from '../../../shared/ipc'
import type { TrackId } from '../../../shared/model'
import { bridge as realBridge } from '../bridge'
import { currentOf, editor } from '../editor'
import { isFew, type SearchOutcome, type SearchState, searchEach } from '../jobs'
import { hasLyrics } from './song-lyrics'

interface FoundState {
  readonly kind: 'found'
  /** The best first; never none. */
  readonly found: readonly FoundLyrics[]
}

export type SongState = SearchState<FoundState>

/** One file whose lyrics are looked for. */
export interface Song {
  readonly id: TrackId
  /** What is asked for; the file's name stands in for a title. */
  readonly title: string
  readonly artist: string
  /** It had lyrics when the search began. */
  readonly hasOwn: boolean
  readonly state: SongState
  /** Which of those that were found. */
  readonly chosen: number
  readonly isTicked: boolean
}

export interface LyricsSearchState {
  readonly songs: readonly Song[]
  readonly isRunning: boolean
}

export interface LyricsSearch {
  readonly store: StoreApi<LyricsSearchState>
  /** Asks for the lyrics of all songs as one job, or of these again. Writes nothing. */
  search(translate: Translate, ids?: readonly TrackId[]): Promise<void>
  tick(id: TrackId, isTicked: boolean): void
  tickAll(isTicked: boolean): void
  choose(id: TrackId, chosen: number): void
  close(): void
}

export const chosenLyrics = ({ state, chosen }: Song): FoundLyrics | undefined =>
  state.kind === 'found' ? (state.found[chosen] ?? state.found[0]) : undefined

/** One visit to the lyrics of some files. */
export function createLyricsSearch(
  ids: readonly TrackId[],
  bridge: Pick<typeof realBridge, 'lookup'> = realBridge,
): LyricsSearch {
  const store = createStore<LyricsSearchState>()(() => ({ songs: songsOf(ids), isRunning: false }))
  let running = new AbortController()

  const change = (id: TrackId, next: Partial<Song>): void =>
    store.setState(({ songs }) => ({
      songs: songs.map((song) => (song.id === id ? { ...song, ...next } : song)),
    }))

  async function searchOne(
    song: Song,
    signal: AbortSignal,
    isWatched: boolean,
  ): Promise<SearchOutcome<FoundState>> {
    const state = editor.getState()
    const { values } = currentOf(state, song.id)
    const answer = await bridge.lookup.lyrics(
      {
        title: song.title,
        artist: song.artist,
        album: values.album?.[0] ?? '',
        durationMs: state.tracks.get(song.id)?.audio.durationMs ?? 0,
        isWatched,
      },
      { signal },
    )
    if (!answer.ok) return { kind: 'failed', problem: answer.problem }
    const { found, failures } = answer.value
    if (found.length > 0) return { kind: 'found', found }
    const problem = failures[0]?.problem
    return problem === undefined ? { kind: 'none' } : { kind: 'failed', problem }
  }

  async function search(translate: Translate, again?: readonly TrackId[]): Promise<void> {
    running.abort()
    running = new AbortController()
    const own = running
    const songs = store.getState().songs.filter(({ id }) => again === undefined || again.includes(id))
    store.setState({ isRunning: true })
    await searchEach<Song, FoundState>(songs, {
      label: translate('lyrics.job', { count: songs.length }),
      signal: own.signal,
      search: (song, signal) => searchOne(song, signal, isFew(songs)),
      onState: ({ id, hasOwn }, state) =>
        change(id, { state, chosen: 0, isTicked: state.kind === 'found' && !hasOwn }),
      text: (found) => translate('lyrics.jobDone', { found, count: songs.length }),
      again: (failed) =>
        void search(
          translate,
          failed.map(({ id }) => id),
        ),
    })
    if (running === own) store.setState({ isRunning: false })
  }

  return {
    store,
    search,
    tick: (id, isTicked) => change(id, { isTicked }),
    tickAll: (isTicked) =>
      store.setState(({ songs }) => ({
        songs: songs.map((song) => (song.state.kind === 'found' ? { ...song, isTicked } : song)),
      })),
    choose: (id, chosen) => change(id, { chosen }),
    close: () => running.abort(),
  }
}

function songsOf(ids: readonly TrackId[]): readonly Song[] {
  const state = editor.getState()
  return ids.flatMap((id) => {
    const track = state.tracks.get(id)
    if (track === undefined) return []
    const { values } = currentOf(state, id)
    return [
      {
        id,
        title: values.title?.[0] || track.fileName.replace(/\.[^.]*$/, ''),
        artist: values.artist?.[0] ?? values.albumArtist?.[0] ?? '',
        hasOwn: hasLyrics(state, id),
        state: { kind: 'waiting' },
        chosen: 0,
        isTicked: false,
      },
    ]
  })
}
