import type { ComponentProps } from 'react'
import { classes } from './classes'

export interface TextFieldProps extends ComponentProps<'input'> {
  /** Its name, for those who see none beside it. */
  readonly label: string
}

/** One line of text. Spell checking and completion are off: tags are names. */
export function TextField({ label, className, type = 'text', ...props }: TextFieldProps) {
  return (
    <input
      autoComplete="off"
      spellCheck={false}
      {...props}
      type={type}
      aria-label={label}
      className={classes('text-field', className)}
    />
  )
}
