import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from 'react'
import { classes } from './classes'

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'children'> {
  /** Some of what it stands for is ticked. */
  readonly mixed?: boolean
  /** The words beside it. Without them it needs an `aria-label`. */
  readonly children?: ReactNode
}

/** A tick box, with three states where it stands for many. */
export function Checkbox({ mixed = false, children, className, ...props }: CheckboxProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (input.current) input.current.indeterminate = mixed
  }, [mixed])
  const box = (
    <input id={id} {...props} ref={input} type="checkbox" className={classes('checkbox', className)} />
  )
  if (children === undefined) return box
  return (
    <span className="checkbox-label">
      {box}
      <label htmlFor={props.id ?? id}>{children}</label>
    </span>
  )
}
