import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { type FieldName, fieldRow, type TrackId } from '../../../shared/model'
import { editor, useEditor, useSelectedIds } from '../editor'
import { Button, Menu, useTranslate } from '../ui'
import { FieldBox } from './field-box'
import { fieldsIn } from './field-summary'
import { FlagBox } from './flag-box'
import { moreFields, type PanelLine, panelLines } from './panel-fields'
import { PanelProblems } from './panel-problems'
import { useLongValues } from './use-long-values'

export interface TagPanelProps {
  /** Cover and facts of the selected tracks. */
  readonly head: (ids: readonly TrackId[]) => ReactNode
  readonly onRetry: (ids: readonly TrackId[]) => void
  readonly onReload: (ids: readonly TrackId[]) => void
}

/** The fields of the selected tracks, for one file or many at once. */
export function TagPanel({ head, onRetry, onReload }: TagPanelProps) {
  const translate = useTranslate()
  // Selecting is instant at any size; what is in the files follows.
  const ids = useDeferredValue(useSelectedIds())
  const tracks = useEditor((state) => state.tracks)
  const edited = useEditor((state) => state.edited)
  const [added, setAdded] = useState<ReadonlySet<FieldName>>(new Set())
  const [focused, setFocused] = useState<FieldName>()
  useLongValues(ids)

  const present = useMemo(
    () => fieldsIn({ ...editor.getState(), tracks, edited }, ids, moreFields),
    [tracks, edited, ids],
  )
  const lines = panelLines(new Set([...present, ...added]))
  const addable = moreFields.filter((name) => !present.has(name) && !added.has(name))

  if (ids.length === 0) return <p className="panel-nothing">{translate('panel.nothingSelected')}</p>

  const add = (name: FieldName) => {
    setAdded((before) => new Set([...before, name]))
    // It is there to be typed into.
    requestAnimationFrame(() => focusField(name))
  }

  return (
    <div className="panel">
      <div className="panel-head">{head(ids)}</div>
      <PanelProblems ids={ids} onRetry={onRetry} onReload={onReload} />
      <div className="panel-fields">
        {lines.map((line) => (
          <Line key={line[0]} line={line} ids={ids} onFocus={setFocused} />
        ))}
      </div>
      <div className="panel-more">
        <Menu
          trigger={<Button>{translate('panel.addField')}</Button>}
          groups={[
            addable.map((name) => ({
              id: name,
              label: translate(`field.${name}`),
              run: () => add(name),
            })),
          ]}
        />
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
  )
}

/** Gives a field of the panel the focus, where it is shown. */
export function focusField(name: string): void {
  const element = document.querySelector(`[data-field="${CSS.escape(name)}"]`)
  if (element instanceof HTMLElement) element.focus()
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
          <FieldBox field={field} ids={ids} label={label} onFocus={onFocus} />
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
