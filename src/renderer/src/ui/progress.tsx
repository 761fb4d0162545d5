import { classes } from './classes'

export interface ProgressProps {
  readonly label: string
  readonly done: number
  /** 0 while it is not known. */
  readonly total: number
  readonly className?: string
}

/** A thin bar of how far work has come. */
export function Progress({ label, done, total, className }: ProgressProps) {
  const known = total > 0
  const part = known ? Math.min(1, done / total) : 1 / 3
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      {...(known && { 'aria-valuemax': total, 'aria-valuenow': done })}
      className={classes('progress', className)}
    >
      <div className="progress-bar" style={{ inlineSize: `${part * 100}%` }} />
    </div>
  )
}

/** A small turning ring for a wait of unknown length. Still, with reduced motion. */
export function Spinner({ label }: { label: string }) {
  return <span role="status" aria-label={label} className="spinner" />
}
