import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes'
import { Tooltip } from './tooltip'

export interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` is the one filled button of a place; `plain` has no border until it is pointed at. */
  readonly look?: 'normal' | 'primary' | 'plain' | 'danger'
}

/** A button with a word on it. */
export function Button({ look = 'normal', className, type = 'button', ...props }: ButtonProps) {
  return <button {...props} type={type} className={classes('button', `button-${look}`, className)} />
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** What it does: its name for everyone, on hover for those who see the icon. */
  readonly label: string
  readonly icon: ReactNode
}

/** A button with only an icon, and its word on hover and focus. */
export function IconButton({ label, icon, className, type = 'button', ...props }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button {...props} type={type} aria-label={label} className={classes('icon-button', className)}>
        {icon}
      </button>
    </Tooltip>
  )
}
