import { z } from 'zod'
import {
  type Answer,
  type ChannelName,
  channels,
  contract,
  dropChannel,
  type Grant,
  JobEnvelope,
  limits,
} from '../../shared/ipc'
import { ProblemError } from '../../shared/model'
import type { CallHandlers, JobHandlers } from './handler-types'
import type { JobControl, Jobs } from './jobs'
import type { Log } from './log'
import { problemOf } from './problem-of'
import type { SentBy } from './sender'

/** What of Electron's `ipcMain` is used: tests bring their own. */
export interface IpcReceiver {
  handle(channel: string, listener: (event: SentBy, ...args: unknown[]) => Promise<unknown>): void
}

export interface BridgeOptions {
  readonly ipc: IpcReceiver
  readonly trusted: (event: SentBy) => boolean
  readonly calls: CallHandlers
  readonly jobs: JobHandlers
  readonly runner: Jobs
  /** Turns the paths of dropped files into grants. */
  readonly dropped: (paths: readonly string[]) => Grant[]
  readonly log: Log
}

const DroppedPaths = z.array(z.string().min(1).max(limits.path)).max(limits.tracks)

/**
 * Registers one handler per call and job of the contract, and the one for drops. All go through the same gate:
 * sender, number of arguments, schema; only then the handler. Whatever happens, the answer is a value.
 */
export function registerBridge(options: BridgeOptions): void {
  const { calls, jobs, runner } = options
  const handlers = calls as Record<string, (request: unknown) => unknown>
  const runs = jobs as Record<string, (request: unknown, job: JobControl<unknown>) => Promise<unknown>>

  for (const [name, kind] of Object.entries(channels) as [ChannelName, string][]) {
    if (kind === 'event') continue
    const { request: schema } = contract[name] as { readonly request: z.ZodType }
    const handler = handlers[name]
    const run = runs[name]
    if (name === 'jobs.cancel') {
      gate(options, name, (message) => runner.cancel(parse(contract[name].request, message)))
    } else if (run !== undefined) {
      gate(options, name, (message) => {
        const envelope = parse(JobEnvelope, message)
        const request = parse(schema, envelope.request)
        runner.start(envelope.job, name, (job) => run(request, job))
      })
    } else if (handler !== undefined) {
      gate(options, name, (message) => handler(parse(schema, message)))
    } else {
      throw new Error(`no handler for ${name}`)
    }
  }
  gate(options, dropChannel, (message) => options.dropped(parse(DroppedPaths, message)))
}

function gate(
  { ipc, trusted, log }: BridgeOptions,
  channel: string,
  handle: (message: unknown) => unknown,
): void {
  ipc.handle(channel, async (event, ...args): Promise<Answer<unknown>> => {
    if (!trusted(event)) {
      log.warn(`${channel}: refused a sender that is not our page`, event.senderFrame?.origin)
      return { ok: false, problem: { code: 'bridge.notAllowed', params: {} } }
    }
    try {
      if (args.length > 1) throw badRequest('too many arguments')
      return { ok: true, value: await handle(args[0]) }
    } catch (error) {
      return { ok: false, problem: problemOf(error, channel, log) }
    }
  })
}

const badRequest = (reason: string) => new ProblemError({ code: 'bridge.badRequest', params: { reason } })

/** A step of the way to what is wrong. What is no name of ours may be anything, also a path. */
const placeName = (step: PropertyKey): string => (/^\w{1,40}$/.test(String(step)) ? String(step) : '…')

function parse<Value>(schema: z.ZodType<Value>, message: unknown): Value {
  const parsed = schema.safeParse(message)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  // Where and what kind, never the value: it may be a megabyte, or somebody's text.
  const where = issue?.path.map(placeName).join('.').slice(0, 100) ?? ''
  throw badRequest(where === '' ? (issue?.code ?? 'invalid') : `${issue?.code} at ${where}`)
}
