import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { classes } from './classes'

export interface MenuEntry {
  readonly id: string
  readonly label: ReactNode
  /** Said at the right end: a count, a key. */
  readonly hint?: ReactNode
  /** What type-to-select looks at when the label is not plain text. */
  readonly text?: string
  readonly run: () => void
}

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement<Record<string, unknown>>
  /** Groups with a line between them; empty ones are left out. */
  readonly groups: readonly (readonly MenuEntry[])[]
  readonly align?: 'start' | 'end'
  readonly className?: string
  readonly onOpenChange?: (open: boolean) => void
}

/** A button that opens a list of things to do. */
export function Menu({ trigger, groups, align = 'start', className, onOpenChange }: MenuProps) {
  const filled = groups.filter((group) => group.length > 0)
  return (
    <Base.Root {...(onOpenChange && { onOpenChange: (open: boolean) => onOpenChange(open) })}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} className="popup-layer">
          <Base.Popup className={classes('menu', className)}>
            {filled.map((group, index) => (
              <Base.Group key={group[0]?.id} className="menu-group">
                {index > 0 && <Base.Separator className="menu-line" />}
                {group.map(({ id, label, hint, text, run }) => (
                  <Base.Item key={id} className="menu-item" onClick={run} {...(text && { label: text })}>
                    <span className="menu-label">{label}</span>
                    {hint !== undefined && <span className="menu-hint">{hint}</span>}
                  </Base.Item>
                ))}
              </Base.Group>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
