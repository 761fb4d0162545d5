import { useEffect, useMemo, useState } from 'react'
import { countChanges, type TrackId } from '../../../shared/model'
import { editor, openPlace, useEditor, view, withUnknownValues } from '../editor'
import { columnKey, ReviewGrid, tickedEdit, type Unticked } from '../review'
import { Button, type KeyHint, KeyHints, notify, Place, useTranslate } from '../ui'
import { GroupList } from './group-list'
import { firstChoice, type RepairChoice, repairEdit } from './repair-edit'
import { type RepairGroup, repairGroups } from './repair-groups'

export interface RepairPlaceProps {
  /** All files of the list when there are none. */
  readonly ids: readonly TrackId[] | undefined
  /** Reads comments and lyrics of these files into the editor. */
  readonly readLongValues: (ids: readonly TrackId[]) => Promise<void>
  readonly onBack: () => void
}

const hints: readonly KeyHint[] = [
  [['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'], 'review.key.move'],
  [[' '], 'review.key.tick'],
  [[columnKey], 'review.key.column'],
  [['Mod+Enter'], 'review.key.apply'],
  [['Escape'], 'review.key.back'],
]

/** So many files are read whole without being asked; of more only those that look mistaken. */
const mostRead = 1000

/** In the order of the table, what it does not show at the end. */
function allIds(): readonly TrackId[] {
  const { shown } = view.getState()
  const { order } = editor.getState()
  const seen = new Set(shown)
  return shown.length === order.length ? shown : [...shown, ...order.filter((id) => !seen.has(id))]
}

/** Texts that were read in the wrong encoding, album by album: what they were meant in, and what would change. */
export function RepairPlace({ ids: chosen, readLongValues, onBack }: RepairPlaceProps) {
  const translate = useTranslate()
  const tracks = useEditor((state) => state.tracks)
  const edited = useEditor((state) => state.edited)
  const total = useEditor((state) => state.order.length)
  const ids = useMemo(() => chosen ?? allIds(), [chosen])
  const [choices, setChoices] = useState<ReadonlyMap<string, RepairChoice>>(new Map())
  const [unticked, setUnticked] = useState<Unticked>(new Set())

  const state = useMemo(() => ({ ...editor.getState(), tracks, edited }), [tracks, edited])
  const groups = useMemo(
    () => repairGroups(state, ids, { byHand: chosen !== undefined }),
    [state, ids, chosen],
  )
  const choiceOf = (group: RepairGroup) =>
    choices.has(group.key) ? choices.get(group.key) : firstChoice(group)
  const label = translate('repair.title')
  // biome-ignore lint/correctness/useExhaustiveDependencies: `choiceOf` is made of `choices`
  const edit = useMemo(() => repairEdit(state, groups, choiceOf, label), [state, groups, choices, label])
  const rows = useMemo(
    () => groups.flatMap((group) => group.ids).filter((id) => edit.changes[id] !== undefined),
    [groups, edit],
  )
  const kept = tickedEdit(edit, unticked)
  const count = countChanges(kept)
  const reading = useLongValuesOf(ids.length <= mostRead ? ids : groups.flatMap((group) => group.ids), {
    read: readLongValues,
  })

  const apply = () => {
    if (count === 0) return
    const conflicts = editor.getState().perform(kept, { source: 'repair' })
    if (conflicts.length > 0)
      notify(translate('lookup.conflicts', { count: conflicts.length }), { tone: 'bad' })
    else notify(translate('repair.applied', { count: Object.keys(kept.changes).length }))
    onBack()
  }
  return (
    <Place
      name={translate('repair.title')}
      note={
        <>
          {translate('review.files', { count: ids.length })}
          {reading && ` · ${translate('repair.reading')}`}
        </>
      }
      tools={groups.length > 0 && <LookThroughAll className="repair-all" shown={ids.length} total={total} />}
      onBack={onBack}
      onConfirm={apply}
      foot={
        groups.length === 0 ? undefined : (
          <>
            <KeyHints hints={hints} note="lookup.notWritten" />
            <Button look="primary" disabled={count === 0} onClick={apply}>
              {translate('lookup.apply', { count })}
            </Button>
          </>
        )
      }
    >
      {groups.length === 0 ? (
        <div className="repair-nothing">
          <p role="status">{translate('repair.nothing', { count: ids.length })}</p>
          <LookThroughAll shown={ids.length} total={total} />
        </div>
      ) : (
        <>
          <GroupList
            groups={groups}
            edit={edit}
            choiceOf={choiceOf}
            onChoose={(group, choice) => setChoices(new Map(choices).set(group.key, choice))}
          />
          {rows.length === 0 ? (
            <p className="place-empty">{translate('repair.noneChosen')}</p>
          ) : (
            <ReviewGrid
              edit={edit}
              rows={rows}
              tracks={tracks}
              unticked={unticked}
              onUnticked={setUnticked}
            />
          )}
        </>
      )}
    </Place>
  )
}

/** From the selection to the whole list. */
function LookThroughAll(props: {
  readonly shown: number
  readonly total: number
  readonly className?: string
}) {
  const { shown, total, className } = props
  const translate = useTranslate()
  if (shown >= total) return null
  return (
    <Button className={className} onClick={() => openPlace({ kind: 'repair' })}>
      {translate('repair.all', { count: total })}
    </Button>
  )
}

/** Reads the long values of the files that the place was opened with, once. Answers whether that is under way. */
function useLongValuesOf(
  ids: readonly TrackId[],
  { read }: { readonly read: RepairPlaceProps['readLongValues'] },
): boolean {
  const [wanted] = useState(() => withUnknownValues(editor.getState(), ids))
  const [reading, setReading] = useState(wanted.length > 0)
  useEffect(() => {
    if (wanted.length === 0) return
    let here = true
    void read(wanted).then(() => here && setReading(false))
    return () => {
      here = false
    }
  }, [wanted, read])
  return reading
}
