import { useMemo } from 'react'
import type { TrackId } from '../../../shared/model'
import { editor, useEditor } from '../editor'
import { Button, CoverImage, classes, useTranslate } from '../ui'
import { albumFacts } from './album-facts'
import type { Line } from './track-row'

interface AlbumHeaderProps {
  readonly ids: readonly TrackId[]
  readonly line: Line
  /** The keyboard is in this album. */
  readonly current: boolean
  readonly onLookUp: (ids: readonly TrackId[]) => void
  readonly onSelect: () => void
}

/** Above the tracks of an album: cover, names, one line of facts. A click selects them all. */
export function AlbumHeader({ ids, line, current, onLookUp, onSelect }: AlbumHeaderProps) {
  const translate = useTranslate()
  const tracks = useEditor((state) => state.tracks)
  const edited = useEditor((state) => state.edited)
  const { title, hasAlbum, artist, facts, cover } = useMemo(
    () => albumFacts({ ...editor.getState(), tracks, edited }, ids, translate),
    [tracks, edited, ids, translate],
  )
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div
      role="row"
      aria-rowindex={line.index + 2}
      className={classes('album', current && 'album-current')}
      style={{ transform: `translateY(${line.start}px)` }}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      <div role="gridcell" aria-colindex={1} aria-colspan={8} className="album-cell">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keyboard has Ctrl+A and Shift+arrows */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
        <div
          className="album-names"
          onClick={() => {
            const [first] = ids
            const last = ids.at(-1)
            if (first === undefined || last === undefined) return
            // From the end, so that the keyboard is on the first track.
            editor.getState().select(last)
            editor.getState().extend(first, ids)
            onSelect()
          }}
        >
          <CoverImage picture={cover?.picture} track={cover?.track} size={36} alt="" />
          <span className="album-words">
            <span className="album-title">
              {hasAlbum ? <b>{title}</b> : <b className="album-none">{title}</b>}
              <span className="album-artist">
                {hasAlbum ? artist && ` · ${artist}` : ` · ${translate('table.noAlbum')}`}
              </span>
            </span>
            <span className="album-facts">{facts.join(' · ')}</span>
          </span>
        </div>
        <Button
          className="album-look-up"
          tabIndex={-1}
          aria-label={translate('table.lookUpAlbum', { album: title })}
          onClick={() => onLookUp(ids)}
        >
          {translate('table.lookUp')}
        </Button>
      </div>
    </div>
  )
}
