import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useRef } from 'react'
import type { TrackId } from '../../../shared/model'
import { Checkbox, classes, matches, useTranslate } from '../ui'
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
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: songs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const found = songs.filter(({ state }) => state.kind === 'found')
  const ticked = found.filter(({ isTicked }) => isTicked)
  const onKeyDown = (event: KeyboardEvent) => {
    const by = matches('ArrowDown', event) ? 1 : matches('ArrowUp', event) ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const at = songs.findIndex(({ id }) => id === looked) + by
    const next = songs[at]
    if (next === undefined) return
    onLook(next.id)
    virtual.scrollToIndex(at)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${at}"] input`)?.focus(),
    )
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys between the tick boxes in it
    <div className="songs" onKeyDown={onKeyDown}>
      <div className="song songs-head">
        <Checkbox
          disabled={found.length === 0}
          checked={found.length > 0 && ticked.length === found.length}
          mixed={ticked.length > 0 && ticked.length < found.length}
          onChange={(event) => onTickAll(event.target.checked)}
        >
          {translate('covers.tickAll')}
        </Checkbox>
      </div>
      <section ref={scroller} className="songs-scroller" aria-label={translate('lyrics.songs')}>
        <div className="songs-rows" style={{ blockSize: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const song = songs[item.index]
            if (song === undefined) return null
            return (
              <div
                key={song.id}
                data-index={item.index}
                className="songs-place"
                style={{ blockSize: item.size, transform: `translateY(${item.start}px)` }}
              >
                <SongRow
                  song={song}
                  isLooked={song.id === looked}
                  isRunning={isRunning}
                  onLook={onLook}
                  onTick={onTick}
                />
              </div>
            )
          })}
        </div>
      </section>
    </div>
  )
}

function SongRow(props: {
  readonly song: Song
  readonly isLooked: boolean
  readonly isRunning: boolean
  readonly onLook: SongListProps['onLook']
  readonly onTick: SongListProps['onTick']
}) {
  const { song, isLooked, isRunning, onLook, onTick } = props
  const { id, title, artist, state, isTicked } = song
  const translate = useTranslate()
  const isFound = state.kind === 'found'
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the tick box in it has the keys
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div className={classes('song', isLooked && 'song-looked')} onClick={() => onLook(id)}>
      <Checkbox
        aria-label={translate('lyrics.tick', { title })}
        // Focus can rest on it, so that the arrow keys find their way over songs with nothing to tick.
        aria-disabled={!isFound}
        checked={isTicked}
        onFocus={() => onLook(id)}
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
}

function useStateWords({ state, hasOwn }: Song, isRunning: boolean): string {
  const translate = useTranslate()
  switch (state.kind) {
    case 'found': {
      const isTimed = state.found.some(({ synchronised }) => synchronised !== '')
      const words = translate(isTimed ? 'lyrics.state.timed' : 'lyrics.state.plain')
      return hasOwn ? `${words} · ${translate('lyrics.state.own')}` : words
    }
    case 'waiting':
      return translate(isRunning ? 'covers.gap.waiting' : 'covers.gap.stopped')
    case 'searching':
    case 'none':
      return translate(`covers.gap.${state.kind}`)
    case 'failed':
      return `▲ ${translate('lyrics.state.failed')}`
  }
}
