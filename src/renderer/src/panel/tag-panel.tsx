import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { type FieldName, fieldRow, type TrackId } from '../../../shared/model'
import { editor, useEditor, useSelectedIds } from '../editor'
import { useTranslate } from '../ui'
import { CatchingUp } from './catching-up'
import { FieldBox } from './field-box'
import { anyChanged, fieldsIn } from './field-summary'
import { FlagBox } from './flag-box'
import { AddField, MoreHeading } from './more-fields'
import { mainLines, moreLines, type PanelLine } from './panel-fields'
import { PanelProblems } from './panel-problems'
import { usePanelState } from './panel-state'
import { TagKinds } from './tag-kinds'
import { useLongValues } from './use-long-values'

export interface TagPanelProps {
  /** Cover and facts of the selected tracks. */
  readonly head: (ids: readonly TrackId[]) => ReactNode
  /** What can be said about the values of the selected tracks. */
  readonly hints: (ids: readonly TrackId[]) => ReactNode
  readonly onRetry: (ids: readonly TrackId[]) => void
  readonly onReload: (ids: readonly TrackId[]) => void
  /** What helps against a file that cannot be written to. */
  readonly onMakeWritable: (id: TrackId) => void
  readonly onSaveCopy: (id: TrackId) => void
  /** The person decides between their edits and another program's. */
  readonly onKeepMine: (ids: readonly TrackId[]) => void
  readonly onTakeTheirs: (ids: readonly TrackId[]) => void
}

/** The fields of the selected tracks, for one file or many at once. */
export function TagPanel(props: TagPanelProps) {
  const { head, hints } = props
  const translate = useTranslate()
  // Selecting is instant at any size; what is in the files follows.
  const selected = useSelectedIds()
  const ids = useDeferredValue(selected)
  const tracks = useEditor((state) => state.tracks)
  const edited = useEditor((state) => state.edited)
  const { more, added } = usePanelState()
  const [focused, setFocused] = useState<FieldName>()
  useLongValues(ids)

  const { present, others, changed } = useMemo(() => {
    const state = { ...editor.getState(), tracks, edited }
    const fields = new Set([...fieldsIn(state, ids), ...added])
    const lines = moreLines(fields)
    return { present: fields, others: lines, changed: anyChanged(state, ids, lines.flat()) }
  }, [tracks, edited, ids, added])

  if (ids.length === 0) return <p className="panel-nothing">{translate('panel.nothingSelected')}</p>

  return (
    <CatchingUp value={ids !== selected}>
      <div className="panel">
        <div className="panel-head">
          {head(ids)}
          <TagKinds ids={ids} />
        </div>
        <PanelProblems {...props} ids={ids} />
        {hints(ids)}
        <div className="panel-fields">
          {mainLines.map((line) => (
            <Line key={line[0]} line={line} ids={ids} onFocus={setFocused} />
          ))}
        </div>
        {others.length > 0 && (
          <section className="panel-others" aria-label={translate('panel.more', { count: others.length })}>
            <MoreHeading count={others.length} changed={changed} />
            {more && (
              <div className="panel-fields">
                {others.map((line) => (
                  <Line key={line[0]} line={line} ids={ids} onFocus={setFocused} />
                ))}
              </div>
            )}
          </section>
        )}
        <div className="panel-more">
          <AddField present={present} />
        </div>
        {/* Always there, so that nothing moves when a field gets the focus. */}
        <p className="panel-applies" aria-hidden="true">
          {focused !== undefined && ids.length > 1
            ? translate('panel.appliesToField', {
                field: translate(`field.${focused}`),
                count: ids.length,
              })
            : ''}
        </p>
      </div>
    </CatchingUp>
  )
}

function Line(props: {
  line: PanelLine
  ids: readonly TrackId[]
  onFocus: (field: FieldName | undefined) => void
}) {
  const { line, ids, onFocus } = props
  const translate = useTranslate()
  const [field, total] = line
  const label = translate(`field.${field}`)
  const isFlag = fieldRow(field).type === 'flag'
  return (
    <div className="panel-line">
      <span className="panel-label" aria-hidden="true" title={label}>
        {field === 'catalogNumber' ? translate('panel.catalogNumber') : label}
      </span>
      <div className={total === undefined ? 'panel-value' : 'panel-value panel-pair'}>
        {isFlag ? (
          <FlagBox field={field} ids={ids} label={label} />
        ) : (
          <FieldBox field={field} ids={ids} label={label} onFocus={onFocus} terse={total !== undefined} />
        )}
        {total !== undefined && (
          <>
            <span className="panel-of" aria-hidden="true">
              {translate('panel.of')}
            </span>
            <FieldBox field={total} ids={ids} label={translate(`field.${total}`)} onFocus={onFocus} narrow />
          </>
        )}
      </div>
    </div>
  )
}
