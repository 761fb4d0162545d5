import './queue.css'

export { queue, watchQueue } from './queue'
export { QueueStatus } from './queue-status'
export { RequestsPanel } from './requests-panel'
