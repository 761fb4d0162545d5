import { useMemo } from 'react'
import type { TrackId } from '../../../shared/model'
import { currentOf, editor, joined, useEditor } from '../editor'
import { formatLength, formatName, formatSize, useLanguage, useTranslate } from '../ui'

const only = (values: Iterable<string>): string => {
  const distinct = new Set(values)
  const [first] = distinct
  return distinct.size === 1 ? (first ?? '') : ''
}

/** What the selected files are, in a few lines beside the cover. */
export function PanelFacts({ ids }: { ids: readonly TrackId[] }) {
  const translate = useTranslate()
  const language = useLanguage()
  const tracks = useEditor((state) => state.tracks)
  const edited = useEditor((state) => state.edited)
  const { heading, album, sound } = useMemo(() => {
    const state = { ...editor.getState(), tracks, edited }
    const chosen = ids.flatMap((id) => tracks.get(id) ?? [])
    const value = (field: 'album' | 'disc') =>
      only(ids.map((id) => joined(currentOf(state, id).values[field])))
    const disc = value('disc')
    const [first] = chosen
    const sum = (each: (track: (typeof chosen)[number]) => number) =>
      chosen.reduce((total, track) => total + each(track), 0)
    const formats = [...new Set(chosen.map(({ format }) => formatName(format)))].filter(Boolean)
    return {
      heading:
        chosen.length === 1 && first ? first.fileName : translate('table.files', { count: chosen.length }),
      album: [value('album'), disc && translate('panel.disc', { disc })].filter(Boolean).join(' · '),
      sound: [
        formats.length > 3 ? translate('panel.formats', { count: formats.length }) : formats.join(', '),
        formatLength(sum(({ audio }) => audio.durationMs)),
        formatSize(
          sum(({ sizeBytes }) => sizeBytes),
          language,
        ),
      ]
        .filter(Boolean)
        .join(' · '),
    }
  }, [ids, tracks, edited, translate, language])
  return (
    <>
      <h2 className="panel-heading" title={heading}>
        {heading}
      </h2>
      {album !== '' && (
        <p className="panel-fact" title={album}>
          {album}
        </p>
      )}
      <p className="panel-fact">{sound}</p>
    </>
  )
}
