import { useEffect, useRef } from 'react'
import { JobsPanel } from '../jobs'
import { RequestsPanel } from '../queue'
import { CloseIcon, IconButton, useReturnedFocus, useTranslate } from '../ui'

/** The jobs and the requests to services above the status bar. Not modal: the table stays usable. */
export function JobsOverlay({ onClose }: { onClose: () => void }) {
  const translate = useTranslate()
  const box = useRef<HTMLElement>(null)
  useReturnedFocus()
  useEffect(() => box.current?.focus(), [])
  return (
    <section
      ref={box}
      className="jobs-overlay"
      aria-label={translate('jobs.title')}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        onClose()
      }}
    >
      <div className="jobs-overlay-head">
        <h2>{translate('jobs.title')}</h2>
        <IconButton label={translate('jobs.close')} icon={<CloseIcon />} onClick={onClose} />
      </div>
      <JobsPanel />
      <RequestsPanel />
    </section>
  )
}
