import {
  type Answer,
  type Ask,
  type ByPlace,
  type CallName,
  channels,
  contract,
  type EventName,
  Grant,
  type JobFrame,
  type JobName,
  type PageBridge,
  type Payload,
  type Progress,
  portMessage,
  type Reply,
  type Request,
  type Subscribe,
} from '../../../shared/ipc'
import type { Problem } from '../../../shared/model'

export interface JobOptions<Name extends JobName> {
  /** Aborting it cancels the job; the answer is then the problem `job.cancelled`. */
  readonly signal?: AbortSignal | undefined
  /** Frames come in order, the last one before the answer. */
  readonly onProgress?: ((progress: Progress<Name>) => void) | undefined
}

type CallFunction<Name extends CallName> = (
  ...args: undefined extends Request<Name> ? [] : [request: Request<Name>]
) => Promise<Answer<Reply<Name>>>
type JobFunction<Name extends JobName> = (
  request: Request<Name>,
  options?: JobOptions<Name>,
) => Promise<Answer<Reply<Name>>>

/** `jobs.cancel` is not among them: a job's `signal` does that. */
type Asked = Exclude<CallName, 'jobs.cancel'> | JobName
type Functions = {
  [Name in Asked]: Name extends JobName
    ? JobFunction<Name>
    : Name extends CallName
      ? CallFunction<Name>
      : never
}

/**
 * Everything the window can ask of main, typed by the contract: `bridge.tracks.save(request, { signal, onProgress })`.
 * Nothing here rejects: a failure is an answer with a problem.
 */
export type Bridge = ByPlace<Asked, Functions> & {
  readonly events: {
    /** Answers the function that ends the subscription. */
    on<Name extends EventName>(name: Name, listener: (payload: Payload<Name>) => void): () => void
  }
  readonly library: {
    /** What the person dropped onto the window, files and folders. */
    grantDropped(files: readonly File[]): Promise<Answer<Grant[]>>
  }
}

/** What the bridge stands on, so that tests can put a page without Electron in its place. */
export interface Page {
  readonly exposed: PageBridge & {
    readonly library: { grantDropped(files: readonly File[]): Promise<unknown> }
  }
  /** Messages to the window: the port comes as one. */
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  readonly origin: string
}

interface RunningJob {
  readonly name: JobName
  readonly onProgress: ((progress: unknown) => void) | undefined
  readonly end: (answer: Answer<unknown>) => void
}

const failed = (problem: Problem): Answer<never> => ({ ok: false, problem })
const cancelled = failed({ code: 'job.cancelled', params: {} })

export function createBridge(page: Page): Bridge {
  const running = new Map<string, RunningJob>()
  let port: MessagePort | undefined
  let portCame: (() => void) | undefined
  const firstPort = new Promise<void>((resolve) => {
    portCame = resolve
  })

  page.addEventListener('message', (event) => {
    const [received] = event.ports
    if (event.data !== portMessage || event.origin !== page.origin || received === undefined) return
    port?.close()
    port = received
    received.onmessage = (message) => deliver(message.data as JobFrame)
    portCame?.()
  })

  function deliver(frame: JobFrame): void {
    const job = running.get(frame.job)
    if (job === undefined) return
    switch (frame.kind) {
      case 'progress':
        try {
          job.onProgress?.(checked(contract[job.name].progress, frame.progress))
        } finally {
          // Main sends a few frames ahead of these receipts and no more.
          port?.postMessage({ job: frame.job })
        }
        return
      case 'done':
        running.delete(frame.job)
        job.end({ ok: true, value: checked(contract[job.name].reply, frame.reply) })
        return
      case 'failed':
        running.delete(frame.job)
        job.end(failed(frame.problem))
    }
  }

  async function call(name: CallName, request: unknown): Promise<Answer<unknown>> {
    const answer = await asked(() => exposedFunction(page.exposed, name)(request))
    return answer.ok ? { ok: true, value: checked(contract[name].reply, answer.value) } : answer
  }

  async function job(
    name: JobName,
    request: unknown,
    { signal, onProgress }: JobOptions<JobName> = {},
  ): Promise<Answer<unknown>> {
    await firstPort
    if (signal?.aborted) return cancelled
    const id = crypto.randomUUID()
    const cancel = () => {
      void call('jobs.cancel', id)
    }
    const result = new Promise<Answer<unknown>>((end) => {
      running.set(id, { name, onProgress: onProgress as RunningJob['onProgress'], end })
    })
    signal?.addEventListener('abort', cancel, { once: true })
    try {
      const accepted = await asked(() => exposedFunction(page.exposed, name)({ job: id, request }))
      if (!accepted.ok) {
        running.delete(id)
        return accepted
      }
      return await result
    } finally {
      signal?.removeEventListener('abort', cancel)
    }
  }

  const places: Record<string, Record<string, unknown>> = {}
  for (const [name, kind] of Object.entries(channels)) {
    if (kind === 'event' || name === 'jobs.cancel') continue
    const [place = '', verb = ''] = name.split('.')
    const members = places[place] ?? {}
    members[verb] =
      kind === 'job'
        ? (request: unknown, options?: JobOptions<JobName>) => job(name as JobName, request, options)
        : (request?: unknown) => call(name as CallName, request)
    places[place] = members
  }

  const grantDropped = async (files: readonly File[]): Promise<Answer<Grant[]>> => {
    const answer = await asked(() => page.exposed.library.grantDropped(files))
    return answer.ok ? { ok: true, value: checked(Grant.array(), answer.value) as Grant[] } : answer
  }

  const on: Bridge['events']['on'] = (name, listener) =>
    exposedEvent(
      page.exposed,
      name,
    )((payload) => listener(checked(contract[name].payload, payload) as Payload<typeof name>))

  return {
    ...places,
    library: { ...places['library'], grantDropped },
    events: { on },
  } as unknown as Bridge
}

/** Something that the context bridge cannot carry makes it throw; here that is an answer like any other. */
async function asked(ask: () => Promise<unknown>): Promise<Answer<unknown>> {
  try {
    return (await ask()) as Answer<unknown>
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'not a message'
    return failed({ code: 'bridge.badRequest', params: { reason } })
  }
}

/** What comes from main is parsed while developing and testing; a built window trusts it. */
function checked(schema: { parse(value: unknown): unknown }, value: unknown): unknown {
  return import.meta.env.DEV ? schema.parse(value) : value
}

function exposedFunction(exposed: PageBridge, name: CallName | JobName): Ask {
  const [place = '', verb = ''] = name.split('.')
  const places = exposed as unknown as Record<string, Record<string, Ask>>
  const ask = places[place]?.[verb]
  if (ask === undefined) throw new Error(`the preload has no ${name}`)
  return ask
}

function exposedEvent(exposed: PageBridge, name: EventName): Subscribe {
  const [place = '', verb = ''] = name.split('.')
  const places = exposed.on as unknown as Record<string, Record<string, Subscribe>>
  const subscribe = places[place]?.[verb]
  if (subscribe === undefined) throw new Error(`the preload has no ${name}`)
  return subscribe
}
