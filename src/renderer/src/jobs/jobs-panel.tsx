import { useStore } from 'zustand'
import { problemSentence, type Translate } from '../../../shared/i18n'
import { Button, Progress, useTranslate, WarningIcon } from '../ui'
import { cancelJob, clearFinished, isOver, type Job, type JobResult, jobs, retryJob } from './jobs'

function endText(translate: Translate, job: Job): string {
  switch (job.state.kind) {
    case 'running':
      return [job.total > 0 && translate('jobs.count', { done: job.done, total: job.total }), job.note]
        .filter(Boolean)
        .join(' · ')
    case 'cancelling':
      return translate('jobs.cancelling')
    case 'done':
      if (job.state.result !== undefined) return job.state.result.text
      return job.total > 0 ? translate('jobs.doneCount', { count: job.total }) : translate('jobs.done')
    case 'cancelled':
      return job.state.result?.text ?? translate('jobs.cancelled')
    case 'failed':
      return problemSentence(translate, job.state.problem)
  }
}

/** Everything that runs or ran, newest first. */
export function JobsPanel() {
  const translate = useTranslate()
  const all = useStore(jobs, (state) => state.jobs)
  if (all.length === 0) return <p className="jobs-empty">{translate('jobs.none')}</p>
  return (
    <div className="jobs-panel">
      <ul className="jobs-list">
        {all.map((job) => (
          <li key={job.id} className="job">
            <span className="job-label">{job.label}</span>
            {!isOver(job) && <Progress label={job.label} done={job.done} total={job.total} />}
            <span className={job.state.kind === 'failed' ? 'job-end job-end-bad' : 'job-end'}>
              {endText(translate, job)}
            </span>
            {(job.state.kind === 'done' || job.state.kind === 'cancelled') && job.state.result && (
              <Failures result={job.state.result} onRetry={() => retryJob(job.id)} />
            )}
            {job.state.kind === 'running' && (
              <Button look="plain" onClick={() => cancelJob(job.id)}>
                {translate('jobs.cancel')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {all.some(isOver) && (
        <Button look="plain" onClick={clearFinished}>
          {translate('jobs.clear')}
        </Button>
      )}
    </div>
  )
}

/** More sentences than these are a list to scroll, not to read; the table shows the files. */
const mostSentences = 50

/** What failed: a sentence each with what can be done about it, and one button to try them all again. */
function Failures({ result: { failures, retry }, onRetry }: { result: JobResult; onRetry: () => void }) {
  const translate = useTranslate()
  if (failures.length === 0) return null
  const more = failures.length - mostSentences
  return (
    <>
      {retry && (
        <Button className="job-retry" onClick={onRetry}>
          {translate('jobs.retry')}
        </Button>
      )}
      <ul className="job-failures">
        {failures.slice(0, mostSentences).map(({ problem, actions }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a finished list; the same problem may come twice
          <li key={index}>
            <WarningIcon />
            <span>
              {problemSentence(translate, problem)}{' '}
              {actions.map(({ label, run }) => (
                <button key={label} type="button" className="link" onClick={run}>
                  {label}
                </button>
              ))}
            </span>
          </li>
        ))}
        {more > 0 && <li>{translate('jobs.more', { count: more })}</li>}
      </ul>
    </>
  )
}
