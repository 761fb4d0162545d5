import type { ComponentProps } from 'react'
import { classes } from './classes'

export interface SelectProps<Value extends string> extends Omit<ComponentProps<'select'>, 'onChange'> {
  readonly value: Value
  /** What each is called, in the order they are listed. */
  readonly options: Readonly<Record<Value, string>>
  readonly onChoose: (value: Value) => void
}

/** One of a few, of which only the chosen one is seen. */
export function Select<Value extends string>({
  value,
  options,
  onChoose,
  className,
  ...props
}: SelectProps<Value>) {
  const values = Object.keys(options) as Value[]
  return (
    <select
      {...props}
      className={classes('select', className)}
      value={value}
      onChange={(event) => {
        const chosen = values.find((option) => option === event.target.value)
        if (chosen !== undefined) onChoose(chosen)
      }}
    >
      {values.map((option) => (
        <option key={option} value={option}>
          {options[option]}
        </option>
      ))}
    </select>
  )
}
