import './jobs.css'

export { JobStatus } from './job-status'
export {
  cancelJob,
  isOver,
  type Job,
  type JobHandle,
  type JobResult,
  type JobState,
  jobs,
  runJob,
} from './jobs'
export { JobsPanel } from './jobs-panel'
