import type { CallName, JobName, ParsedRequest, Progress, Reply } from '../../shared/ipc'
import type { JobControl } from './jobs'

/** Answers one call. Its request is parsed; what it throws becomes a problem. */
export type CallHandler<Name extends CallName> = (
  request: ParsedRequest<Name>,
) => Reply<Name> | Promise<Reply<Name>>

export type JobHandler<Name extends JobName> = (
  request: ParsedRequest<Name>,
  job: JobControl<Progress<Name>>,
) => Promise<Reply<Name>>

/** Cancelling is the job runner's own. */
export type HandledCall = Exclude<CallName, 'jobs.cancel'>
export type CallHandlers = { readonly [Name in HandledCall]: CallHandler<Name> }
export type JobHandlers = { readonly [Name in JobName]: JobHandler<Name> }
