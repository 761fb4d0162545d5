import './jobs.css'

export { JobStatus } from './job-status'
export {
  cancelJob,
  isOver,
  type Job,
  type JobAction,
  type JobFailure,
  type JobHandle,
  type JobResult,
  type JobState,
  jobs,
  retryJob,
  runJob,
} from './jobs'
export { JobsPanel } from './jobs-panel'
export { isFew, type SearchOutcome, type SearchState, searchEach } from './search-each'
