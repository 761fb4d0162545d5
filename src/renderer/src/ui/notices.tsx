import { useEffect } from 'react'
import { useStore } from 'zustand'
import { Button, IconButton } from './button'
import { classes } from './classes'
import { CloseIcon } from './icons'
import { closeNotice, type Notice, notices } from './notice'

const quietMs = 8000

function NoticeLine({ notice, closeLabel }: { notice: Notice; closeLabel: string }) {
  const { id, text, tone, action } = notice
  // Something to do about it must not vanish before it is done.
  const stays = tone === 'bad' || action !== undefined
  useEffect(() => {
    if (stays) return
    const timer = setTimeout(() => closeNotice(id), quietMs)
    return () => clearTimeout(timer)
  }, [id, stays])
  return (
    <div className={classes('notice', `notice-${tone}`)}>
      {tone === 'bad' && (
        <span aria-hidden="true" className="mark-bad">
          ▲
        </span>
      )}
      <span className="notice-text">{text}</span>
      {action && (
        <Button
          onClick={() => {
            closeNotice(id)
            action.run()
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label={closeLabel} icon={<CloseIcon />} onClick={() => closeNotice(id)} />
    </div>
  )
}

/** Where notices appear: above the status bar, read out by screen readers, taking no focus. */
export function Notices({ closeLabel }: { closeLabel: string }) {
  const shown = useStore(notices, (state) => state.shown)
  return (
    <div className="notices" role="status" aria-live="polite">
      {shown.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} closeLabel={closeLabel} />
      ))}
    </div>
  )
}
