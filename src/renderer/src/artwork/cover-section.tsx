import { type DragEvent, type ReactNode, useMemo, useState } from 'react'
import type { Translate } from '../../../shared/i18n'
import { frontCover, type TrackId } from '../../../shared/model'
import { editor, useEditor } from '../editor'
import {
  Button,
  CoverImage,
  classes,
  formatSize,
  IconButton,
  RevertIcon,
  useLanguage,
  useTranslate,
} from '../ui'
import { coverSummary } from './cover-edits'
import { chooseCover, pictureIn, removeCover, revertCover, setCoverFrom } from './set-cover'

const coverSize = 112
const backCover = 4

/** The cover of the selected tracks with what can be done to it, and beside it what the files are. */
export function CoverSection(props: {
  readonly ids: readonly TrackId[]
  /** Looks for covers at the services. */
  readonly onFind: () => void
  readonly children: ReactNode
}) {
  const { ids, onFind, children } = props
  const translate = useTranslate()
  const language = useLanguage()
  const tracks = useEditor((state) => state.tracks)
  const edited = useEditor((state) => state.edited)
  const [over, setOver] = useState(false)
  const { covers, without, writable, changed } = useMemo(
    () => coverSummary({ ...editor.getState(), tracks, edited }, ids),
    [tracks, edited, ids],
  )
  const [cover] = covers
  const same = covers.length === 1 && without === 0
  const kinds = covers.length + (without > 0 ? 1 : 0)

  const onDragOver = (event: DragEvent) => {
    const picture = [...event.dataTransfer.items].some(({ type }) => type.startsWith('image/'))
    if (!picture || writable === 0) return
    event.preventDefault()
    event.stopPropagation()
    event.dataTransfer.dropEffect = 'copy'
    setOver(true)
  }
  const onDrop = (event: DragEvent) => {
    setOver(false)
    const picture = pictureIn(event.dataTransfer.files)
    if (picture === undefined || writable === 0) return
    event.preventDefault()
    event.stopPropagation()
    void setCoverFrom(picture, ids, translate)
  }

  const description =
    cover === undefined
      ? translate('artwork.none')
      : same
        ? describePicture(cover.picture, language, kindOf(cover.picture.type, translate))
        : translate('artwork.different', { count: kinds })

  return (
    <section className="artwork" aria-label={translate('field.pictures')}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons beside it do the same by keyboard */}
      <div
        className={classes('artwork-cover', over && 'artwork-over', changed > 0 && 'artwork-changed')}
        onDragOver={onDragOver}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <CoverImage
          picture={cover?.picture}
          track={cover && tracks.get(cover.id)}
          size={coverSize}
          alt={cover === undefined ? translate('artwork.none') : translate('artwork.alt')}
        />
        {cover !== undefined && !same && (
          <span className="artwork-count">{translate('panel.different', { count: kinds })}</span>
        )}
      </div>
      <div className="artwork-words">
        {children}
        {writable > 0 && (
          <div className="artwork-actions">
            <Button onClick={() => void chooseCover(ids, translate)}>
              {translate(cover === undefined ? 'artwork.addButton' : 'artwork.replaceButton')}
            </Button>
            {changed > 0 && (
              <IconButton
                label={translate('panel.revert', { field: translate('field.pictures') })}
                icon={<RevertIcon />}
                onClick={() => revertCover(ids, translate)}
              />
            )}
          </div>
        )}
        <p className="artwork-description">
          <span>
            {changed > 0 && <span className="field-dot artwork-dot" aria-hidden="true" />}
            {description}
          </span>
          {writable > 0 && (
            <button
              type="button"
              className="link"
              aria-label={translate('command.findCover')}
              onClick={onFind}
            >
              {translate('artwork.findShort')}
            </button>
          )}
          {cover !== undefined && writable > 0 && (
            <button
              type="button"
              className="link"
              aria-label={translate('artwork.remove')}
              onClick={() => removeCover(ids, translate)}
            >
              {translate('artwork.removeShort')}
            </button>
          )}
        </p>
      </div>
    </section>
  )
}

/** Worth a word only where it is not the front, which a cover is. */
function kindOf(type: number, translate: Translate): string {
  if (type === frontCover) return ''
  return translate(type === backCover ? 'artwork.type.back' : 'artwork.type.other')
}

function describePicture(
  picture: { mime: string; width: number; height: number; sizeBytes: number },
  language: string,
  kind: string,
): string {
  const format = picture.mime.replace(/^image\//, '').toUpperCase()
  const size = picture.width > 0 ? ` ${picture.width}×${picture.height}` : ''
  return [kind, `${format}${size}`, formatSize(picture.sizeBytes, language)].filter(Boolean).join(' · ')
}
