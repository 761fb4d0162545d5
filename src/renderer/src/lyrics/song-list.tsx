import { memo } from 'react'
import type { TrackId } from '../../../shared/model'
import { Checkbox, classes, TickRows, useTranslate } from '../ui'
import type { Song } from './lyrics-search'

export interface SongListProps {
  readonly songs: readonly Song[]
  /** The one whose lyrics are shown. */
  readonly looked: TrackId | undefined
  readonly isRunning: boolean
  readonly onLook: (id: TrackId) => void
  readonly onTick: (id: TrackId, isTicked: boolean) => void
  readonly onTickAll: (isTicked: boolean) => void
}

const rowHeight = 44

/** The files and what was found for each. The one that has the focus is the one that is shown. */
export function SongList({ songs, looked, isRunning, onLook, onTick, onTickAll }: SongListProps) {
  const translate = useTranslate()
  const found = songs.filter(({ state }) => state.kind === 'found')
  const ticked = found.filter(({ isTicked }) => isTicked)
  return (
    <div className="songs">
      <div className="song songs-head">
        <Checkbox
          disabled={found.length === 0}
          checked={found.length > 0 && ticked.length === found.length}
          mixed={ticked.length > 0 && ticked.length < found.length}
          onChange={(event) => onTickAll(event.target.checked)}
        >
          {translate('finding.tickAll')}
        </Checkbox>
      </div>
      <TickRows
        label={translate('lyrics.songs')}
        rows={songs}
        keyOf={({ id }) => id}
        rowHeight={rowHeight}
        onFocus={({ id }) => onLook(id)}
        draw={(song, tabIndex) => (
          <SongRow
            song={song}
            isLooked={song.id === looked}
            isRunning={isRunning}
            tabIndex={tabIndex}
            onTick={onTick}
          />
        )}
      />
    </div>
  )
}

const SongRow = memo(function SongRow(props: {
  readonly song: Song
  readonly isLooked: boolean
  readonly isRunning: boolean
  readonly tabIndex: 0 | -1
  readonly onTick: SongListProps['onTick']
}) {
  const { song, isLooked, isRunning, tabIndex, onTick } = props
  const { id, title, artist, state, isTicked } = song
  const translate = useTranslate()
  const isFound = state.kind === 'found'
  return (
    <div className={classes('song', isLooked && 'song-looked')}>
      <Checkbox
        aria-label={translate('lyrics.tick', { title })}
        tabIndex={tabIndex}
        aria-disabled={!isFound}
        checked={isTicked}
        onChange={(event) => isFound && onTick(id, event.target.checked)}
      />
      <span className="song-words">
        <bdi className="song-title" title={title}>
          {title}
        </bdi>
        <bdi className="song-facts">{artist}</bdi>
      </span>
      <span className={classes('song-state', `song-${state.kind}`)}>{useStateWords(song, isRunning)}</span>
    </div>
  )
})

function useStateWords({ state, hasOwn }: Song, isRunning: boolean): string {
  const translate = useTranslate()
  switch (state.kind) {
    case 'found': {
      const isTimed = state.found.some(({ synchronised }) => synchronised !== '')
      const words = translate(isTimed ? 'lyrics.state.timed' : 'lyrics.state.plain')
      return hasOwn ? `${words} · ${translate('lyrics.state.own')}` : words
    }
    case 'waiting':
      return translate(isRunning ? 'finding.waiting' : 'finding.stopped')
    case 'searching':
    case 'none':
      return translate(`finding.${state.kind}`)
    case 'failed':
      return `▲ ${translate('lyrics.state.failed')}`
  }
}
