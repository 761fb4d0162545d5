import { createStore } from 'zustand/vanilla'
import type { Answer } from '../../../shared/ipc'
import type { Problem } from '../../../shared/model'

/** Something that can be done about a failure. */
export interface JobAction {
  readonly label: string
  readonly run: () => void
}

/** One file that a job could not deal with. */
export interface JobFailure {
  readonly problem: Problem
  readonly actions: readonly JobAction[]
}

/** What came of a job that answered: some of its files may have failed, or not been begun before it was cancelled. */
export interface JobResult {
  /** “Saved 298 files. 2 could not be saved.” */
  readonly text: string
  readonly failures: readonly JobFailure[]
  /** Does again what failed. It is offered once: what comes of it is a job of its own. */
  readonly retry?: () => void
}

export type JobState =
  | { readonly kind: 'running'; readonly done: number; readonly total: number }
  | { readonly kind: 'cancelling' }
  | { readonly kind: 'done'; readonly result?: JobResult }
  | { readonly kind: 'cancelled'; readonly result?: JobResult }
  | { readonly kind: 'failed'; readonly problem: Problem }

/** Work that takes a while: it can be watched, cancelled, and looked at when it is over. */
export interface Job {
  readonly id: number
  readonly label: string
  readonly state: JobState
  /** How far it came, kept when it is over. */
  readonly done: number
  readonly total: number
  /** A word about how it goes, beside how far it is: how long it will take, say. */
  readonly note?: string | undefined
}

export interface JobHandle {
  readonly signal: AbortSignal
  /** `total` 0: not known. */
  report(progress: { readonly done: number; readonly total: number; readonly note?: string }): void
}

/** How many jobs that are over stay in the panel. */
const keptJobs = 20

interface Jobs {
  /** Newest first. */
  readonly jobs: readonly Job[]
}

export const jobs = createStore<Jobs>()(() => ({ jobs: [] }))

const controllers = new Map<number, AbortController>()
let lastId = 0

export const isOver = ({ state }: Job): boolean => state.kind !== 'running' && state.kind !== 'cancelling'

/** How much of a job failed: files, or all of it. */
export function failuresOf({ state }: Job): number {
  if (state.kind === 'failed') return 1
  return state.kind === 'done' || state.kind === 'cancelled' ? (state.result?.failures.length ?? 0) : 0
}

function change(id: number, next: (job: Job) => Job): void {
  jobs.setState(({ jobs: all }) => ({ jobs: all.map((job) => (job.id === id ? next(job) : job)) }))
}

/**
 * Runs work as a job and answers what it answers. `resultOf` says what came of it, for the panel.
 * A job never rejects: what is thrown is a fault of ours.
 */
export async function runJob<Value>(
  label: string,
  work: (handle: JobHandle) => Promise<Answer<Value>>,
  resultOf?: (value: Value) => JobResult,
): Promise<Answer<Value>> {
  const id = ++lastId
  const controller = new AbortController()
  controllers.set(id, controller)
  const started: Job = { id, label, state: { kind: 'running', done: 0, total: 0 }, done: 0, total: 0 }
  jobs.setState(({ jobs: all }) => {
    const running = all.filter((job) => !isOver(job))
    return { jobs: [started, ...running, ...all.filter(isOver).slice(0, keptJobs)] }
  })
  const report: JobHandle['report'] = ({ done, total, note }) =>
    change(id, (job) =>
      job.state.kind === 'running'
        ? { ...job, done, total, note, state: { kind: 'running', done, total } }
        : job,
    )
  try {
    const answer = await work({ signal: controller.signal, report })
    change(id, (job) => ({ ...job, state: endOf(answer, controller.signal, resultOf) }))
    return answer
  } catch (error) {
    const problem: Problem = {
      code: 'internal',
      params: { reason: error instanceof Error ? error.message : String(error) },
    }
    change(id, (job) => ({ ...job, state: { kind: 'failed', problem } }))
    return { ok: false, problem }
  } finally {
    controllers.delete(id)
  }
}

function endOf<Value>(
  answer: Answer<Value>,
  signal: AbortSignal,
  resultOf: ((value: Value) => JobResult) | undefined,
): JobState {
  if (!answer.ok && answer.problem.code !== 'job.cancelled')
    return { kind: 'failed', problem: answer.problem }
  const kind = answer.ok && !signal.aborted ? 'done' : 'cancelled'
  return answer.ok && resultOf !== undefined ? { kind, result: resultOf(answer.value) } : { kind }
}

/** What is finished stays finished; the rest is not begun. */
export function cancelJob(id: number): void {
  controllers.get(id)?.abort()
  change(id, (job) => (job.state.kind === 'running' ? { ...job, state: { kind: 'cancelling' } } : job))
}

/** Tries again what failed in a job. */
export function retryJob(id: number): void {
  const job = jobs.getState().jobs.find((each) => each.id === id)
  if (job === undefined || (job.state.kind !== 'done' && job.state.kind !== 'cancelled')) return
  const { kind, result } = job.state
  if (result?.retry === undefined) return
  const { retry, ...rest } = result
  change(id, (before) => ({ ...before, state: { kind, result: rest } }))
  retry()
}

/** Takes the jobs that are over out of the panel. */
export function clearFinished(): void {
  jobs.setState(({ jobs: all }) => ({ jobs: all.filter((job) => !isOver(job)) }))
}
