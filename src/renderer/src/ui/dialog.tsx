import { AlertDialog } from '@base-ui/react/alert-dialog'
import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { classes } from './classes'
import { useReturnedFocus } from './use-returned-focus'

export interface DialogProps {
  readonly open: boolean
  /** Asked to close: Esc, or a click beside it where that may close it. */
  readonly onClose: () => void
  readonly title: ReactNode
  readonly children?: ReactNode
  /** Buttons, the one for Enter last. */
  readonly actions?: ReactNode
  /** A question that must be answered: a click beside it does not close it. */
  readonly question?: boolean
  readonly className?: string
}

/** Modal: only for unsaved changes, irreversible acts, and the palette. The focus returns where it was. */
export function Dialog({ open, onClose, title, children, actions, question, className }: DialogProps) {
  useReturnedFocus()
  const Part = question ? AlertDialog : Base
  return (
    <Part.Root open={open} onOpenChange={(next: boolean) => !next && onClose()}>
      <Part.Portal>
        <Part.Backdrop className="dialog-backdrop" />
        <Part.Popup className={classes('dialog', className)}>
          <Part.Title className="dialog-title">{title}</Part.Title>
          {children}
          {actions !== undefined && <div className="dialog-actions">{actions}</div>}
        </Part.Popup>
      </Part.Portal>
    </Part.Root>
  )
}
