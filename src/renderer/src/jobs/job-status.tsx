import { useStore } from 'zustand'
import { CloseIcon, IconButton, Progress, useTranslate } from '../ui'
import { cancelJob, isOver, jobs } from './jobs'

/** The running job in the status bar: what, how far, cancel. Nothing when nothing runs. */
export function JobStatus({ onOpen }: { onOpen: () => void }) {
  const translate = useTranslate()
  const running = useStore(jobs, (state) => state.jobs.filter((job) => !isOver(job)).length)
  const job = useStore(jobs, (state) => state.jobs.find((candidate) => !isOver(candidate)))
  if (job === undefined) return null
  return (
    <div className="job-status">
      <button type="button" className="job-status-open" onClick={onOpen}>
        <span className="job-status-label">{job.label}</span>
        <Progress label={job.label} done={job.done} total={job.total} className="job-status-progress" />
        <span className="job-status-count">
          {job.state.kind === 'cancelling'
            ? translate('jobs.cancelling')
            : job.total > 0
              ? translate('jobs.count', { done: job.done, total: job.total })
              : ''}
          {running > 1 && ` · ${translate('jobs.more', { count: running - 1 })}`}
        </span>
      </button>
      {job.state.kind === 'running' && (
        <IconButton label={translate('jobs.cancel')} icon={<CloseIcon />} onClick={() => cancelJob(job.id)} />
      )}
    </div>
  )
}
