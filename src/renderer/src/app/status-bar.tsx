import { useEffect, useState } from 'react'
import { useEditor, useSelectedIds, useView } from '../editor'
import { JobStatus } from '../jobs'
import { QueueStatus } from '../queue'
import { useTranslate } from '../ui'
import { showOverlay } from './overlays'

const settleMs = 500

/** How many files there are, and on the right what is being done. */
export function StatusBar() {
  const translate = useTranslate()
  const total = useEditor((state) => state.order.length)
  const changed = useEditor((state) => state.edited.size)
  const refused = useEditor((state) => state.refused.length)
  const shown = useView((view) => view.shown.length)
  const showAll = useView((view) => view.showAll)
  const showFilter = useView((view) => view.showFilter)
  const selected = useSelectedIds().length
  const narrowed = shown < total
  const shownText = narrowed
    ? translate('status.shownOf', { count: shown, total })
    : translate('status.files', { count: total })
  return (
    <footer className="status-bar">
      <div className="status-counts">
        {total > 0 && <span>{shownText}</span>}
        {narrowed && (
          <button type="button" className="link" onClick={showAll}>
            {translate('status.showAll')}
          </button>
        )}
        {selected > 0 && <span>{translate('status.selected', { count: selected })}</span>}
        {refused > 0 && (
          <button type="button" className="status-part" onClick={() => showFilter('errors')}>
            {translate('status.refused', { count: refused })}
          </button>
        )}
        {changed > 0 && (
          <button type="button" className="status-part status-changed" onClick={() => showFilter('changed')}>
            {translate('status.changed', { count: changed })}
          </button>
        )}
      </div>
      <Announcement text={shownText} />
      <div className="status-work">
        <JobStatus onOpen={() => showOverlay('jobs')} />
        <QueueStatus onOpen={() => showOverlay('jobs')} />
      </div>
    </footer>
  )
}

/** Says the count to a screen reader once it has settled: neither every batch of a scan nor every letter typed. */
function Announcement({ text }: { text: string }) {
  const [said, setSaid] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSaid(text), settleMs)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <span role="status" className="visually-hidden">
      {said}
    </span>
  )
}
