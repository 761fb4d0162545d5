import type { FoundLyrics, Settings } from '../../../shared/ipc'
import { timedLines, wordsOf } from '../../../shared/lyrics'
import { type Edit, type FieldChanges, noValue, type TrackId } from '../../../shared/model'
import { currentOf, isKnown, type Tracks } from '../editor'

export type TakenLyrics = Settings['lyrics']['take']

/** What a song would get. Empty where it gets none of this kind. */
export interface LyricsTexts {
  readonly plain: string
  /** LRC. */
  readonly synchronised: string
}

const lineEnds = /\r\n?/g

/** What of found lyrics is taken. Words without times are made of those that have some; times are never made up. */
export function textsOf({ plain, synchronised }: FoundLyrics, take: TakenLyrics): LyricsTexts {
  const timed = timedLines(synchronised) === undefined ? '' : synchronised.replace(lineEnds, '\n').trim()
  const words = plain.replace(lineEnds, '\n').trim() || (timed === '' ? '' : wordsOf(timed))
  return {
    plain: take === 'synchronised' ? '' : words,
    synchronised: take === 'plain' ? '' : timed,
  }
}

export const isNothing = ({ plain, synchronised }: LyricsTexts): boolean => plain + synchronised === ''

/** Whether a file has lyrics of whichever kind, read or not. */
export function hasLyrics(state: Tracks, id: TrackId): boolean {
  const track = state.tracks.get(id)
  const { values } = currentOf(state, id)
  return (['lyrics', 'syncedLyrics'] as const).some((field) => {
    const isUnread = track !== undefined && !isKnown(track, field)
    return isUnread || (values[field] ?? noValue).length > 0
  })
}

/**
 * Lyrics as the edit that they are. What they do not have stays as it is in the file; nothing is cleared. Left out are
 * files that may not be written and those whose own lyrics have not been read: an edit never guesses its `from`.
 */
export function lyricsEdit(
  state: Tracks,
  label: string,
  songs: readonly { readonly id: TrackId; readonly texts: LyricsTexts }[],
): Edit {
  const changes: Record<TrackId, FieldChanges> = {}
  for (const { id, texts } of songs) {
    const track = state.tracks.get(id)
    if (track === undefined || track.readOnly !== undefined) continue
    if (!isKnown(track, 'lyrics') || !isKnown(track, 'syncedLyrics')) continue
    const { values } = currentOf(state, id)
    changes[id] = {
      ...(texts.plain !== '' && { lyrics: { from: values.lyrics ?? noValue, to: [texts.plain] } }),
      ...(texts.synchronised !== '' && {
        syncedLyrics: { from: values.syncedLyrics ?? noValue, to: [texts.synchronised] },
      }),
    }
  }
  return { label, changes }
}
