import type { FieldName, TrackId } from '../../../shared/model'
import { Checkbox, classes } from '../ui'
import { useCatchingUp } from './catching-up'
import { useField } from './use-field'

/** A field that is there or not: compilation. */
export function FlagBox({ field, ids, label }: { field: FieldName; ids: readonly TrackId[]; label: string }) {
  const { summary, touched, set } = useField(field, ids)
  const catchingUp = useCatchingUp()
  const ticked = summary.value?.[0] === '1'
  return (
    <div className={classes('flag-box', touched && 'field-touched')}>
      <Checkbox
        aria-label={label}
        checked={ticked}
        mixed={summary.value === undefined}
        disabled={summary.writable === 0 || catchingUp}
        onChange={() => set(ticked ? [] : ['1'])}
      />
    </div>
  )
}
