import { useMemo } from 'react'
import type { TrackId } from '../../../shared/model'
import { editor, kindEditOf, useEditor } from '../editor'
import { classes, useTranslate } from '../ui'
import { type KindSummary, kindsOf } from './kind-summary'

/** The tags that the selected files have, each with the way to take it out where the files can do without. */
export function TagKinds({ ids }: { ids: readonly TrackId[] }) {
  const translate = useTranslate()
  const tracks = useEditor((state) => state.tracks)
  const edited = useEditor((state) => state.edited)
  const kinds = useMemo(() => kindsOf({ ...editor.getState(), tracks, edited }, ids), [tracks, edited, ids])
  if (kinds.length === 0) return null
  return (
    <ul className="panel-kinds" aria-label={translate('panel.kinds')}>
      {kinds.map((summary) => (
        <TagKind key={summary.kind} summary={summary} ids={ids} />
      ))}
    </ul>
  )
}

function TagKind({ summary, ids }: { summary: KindSummary; ids: readonly TrackId[] }) {
  const { kind, count, removable, marked } = summary
  const translate = useTranslate()
  const goes = marked > 0 && marked === removable
  const label = translate(goes ? 'panel.keepKind' : 'panel.removeKind', { kind })
  const words =
    count === ids.length ? kind : translate('panel.kindOfSome', { kind, count, total: ids.length })
  const toggle = () => {
    const state = editor.getState()
    state.perform(kindEditOf(state, label, ids, kind, !goes), { source: 'panel' })
  }
  return (
    <li className={classes('panel-kind', marked > 0 && 'panel-kind-changed')}>
      {marked > 0 && <span className="field-dot" aria-hidden="true" />}
      {goes ? <del>{words}</del> : <span>{words}</span>}
      {marked > 0 && (
        <span className="visually-hidden">{translate('panel.kindGoes', { count: marked })}</span>
      )}
      {removable > 0 && (
        <button type="button" className="link" aria-label={label} onClick={toggle}>
          {translate(goes ? 'panel.keepKindShort' : 'panel.removeKindShort')}
        </button>
      )}
    </li>
  )
}
