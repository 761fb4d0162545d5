export {
  callHandlers,
  type Dialogs,
  jobHandlers,
  type KeptEdits,
  type Lookup,
  type Parts,
  type SampleLibrary,
  type ServiceCheck,
  type ServiceKeyStore,
  type SettingsStore,
  type WindowControl,
} from './handlers'
export type { JobPort } from './job-port'
export { createJobs, type Jobs } from './jobs'
export type { Log } from './log'
export { type IpcReceiver, registerBridge } from './register'
export { isTrusted, type TrustedWindow } from './sender'
