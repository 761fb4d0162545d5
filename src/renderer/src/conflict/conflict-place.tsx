import { useMemo, useState } from 'react'
import { editor, useEditor } from '../editor'
import { Button, type KeyHint, KeyHints, Place, useTranslate } from '../ui'
import { ConflictGrid } from './conflict-grid'
import { type Choice, chosen, countOf, current, type Decisions, linesOf, noDecisions } from './decisions'

export interface ConflictPlaceProps {
  readonly onDecide: (decisions: Decisions) => void
  readonly onBack: () => void
}

const hints: readonly KeyHint[] = [
  [['ArrowUp', 'ArrowDown'], 'review.key.move'],
  [['ArrowLeft'], 'conflict.key.mine'],
  [['ArrowRight'], 'conflict.key.theirs'],
  [['Mod+Enter'], 'conflict.key.apply'],
]

/** Unsaved edits beside what another program wrote meanwhile, field by field: which of the two holds. */
export function ConflictPlace({ onDecide, onBack }: ConflictPlaceProps) {
  const translate = useTranslate()
  const conflicts = useEditor((state) => state.conflicts)
  const edited = useEditor((state) => state.edited)
  const tracks = useEditor((state) => state.tracks)
  const [decisions, setDecisions] = useState(noDecisions)
  const state = useMemo(
    () => ({ ...editor.getState(), conflicts, edited, tracks }),
    [conflicts, edited, tracks],
  )
  const lines = useMemo(() => linesOf(state), [state])
  const made = current(decisions, lines)
  const count = countOf(made)
  const files = lines.filter(({ kind }) => kind === 'file').length

  const chooseAll = (choice: Choice) => setDecisions(chosen(decisions, lines, choice))
  const apply = () => {
    if (count === 0) return
    onDecide(made)
    setDecisions(noDecisions)
    if (count === lines.length - files) onBack()
  }
  return (
    <Place
      name={translate('conflict.title')}
      note={files > 0 && translate('review.files', { count: files })}
      onBack={onBack}
      onConfirm={apply}
      foot={
        files === 0 ? undefined : (
          <>
            <KeyHints hints={hints} note="lookup.notWritten" />
            <Button onClick={() => chooseAll('mine')}>{translate('conflict.allMine')}</Button>
            <Button onClick={() => chooseAll('theirs')}>{translate('conflict.allTheirs')}</Button>
            <Button look="primary" disabled={count === 0} onClick={apply}>
              {translate('conflict.apply', { count })}
            </Button>
          </>
        )
      }
    >
      {files === 0 ? (
        <p className="place-empty" role="status">
          {translate('conflict.nothing')}
        </p>
      ) : (
        <ConflictGrid state={state} lines={lines} decisions={decisions} onDecisions={setDecisions} />
      )}
    </Place>
  )
}
