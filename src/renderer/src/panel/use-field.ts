import { useEffect, useMemo, useRef, useState } from 'react'
import { type FieldName, type FieldValue, noValue, type TrackId } from '../../../shared/model'
import { editOf, editor, joined, parseValue, revertEditOf, useEditor } from '../editor'
import { useTranslate } from '../ui'
import { type FieldSummary, summaryOf } from './field-summary'

/** What was typed and not applied yet, and the tracks it was typed for. */
interface Draft {
  readonly ids: readonly TrackId[]
  readonly text: string
  /** Backspace on differing values: all of them go. */
  readonly clears: boolean
}

export interface FieldControl {
  readonly summary: FieldSummary
  /** What the field shows; empty where values differ. */
  readonly text: string
  readonly mixed: boolean
  /** Differing values are about to be cleared. */
  readonly clears: boolean
  readonly touched: boolean
  /** Something was typed that is not applied yet. */
  readonly typing: boolean
  readonly type: (text: string) => void
  readonly clearAll: () => void
  /** Applies what was typed to the tracks it was typed for. */
  readonly commit: () => void
  readonly giveUp: () => void
  readonly set: (value: FieldValue) => void
  readonly revert: () => void
}

/** One field of the selected tracks: what it shows, and what becomes of typing into it. */
export function useField(field: FieldName, ids: readonly TrackId[]): FieldControl {
  const translate = useTranslate()
  const tracks = useEditor((state) => state.tracks)
  const edited = useEditor((state) => state.edited)
  const summary = useMemo(
    () => summaryOf({ ...editor.getState(), tracks, edited }, ids, field),
    [tracks, edited, ids, field],
  )
  const [draft, setDraft] = useState<Draft>()
  // Leaving a field and moving to another track come in one event, before the next render.
  const pending = useRef<Draft>(undefined)

  const keep = (next: Draft | undefined) => {
    pending.current = next
    setDraft(next)
  }
  const set = (value: FieldValue, to: readonly TrackId[] = ids) => {
    keep(undefined)
    const state = editor.getState()
    const key = value.length === 0 ? 'edit.clear' : 'edit.field'
    const label = translate(key, { field: translate(`field.${field}`) })
    state.perform(editOf(state, label, to, field, value), { source: 'panel' })
  }
  const commit = () => {
    const typed = pending.current
    if (typed === undefined) return
    // Typed text equal to the one value that is there touches nothing, however it is written.
    const before = summaryOf(editor.getState(), typed.ids, field)
    const same = before.value !== undefined && joined(before.value) === typed.text
    // Nothing typed over differing values leaves them alone, unless clearing was asked for.
    const idle = before.value === undefined && typed.text === '' && !typed.clears
    if (same || idle) keep(undefined)
    else set(typed.clears ? noValue : parseValue(field, typed.text), typed.ids)
  }
  const commitNow = useRef(commit)
  commitNow.current = commit
  // Other tracks came under the field while it was typed into.
  useEffect(() => {
    if (pending.current !== undefined && pending.current.ids !== ids) commitNow.current()
  }, [ids])

  const mine = draft?.ids === ids ? draft : undefined
  const value = summary.value === undefined ? '' : joined(summary.value)
  return {
    summary,
    text: mine?.text ?? value,
    mixed: summary.value === undefined && (mine === undefined || (mine.text === '' && !mine.clears)),
    clears: mine?.clears ?? false,
    touched: summary.changed > 0 || (mine !== undefined && (mine.text !== value || mine.clears)),
    typing: mine !== undefined,
    type: (text) => keep({ ids, text, clears: false }),
    clearAll: () => keep({ ids, text: '', clears: true }),
    commit,
    giveUp: () => keep(undefined),
    set: (next) => set(next),
    revert: () => {
      keep(undefined)
      const state = editor.getState()
      const label = translate('edit.revert', { field: translate(`field.${field}`) })
      state.perform(revertEditOf(state, label, ids, field), { source: 'panel' })
    },
  }
}
