import { type JobFrame, JobReceipt } from '../../shared/ipc'
import { type Problem, ProblemError } from '../../shared/model'
import { createFrameQueue, type FrameQueue } from './frame-queue'
import type { JobPort } from './job-port'
import type { Log } from './log'
import { problemOf } from './problem-of'

/** What a job's own code gets to see of the protocol. */
export interface JobControl<Progress> {
  /** Aborted when the person cancels, the page goes or the app ends. The file at hand is still finished. */
  readonly signal: AbortSignal
  /** Resolves when the frame is on its way; need not be waited for. */
  progress(progress: Progress): Promise<void>
}

/** Work under way for the page: at most one page at a time, over at most one port. */
export interface Jobs {
  /** From now on frames go here. Jobs of an earlier port are cancelled: their page is gone. */
  attach(port: JobPort): void
  /** Begins `run`. Its end reaches the page as a frame. @throws ProblemError when it may not begin */
  start(id: string, name: string, run: (job: JobControl<unknown>) => Promise<unknown>): void
  /** A job that is not there is no mistake: it may just have ended. */
  cancel(id: string): void
  cancelAll(): void
  /** Resolves when nothing runs any more. */
  settled(): Promise<void>
}

/** More than a window ever needs at once; a page run wild stops here. */
const most = 256

const refused = (reason: string) => new ProblemError({ code: 'bridge.badRequest', params: { reason } })

export function createJobs({ log }: { readonly log: Log }): Jobs {
  const running = new Map<
    string,
    { readonly abort: AbortController; readonly queue: FrameQueue; readonly ended: Promise<void> }
  >()
  let port: JobPort | undefined

  function cancelAll(): void {
    for (const { abort } of running.values()) abort.abort()
  }

  function leave(): void {
    cancelAll()
    for (const { queue } of running.values()) queue.drop()
  }

  function received(data: unknown): void {
    const receipt = JobReceipt.safeParse(data)
    if (receipt.success) running.get(receipt.data.job)?.queue.receipt()
    else log.warn('a message on the job port was not a receipt')
  }

  return {
    attach(next) {
      leave()
      port?.close()
      port = next
      next.on('message', (message) => received(message.data))
      next.on('close', () => {
        if (port !== next) return
        port = undefined
        leave()
      })
      next.start()
    },

    start(id, name, run) {
      const to = port
      if (to === undefined) throw refused('no job port')
      if (running.has(id)) throw refused('job id in use')
      if (running.size >= most) throw refused('too many jobs')
      const abort = new AbortController()
      const queue = createFrameQueue((frame: JobFrame) => {
        if (port === to) to.postMessage(frame)
      })
      const control: JobControl<unknown> = {
        signal: abort.signal,
        progress: (progress) => queue.push({ job: id, kind: 'progress', progress }),
      }
      const failed = (error: unknown): JobFrame => ({
        job: id,
        kind: 'failed',
        problem: abort.signal.aborted ? cancelledOr(error) : problemOf(error, name, log),
      })
      const cancelledOr = (error: unknown): Problem =>
        error === abort.signal.reason ? { code: 'job.cancelled', params: {} } : problemOf(error, name, log)
      const work = async () => {
        let end: JobFrame
        try {
          end = { job: id, kind: 'done', reply: await run(control) }
        } catch (error) {
          end = failed(error)
        }
        // Until the page has taken the last frame the job counts as running, so that receipts find it.
        await queue.push(end)
      }
      const ended = work()
        .catch((error: unknown) => log.error(`${name}: its end could not be sent`, error))
        .finally(() => running.delete(id))
      running.set(id, { abort, queue, ended })
    },

    cancel(id) {
      running.get(id)?.abort.abort()
    },
    cancelAll,
    async settled() {
      await Promise.all([...running.values()].map(({ ended }) => ended))
    },
  }
}
