import { useStore } from 'zustand'
import { CloseIcon, IconButton, Progress, useTranslate, WarningIcon } from '../ui'
import { cancelJob, failuresOf, isOver, type Job, jobs } from './jobs'

/** The running job in the status bar: what, how far, cancel. Else that the last one failed somewhere, if it did. */
export function JobStatus({ onOpen }: { onOpen: () => void }) {
  const running = useStore(jobs, (state) => state.jobs.filter((job) => !isOver(job)).length)
  const job = useStore(jobs, (state) => state.jobs.find((candidate) => !isOver(candidate)))
  const last = useStore(jobs, (state) => state.jobs[0])
  if (job !== undefined) return <Running job={job} others={running - 1} onOpen={onOpen} />
  const failed = last === undefined ? 0 : failuresOf(last)
  return failed === 0 ? null : <Failed count={failed} onOpen={onOpen} />
}

function Running({ job, others, onOpen }: { job: Job; others: number; onOpen: () => void }) {
  const translate = useTranslate()
  return (
    <div className="job-status">
      <button type="button" className="job-status-open" onClick={onOpen}>
        <span className="job-status-label" title={job.label}>
          {job.label}
        </span>
        <Progress label={job.label} done={job.done} total={job.total} className="job-status-progress" />
        <span className="job-status-count">
          {job.state.kind === 'cancelling'
            ? translate('jobs.cancelling')
            : job.total > 0
              ? translate('jobs.count', { done: job.done, total: job.total })
              : ''}
          {job.state.kind === 'running' && job.note !== undefined && ` · ${job.note}`}
          {others > 0 && ` · ${translate('jobs.more', { count: others })}`}
        </span>
      </button>
      {job.state.kind === 'running' && (
        <IconButton label={translate('jobs.cancel')} icon={<CloseIcon />} onClick={() => cancelJob(job.id)} />
      )}
    </div>
  )
}

function Failed({ count, onOpen }: { count: number; onOpen: () => void }) {
  const translate = useTranslate()
  return (
    <div className="job-status">
      <button type="button" className="job-status-open job-status-failed" onClick={onOpen}>
        <WarningIcon />
        {translate('jobs.failed', { count })}
      </button>
    </div>
  )
}
